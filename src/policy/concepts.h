#pragma once

// What a duty promises: concepts by the words of its predicates.

#include <cstdint>
#include <vector>

#include "policy/duty.h"

namespace sekisho::policy {

// What stands over a sentence. `over` holds the words of every heading and lead from the clause up; `headings` the
// headings from the nearest up.
struct Surroundings {
  GroupSet over;
  std::vector<const Scanned*> headings;
  std::vector<std::uint16_t> lead;    // what the lead over an item promises, but for umbrella and other
  std::vector<std::uint16_t> before;  // the same of the sentence or the bare clause right before
  bool is_preface = false;            // under a heading like 目的: what is done already is no promise
};

struct Promised {
  std::vector<std::uint16_t> concepts;  // indexes into Lexicon::Rules::concepts, ascending; never empty
  bool is_guess = false;                // not by its own promising words
};

Promised promises_of(const Sense& sense, const Surroundings& surroundings, Kind kind, const Lexicon::Rules& rules);

}  // namespace sekisho::policy
