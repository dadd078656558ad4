#include "controls/standing.h"

#include <doctest/doctest.h>

namespace sekisho::controls {
namespace {

const Instant first{1'000};
const Instant second{2'000};

// The second version put an article before article 7: the old 7 is 8 now, in the same words; 9 was reworded in place.
const DocumentInput amended{"p", "方針", 2, {first, second}};

DutyInput duty(const std::string& clause, std::vector<documents::FormerPlace> stood) {
  DutyInput out;
  out.id = "p/" + clause + "/1";
  out.document = "p";
  out.clause = clause;
  out.sentence = 1;
  out.concepts = {"asset.handling"};
  out.stood = std::move(stood);
  return out;
}

const DutyInput inserted = duty("7", {});
const DutyInput moved = duty("8", {{1, "p/7/1", "7", 1, true}});
const DutyInput reworded = duty("9", {{1, "p/9/1", "9", 1, false}});
const DutyInput untouched = duty("3", {{1, "p/3/1", "3", 1, true}});

ScopeDecision decision(const std::string& clause, Instant recorded) {
  return {"promise", "p", clause, std::nullopt, "", "理由", recorded};
}

Bearing on(const DutyInput& duty, const ScopeDecision& decision) {
  return bearing_of(decision, duty, amended, "asset.handling");
}

TEST_CASE("a scope decision goes with its sentence, and never to what takes the number") {
  const ScopeDecision old = decision("7", Instant{1'500});
  CHECK(on(moved, old) == Bearing::holds);
  CHECK(on(inserted, old) == Bearing::lapsed);
  CHECK(on(untouched, old) == Bearing::none);
  CHECK(on(reworded, decision("9", Instant{1'500})) == Bearing::lapsed);
  CHECK(on(untouched, decision("3", Instant{1'500})) == Bearing::holds);
}

TEST_CASE("a decision recorded under the newest version goes by its numbers") {
  const ScopeDecision fresh = decision("7", second);
  CHECK(on(inserted, fresh) == Bearing::holds);
  CHECK(on(moved, fresh) == Bearing::none);
  CHECK(on(reworded, decision("9", second)) == Bearing::holds);
}

TEST_CASE("on a day before the amendment the old version counts") {
  const DocumentInput before{"p", "方針", 1, {first, second}};
  CHECK(bearing_of(decision("7", Instant{1'500}), duty("7", {}), before, "asset.handling") == Bearing::holds);
}

TEST_CASE("a decision on a whole document covers the sentences that stood in it") {
  const ScopeDecision old = decision("", Instant{1'500});
  CHECK(on(moved, old) == Bearing::holds);
  CHECK(on(inserted, old) == Bearing::lapsed);
}

TEST_CASE("a decision on a kind of promise is about no sentence") {
  const ScopeDecision kind{"promise", "", "", std::nullopt, "asset.handling", "理由", Instant{1'500}};
  CHECK(on(inserted, kind) == Bearing::holds);
  CHECK(bearing_of(kind, inserted, amended, "policy.review") == Bearing::none);
  CHECK(on(inserted, {"promise", "", "", std::nullopt, "", "理由", Instant{1'500}}) == Bearing::none);
}

TEST_CASE("an exception that names a duty goes with its sentence") {
  const ExceptionInForce old{"asset.handling", "p/7/1", Instant{1'500}};
  CHECK(bearing_of(old, moved, amended, "asset.handling") == Bearing::holds);
  CHECK(bearing_of(old, inserted, amended, "asset.handling") == Bearing::lapsed);
  CHECK(bearing_of({"asset.handling", "p/9/1", Instant{1'500}}, reworded, amended, "asset.handling") ==
        Bearing::lapsed);
  CHECK(bearing_of({"asset.handling", "", Instant{1'500}}, inserted, amended, "asset.handling") == Bearing::holds);
}

Bearing bound(const std::string& written, const DutyInput& duty) {
  Control control;
  control.concepts = {"asset.handling"};
  control.duties = {written};
  return bearing_of(control, duty, amended, "asset.handling");
}

TEST_CASE("a control is bound to a sentence of a version, and without one only to what never moved") {
  CHECK(bound("p@1/7/1", moved) == Bearing::holds);
  CHECK(bound("p@1/7/1", inserted) == Bearing::lapsed);
  CHECK(bound("p@2/7/1", inserted) == Bearing::holds);
  CHECK(bound("p@3/7/1", inserted) == Bearing::none);
  CHECK(bound("p/7/1", inserted) == Bearing::lapsed);
  CHECK(bound("p/7/1", moved) == Bearing::lapsed);
  CHECK(bound("p/3/1", untouched) == Bearing::holds);
  CHECK(bound("p/9/1", reworded) == Bearing::lapsed);
}

TEST_CASE("what was recorded before there was any version is about the first") {
  CHECK(version_at(amended, Instant{1}) == 1);
  CHECK(version_at(amended, first) == 1);
  CHECK(version_at(amended, second) == 2);
}

}  // namespace
}  // namespace sekisho::controls
