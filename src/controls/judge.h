#pragma once

// The verdict rules, pure: what is recorded and an instant T give the state of a promise, and nothing else does.
//
// A check has subjects. A subject is resolved by what is known of it at T: failed, where a query names it as an
// offender or its latest observation fails; passed, where its own row is evidence or its latest observation passes, and
// that evidence still holds at T; else unresolved, with the flag `stale` where a pass has run out. A failure stands
// until a later observation of the same subject. Dated row evidence counts as an observation of that instant, so that a
// later observation, whatever it says, takes its place: a row from before a failure never comes to life again. Undated
// row evidence is of today, and only a failure takes it away. All mandatory checks of a promise are counted together:
//   kept      everything passes                     broken    something fails and nothing passes
//   partly    anything in between                   unproven  there are checks, and nothing passes or fails
//   no_check  there is no mandatory check           not_triggered  no check concerns anything, for a recorded reason
// Evidence dated after T does not count yet.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace sekisho::controls {

enum class Outcome : std::uint8_t { pass, not_applicable, inconclusive, error, fail };  // in rising severity
const char* name_of(Outcome outcome);
std::optional<Outcome> outcome_named(std::string_view name);

enum class Grade : std::uint8_t { attested, recorded, proved };  // weakest first
const char* name_of(Grade grade);
std::optional<Grade> grade_named(std::string_view name);

enum class Verdict : std::uint8_t {
  kept,
  broken,
  partly,
  unproven,
  no_check,
  not_triggered,
  out_of_scope,
  unconfirmed
};
inline constexpr std::array all_verdicts{Verdict::kept,         Verdict::broken,     Verdict::partly,
                                         Verdict::unproven,     Verdict::no_check,   Verdict::not_triggered,
                                         Verdict::out_of_scope, Verdict::unconfirmed};
const char* name_of(Verdict verdict);

// broken 0 < unproven, no_check, unconfirmed 1 < partly 2 < kept 3; nothing for what stands outside the order.
std::optional<int> rank(Verdict verdict);

// The worst of what stands in the order. Of equals the first of unconfirmed, unproven, no_check. Where all stand
// outside, not_triggered before out_of_scope. Of nothing: no_check.
Verdict worst(std::span<const Verdict> verdicts);

// What one observation says of its subject.
struct Observed {
  Outcome outcome = Outcome::pass;
  Instant collected_at;
  std::optional<Instant> valid_until;  // the last instant at which a pass holds; none: it does not run out
  Grade grade = Grade::attested;
};

// What a subject's own row in a register says.
struct RowEvidence {
  bool present = false;                // false: no evidence yet
  std::optional<Instant> proven_at;    // none: the row itself is current evidence
  std::optional<Instant> valid_until;  // as above
  Grade grade = Grade::recorded;
};

enum class Resolution : std::uint8_t { pass, fail, unresolved };

struct Resolved {
  Resolution resolution = Resolution::unresolved;
  bool stale = false;
  std::optional<Grade> grade;  // of the best evidence that passes; none where nothing does
  bool operator==(const Resolved&) const = default;
};

// The observation that counts at T: the latest; of one instant the most severe, then the one that runs out first, then
// the weakest. The order in which they arrived plays no part. nullptr where none is known at T.
const Observed* latest(std::span<const Observed> observations, Instant at);

Resolved resolve(bool offends, const RowEvidence& row, std::span<const Observed> observations, Instant at);

// When the evidence was given by which a subject passes; nothing where it does not, or where that is of today.
std::optional<Instant> given_at(bool offends, const RowEvidence& row, std::span<const Observed> observations,
                                Instant at);

// One check as it stands: its subjects resolved, or why it has none.
struct CheckState {
  bool mandatory = true;
  bool not_triggered = false;  // it has no subjects, and its trigger shows that it need not
  std::vector<Resolved> subjects;
};

struct Judgement {
  Verdict verdict = Verdict::no_check;
  std::optional<Grade> grade;  // of the weakest evidence that the verdict needs; none where nothing passes
  bool stale = false;
  std::size_t passing = 0;
  std::size_t failing = 0;
  std::size_t unresolved = 0;  // a check without subjects counts one
  bool operator==(const Judgement&) const = default;
};

// Every check of every control that serves the promise.
Judgement judge(std::span<const CheckState> checks);
// The same over checks that stand elsewhere.
Judgement judge(std::span<const CheckState* const> checks);

}  // namespace sekisho::controls
