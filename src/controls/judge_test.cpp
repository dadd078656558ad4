#include "controls/judge.h"

#include <doctest/doctest.h>

#include <string>

namespace sekisho::controls {
namespace {

constexpr Instant day(std::int64_t n) {
  return Instant{n * 86'400'000'000};
}

Observed seen(Outcome outcome, std::int64_t on, std::optional<std::int64_t> until = std::nullopt) {
  return {outcome, day(on), until ? std::optional(day(*until)) : std::nullopt, Grade::proved};
}

Resolved passed(Grade grade) {
  return {Resolution::pass, false, grade};
}
const Resolved failed{Resolution::fail, false, std::nullopt};
const Resolved open{Resolution::unresolved, false, std::nullopt};
const Resolved ran_out{Resolution::unresolved, true, std::nullopt};

Resolved resolved(std::vector<Observed> observations, std::int64_t at) {
  return resolve(false, {}, observations, day(at));
}

TEST_CASE("a subject is resolved by its latest observation") {
  CHECK(resolved({}, 9) == open);
  CHECK(resolved({seen(Outcome::pass, 1)}, 9) == passed(Grade::proved));
  CHECK(resolved({seen(Outcome::pass, 1), seen(Outcome::fail, 2)}, 9) == failed);
  CHECK(resolved({seen(Outcome::fail, 2), seen(Outcome::pass, 3), seen(Outcome::pass, 1)}, 9) == passed(Grade::proved));
  CHECK(resolved({seen(Outcome::pass, 1), seen(Outcome::error, 2)}, 9) == open);
  CHECK(resolved({seen(Outcome::pass, 1), seen(Outcome::inconclusive, 2)}, 9) == open);
  CHECK(resolved({seen(Outcome::not_applicable, 2)}, 9) == open);
}

TEST_CASE("a failure stands, a pass runs out") {
  CHECK(resolved({seen(Outcome::fail, 1, 2)}, 9) == failed);
  CHECK(resolved({seen(Outcome::pass, 1, 5)}, 5) == passed(Grade::proved));
  CHECK(resolved({seen(Outcome::pass, 1, 5)}, 6) == ran_out);
}

TEST_CASE("what is dated later than T does not count yet") {
  CHECK(resolved({seen(Outcome::pass, 5)}, 4) == open);
  CHECK(resolved({seen(Outcome::pass, 1), seen(Outcome::fail, 5)}, 4) == passed(Grade::proved));
  CHECK(resolve(false, {true, day(5), {}, Grade::recorded}, {}, day(4)) == open);
}

TEST_CASE("of one instant the failure counts") {
  CHECK(resolved({seen(Outcome::fail, 3), seen(Outcome::pass, 3)}, 9) == failed);
  CHECK(resolved({seen(Outcome::pass, 3), seen(Outcome::fail, 3)}, 9) == failed);
  CHECK(resolved({seen(Outcome::pass, 3), seen(Outcome::pass, 3, 4)}, 9) == ran_out);
}

TEST_CASE("a row is evidence, and hides neither an offence nor a failed observation") {
  const RowEvidence current{true, {}, {}, Grade::recorded};
  const RowEvidence dated{true, day(1), day(5), Grade::attested};
  CHECK(resolve(false, current, {}, day(9)) == passed(Grade::recorded));
  CHECK(resolve(true, current, {}, day(9)) == failed);
  CHECK(resolve(false, current, std::vector{seen(Outcome::fail, 1)}, day(9)) == failed);
  CHECK(resolve(false, current, std::vector{seen(Outcome::pass, 1)}, day(9)) == passed(Grade::proved));
  CHECK(resolve(true, {}, std::vector{seen(Outcome::pass, 1)}, day(9)) == failed);
  CHECK(resolve(false, dated, {}, day(5)) == passed(Grade::attested));
  CHECK(resolve(false, dated, {}, day(6)) == ran_out);
  CHECK(resolve(false, dated, std::vector{seen(Outcome::pass, 2, 9)}, day(6)) == passed(Grade::proved));
}

TEST_CASE("a later observation takes the place of dated row evidence, and leaves undated alone") {
  const RowEvidence dated{true, day(3), day(9), Grade::recorded};
  const RowEvidence current{true, {}, {}, Grade::recorded};
  for (const Outcome undecided : {Outcome::error, Outcome::inconclusive, Outcome::not_applicable}) {
    const auto with = [&](const RowEvidence& row, std::vector<Observed> observations, std::int64_t at = 8) {
      return resolve(false, row, observations, day(at));
    };
    CHECK(with(dated, {seen(undecided, 4)}) == open);
    CHECK(with(dated, {seen(undecided, 3)}) == open);  // of one instant the more severe counts
    CHECK(with(dated, {seen(undecided, 2)}) == passed(Grade::recorded));
    CHECK(with(dated, {seen(undecided, 9)}) == passed(Grade::recorded));  // not known yet
    CHECK(with(dated, {seen(undecided, 4), seen(Outcome::pass, 5)}) == passed(Grade::proved));
    CHECK(with(dated, {seen(Outcome::pass, 4), seen(undecided, 5)}) == open);
    CHECK(with(dated, {seen(undecided, 4)}, 10) == ran_out);
    CHECK(with(current, {seen(undecided, 4)}) == passed(Grade::recorded));
  }
  // A failure is not forgotten because something else was seen after it, and who clears it says how well.
  CHECK(resolve(false, dated, std::vector{seen(Outcome::fail, 4), seen(Outcome::not_applicable, 5)}, day(8)) == open);
  Observed word = seen(Outcome::pass, 5);
  word.grade = Grade::attested;
  CHECK(resolve(false, dated, std::vector{seen(Outcome::fail, 4), word}, day(8)) == passed(Grade::attested));
  word.valid_until = day(6);
  CHECK(resolve(false, dated, std::vector{seen(Outcome::fail, 4), word}, day(8)) == ran_out);
  CHECK(resolve(false, {true, day(6), {}, Grade::recorded}, std::vector{seen(Outcome::pass, 5, 6)}, day(8)) ==
        passed(Grade::recorded));
}

TEST_CASE("when the evidence was given by which a subject passes") {
  const RowEvidence dated{true, day(3), day(9), Grade::recorded};
  CHECK(given_at(false, dated, {}, day(8)) == day(3));
  CHECK(given_at(false, dated, {}, day(2)) == std::nullopt);
  CHECK(given_at(false, dated, {}, day(10)) == std::nullopt);
  CHECK(given_at(true, dated, {}, day(8)) == std::nullopt);
  CHECK(given_at(false, {true, {}, {}, Grade::recorded}, std::vector{seen(Outcome::pass, 5)}, day(8)) == std::nullopt);
  CHECK(given_at(false, dated, std::vector{seen(Outcome::pass, 5)}, day(8)) == day(5));
  CHECK(given_at(false, dated, std::vector{seen(Outcome::pass, 2)}, day(8)) == day(3));
}

CheckState check(std::vector<Resolved> subjects) {
  return {true, false, std::move(subjects)};
}

Verdict verdict(const std::vector<CheckState>& checks) {
  return judge(std::span<const CheckState>(checks)).verdict;
}

TEST_CASE("the verdict of a promise") {
  const Resolved good = passed(Grade::recorded);
  CheckState optional_failure = check({failed});
  optional_failure.mandatory = false;
  const CheckState quiet{true, true, {}};
  CHECK(verdict({}) == Verdict::no_check);
  CHECK(verdict({optional_failure}) == Verdict::no_check);
  CHECK(verdict({check({good, good})}) == Verdict::kept);
  CHECK(verdict({check({good}), optional_failure}) == Verdict::kept);
  CHECK(verdict({check({failed, open})}) == Verdict::broken);
  CHECK(verdict({check({good, failed})}) == Verdict::partly);
  CHECK(verdict({check({good, open})}) == Verdict::partly);
  CHECK(verdict({check({good}), check({failed})}) == Verdict::partly);
  CHECK(verdict({check({good}), check({})}) == Verdict::partly);
  CHECK(verdict({check({open, ran_out})}) == Verdict::unproven);
  CHECK(verdict({check({})}) == Verdict::unproven);
  CHECK(verdict({quiet}) == Verdict::not_triggered);
  CHECK(verdict({quiet, check({good})}) == Verdict::kept);
  CHECK(verdict({quiet, check({})}) == Verdict::unproven);
}

TEST_CASE("counts, the weakest grade and the stale flag") {
  const std::vector<CheckState> checks{check({passed(Grade::proved), passed(Grade::attested), failed}),
                                       check({ran_out}), check({})};
  const Judgement judgement = judge(std::span<const CheckState>(checks));
  CHECK(judgement == Judgement{Verdict::partly, Grade::attested, true, 2, 1, 2});
}

TEST_CASE("the worst of several verdicts") {
  const auto of = [](std::vector<Verdict> verdicts) { return worst(verdicts); };
  CHECK(of({Verdict::kept, Verdict::partly, Verdict::broken, Verdict::unproven}) == Verdict::broken);
  CHECK(of({Verdict::kept, Verdict::no_check, Verdict::unproven}) == Verdict::unproven);
  CHECK(of({Verdict::unproven, Verdict::unconfirmed}) == Verdict::unconfirmed);
  CHECK(of({Verdict::kept, Verdict::not_triggered}) == Verdict::kept);
  CHECK(of({Verdict::out_of_scope, Verdict::not_triggered}) == Verdict::not_triggered);
  CHECK(of({Verdict::out_of_scope}) == Verdict::out_of_scope);
  CHECK(of({}) == Verdict::no_check);
}

TEST_CASE("names come back") {
  CHECK(outcome_named("not_applicable") == Outcome::not_applicable);
  CHECK_FALSE(outcome_named("PASS"));
  CHECK(grade_named("proved") == Grade::proved);
  CHECK_FALSE(grade_named(""));
  CHECK(std::string(name_of(Verdict::not_triggered)) == "not_triggered");
}

}  // namespace
}  // namespace sekisho::controls
