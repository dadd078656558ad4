#pragma once

// The observations that stand at T, in memory, by check and subject. Loaded by one query.

#include <string>
#include <string_view>
#include <vector>

#include "controls/judge.h"
#include "db/database.h"

namespace sekisho::controls {

struct StandingObservation {
  std::string subject;
  Observed observed;
  std::string detail;  // of a failure: what was measured and what was expected
};

class StandingObservations {
 public:
  // What the standing observations' query returns.
  static Result<StandingObservations> from(const db::Rows& rows);
  static const char* query();

  // Those of one check, sorted by subject.
  std::span<const StandingObservation> of(std::string_view check_id) const;

 private:
  struct Group {
    std::string check_id;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::vector<StandingObservation> all_;
  std::vector<Group> groups_;
};

}  // namespace sekisho::controls
