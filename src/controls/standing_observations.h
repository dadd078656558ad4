#pragma once

// The observations that stand at T, in memory, by check and subject; loaded by one query over what is indexed, and one
// more for what the failing ones measured.

#include <functional>
#include <map>
#include <set>
#include <span>
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
  std::string detail;  // of a failure: what was measured and what was expected
};

class StandingObservations {
 public:
  using CheckIds = std::set<std::string, std::less<>>;
  // Those of these checks.
  static Result<StandingObservations> load(db::Database& database, const CheckIds& wanted,
                                           const QueryParameters& parameters, int milliseconds);

  // Those of one check, sorted by subject.
  std::span<const StandingObservation> of(std::string_view check_id) const;

 private:
  Status load_details(db::Database& database, const QueryParameters& parameters, int milliseconds);

  std::map<std::string, std::vector<StandingObservation>, std::less<>> by_check_;
};

}  // namespace sekisho::controls
