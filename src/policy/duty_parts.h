#pragma once

// The parts of a sentence: brackets, predicates, conditions, purposes, who acts. Bytes of the matching form throughout.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "policy/duty.h"

namespace sekisho::policy {

// Without (…) and 〔…〕: definitions and asides that stand outside the grammar.
std::string without_brackets(std::string form);
std::size_t last_letter_start(std::string_view form);  // form must not be empty
bool is_kana_only(char32_t letter);                    // hiragana: neither kanji, katakana, a letter nor a digit
bool ends_in_act(const Scanned& scanned, std::string_view words, const Lexicon::Rules& rules);

struct Partition {
  std::vector<Range> ranges;            // actors, conditions and purposes; what lies in none is promised
  std::vector<Range> names;             // of posts
  std::size_t topic_end = 0;            // of what stands before the first は、 and does not act; 0 for none
  std::vector<std::size_t> boundaries;  // where a new predicate begins
};
Partition partition_of(const Scanned& scanned, const Lexicon::Rules& rules);

// Layer and predicate of every word found.
std::vector<Place> places_of(const Scanned& scanned, const Partition& partition, const Lexicon::Rules& rules);

}  // namespace sekisho::policy
