#include "policy/lexicon_words.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace sekisho::policy {

namespace {

struct Building {
  std::map<char32_t, std::uint32_t> edges;
  std::uint32_t word = 0xFFFFFFFF;
};

}  // namespace

Words::Words() : roots_(0x10000, kNone) {}

void Words::add(std::string_view word, GroupId group) {
  const auto [it, is_new] = index_.try_emplace(std::string(word), static_cast<std::uint32_t>(groups_.size()));
  if (is_new) groups_.emplace_back();
  auto& groups = groups_[it->second];
  if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
}

void Words::freeze() {
  std::vector<Building> building(1);
  for (const auto& [word, id] : index_) {
    std::uint32_t node = 0;
    for (const char32_t letter : text::to_u32(word)) {
      const auto next = static_cast<std::uint32_t>(building.size());
      const auto [it, is_new] = building[node].edges.try_emplace(letter, next);
      node = it->second;
      if (is_new) building.emplace_back();
    }
    building[node].word = id;
  }
  nodes_.reserve(building.size());
  for (const Building& built : building) {
    nodes_.push_back({static_cast<std::uint32_t>(edges_.size()), static_cast<std::uint32_t>(built.edges.size()), built.word});
    for (const auto& [letter, to] : built.edges) edges_.push_back({letter, to});
  }
  for (const auto& [letter, to] : building[0].edges) {
    if (letter < roots_.size()) roots_[letter] = to;
  }
}

std::uint32_t Words::child(const Node& node, char32_t letter) const {
  const auto first = edges_.begin() + node.first_edge;
  const auto last = first + node.edge_count;
  const auto it = std::lower_bound(first, last, letter, [](const Edge& edge, char32_t l) { return edge.letter < l; });
  return it != last && it->letter == letter ? it->to : kNone;
}

namespace {

bool is_latin(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

// pc does not stand in rpc, nor id in idea.
bool cuts_latin(std::string_view text, std::size_t begin, std::size_t end) {
  return (begin > 0 && is_latin(text[begin]) && is_latin(text[begin - 1])) ||
         (end < text.size() && is_latin(text[end - 1]) && is_latin(text[end]));
}

}  // namespace

void Words::find(std::string_view text, std::vector<Hit>& hits) const {
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint start = text::code_point_at(text, at);
    std::size_t end = at + start.length;
    std::uint32_t node = start.value < roots_.size() ? roots_[start.value] : child(nodes_[0], start.value);
    while (node != kNone) {
      if (nodes_[node].word != kNone && !cuts_latin(text, at, end)) {
        hits.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), nodes_[node].word});
      }
      if (end >= text.size() || nodes_[node].edge_count == 0) break;
      const text::CodePoint next = text::code_point_at(text, end);
      node = child(nodes_[node], next.value);
      end += next.length;
    }
    at += start.length;
  }
}

}  // namespace sekisho::policy
