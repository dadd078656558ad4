#pragma once

// The observations that stand at T of the subjects of one check. The check's own query of its subjects is part of the
// question, so that the database looks up these subjects and no others.

#include <string>
#include <string_view>
#include <vector>

#include "controls/judge.h"
#include "controls/parameters.h"
#include "db/database.h"

namespace sekisho::controls {

struct StandingObservation {
  std::string subject;
  Observed observed;
  std::string detail;  // what was measured and, where it was wanted, expected; of a failure only
};

// The query for standing_observations(); `subjects` is the check's query as the database takes it.
std::string standing_query(const std::string& subjects);

// Those whose check id is `control` or "<control>/<check>", sorted by subject. Errors: those of a data query; corrupt
// where an observation cannot be read.
Result<std::vector<StandingObservation>> standing_observations(db::Database& database, const std::string& query,
                                                               const std::string& control, const std::string& check,
                                                               QueryParameters parameters, int milliseconds);

}  // namespace sekisho::controls
