#pragma once

// Resolves one check from the answers to its queries. Pure.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "controls/catalog.h"
#include "controls/evaluate.h"
#include "controls/standing_observations.h"
#include "db/database.h"

namespace sekisho::controls {

// `offenders` is empty where the check has no such query; `observations` are those of its subjects, sorted by subject,
// where it counts them. Errors: invalid "control.answer" {why}: a column is missing,
// a subject has no name, a date cannot be read.
Result<CheckResult> resolve_check(const Control& control, const Check& check, const db::Rows& subjects,
                                  const db::Rows& offenders, std::span<const StandingObservation> observations,
                                  Instant at);

}  // namespace sekisho::controls
