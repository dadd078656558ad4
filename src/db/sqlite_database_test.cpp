#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "db/data_query.h"
#include "db/database.h"

namespace sekisho::db {
namespace {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sekisho-db-XXXXXX").string();
    SEK_ASSERT(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::unique_ptr<Database> opened(const Folder& folder) {
  auto database = Database::open_sqlite(folder.file("a.db"));
  REQUIRE(database);
  return std::move(*database);
}

void make_table(Database& database) {
  REQUIRE(database.execute("CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, number INTEGER, bytes BLOB) STRICT"));
}

TEST_CASE("a cell comes back as it was bound") {
  const Folder folder;
  auto database = opened(folder);
  make_table(*database);
  const std::vector<Cell> cells{std::string("漢字"), std::int64_t{-7}, Blob{std::string("\0\xff", 2)}};
  REQUIRE(database->execute("INSERT INTO thing (name, number, bytes) VALUES ($1, $2, $3)", cells).value() == 1);
  const auto rows = database->query("SELECT name, number, bytes, NULL AS empty FROM thing");
  REQUIRE(rows);
  CHECK(rows->columns == std::vector<std::string>{"name", "number", "bytes", "empty"});
  CHECK(rows->rows == std::vector<std::vector<Cell>>{{cells[0], cells[1], cells[2], std::monostate{}}});
}

TEST_CASE("a placeholder is bound by its number, not by its place") {
  const Folder folder;
  auto database = opened(folder);
  const std::vector<Cell> cells{std::string("one"), std::string("two")};
  const auto rows = database->query("SELECT $2 AS b, $1 AS a, $2 AS again", cells);
  REQUIRE(rows);
  CHECK(rows->rows.at(0) == std::vector<Cell>{cells[1], cells[0], cells[1]});
}

TEST_CASE("a query with too few or too many cells is our own error") {
  const Folder folder;
  auto database = opened(folder);
  CHECK(database->query("SELECT $1").error().code == Code::internal);
  CHECK(database->query("SELECT 1", std::vector<Cell>{std::int64_t{1}}).error().code == Code::internal);
}

TEST_CASE("a transaction whose work fails leaves nothing") {
  const Folder folder;
  auto database = opened(folder);
  make_table(*database);
  const Status done = database->in_transaction([&]() -> Status {
    SEK_TRY([[maybe_unused]] auto changed, database->execute("INSERT INTO thing (name) VALUES ('a')"));
    return fail(Code::invalid, "no");
  });
  CHECK(done.error().code == Code::invalid);
  CHECK(integer(database->query("SELECT COUNT(*) FROM thing")->rows[0][0]) == 0);
  CHECK(database->in_transaction([&]() -> Status {
    SEK_TRY([[maybe_unused]] auto changed, database->execute("INSERT INTO thing (name) VALUES ('b')"));
    return {};
  }));
  CHECK(integer(database->query("SELECT COUNT(*) FROM thing")->rows[0][0]) == 1);
}

TEST_CASE("a transaction inside a transaction is refused and undoes nothing by itself") {
  const Folder folder;
  auto database = opened(folder);
  const Status done = database->in_transaction([&]() { return database->in_transaction([]() { return Status(); }); });
  CHECK(done.error().code == Code::internal);
}

TEST_CASE("a second key is a conflict") {
  const Folder folder;
  auto database = opened(folder);
  make_table(*database);
  REQUIRE(database->execute("INSERT INTO thing (name) VALUES ('a')"));
  const auto second = database->execute("INSERT INTO thing (name) VALUES ('a')");
  CHECK(second.error().code == Code::conflict);
  CHECK(second.error().message == "db.constraint");
}

TEST_CASE("a text with a NUL is refused") {
  const Folder folder;
  auto database = opened(folder);
  CHECK(database->query("SELECT $1", std::vector<Cell>{std::string("a\0b", 3)}).error().message == "db.nul");
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

TEST_CASE("a data query sees what was committed, by named parameters") {
  const Folder folder;
  auto database = opened(folder);
  make_table(*database);
  const auto count = [&](const std::string& name) {
    const auto rows = database->run_data_query(
        "-- how many\nSELECT COUNT(*) AS n FROM thing WHERE name = :name OR :name = 'all'", {{"name", name}}, 1000);
    REQUIRE(rows);
    return integer(rows->rows[0][0]);
  };
  CHECK(count("a") == 0);
  REQUIRE(database->execute("INSERT INTO thing (name) VALUES ('a')"));
  CHECK(count("a") == 1);
  CHECK(count("all") == 1);
  CHECK(count("b") == 0);
  CHECK(database->run_data_query("SELECT :unknown", {}, 1000).error().message == "query.refused");
}

TEST_CASE("data queries in a snapshot see one state") {
  const Folder folder;
  auto database = opened(folder);
  make_table(*database);
  std::vector<std::int64_t> seen;
  const auto look = [&]() -> Status {
    SEK_TRY(const Rows rows, database->run_data_query("SELECT COUNT(*) FROM thing", {}, 1000));
    seen.push_back(integer(rows.rows[0][0]));
    return {};
  };
  const Status done = database->in_snapshot([&]() -> Status {
    SEK_CHECK(look());
    SEK_TRY([[maybe_unused]] auto changed, database->execute("INSERT INTO thing (name) VALUES ('a')"));
    return look();
  });
  REQUIRE(done);
  REQUIRE(look());
  CHECK(seen == std::vector<std::int64_t>{0, 0, 1});
}

TEST_CASE("a data query that takes too long is stopped") {
  const Folder folder;
  auto database = opened(folder);
  const std::string many =
      "WITH t AS (SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) "
      "SELECT COUNT(*) FROM t t1, t t2, t t3, t t4, t t5, t t6, t t7, t t8, t t9, t ta, t tb, t tc, t td";
  CHECK(database->run_data_query(many, {}, 20).error().message == "query.too_slow");
  CHECK(database->run_data_query("SELECT 1", {}, 1000));
}

TEST_CASE("a data query with an unknown column names it") {
  const Folder folder;
  auto database = opened(folder);
  make_table(*database);
  const auto rows = database->run_data_query("SELECT colour FROM thing", {}, 1000);
  CHECK(rows.error().message == "query.failed");
  CHECK(rows.error().detail.find("colour") != std::string::npos);
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

TEST_CASE("migrations run forward once, and a newer database is refused") {
  const Folder folder;
  auto database = opened(folder);
  const Migration first{1, "CREATE TABLE a (x INTEGER) STRICT; CREATE TABLE b (x INTEGER) STRICT"};
  const Migration second{2, "INSERT INTO a (x) VALUES (1)"};
  REQUIRE(migrate(*database, std::vector{first}));
  REQUIRE(migrate(*database, std::vector{second, first}));
  REQUIRE(migrate(*database, std::vector{first, second}));
  CHECK(integer(database->query("SELECT COUNT(*) FROM a")->rows[0][0]) == 1);
  const Status older = migrate(*database, std::vector{first});
  CHECK(older.error().message == "db.newer");
  CHECK(older.error().params == std::vector<std::pair<std::string, std::string>>{{"found", "2"}, {"known", "1"}});
}

TEST_CASE("a migration that fails half way leaves nothing") {
  const Folder folder;
  auto database = opened(folder);
  const Migration broken{1, "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO nowhere (x) VALUES (1)"};
  CHECK_FALSE(migrate(*database, std::vector{broken}));
  CHECK_FALSE(database->query("SELECT x FROM a"));
}

}  // namespace
}  // namespace sekisho::db
