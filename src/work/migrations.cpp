#include "work/migrations.h"

#include <algorithm>

#include "controls/observation.h"
#include "documents/store.h"
#include "ledger/ledger.h"
#include "registers/tables.h"

namespace sekisho::work {
namespace {

constexpr db::Sql kBody{
    "CREATE TABLE body_fact (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, regime TEXT NOT NULL) STRICT;"
    "CREATE TABLE catalog_version (at TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT",
    "CREATE TABLE body_fact (id BIGINT PRIMARY KEY CHECK (id = 1), name TEXT COLLATE \"C\" NOT NULL, regime TEXT "
    "COLLATE "
    "\"C\" NOT NULL);"
    "CREATE TABLE catalog_version (at TEXT COLLATE \"C\" PRIMARY KEY, digest TEXT NOT NULL)"};

constexpr db::Migration kMigrations[] = {{500, kBody}};

}  // namespace

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all(std::begin(kMigrations), std::end(kMigrations));
  for (const auto part :
       {ledger::migrations(), documents::migrations(), registers::migrations(), controls::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end(), [](const db::Migration& a, const db::Migration& b) { return a.number < b.number; });
  return all;
}

}  // namespace sekisho::work
