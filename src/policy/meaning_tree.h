#pragma once

// The clauses of a document as a tree, from their dotted ids.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/reading.h"

namespace sekisho::policy {

struct Scanned;
struct Sense;

class ClauseTree {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  explicit ClauseTree(const Document& document);

  // The nearest clause above that is printed: over 3.2.1 stands 3.2, or 3 where 3.2 is missing.
  std::size_t parent(std::size_t clause) const { return parents_[clause]; }
  const std::vector<std::size_t>& children(std::size_t clause) const { return children_[clause]; }
  std::optional<std::size_t> find(std::string_view id) const;

 private:
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::size_t> parents_;
  std::vector<std::vector<std::size_t>> children_;
};

// The words of a clause that were found while its duties were read; null where it has no heading or no sentence.
struct ClauseWords {
  const Scanned* heading = nullptr;
  const Sense* last_sentence = nullptr;
};

}  // namespace sekisho::policy
