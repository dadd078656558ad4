#include "controls/judge.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace sekisho::controls {

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::not_applicable:
      return "not_applicable";
    case Outcome::inconclusive:
      return "inconclusive";
    case Outcome::error:
      return "error";
    case Outcome::fail:
      return "fail";
  }
  return "error";
}

std::optional<Outcome> outcome_named(std::string_view name) {
  for (const Outcome outcome :
       {Outcome::pass, Outcome::not_applicable, Outcome::inconclusive, Outcome::error, Outcome::fail}) {
    if (name == name_of(outcome)) return outcome;
  }
  return std::nullopt;
}

const char* name_of(Grade grade) {
  switch (grade) {
    case Grade::attested:
      return "attested";
    case Grade::recorded:
      return "recorded";
    case Grade::proved:
      return "proved";
  }
  return "attested";
}

std::optional<Grade> grade_named(std::string_view name) {
  for (const Grade grade : {Grade::attested, Grade::recorded, Grade::proved}) {
    if (name == name_of(grade)) return grade;
  }
  return std::nullopt;
}

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kept:
      return "kept";
    case Verdict::broken:
      return "broken";
    case Verdict::partly:
      return "partly";
    case Verdict::unproven:
      return "unproven";
    case Verdict::no_check:
      return "no_check";
    case Verdict::not_triggered:
      return "not_triggered";
    case Verdict::out_of_scope:
      return "out_of_scope";
    case Verdict::unconfirmed:
      return "unconfirmed";
  }
  return "no_check";
}

std::optional<int> rank(Verdict verdict) {
  switch (verdict) {
    case Verdict::broken:
      return 0;
    case Verdict::unproven:
    case Verdict::no_check:
    case Verdict::unconfirmed:
      return 1;
    case Verdict::partly:
      return 2;
    case Verdict::kept:
      return 3;
    case Verdict::not_triggered:
    case Verdict::out_of_scope:
      break;
  }
  return std::nullopt;
}

Verdict worst(std::span<const Verdict> verdicts) {
  for (const Verdict candidate : {Verdict::broken, Verdict::unconfirmed, Verdict::unproven, Verdict::no_check,
                                  Verdict::partly, Verdict::kept, Verdict::not_triggered, Verdict::out_of_scope}) {
    if (std::find(verdicts.begin(), verdicts.end(), candidate) != verdicts.end()) return candidate;
  }
  return Verdict::no_check;
}

namespace {

bool holds(const std::optional<Instant>& valid_until, Instant at) {
  return !valid_until || at <= *valid_until;
}

// Greater is what counts rather.
auto weight(const Observed& one) {
  const std::int64_t until = one.valid_until ? one.valid_until->micros : std::numeric_limits<std::int64_t>::max();
  return std::tuple(one.collected_at.micros, static_cast<int>(one.outcome), -until, -static_cast<int>(one.grade));
}

void strengthen(Resolved& resolved, Grade grade) {
  resolved.grade = resolved.grade ? std::max(*resolved.grade, grade) : grade;
}

}  // namespace

const Observed* latest(std::span<const Observed> observations, Instant at) {
  const Observed* found = nullptr;
  for (const Observed& one : observations) {
    if (one.collected_at > at) continue;
    if (found == nullptr || weight(one) > weight(*found)) found = &one;
  }
  return found;
}

namespace {

// What of a subject's evidence counts at T.
struct Standing {
  bool failed = false;
  bool ran_out = false;
  const RowEvidence* row = nullptr;  // these two only where they pass
  const Observed* seen = nullptr;
};

Standing standing(bool offends, const RowEvidence& row, std::span<const Observed> observations, Instant at) {
  Standing out;
  const Observed* seen = latest(observations, at);
  out.failed = offends || (seen != nullptr && seen->outcome == Outcome::fail);
  if (row.present && (!row.proven_at || *row.proven_at <= at)) {
    const bool superseded = seen != nullptr && row.proven_at && seen->collected_at >= *row.proven_at;
    if (!holds(row.valid_until, at))
      out.ran_out = true;
    else if (!superseded)
      out.row = &row;
  }
  if (seen != nullptr && seen->outcome == Outcome::pass) {
    if (holds(seen->valid_until, at))
      out.seen = seen;
    else
      out.ran_out = true;
  }
  return out;
}

}  // namespace

Resolved resolve(bool offends, const RowEvidence& row, std::span<const Observed> observations, Instant at) {
  const Standing found = standing(offends, row, observations, at);
  if (found.failed) return {Resolution::fail, false, std::nullopt};
  Resolved resolved;
  if (found.row != nullptr) strengthen(resolved, found.row->grade);
  if (found.seen != nullptr) strengthen(resolved, found.seen->grade);
  if (resolved.grade)
    resolved.resolution = Resolution::pass;
  else
    resolved.stale = found.ran_out;
  return resolved;
}

std::optional<Instant> given_at(bool offends, const RowEvidence& row, std::span<const Observed> observations,
                                Instant at) {
  const Standing found = standing(offends, row, observations, at);
  if (found.failed || (found.row != nullptr && !found.row->proven_at)) return std::nullopt;
  std::optional<Instant> given;
  if (found.row != nullptr) given = found.row->proven_at;
  if (found.seen != nullptr) given = given ? std::max(*given, found.seen->collected_at) : found.seen->collected_at;
  return given;
}

namespace {

class Count {
 public:
  void add(const CheckState& check) {
    if (!check.mandatory) return;
    any_ = true;
    if (check.not_triggered) return;
    concerned_ = true;
    if (check.subjects.empty()) ++sum_.unresolved;
    for (const Resolved& subject : check.subjects) add(subject);
  }

  Judgement result() {
    sum_.verdict = verdict();
    return sum_;
  }

 private:
  void add(const Resolved& subject) {
    switch (subject.resolution) {
      case Resolution::fail:
        ++sum_.failing;
        break;
      case Resolution::unresolved:
        ++sum_.unresolved;
        break;
      case Resolution::pass:
        ++sum_.passing;
        if (subject.grade) sum_.grade = sum_.grade ? std::min(*sum_.grade, *subject.grade) : *subject.grade;
        break;
    }
    sum_.stale = sum_.stale || subject.stale;
  }

  Verdict verdict() const {
    if (!any_) return Verdict::no_check;
    if (!concerned_) return Verdict::not_triggered;
    if (sum_.passing == 0) return sum_.failing > 0 ? Verdict::broken : Verdict::unproven;
    return sum_.failing + sum_.unresolved == 0 ? Verdict::kept : Verdict::partly;
  }

  Judgement sum_;
  bool any_ = false;
  bool concerned_ = false;
};

}  // namespace

Judgement judge(std::span<const CheckState> checks) {
  Count count;
  for (const CheckState& check : checks) count.add(check);
  return count.result();
}

Judgement judge(std::span<const CheckState* const> checks) {
  Count count;
  for (const CheckState* check : checks) count.add(*check);
  return count.result();
}

}  // namespace sekisho::controls
