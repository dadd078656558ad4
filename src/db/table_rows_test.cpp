#include "db/table_rows.h"

#include <doctest/doctest.h>

#include "db/testing.h"

using namespace sekisho;
using namespace sekisho::db;

TEST_CASE("a table is read a few rows at a time, and all of it") {
  db::testing::Folder folder;
  auto database = Database::open_sqlite(folder.file("t.db"));
  REQUIRE(database);
  for (const char* statement : {"CREATE TABLE empty (a INTEGER, b TEXT) STRICT",
                                "CREATE TABLE full (name TEXT PRIMARY KEY, number INTEGER) STRICT"})
    REQUIRE((*database)->execute(GeneratedSql(statement)));
  for (std::int64_t i = 0; i < 100; ++i) {
    const Cell cells[] = {"row " + std::to_string(i), i};
    REQUIRE((*database)->execute("INSERT INTO full (name, number) VALUES ($1, $2)", cells));
  }
  std::vector<std::string> columns;
  std::int64_t sum = 0;
  std::size_t rows = 0;
  const auto read = [&](const std::string& table) {
    rows = 0;
    return each_table_row(
        **database, table,
        [&](const std::vector<std::string>& names) -> Status {
          columns = names;
          return {};
        },
        [&](const std::vector<Cell>& row) -> Status {
          ++rows;
          sum += integer(row.at(1));
          return {};
        });
  };
  CHECK(read("full"));
  CHECK(columns == std::vector<std::string>{"name", "number"});
  CHECK(rows == 100);
  CHECK(sum == 4950);
  CHECK(read("empty"));
  CHECK(columns == std::vector<std::string>{"a", "b"});
  CHECK(rows == 0);
  CHECK_FALSE(read("full; DROP TABLE full"));
}
