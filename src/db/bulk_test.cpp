#include "db/bulk.h"

#include <doctest/doctest.h>

#include "db/testing.h"

namespace sekisho::db {
namespace {

using Rows = std::vector<std::vector<Cell>>;

// `count` rows of all types of cells.
Rows numbered(std::int64_t count) {
  Rows rows;
  for (std::int64_t i = 0; i < count; ++i) {
    const Cell bytes = i % 3 == 0 ? Cell() : Cell(Blob{std::string("\0\xff", 2)});
    rows.push_back({"row " + std::to_string(i), i, bytes});
  }
  return rows;
}

void make_table(Database& database) {
  REQUIRE(database.execute(
      Sql("CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, number INTEGER, bytes BLOB) STRICT",
          "CREATE TABLE thing (name TEXT COLLATE \"C\" NOT NULL PRIMARY KEY, number BIGINT, bytes BYTEA)")));
}

TEST_CASE("bulk: rows of any number arrive whole") {
  testing::on_both([](Database& database) {
    make_table(database);
    for (const std::int64_t count : {0, 1, 2, 63, 64, 65, 200}) {
      CAPTURE(count);
      REQUIRE(database.execute("DELETE FROM thing"));
      CHECK(insert_rows(database, "thing", "name, number, bytes", numbered(count)).value() == count);
      CHECK(database.query("SELECT name, number, bytes FROM thing ORDER BY number")->rows == numbered(count));
    }
  });
}

TEST_CASE("bulk: a taken key fails all, or its row is left out") {
  testing::on_both([](Database& database) {
    make_table(database);
    REQUIRE(insert_rows(database, "thing", "name, number, bytes", {{std::string("row 70"), {}, {}}}));
    const Status failed = database.in_transaction([&]() -> Status {
      SEK_CHECK(insert_rows(database, "thing", "name, number, bytes", numbered(100)));
      return {};
    });
    CHECK(failed.error().message == "db.constraint");
    CHECK(database.query("SELECT name FROM thing")->rows.size() == 1);
    CHECK(insert_rows(database, "thing", "name, number, bytes", numbered(100), OnTaken::leave_out).value() == 99);
  });
}

TEST_CASE("bulk: few sizes of chunks") {
  std::string told;
  REQUIRE(in_chunks(139, 64, [&](std::size_t first, std::size_t count) -> Status {
    told += std::to_string(first) + "+" + std::to_string(count) + " ";
    return {};
  }));
  CHECK(told == "0+64 64+64 128+8 136+2 138+1 ");
}

}  // namespace
}  // namespace sekisho::db
