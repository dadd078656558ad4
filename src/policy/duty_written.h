#pragma once

// From the matching form back to the words as published.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sekisho::policy {

// Pairs a sentence with its matching form (without brackets, as Sense holds it). Spelling variants differ by a few
// letters; where the two texts part, they are brought together again at the next two letters that agree.
class Written {
 public:
  Written(std::string_view sentence, std::string_view form);
  // The published words for form[begin, end): without white space and brackets, otherwise as written.
  std::string words(std::size_t begin, std::size_t end) const;

 private:
  std::string kept_;                 // the sentence without white space and brackets
  std::vector<std::size_t> starts_;  // for each byte of the form, a byte of `kept_`; one more for its end
};

}  // namespace sekisho::policy
