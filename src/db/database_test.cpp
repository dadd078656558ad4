#include "db/database.h"

#include <doctest/doctest.h>

#include "db/testing.h"

namespace sekisho::db {
namespace {

using testing::on_both;

void make_table(Database& database) {
  REQUIRE(database.execute(
      Sql("CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, number INTEGER, bytes BLOB) STRICT",
          "CREATE TABLE thing (name TEXT COLLATE \"C\" NOT NULL PRIMARY KEY, number BIGINT, bytes BYTEA)")));
}

TEST_CASE("a cell comes back as it was bound") {
  on_both([](Database& database) {
    make_table(database);
    const std::vector<Cell> cells{std::string("漢字"), std::int64_t{-7}, Blob{std::string("\0\xff", 2)}};
    REQUIRE(database.execute("INSERT INTO thing (name, number, bytes) VALUES ($1, $2, $3)", cells).value() == 1);
    const auto rows = database.query("SELECT name, number, bytes, NULL AS empty FROM thing");
    REQUIRE(rows);
    CHECK(rows->columns == std::vector<std::string>{"name", "number", "bytes", "empty"});
    CHECK(rows->rows == std::vector<std::vector<Cell>>{{cells[0], cells[1], cells[2], std::monostate{}}});
  });
}

TEST_CASE("a placeholder is bound by its number, not by its place") {
  on_both([](Database& database) {
    const std::vector<Cell> cells{std::string("one"), std::string("two")};
    const auto rows = database.query("SELECT $2 AS b, $1 AS a, $2 AS again", cells);
    REQUIRE(rows);
    CHECK(rows->rows.at(0) == std::vector<Cell>{cells[1], cells[0], cells[1]});
  });
}

TEST_CASE("a query with too few or too many cells is our own error") {
  on_both([](Database& database) {
    CHECK(database.query("SELECT $1").error().code == Code::internal);
    CHECK(database.query("SELECT 1", std::vector<Cell>{std::int64_t{1}}).error().code == Code::internal);
  });
}

TEST_CASE("a transaction whose work fails leaves nothing") {
  on_both([](Database& database) {
    make_table(database);
    const Status done = database.in_transaction([&]() -> Status {
      SEK_TRY([[maybe_unused]] auto changed, database.execute("INSERT INTO thing (name) VALUES ('a')"));
      return fail(Code::invalid, "no");
    });
    CHECK(done.error().code == Code::invalid);
    CHECK(integer(database.query("SELECT COUNT(*) FROM thing")->rows[0][0]) == 0);
    CHECK(database.in_transaction([&]() -> Status {
      SEK_TRY([[maybe_unused]] auto changed, database.execute("INSERT INTO thing (name) VALUES ('b')"));
      return {};
    }));
    CHECK(integer(database.query("SELECT COUNT(*) FROM thing")->rows[0][0]) == 1);
  });
}

TEST_CASE("a transaction inside a transaction is refused and undoes nothing by itself") {
  on_both([](Database& database) {
    const Status done = database.in_transaction([&]() { return database.in_transaction([]() { return Status(); }); });
    CHECK(done.error().code == Code::internal);
  });
}

TEST_CASE("a second key is a conflict") {
  on_both([](Database& database) {
    make_table(database);
    REQUIRE(database.execute("INSERT INTO thing (name) VALUES ('a')"));
    const auto second = database.execute("INSERT INTO thing (name) VALUES ('a')");
    CHECK(second.error().code == Code::conflict);
    CHECK(second.error().message == "db.constraint");
  });
}

TEST_CASE("a text with a NUL is refused") {
  on_both([](Database& database) {
    CHECK(database.query("SELECT $1", std::vector<Cell>{std::string("a\0b", 3)}).error().message == "db.nul");
  });
}

TEST_CASE("a data query sees what was committed, by named parameters") {
  on_both([](Database& database) {
    make_table(database);
    const auto count = [&](const std::string& name) {
      const auto rows = database.run_data_query(
          "-- how many\nSELECT COUNT(*) AS n FROM thing WHERE name = :name OR :name = 'all'", {{"name", name}}, 1000);
      REQUIRE(rows);
      return integer(rows->rows[0][0]);
    };
    CHECK(count("a") == 0);
    REQUIRE(database.execute("INSERT INTO thing (name) VALUES ('a')"));
    CHECK(count("a") == 1);
    CHECK(count("all") == 1);
    CHECK(count("b") == 0);
    CHECK(database.run_data_query("SELECT :unknown", {}, 1000).error().message == "query.refused");
  });
}

TEST_CASE("data queries in a snapshot see one state") {
  on_both([](Database& database) {
    make_table(database);
    std::vector<std::int64_t> seen;
    const auto look = [&]() -> Status {
      SEK_TRY(const Rows rows, database.run_data_query("SELECT COUNT(*) FROM thing", {}, 1000));
      seen.push_back(integer(rows.rows[0][0]));
      return {};
    };
    const Status done = database.in_snapshot([&]() -> Status {
      SEK_CHECK(look());
      SEK_TRY([[maybe_unused]] auto changed, database.execute("INSERT INTO thing (name) VALUES ('a')"));
      return look();
    });
    REQUIRE(done);
    REQUIRE(look());
    CHECK(seen == std::vector<std::int64_t>{0, 0, 1});
  });
}

TEST_CASE("a data query that takes too long is stopped") {
  on_both([](Database& database) {
    const std::string many =
        "WITH t AS (SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) "
        "SELECT COUNT(*) FROM t t1, t t2, t t3, t t4, t t5, t t6, t t7, t t8, t t9, t ta, t tb, t tc, t td";
    CHECK(database.run_data_query(many, {}, 20).error().message == "query.too_slow");
    CHECK(database.run_data_query("SELECT 1", {}, 1000));
  });
}

TEST_CASE("a data query with an unknown column names it") {
  on_both([](Database& database) {
    make_table(database);
    const auto rows = database.run_data_query("SELECT colour FROM thing", {}, 1000);
    CHECK(rows.error().message == "query.failed");
    CHECK(rows.error().detail.find("colour") != std::string::npos);
  });
}

TEST_CASE("migrations run forward once, and a newer database is refused") {
  on_both([](Database& database) {
    const Migration first{1,
                          {"CREATE TABLE a (x INTEGER) STRICT; CREATE TABLE b (x INTEGER) STRICT",
                           "CREATE TABLE a (x BIGINT); CREATE TABLE b (x BIGINT)"}};
    const Migration second{2, "INSERT INTO a (x) VALUES (1)"};
    REQUIRE(migrate(database, std::vector{first}));
    REQUIRE(migrate(database, std::vector{second, first}));
    REQUIRE(migrate(database, std::vector{first, second}));
    CHECK(integer(database.query("SELECT COUNT(*) FROM a")->rows[0][0]) == 1);
    const Status older = migrate(database, std::vector{first});
    CHECK(older.error().message == "db.newer");
    CHECK(older.error().params == std::vector<std::pair<std::string, std::string>>{{"found", "2"}, {"known", "1"}});
  });
}

TEST_CASE("two migrations of one number are refused, and nothing is applied") {
  on_both([](Database& database) {
    const Migration one{1, {"CREATE TABLE a (x INTEGER) STRICT", "CREATE TABLE a (x BIGINT)"}};
    const Migration other{1, {"CREATE TABLE b (x INTEGER) STRICT", "CREATE TABLE b (x BIGINT)"}};
    const Status done = migrate(database, std::vector{one, other});
    CHECK(done.error().message == "db.migration_twice");
    CHECK(done.error().params == std::vector<std::pair<std::string, std::string>>{{"number", "1"}});
    CHECK_FALSE(database.query("SELECT x FROM a"));
  });
}

TEST_CASE("a migration that fails half way leaves nothing") {
  on_both([](Database& database) {
    const Migration broken{1,
                           {"CREATE TABLE a (x INTEGER) STRICT; INSERT INTO nowhere (x) VALUES (1)",
                            "CREATE TABLE a (x BIGINT); INSERT INTO nowhere (x) VALUES (1)"}};
    CHECK_FALSE(migrate(database, std::vector{broken}));
    CHECK_FALSE(database.query("SELECT x FROM a"));
  });
}

TEST_CASE("a statement that failed dooms its transaction") {
  on_both([](Database& database) {
    make_table(database);
    const Status done = database.in_transaction([&]() -> Status {
      CHECK(database.execute("INSERT INTO thing (name) VALUES ('a')"));
      CHECK_FALSE(database.execute("INSERT INTO thing (name) VALUES ('a')"));
      return {};
    });
    CHECK(done.error().message == "db.rolled_back");
    CHECK(database.query("SELECT COUNT(*) AS n FROM thing")->rows == std::vector<std::vector<Cell>>{{std::int64_t{0}}});
    CHECK(database.in_transaction([&]() -> Status {
      SEK_TRY([[maybe_unused]] const auto changed, database.execute("INSERT INTO thing (name) VALUES ('a')"));
      return {};
    }));
  });
}

TEST_CASE("rows come one by one, and the callback may query and may stop") {
  on_both([](Database& database) {
    make_table(database);
    for (int i = 0; i < 2500; ++i) {
      REQUIRE(database.execute("INSERT INTO thing (name, number) VALUES ($1, $2)",
                               std::vector<Cell>{std::to_string(i), std::int64_t{i}}));
    }
    std::int64_t sum = 0;
    const Status done =
        database.each("SELECT number FROM thing WHERE number >= $1 ORDER BY number", std::vector<Cell>{std::int64_t{1}},
                      [&](const std::vector<Cell>& row) -> Status {
                        if (integer(row[0]) == 2400) return fail(Code::invalid, "enough");
                        SEK_TRY(const Rows same, database.query("SELECT number FROM thing WHERE number = $1", row));
                        sum += integer(same.rows.at(0).at(0));
                        return {};
                      });
    CHECK(done.error().detail == "enough");
    CHECK(sum == 2399 * 2400 / 2);
    CHECK(database.execute("DELETE FROM thing").value() == 2500);
  });
}

TEST_CASE("sums, counts and comparisons come as integers") {
  on_both([](Database& database) {
    make_table(database);
    REQUIRE(database.execute("INSERT INTO thing (name, number) VALUES ('a', 3), ('b', 4)"));
    const auto rows = database.run_data_query(
        "SELECT COUNT(*) AS n, SUM(number) AS s, MAX(number) AS m, MAX(number) > 3 AS more, CAST('5' AS INTEGER) AS "
        "five FROM thing",
        {}, 1000);
    REQUIRE(rows);
    CHECK(rows->rows.at(0) ==
          std::vector<Cell>{std::int64_t{2}, std::int64_t{7}, std::int64_t{4}, std::int64_t{1}, std::int64_t{5}});
  });
}

TEST_CASE("text sorts by bytes") {
  on_both([](Database& database) {
    make_table(database);
    REQUIRE(database.execute("INSERT INTO thing (name) VALUES ('b'), ('B'), ('a'), ('あ'), ('a-b'), ('ab'), ('ア')"));
    std::string sorted;
    const Rows rows = database.run_data_query("SELECT name FROM thing ORDER BY name", {}, 1000).value();
    for (const auto& row : rows.rows) sorted += text(row[0]) + " ";
    CHECK(sorted == "B a a-b ab b あ ア ");
  });
}

TEST_CASE("a parameter may stand alone") {
  on_both([](Database& database) {
    const auto rows =
        database.run_data_query("SELECT :a || 'x' AS a, CASE WHEN :b IS NULL THEN 1 ELSE 0 END AS b, :c AS c",
                                {{"a", std::string("1")}, {"b", std::monostate{}}, {"c", std::int64_t{5}}}, 1000);
    REQUIRE(rows);
    CHECK(rows->rows.at(0) == std::vector<Cell>{std::string("1x"), std::int64_t{1}, std::int64_t{5}});
  });
}

TEST_CASE("a failing data query leaves the rest of its snapshot standing") {
  on_both([](Database& database) {
    make_table(database);
    CHECK(database.in_snapshot([&]() -> Status {
      CHECK(database.run_data_query("SELECT name FROM thing", {}, 1000));
      CHECK(database.run_data_query("SELECT colour FROM thing", {}, 1000).error().message == "query.failed");
      CHECK(database.run_data_query("SELECT name FROM thing", {}, 1000));
      return {};
    }));
  });
}

}  // namespace
}  // namespace sekisho::db
