#include "policy/diff.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "codec/value.h"

using namespace sekisho;
using policy::Reading;

namespace {

policy::Duty duty(std::string clause, int sentence, std::string text, std::vector<std::string> concepts) {
  policy::Duty made;
  made.clause = std::move(clause);
  made.sentence = sentence;
  made.text = std::move(text);
  made.concepts = std::move(concepts);
  return made;
}

Reading reading(std::vector<policy::Duty> duties) {
  policy::Document document;
  document.kind = policy::Kind::security_policy;
  document.title = "峠町組合情報セキュリティ基本方針";
  document.duties = std::move(duties);
  Reading made;
  made.documents.push_back(std::move(document));
  return made;
}

const auto kAudit = duty("6", 1, "情報セキュリティの監査を年1回実施する。", {"review.audit"});
const auto kTrain = duty("5.3", 1, "職員等に対する研修を毎年度行う。", {"human.education"});
const auto kServers = duty("5.2", 1, "サーバの設置場所を施錠し、立入りを管理する。", {"physical.servers"});

std::string json(const Reading& a, const Reading& b) {
  return codec::to_json(policy::to_value(policy::diff(a, b), a, b));
}

}  // namespace

TEST_CASE("a reading does not differ from itself") {
  const Reading one = reading({kAudit, kTrain, kServers});
  CHECK(policy::diff(one, one).is_empty());
  CHECK(
      json(reading({kAudit}), reading({kAudit})) ==
      R"({"duties":[{"old":{"clause":"6","sentence":1},"new":[{"clause":"6","sentence":1}],"kind":"same"}],"added":[]})");
}

TEST_CASE("renumbering, moving and spelling leave a duty the same") {
  auto moved = kAudit;
  moved.clause = "9.2";
  moved.sentence = 3;
  auto spelled = kServers;
  spelled.text = "サーバーの設置場所を施錠し、立入りを管理する。";
  CHECK(policy::diff(reading({kAudit, kServers}), reading({spelled, moved})).is_empty());
}

TEST_CASE("a number with a unit is part of the promise, the number of a clause is not") {
  const auto text = [](const char* words) { return reading({duty("6", 1, words, {"review.audit"})}); };
  CHECK(policy::diff(text("第6条(1)の監査を3年に1回実施する。"), text("第7条(2)の監査を３年に１回実施する。"))
            .is_empty());
  CHECK(
      json(text("監査を3年に1回実施する。"), text("監査を1年に1回実施する。")) ==
      R"({"duties":[{"old":{"clause":"6","sentence":1},"new":[{"clause":"6","sentence":1}],"kind":"reworded"}],"added":[]})");
}

TEST_CASE("a duty is reworded, repealed or added") {
  auto stricter = kAudit;
  stricter.text = "情報セキュリティの監査を毎年度2回実施し、結果を公表する。";
  CHECK(
      json(reading({kAudit, kTrain}), reading({stricter, kServers})) ==
      R"({"duties":[{"old":{"clause":"6","sentence":1},"new":[{"clause":"6","sentence":1}],"kind":"reworded"},)"
      R"({"old":{"clause":"5.3","sentence":1},"new":[],"kind":"repealed"}],"added":[{"clause":"5.2","sentence":1}]})");
}

TEST_CASE("a duty is split, and two are merged") {
  const Reading whole =
      reading({duty("7", 1, "遵守状況を検証するため、情報セキュリティ監査を実施し、職員等による自己点検を実施する。",
                    {"review.audit", "review.self-check"})});
  const Reading parts =
      reading({duty("7", 1, "遵守状況を検証するため、情報セキュリティ監査を実施する。", {"review.audit"}),
               duty("8", 1, "職員等による自己点検を実施する。", {"review.self-check"})});
  CHECK(
      json(whole, parts) ==
      R"({"duties":[{"old":{"clause":"7","sentence":1},"new":[{"clause":"7","sentence":1},{"clause":"8","sentence":1}],"kind":"split"}],"added":[]})");
  CHECK(json(parts, whole) ==
        R"({"duties":[{"old":{"clause":"7","sentence":1},"new":[{"clause":"7","sentence":1}],"kind":"merged"},)"
        R"({"old":{"clause":"8","sentence":1},"new":[{"clause":"7","sentence":1}],"kind":"merged"}],"added":[]})");
}

TEST_CASE("a document that went takes its duties along") {
  Reading two = reading({kAudit});
  two.documents.push_back(reading({kTrain}).documents[0]);
  two.documents[1].kind = policy::Kind::privacy_policy;
  const policy::Difference difference = policy::diff(two, reading({kAudit}));
  REQUIRE(difference.duties.size() == 2);
  CHECK(difference.duties[0].change == policy::Change::same);
  CHECK(difference.duties[1].change == policy::Change::repealed);
}

TEST_CASE("every old duty is told once, and every new one is continued or added") {
  CHECK(rc::check([] {
    const std::vector<policy::Duty> pool = {kAudit, kTrain, kServers,
                                            duty("1", 1, "方針を公表する。", {"policy.publication"}),
                                            duty("2", 1, "監査を実施する。", {"review.audit"})};
    const auto pick = [&] {
      std::vector<policy::Duty> duties;
      for (const int k : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5)))
        duties.push_back(pool[static_cast<std::size_t>(k)]);
      return reading(duties);
    };
    const Reading a = pick();
    const Reading b = pick();
    const policy::Difference difference = policy::diff(a, b);
    RC_ASSERT(difference.duties.size() == a.documents[0].duties.size());
    std::vector<bool> told(b.documents[0].duties.size(), false);
    for (const policy::Aligned& pair : difference.duties) {
      RC_ASSERT((pair.change == policy::Change::repealed) == pair.fresh.empty());
      for (const policy::DutyPlace& place : pair.fresh) told[place.duty] = true;
    }
    for (const policy::DutyPlace& place : difference.added) {
      RC_ASSERT(!told[place.duty]);
      told[place.duty] = true;
    }
    RC_ASSERT(std::all_of(told.begin(), told.end(), [](bool t) { return t; }));
    RC_ASSERT(policy::diff(a, a).is_empty());
  }));
}
