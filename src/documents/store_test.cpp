#include "documents/store.h"

#include <doctest/doctest.h>

#include "app/embedded.h"
#include "db/testing.h"
#include "documents/clause_ids.h"
#include "documents/lineage.h"
#include "policy/read.h"

namespace sekisho::documents {
namespace {

policy::Document read(const std::string& body) {
  static const policy::Lexicon lexicon = policy::Lexicon::create(app::embedded_catalog()).value();
  const std::string text = "峠町組合情報セキュリティ基本方針\n\n" + body;
  return with_distinct_clauses(policy::read(text, lexicon).value().documents.at(0));
}

const std::string list = "1 対策\n次の対策を行う。\n(1) 職員に研修を行う。\n(2) 情報資産の台帳を整備する。\n";
const std::string twice = list + "(3) 毎年度、監査を実施する。\n(3) 委託先と契約を結び、その状況を確認する。\n";

std::string ids(const policy::Document& reading) {
  std::string out;
  for (const policy::Duty& duty : reading.duties) out += duty_id("p", duty) + " ";
  return out;
}

TEST_CASE("a number printed twice gives two clauses and two duties") {
  const policy::Document reading = read(twice);
  CHECK(ids(reading) == "p/1/1 p/1.1/1 p/1.2/1 p/1.3/1 p/1.3#2/1 ");
  CHECK(reading.duties[4].text == "委託先と契約を結び、その状況を確認する。");
  CHECK(ids(with_distinct_clauses(reading)) == ids(reading));
}

policy::Clause clause(const std::string& id, std::size_t begin) {
  policy::Clause out;
  out.id = id;
  out.span = {begin, begin + 10};
  return out;
}

TEST_CASE("what stands below a repeated clause goes with it") {
  policy::Document reading;
  reading.clauses = {clause("3", 0), clause("3.1", 10), clause("3", 20), clause("3.1", 30), clause("3.1", 40)};
  for (const std::size_t begin : {15U, 35U, 45U}) {
    policy::Duty duty;
    duty.clause = "3.1";
    duty.sentence = 1;
    duty.span = {begin, begin + 5};
    reading.duties.push_back(duty);
  }
  reading = with_distinct_clauses(reading);
  CHECK(reading.clauses[2].id == "3#2");
  CHECK(reading.clauses[4].id == "3#2.1#2");
  CHECK(ids(reading) == "p/3.1/1 p/3#2.1/1 p/3#2.1#2/1 ");
}

NewVersion version_of(policy::Document reading) {
  NewVersion added;
  added.document = "p";
  added.file_name = "p.txt";
  added.reading = std::move(reading);
  return added;
}

// The next version, every duty of which is the same as the one at its place.
NewVersion unchanged(const policy::Document& reading) {
  NewVersion added = version_of(reading);
  for (const policy::Duty& duty : reading.duties) {
    added.aligned.emplace_back("same");
    added.same_as.push_back(duty_id("p", duty));
  }
  return added;
}

const Instant day_one = parse_rfc3339("2026-11-21T03:00:00Z").value();
const Instant day_two = parse_rfc3339("2026-11-22T03:00:00Z").value();

TEST_CASE("a policy with two (3)s is added, confirmed one by one, and amended") {
  db::testing::on_both([](db::Database& database) {
    REQUIRE(db::migrate(database, migrations()));
    const policy::Document reading = read(twice);
    REQUIRE(add_version(database, version_of(reading), day_one));
    CHECK(confirm(database, "p", 1, "p/1.3#2/1", "someone", day_one).value() == 1);
    const auto confirmed = [&] {
      std::string out;
      const auto duties = duties_at(database, day_two).value();
      for (const StoredDuty& duty : duties) out += duty.confirmed ? duty.id + " " : "";
      return out;
    };
    CHECK(confirmed() == "p/1.3#2/1 ");
    CHECK(confirm(database, "p", 1, std::nullopt, "someone", day_one).value() == 4);
    CHECK(add_version(database, unchanged(reading), day_two).value() == 2);
    CHECK(confirmed() == "p/1/1 p/1.1/1 p/1.2/1 p/1.3/1 p/1.3#2/1 ");
    CHECK(versions_of(database, "p").value() == std::vector{day_one, day_two});
    CHECK(version_of_file(database, "p", "not of a version").value() == std::nullopt);
  });
}

TEST_CASE("clauses that were not told apart are not stored") {
  db::testing::on_both([](db::Database& database) {
    REQUIRE(db::migrate(database, migrations()));
    policy::Document reading;
    reading.clauses = {clause("3", 0), clause("3", 10)};
    CHECK(add_version(database, version_of(reading), day_one).error().message == "documents.clause_twice");
  });
}

TEST_CASE("a lineage tells where each duty stood, moved or reworded") {
  db::testing::on_both([](db::Database& database) {
    REQUIRE(db::migrate(database, migrations()));
    const std::string longer =
        "1 対策\n次の対策を行う。\n(1) 毎年度、訓練を実施する。\n(2) 職員に研修を行う。\n"
        "(3) 情報資産の台帳を整備し、毎年度、これを見直す。\n";
    for (const std::string& text : {list, longer, longer})
      REQUIRE(add_version(database, version_of(read(text)), day_one));
    const Lineage found = lineage(database, "p", 3).value();
    CHECK(found.at("p/1.1/1") == std::vector<FormerPlace>{{2, "p/1.1/1", "1.1", 1, true}});
    CHECK(found.at("p/1.2/1") ==
          std::vector<FormerPlace>{{2, "p/1.2/1", "1.2", 1, true}, {1, "p/1.1/1", "1.1", 1, true}});
    CHECK(found.at("p/1.3/1") ==
          std::vector<FormerPlace>{{2, "p/1.3/1", "1.3", 1, true}, {1, "p/1.2/1", "1.2", 1, false}});
    CHECK(lineage(database, "p", 1).value().empty());
  });
}

}  // namespace
}  // namespace sekisho::documents
