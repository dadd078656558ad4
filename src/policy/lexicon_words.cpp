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

constexpr std::size_t kEdgeBits = std::size_t{1} << 18;

Words::Words() : roots_(0x10000, kNone), may_have_edge_(kEdgeBits, false) {}

std::size_t Words::edge_bit(std::uint32_t node, char32_t letter) {
  return ((node * 0x9E3779B1U) ^ (letter * 0x85EBCA6BU)) >> 14;
}

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
    nodes_.push_back(
        {static_cast<std::uint32_t>(edges_.size()), static_cast<std::uint32_t>(built.edges.size()), built.word});
    for (const auto& [letter, to] : built.edges) {
      edges_.push_back({letter, to});
      may_have_edge_[edge_bit(static_cast<std::uint32_t>(nodes_.size()) - 1, letter)] = true;
    }
  }
  for (const auto& [letter, to] : building[0].edges) {
    if (letter < roots_.size()) roots_[letter] = to;
  }
}

std::uint32_t Words::child(std::uint32_t node, char32_t letter) const {
  if (!may_have_edge_[edge_bit(node, letter)]) return kNone;
  const auto first = edges_.begin() + nodes_[node].first_edge;
  const auto last = first + nodes_[node].edge_count;
  const auto it = std::lower_bound(first, last, letter, [](const Edge& edge, char32_t l) { return edge.letter < l; });
  return it != last && it->letter == letter ? it->to : kNone;
}

namespace {

// The three-byte letters of Japanese without a call.
text::CodePoint letter_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if ((byte(0) & 0xF0) == 0xE0 && at + 2 < text.size()) {
    return {static_cast<char32_t>((byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU)), 3};
  }
  return text::code_point_at(text, at);
}

bool is_latin(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

// pc does not stand in rpc, nor id in idea.
bool cuts_latin(std::string_view text, std::size_t begin, std::size_t end) {
  return (begin > 0 && is_latin(text[begin]) && is_latin(text[begin - 1])) ||
         (end < text.size() && is_latin(text[end - 1]) && is_latin(text[end]));
}

}  // namespace

void Words::find(std::string_view text, std::vector<Hit>& hits) const {
  // Decoded once: every position is the start of a walk, and most walks go over the same letters.
  std::vector<char32_t> letters;
  std::vector<std::uint32_t> starts;
  letters.reserve(text.size() / 2);
  starts.reserve(text.size() / 2 + 1);
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint point = letter_at(text, at);
    letters.push_back(point.value);
    starts.push_back(static_cast<std::uint32_t>(at));
    at += point.length;
  }
  starts.push_back(static_cast<std::uint32_t>(text.size()));
  for (std::size_t first = 0; first < letters.size(); ++first) {
    std::uint32_t node = letters[first] < roots_.size() ? roots_[letters[first]] : child(0, letters[first]);
    for (std::size_t next = first + 1; node != kNone; ++next) {
      const Node& here = nodes_[node];
      if (here.word != kNone && !cuts_latin(text, starts[first], starts[next])) {
        hits.push_back({starts[first], starts[next], here.word});
      }
      if (next >= letters.size() || here.edge_count == 0) break;
      node = child(node, letters[next]);
    }
  }
}

}  // namespace sekisho::policy
