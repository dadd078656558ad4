#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "db/database.h"
#include "db/testing.h"

namespace sekisho::db {
namespace {

using testing::Folder;

std::unique_ptr<Database> opened(const Folder& folder) {
  return testing::fresh_sqlite(folder);
}

void make_table(Database& database) {
  REQUIRE(database.execute("CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, number INTEGER, bytes BLOB) STRICT"));
}

TEST_CASE("what is no database, and what is not there, is said") {
  const Folder folder;
  std::ofstream(folder.file("text.db")) << std::string(8192, 'x');
  CHECK(Database::open_sqlite(folder.file("text.db")).error().message == "db.not_sqlite");
  CHECK(Database::open_sqlite(folder.file("none.db"), true).error().message == "db.not_found");
  CHECK(Database::open_sqlite(folder.file("no/folder/a.db")).error().message == "db.cannot_open");
}

TEST_CASE("a damaged page is found when a writer opens") {
  const Folder folder;
  {
    auto database = opened(folder);
    make_table(*database);
    for (int i = 0; i < 400; ++i) {
      REQUIRE(database->execute("INSERT INTO thing (name) VALUES ($1)",
                                std::vector<Cell>{std::to_string(i) + std::string(50, 'x')}));
    }
  }
  {
    std::fstream file(folder.file("a.db"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 2);
    file << std::string(4096, '\x7f');
  }
  CHECK(Database::open_sqlite(folder.file("a.db")).error().code == Code::corrupt);
}

TEST_CASE("a read-only handle reads and refuses to write") {
  const Folder folder;
  auto writer = opened(folder);
  make_table(*writer);
  auto reader = Database::open_sqlite(folder.file("a.db"), true);
  REQUIRE(reader);
  CHECK((*reader)->query("SELECT name FROM thing"));
  CHECK((*reader)->execute("INSERT INTO thing (name) VALUES ('a')").error().code == Code::denied);
}

TEST_CASE("LIKE tells capital letters from small ones, and a quoted name is no string") {
  const Folder folder;
  auto database = opened(folder);
  CHECK(integer(database->run_data_query("SELECT CASE WHEN 'A' LIKE 'a' THEN 1 ELSE 0 END", {}, 1000)->rows[0][0]) ==
        0);
  CHECK_FALSE(database->query("SELECT \"no such column\""));
}

TEST_CASE("a backup is a whole database of one file") {
  const Folder folder;
  auto database = opened(folder);
  make_table(*database);
  REQUIRE(database->execute("INSERT INTO thing (name) VALUES ('a')"));
  REQUIRE(database->backup_to(folder.file("copy.db")));
  CHECK(database->backup_to(folder.file("copy.db")).error().code == Code::conflict);
  CHECK_FALSE(std::filesystem::exists(folder.file("copy.db-wal")));
  auto copy = Database::open_sqlite(folder.file("copy.db"));
  REQUIRE(copy);
  CHECK((*copy)->integrity_check());
  CHECK(text((*copy)->query("SELECT name FROM thing")->rows.at(0).at(0)) == "a");
}

}  // namespace
}  // namespace sekisho::db
