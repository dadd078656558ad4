// The laws of the verdict, over random histories: what DESIGN.md section 2 promises whatever is recorded.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "controls/judge.h"

namespace sekisho::controls {
namespace {

struct Subject {
  bool offends = false;
  RowEvidence row;
  std::vector<Observed> observations;
};

struct Check {
  bool mandatory = true;
  bool quiet_when_empty = false;
  std::vector<Subject> subjects;
};

using History = std::vector<Check>;

constexpr std::int64_t last_moment = 30;  // nothing is dated later

Instant moment(std::int64_t n) {
  return Instant{n * 1000};
}

std::optional<Instant> maybe_moment(std::int64_t from, std::int64_t to) {
  if (*rc::gen::inRange(0, 3) == 0) return std::nullopt;
  return moment(*rc::gen::inRange<std::int64_t>(from, to));
}

Observed any_observation() {
  Observed one;
  one.outcome = *rc::gen::element(Outcome::pass, Outcome::pass, Outcome::pass, Outcome::fail, Outcome::error,
                                  Outcome::inconclusive, Outcome::not_applicable);
  const std::int64_t at = *rc::gen::inRange<std::int64_t>(0, last_moment);
  one.collected_at = moment(at);
  one.valid_until = maybe_moment(at, 2 * last_moment);
  one.grade = *rc::gen::element(Grade::attested, Grade::recorded, Grade::proved);
  return one;
}

Subject any_subject() {
  Subject subject;
  subject.offends = *rc::gen::inRange(0, 8) == 0;
  subject.row.present = *rc::gen::arbitrary<bool>();
  subject.row.proven_at = maybe_moment(0, last_moment);
  if (subject.row.proven_at) subject.row.valid_until = maybe_moment(0, 2 * last_moment);
  subject.observations =
      *rc::gen::container<std::vector<Observed>>(*rc::gen::inRange<std::size_t>(0, 5), rc::gen::exec(any_observation));
  return subject;
}

Check any_check() {
  Check check;
  check.mandatory = *rc::gen::inRange(0, 5) != 0;
  check.quiet_when_empty = *rc::gen::inRange(0, 4) == 0;
  check.subjects =
      *rc::gen::container<std::vector<Subject>>(*rc::gen::inRange<std::size_t>(0, 4), rc::gen::exec(any_subject));
  return check;
}

// Sizes do not grow with the number of the test: every history is as large as the last.
History any_history() {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::exec([] {
                            return *rc::gen::container<History>(*rc::gen::inRange<std::size_t>(1, 5),
                                                                rc::gen::exec(any_check));
                          }));
}

CheckState state_of(const Check& check, Instant at) {
  CheckState state{check.mandatory, check.subjects.empty() && check.quiet_when_empty, {}};
  for (const Subject& subject : check.subjects) {
    state.subjects.push_back(resolve(subject.offends, subject.row, subject.observations, at));
  }
  return state;
}

Judgement judged(const History& history, Instant at) {
  std::vector<CheckState> states;
  for (const Check& check : history) states.push_back(state_of(check, at));
  return judge(std::span<const CheckState>(states));
}

// A check and a subject of it, by index; nothing where no check has one.
std::optional<std::pair<std::size_t, std::size_t>> any_place(const History& history) {
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t c = 0; c < history.size(); ++c) {
    for (std::size_t s = 0; s < history[c].subjects.size(); ++s) places.emplace_back(c, s);
  }
  if (places.empty()) return std::nullopt;
  return *rc::gen::elementOf(places);
}

// Whether `after` stands no higher than `before`; what is outside the order must not move at all.
bool not_raised(Verdict before, Verdict after) {
  if (!rank(before) || !rank(after)) return before == after;
  return *rank(after) <= *rank(before);
}

template <typename Law>
void law(const std::string& name, Law holds) {
  const char* given = std::getenv("SEKISHO_SEED");
  rc::detail::TestParams params;
  params.seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261121;
  params.maxSuccess = 2000;
  std::cout << "law: " << name << ": " << params.maxSuccess << " histories, seed " << params.seed << '\n';
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = name;
  const auto result = rc::detail::checkTestable(holds, metadata, params);
  if (!result.template is<rc::detail::SuccessResult>()) rc::detail::printResultMessage(result, std::cout);
  CHECK(result.template is<rc::detail::SuccessResult>());
}

TEST_CASE("kept needs a valid pass for every subject of every mandatory check") {
  law("kept needs every pass", [] {
    const History history = any_history();
    const Instant at = moment(*rc::gen::inRange<std::int64_t>(0, 2 * last_moment));
    bool all_pass = false;
    for (const Check& check : history) {
      if (check.mandatory && !check.subjects.empty()) all_pass = true;
    }
    for (const Check& check : history) {
      if (!check.mandatory) continue;
      if (check.subjects.empty() && !check.quiet_when_empty) all_pass = false;
      for (const Subject& subject : check.subjects) {
        const Observed* seen = latest(subject.observations, at);
        const bool superseded =
            seen != nullptr && subject.row.proven_at && seen->collected_at >= *subject.row.proven_at;
        const bool by_row = subject.row.present && subject.row.proven_at.value_or(at) <= at &&
                            subject.row.valid_until.value_or(at) >= at && !superseded;
        const bool by_observation =
            seen != nullptr && seen->outcome == Outcome::pass && seen->valid_until.value_or(at) >= at;
        const bool denied = subject.offends || (seen != nullptr && seen->outcome == Outcome::fail);
        all_pass = all_pass && !denied && (by_row || by_observation);
      }
    }
    RC_ASSERT((judged(history, at).verdict == Verdict::kept) == all_pass);
  });
}

TEST_CASE("without any evidence of one subject nothing is kept") {
  law("taking one subject's evidence away", [] {
    History history = any_history();
    const auto place = any_place(history);
    RC_PRE(bool(place && history[place->first].mandatory));
    Subject& subject = history[place->first].subjects[place->second];
    subject.observations.clear();
    subject.row = {};
    RC_ASSERT(judged(history, moment(*rc::gen::inRange<std::int64_t>(0, 2 * last_moment))).verdict != Verdict::kept);
  });
}

TEST_CASE("one more, later failure never raises the verdict") {
  law("a later failure", [] {
    History history = any_history();
    const auto place = any_place(history);
    RC_PRE(place.has_value());
    const Instant at = moment(last_moment + *rc::gen::inRange<std::int64_t>(1, last_moment));
    const Judgement before = judged(history, at);
    Subject& subject = history[place->first].subjects[place->second];
    subject.observations.push_back({Outcome::fail, moment(last_moment), std::nullopt, Grade::proved});
    const Judgement after = judged(history, at);
    RC_ASSERT(not_raised(before.verdict, after.verdict));
    RC_ASSERT(after.passing <= before.passing);
  });
}

TEST_CASE("a later look that decided nothing leaves a subject of dated evidence unresolved") {
  law("a later look that decided nothing", [] {
    History history = any_history();
    const auto place = any_place(history);
    RC_PRE(place.has_value());
    const Instant at = moment(last_moment + *rc::gen::inRange<std::int64_t>(1, last_moment));
    const Judgement before = judged(history, at);
    Subject& subject = history[place->first].subjects[place->second];
    const Outcome outcome = *rc::gen::element(Outcome::error, Outcome::inconclusive, Outcome::not_applicable);
    subject.observations.push_back({outcome, moment(last_moment), std::nullopt, Grade::proved});
    const Resolved after = resolve(subject.offends, subject.row, subject.observations, at);
    const bool current = subject.row.present && !subject.row.proven_at;
    RC_ASSERT(after.resolution == (subject.offends ? Resolution::fail
                                   : current       ? Resolution::pass
                                                   : Resolution::unresolved));
    const Judgement whole = judged(history, at);
    RC_ASSERT(whole.passing <= before.passing + (current ? 1U : 0U));
  });
}

TEST_CASE("what was shown before a failure never passes a subject again, and what clears it grades it") {
  law("after a failure", [] {
    Subject subject = any_subject();
    // An undated row is of today and may pass again.
    if (!subject.row.proven_at) subject.row.proven_at = moment(*rc::gen::inRange<std::int64_t>(0, last_moment));
    subject.offends = false;
    const Instant failed_at = moment(last_moment);
    subject.observations.push_back({Outcome::fail, failed_at, std::nullopt, Grade::proved});
    Observed later = any_observation();
    later.collected_at = moment(last_moment + 1 + *rc::gen::inRange<std::int64_t>(0, last_moment));
    subject.observations.push_back(later);
    const Instant at = moment(3 * last_moment);
    const Resolved found = resolve(subject.offends, subject.row, subject.observations, at);
    const bool clears = later.outcome == Outcome::pass && later.valid_until.value_or(at) >= at;
    RC_ASSERT((found.resolution == Resolution::pass) == clears);
    if (clears) RC_ASSERT(found.grade == later.grade);
  });
}

TEST_CASE("time alone never raises the verdict") {
  law("time passing", [] {
    const History history = any_history();
    const std::int64_t now = last_moment + *rc::gen::inRange<std::int64_t>(0, last_moment);
    const Judgement before = judged(history, moment(now));
    const Judgement after = judged(history, moment(now + *rc::gen::inRange<std::int64_t>(0, 3 * last_moment)));
    RC_ASSERT(not_raised(before.verdict, after.verdict));
    RC_ASSERT(before.stale <= after.stale);
  });
}

TEST_CASE("the order in which observations arrive does not matter") {
  law("order of arrival", [] {
    History history = any_history();
    const Instant at = moment(*rc::gen::inRange<std::int64_t>(0, 2 * last_moment));
    const Judgement before = judged(history, at);
    std::vector<CheckState> states;
    for (Check& check : history) {
      for (Subject& subject : check.subjects) {
        std::vector<Observed> shuffled;
        while (!subject.observations.empty()) {
          const auto i = *rc::gen::inRange<std::size_t>(0, subject.observations.size());
          shuffled.push_back(subject.observations[i]);
          subject.observations.erase(subject.observations.begin() + static_cast<std::ptrdiff_t>(i));
        }
        subject.observations = std::move(shuffled);
      }
      std::reverse(check.subjects.begin(), check.subjects.end());
    }
    std::reverse(history.begin(), history.end());
    RC_ASSERT(judged(history, at) == before);
  });
}

TEST_CASE("one check's pass never hides another's failure") {
  law("a failure is never hidden", [] {
    History history = any_history();
    const auto place = any_place(history);
    RC_PRE(bool(place && history[place->first].mandatory));
    history[place->first].subjects[place->second].offends = true;
    const Instant at = moment(*rc::gen::inRange<std::int64_t>(0, 2 * last_moment));
    const Judgement before = judged(history, at);
    RC_ASSERT(before.failing > 0U);
    Check passing;
    passing.subjects.push_back({false, {true, std::nullopt, std::nullopt, Grade::proved}, {}});
    history.push_back(passing);
    const Judgement after = judged(history, at);
    RC_ASSERT(after.failing == before.failing);
    RC_ASSERT(after.verdict == Verdict::partly);
    RC_ASSERT(before.verdict == Verdict::partly || before.verdict == Verdict::broken);
  });
}

}  // namespace
}  // namespace sekisho::controls
