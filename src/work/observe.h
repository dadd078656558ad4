#pragma once

// Taking in observations: what engines, machines and people saw.

#include <string>
#include <string_view>
#include <vector>

#include "work/office.h"

namespace sekisho::work {

// What was taken in. All of it is kept; what concerns nobody today judges nothing until a register names it.
struct Taken {
  struct Stray {
    std::string check;
    std::string subject;
  };
  std::size_t count = 0;
  std::vector<std::string> unknown;  // checks that no control of the catalogue has
  std::vector<Stray> strays;         // subjects that their check does not concern: misspelled, or in no register yet
  std::vector<Stray> shared;         // subjects that name several things: a pass speaks of none of them
};

// Records every line of `lines` (JSON Lines) or none; one ledger entry each.
// Errors: as controls::parse_observations, with {file} and {line}.
Result<Taken> take_observations(Office& office, std::string_view lines);

}  // namespace sekisho::work
