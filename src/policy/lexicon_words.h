#pragma once

// Finding many words in a text at once: a trie over code points, walked from every position. All that the lexicon knows
// is looked up in one pass, so that another thousand wordings cost nothing.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sekisho::policy {

using GroupId = std::uint16_t;

// One word found: bytes of the searched text, and the groups that hold the word.
struct Hit {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t word = 0;
};

class Words {
 public:
  Words();
  // Adds a word (in matching form, not empty) to a group. Before `freeze` only.
  void add(std::string_view word, GroupId group);
  void freeze();

  // Every word at every position, by position; a shorter one before a longer one.
  void find(std::string_view text, std::vector<Hit>& hits) const;
  const std::vector<GroupId>& groups_of(std::uint32_t word) const { return groups_[word]; }
  std::size_t size() const { return groups_.size(); }

 private:
  struct Node {
    std::uint32_t first_edge = 0;
    std::uint32_t edge_count = 0;
    std::uint32_t word = kNone;
  };
  struct Edge {
    char32_t letter = 0;
    std::uint32_t to = 0;
  };
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  std::uint32_t child(std::uint32_t node, char32_t letter) const;
  static std::size_t edge_bit(std::uint32_t node, char32_t letter);

  std::unordered_map<std::string, std::uint32_t> index_;
  std::vector<std::vector<GroupId>> groups_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> roots_;  // by code point below 0x10000
  std::vector<bool> may_have_edge_;   // by a hash of node and letter: most steps fail, and most of those fail here
};

}  // namespace sekisho::policy
