#include "db/data_query.h"

#include <doctest/doctest.h>

#include "db/sql_text.h"

namespace sekisho::db {
namespace {

std::string why(std::string_view select) {
  const auto text = prepare_text(select);
  return text ? "" : text.error().detail;
}

const std::vector<View> views = {
    {"assets", "SELECT row_id, number FROM reg_assets WHERE from_at <= :as_of"},
    {"observations", "SELECT check_id, subject FROM observation"},
    {"latest_observations", "SELECT check_id, subject FROM observations"},
};

std::string why_over_views(std::string_view select) {
  const auto text = with_views(select, views);
  return text ? "" : text.error().detail;
}

TEST_CASE("words, strings, numbers, parameters and symbols are told apart") {
  const auto tokens = sql_tokens("SELECT a.b, 'it''s' || :today -- end\n FROM t /* x */ WHERE n >= 1.5");
  REQUIRE(tokens);
  std::string shown;
  for (const SqlToken& token : *tokens) shown += token.text + "|";
  CHECK(shown == "select|a|.|b|,|'it''s'||||today|from|t|where|n|>=|1.5|");
  CHECK((*tokens)[7].kind == SqlToken::Kind::parameter);
}

TEST_CASE("what the two engines read differently is refused") {
  for (const char* sql : {"SELECT 1 /* a /* b */ */", "SELECT $$x$$", "SELECT E'\\n'", "SELECT x'00'", "SELECT [a]",
                          "SELECT `a`", "SELECT \"a\"", "SELECT a::text", "SELECT 'open", "SELECT /* open",
                          "SELECT 1e5", "SELECT ?1", "SELECT 表", "SELECT 1 -- a\r DROP", "SELECT a & b"}) {
    CAPTURE(sql);
    CHECK_FALSE(sql_tokens(sql));
  }
  CHECK(sql_tokens("SELECT '表' -- 注"));
}

TEST_CASE("one reading statement only") {
  CHECK(why("SELECT 1") == "");
  CHECK(why("-- why\n/* how */ SELECT 1;") == "");
  CHECK(why("WITH t(a) AS (SELECT 1) SELECT a FROM t") == "");
  CHECK(why("SELECT 1; SELECT 2") == "more than one statement");
  CHECK(why("DELETE FROM assets") == "it does not begin with SELECT or WITH");
  CHECK(why("") == "it does not begin with SELECT or WITH");
  CHECK(why("WITH t AS (DELETE FROM assets RETURNING number) SELECT * FROM t") == "the word delete");
  CHECK(why("SELECT * INTO x FROM assets") == "the word into");
  CHECK(why("SELECT number FROM assets FOR UPDATE") == "the word for");
  CHECK(why("WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t") == "the word recursive");
  CHECK(why("SELECT current_date") == "the word current_date");
}

TEST_CASE("only permitted functions") {
  CHECK(why("SELECT COUNT(*), COALESCE(MAX(n), 0), CAST(n AS TEXT), SUBSTR(a, 1, 2) FROM t WHERE n IN (1) AND EXISTS "
            "(SELECT 1)") == "");
  CHECK(why("SELECT ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) FROM t") == "");
  CHECK(why("SELECT pg_sleep(10)") == "the function pg_sleep");
  CHECK(why("SELECT 1, pg_sleep(10)") == "the function pg_sleep");
  CHECK(why("SELECT pg_catalog.pg_sleep(10)") == "the function pg_sleep");
  CHECK(why("SELECT a FROM t, dblink('x') AS (a integer)") == "the function dblink");
  CHECK(why("SELECT load_extension('x')") == "the function load_extension");
  CHECK(why("SELECT date('now')") == "the function date");
}

TEST_CASE("named parameters become numbered ones, each once") {
  const auto text = prepare_text("SELECT :today AS a, ':no' AS b FROM t WHERE x < :as_of AND y = :today;");
  REQUIRE(text);
  CHECK(text->sql == "SELECT $1 AS a, ':no' AS b FROM t WHERE x < $2 AND y = $1");
  CHECK(text->parameters == std::vector<std::string>{"today", "as_of"});
}

TEST_CASE("the views that a query names are put before it") {
  CHECK(with_views("SELECT number FROM assets", views).value() ==
        "WITH assets AS (SELECT row_id, number FROM reg_assets WHERE from_at <= :as_of)\nSELECT number FROM assets");
  CHECK(with_views("WITH t AS (SELECT subject FROM latest_observations) SELECT subject FROM t", views).value() ==
        "WITH observations AS (SELECT check_id, subject FROM observation),\n"
        "latest_observations AS (SELECT check_id, subject FROM observations), t AS (SELECT subject FROM "
        "latest_observations) "
        "SELECT subject FROM t");
  CHECK(with_views("SELECT 1 AS one", views).value() == "SELECT 1 AS one");
}

TEST_CASE("a table that is no view is refused, wherever it stands") {
  for (const char* sql : {
           "SELECT * FROM session",
           "SELECT * FROM reg_assets",
           "SELECT * FROM assets, session",
           "SELECT * FROM assets a JOIN session s ON a.number = s.id",
           "SELECT * FROM assets a LEFT JOIN assets b ON a.number = b.number, session",
           "SELECT * FROM (session)",
           "SELECT * FROM (assets JOIN session ON 1 = 1)",
           "SELECT * FROM main.session",
           "SELECT * FROM assets WHERE EXISTS (SELECT 1 FROM session)",
           "SELECT (SELECT MAX(id) FROM session) AS m FROM assets",
           "WITH a AS (SELECT * FROM session), session AS (SELECT 1) SELECT * FROM a",
           "WITH t AS (SELECT 1 AS x) SELECT * FROM t UNION ALL SELECT id FROM session",
           "SELECT * FROM assets WHERE EXISTS (WITH session AS (SELECT 1) SELECT 1 FROM session)",
           "WITH assets AS (SELECT 1) SELECT * FROM assets",
           "SELECT number FROM assets ORDER BY (SELECT id FROM session)",
       }) {
    CAPTURE(sql);
    CHECK(why_over_views(sql) != "");
  }
}

TEST_CASE("what is no table is not taken for one") {
  for (const char* sql : {
           "SELECT a.number, a.row_id FROM assets a, assets b WHERE a.number IN ('x', 'y') GROUP BY a.number, a.row_id",
           "SELECT number FROM assets WHERE number IS DISTINCT FROM row_id",
           "SELECT number FROM assets WHERE number IS NOT DISTINCT FROM row_id",
           "WITH t (a, b) AS (SELECT number, row_id FROM assets), u AS (SELECT a FROM t) SELECT a, b FROM t ORDER BY "
           "a, b",
           "SELECT x.number FROM (SELECT number, row_id FROM assets) x JOIN (SELECT 1 AS one) y ON y.one = 1",
           "SELECT CASE WHEN number = 'a' THEN 1 ELSE 2 END FROM assets ORDER BY number, row_id",
       }) {
    CAPTURE(sql);
    CHECK(why_over_views(sql) == "");
  }
}

TEST_CASE("a script is split outside strings and comments") {
  const auto statements = sql_statements("CREATE TABLE a (x TEXT DEFAULT ';'); -- one; two\n /* ; */ INSERT INTO a; ;");
  REQUIRE(statements.size() == 2);
  CHECK(statements[0] == "CREATE TABLE a (x TEXT DEFAULT ';')");
}

}  // namespace
}  // namespace sekisho::db
