#pragma once

// Taking in observations: what engines, machines and people saw.

#include <string>
#include <string_view>
#include <vector>

#include "work/office.h"

namespace sekisho::work {

struct Taken {
  std::size_t count = 0;
  std::vector<std::string> unknown;  // checks that no control of the catalogue has: kept, and judging nothing today
};

// Records every line of `lines` (JSON Lines) or none; one ledger entry each.
// Errors: as controls::parse_observations, with {file} and {line}.
Result<Taken> take_observations(Office& office, std::string_view lines);

}  // namespace sekisho::work
