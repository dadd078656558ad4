#pragma once

// Taking in observations: what engines, machines and people saw.

#include <string>
#include <string_view>

#include "work/office.h"

namespace sekisho::work {

// Records every line of `lines` (JSON Lines) or none; one ledger entry each. Returns how many.
// Errors: as controls::parse_observations, with {file} and {line}.
Result<std::size_t> take_observations(Office& office, std::string_view lines);

}  // namespace sekisho::work
