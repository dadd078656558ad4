#include <doctest/doctest.h>

#include "db/database.h"
#include "db/testing.h"

namespace sekisho::db {
namespace {

using testing::postgresql_url;
using testing::Schema;

TEST_CASE("a wrong URL, a wrong schema and an absent server are told apart") {
  CHECK(Database::open_postgresql("postgresql://[", "a").error().message == "db.url");
  CHECK(Database::open_postgresql("postgresql://localhost/x", "A; DROP").error().message == "db.url");
  CHECK(Database::open_postgresql("postgresql:///x?host=/nowhere", "a").error().message == "db.away");
}

TEST_CASE("a schema has one writer, and readers beside it") {
  const std::string url = postgresql_url();
  if (url.empty()) return;
  const Schema schema(url);
  {
    const auto writer = schema.open();
    CHECK(Database::open_postgresql(url, schema.name()).error().message == "db.busy");
    REQUIRE(writer->execute("CREATE TABLE a (x BIGINT)"));
    auto reader = Database::open_postgresql(url, schema.name(), true);
    REQUIRE(reader);
    CHECK((*reader)->query("SELECT x FROM a"));
    CHECK((*reader)->execute("INSERT INTO a (x) VALUES (1)").error().message == "db.read_only");
    CHECK(writer->backup_to("x").error().message == "db.use_pg_dump");
    CHECK(writer->integrity_check());
  }
  CHECK(Database::open_postgresql(url, schema.name()));
}

TEST_CASE("a reader does not make a schema") {
  const std::string url = postgresql_url();
  if (url.empty()) return;
  CHECK(Database::open_postgresql(url, "test_not_there", true).error().message == "db.not_found");
}

// Ends the server's side of the session that holds the lock of a schema.
void cut(const Schema& schema) {
  const Schema other(schema.url());
  const std::vector<Cell> name{"sekisho:" + schema.name()};
  REQUIRE(other.open()->query(
      "SELECT pg_terminate_backend(l.pid) AS done FROM pg_locks l WHERE l.locktype = 'advisory' AND "
      "((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(current_database() || $1, 0)",
      name));
}

TEST_CASE("a lost connection: reads go on, a transaction does not, and nothing half is left") {
  const std::string url = postgresql_url();
  if (url.empty()) return;
  const Schema schema(url);
  const auto database = schema.open();
  REQUIRE(database->execute("CREATE TABLE a (x BIGINT)"));
  cut(schema);
  CHECK(database->query("SELECT x FROM a"));
  const Status done = database->in_transaction([&]() -> Status {
    SEK_TRY([[maybe_unused]] const auto changed, database->execute("INSERT INTO a (x) VALUES (1)"));
    cut(schema);
    SEK_TRY([[maybe_unused]] const auto again, database->execute("INSERT INTO a (x) VALUES (2)"));
    return {};
  });
  CHECK(done.error().message == "db.away");
  CHECK(database->query("SELECT x FROM a")->rows.empty());
  CHECK(database->in_transaction([&]() -> Status {
    SEK_TRY([[maybe_unused]] const auto changed, database->execute("INSERT INTO a (x) VALUES (3)"));
    return {};
  }));
}

TEST_CASE("a commit whose answer never came ends the writing") {
  const std::string url = postgresql_url();
  if (url.empty()) return;
  const Schema schema(url);
  const auto database = schema.open();
  REQUIRE(database->execute("CREATE TABLE a (x BIGINT)"));
  const Status done = database->in_transaction([&]() -> Status {
    SEK_TRY([[maybe_unused]] const auto changed, database->execute("INSERT INTO a (x) VALUES (1)"));
    cut(schema);
    return {};
  });
  CHECK(done.error().message == "db.away");
  CHECK(database->execute("INSERT INTO a (x) VALUES (2)").error().message == "db.closed_after_failure");
  CHECK(database->query("SELECT x FROM a"));
}

TEST_CASE("a data query can change nothing") {
  const std::string url = postgresql_url();
  if (url.empty()) return;
  const Schema schema(url);
  const auto database = schema.open();
  REQUIRE(database->execute("CREATE TABLE a (x BIGINT)"));
  for (const char* sql :
       {"SELECT set_config('default_transaction_read_only', 'off', false)", "SELECT nextval('s')",
        "SELECT x FROM a FOR UPDATE", "SELECT pg_read_file('/etc/passwd')", "SELECT 1; DROP TABLE a"}) {
    CAPTURE(sql);
    CHECK(database->run_data_query(sql, {}, 1000).error().message == "query.refused");
  }
}

}  // namespace
}  // namespace sekisho::db
