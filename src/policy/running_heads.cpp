// Running heads: short lines that stand again and again at the edges of pages. What stands again elsewhere is the
// policy's own: the same heading in every chapter, the same item in every list.

#include <string>
#include <unordered_map>

#include "policy/chars.h"
#include "policy/noise.h"
#include "policy/numbering.h"
#include "policy/phrases.h"
#include "policy/title.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestRunningHead = 60;  // characters
constexpr std::size_t kLongestHead = 8;          // lines of the file's head: the title may be broken over them

// Lines that may well stand twice: they are no running heads.
bool may_repeat(std::string_view words) {
  const Marks marks = read_marks(words);
  if (!marks.empty() && (marks.begin()->spaced || marks.begin()->family == Family::article)) return true;
  if (has_sentence(words) || ends_open(words) || begins_inside(words)) return true;
  if (starts_with_any(words, {"附則", "附 則", "附　則", "付則"}) || !caption_inside(words).empty()) return true;
  return read_digits(words).length != 0 || contains_any(words, {"年", "改正", "制定", "削除"});
}

class RunningHeads {
 public:
  RunningHeads(std::string_view source, const std::vector<Line>& lines) : lines_(lines), keys_(lines.size()) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i < kLongestHead) head_ += squeezed_key(lines[i].words(source));
      if (may_run(source, i)) count(squeezed_key(lines[i].words(source)), i);
    }
  }

  // To be asked once for every line, in order.
  bool drops(std::string_view source, std::size_t i) {
    if (keys_[i].empty()) return false;
    const Seen& seen = seen_[keys_[i]];
    const bool first = kept_[keys_[i]]++ == 0;
    const bool at_head = i < kLongestHead && !lines_[i].after_page;
    // The title stands at the head once without a page's edge beside it; every other copy is a running head.
    if (first && (at_head || seen.at_edge < seen.times)) return false;
    if (seen.times >= 3 && seen.at_edge * 2 >= seen.times) return true;
    if (seen.times == 2 && seen.at_edge == 2) return true;
    const bool in_head = !at_head && head_.find(keys_[i]) != std::string::npos;
    return in_head && (at_edge(i) || (seen.times >= 3 && looks_like_title(lines_[i].words(source))));
  }

 private:
  struct Seen {
    std::size_t times = 0;
    std::size_t at_edge = 0;
  };

  bool is_page(std::size_t i) const { return i < lines_.size() && (lines_[i].page_number || lines_[i].number_only); }
  bool at_edge(std::size_t i) const {
    const bool breaks = lines_[i].after_page || (i + 1 < lines_.size() && lines_[i + 1].after_page);
    return breaks || is_page(i + 1) || (i > 0 && is_page(i - 1));
  }
  bool may_run(std::string_view source, std::size_t i) const {
    const Line& line = lines_[i];
    if (line.flat || line.row || line.chars > kLongestRunningHead || line.chars < 4 || is_page(i)) return false;
    return !may_repeat(line.words(source));
  }
  void count(std::string key, std::size_t i) {
    Seen& seen = seen_[key];
    ++seen.times;
    seen.at_edge += at_edge(i) ? 1 : 0;
    keys_[i] = std::move(key);
  }

  const std::vector<Line>& lines_;
  std::vector<std::string> keys_;
  std::string head_;
  std::unordered_map<std::string, Seen> seen_;
  std::unordered_map<std::string, std::size_t> kept_;
};

}  // namespace

void drop_running_heads(std::string_view source, std::vector<Line>& lines) {
  RunningHeads heads(source, lines);
  std::vector<Line> rest;
  rest.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!heads.drops(source, i)) rest.push_back(lines[i]);
  }
  lines = std::move(rest);
}

}  // namespace sekisho::policy
