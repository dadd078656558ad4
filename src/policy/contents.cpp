#include "policy/contents.h"

#include <algorithm>
#include <unordered_map>

#include "policy/chars.h"
#include "policy/numbering.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestEntry = 80;  // characters
constexpr std::size_t kMostEntries = 400;  // lines of one table

bool is_leader(char32_t c) {
  constexpr std::u32string_view leaders = U"…‥・･.．·─―ー";
  return leaders.find(c) != std::u32string_view::npos;
}

// Where "……3" begins; the size where the line has no leaders.
std::size_t leaders_at(std::string_view words) {
  std::size_t end = words.size();
  bool digits = false;
  for (Char c = char_before(words, end); c.length != 0 && end > 0; c = char_before(words, end)) {
    if (digit_of(c.value) < 0 && !is_blank(c.value) && c.value != U'-' && c.value != U'P') break;
    digits = digits || digit_of(c.value) >= 0;
    end -= c.length;
  }
  std::size_t leaders = 0;
  bool dense = false;
  for (Char c = char_before(words, end); c.length != 0 && (is_leader(c.value) || is_blank(c.value));
       c = char_before(words, end)) {
    if (!is_blank(c.value)) ++leaders;
    dense = dense || c.value == U'…' || c.value == U'‥';
    end -= c.length;
  }
  return leaders >= 3 || (leaders >= 1 && dense && digits) ? end : words.size();
}

// (第1条―第6条), （第四条）.
std::size_t range_at(std::string_view words) {
  if (!is_close_paren(last_char(words).value)) return words.size();
  for (const std::string_view open : {"(第", "（第", "( 第", "（ 第"}) {
    const std::size_t at = words.rfind(open);
    if (at != std::string_view::npos && contains(words.substr(at), "条")) return at;
  }
  return words.size();
}

std::string key_of(std::string_view words) {
  words = words.substr(0, leaders_at(words));
  words = words.substr(0, range_at(words));
  std::string key = squeezed_key(words);
  const Marks marks = read_marks(words);
  if (marks.empty() || marks.begin()->family == Family::chapter) return key;
  // 1目的, 1. 目的 and １ 目的 are one entry.
  return (is_enclosed(marks.begin()->family) ? "(" : "") + id_of(*marks.begin()) + "|" +
         squeezed_key(words.substr(marks.begin()->length));
}

bool begins_numbering(std::string_view words) {
  const Marks marks = read_marks(words);
  return !marks.empty() && marks.begin()->ordinal.last() == 1;
}

struct Entry {
  std::string key;        // "" where the line is too long
  bool possible = false;  // short and no sentence
  bool marked = false;    // has leaders or a range of articles
  bool leaders = false;
  bool first = false;  // begins a numbering
  unsigned number = 0;
  bool title = false;  // 目次
};

bool is_title(std::string_view words, const Line& line) {
  if (line.chars > 8) return false;
  const std::string key = squeezed_key(words);
  return key == "目次" || key == "もくじ" || key == "【目次】" || key == "＜目次＞" || key == "(目次)" ||
         key == "（目次）";
}

Entry entry_of(std::string_view words, const Line& line) {
  Entry entry;
  if (line.chars > kLongestEntry) return entry;
  entry.key = key_of(words);
  entry.possible = !has_sentence(words) && !ends_sentence(words);
  entry.leaders = leaders_at(words) < words.size();
  entry.marked = entry.leaders || range_at(words) < words.size() || entry.key == "附則";
  const Marks marks = read_marks(words);
  entry.number = marks.empty() ? 0 : marks.begin()->ordinal.last();
  entry.first = entry.number == 1;
  entry.title = is_title(words, line);
  return entry;
}

// Whether the text may have contents at all: a title, leaders, or a first number with words that stand twice. Most have
// none.
bool may_have_contents(std::string_view source, const std::vector<Line>& lines) {
  std::vector<std::string> firsts;
  for (const Line& line : lines) {
    const std::string_view words = line.words(source);
    if (line.chars > kLongestEntry) continue;
    if (leaders_at(words) < words.size() || is_title(words, line)) return true;
    if (begins_numbering(words)) firsts.push_back(key_of(words));
  }
  std::sort(firsts.begin(), firsts.end());
  return std::adjacent_find(firsts.begin(), firsts.end()) != firsts.end();
}

class Contents {
 public:
  Contents(std::string_view source, const std::vector<Line>& lines) : drop_(lines.size()) {
    entries_.reserve(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      entries_.push_back(entry_of(lines[i].words(source), lines[i]));
      if (!entries_[i].key.empty()) places_[entries_[i].key].push_back(i);
    }
  }

  const std::vector<bool>& find() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (drop_[i]) continue;
      if (entries_[i].title) {
        drop_[i] = true;
        titled(i + 1);
      } else if (entries_[i].first) {
        untitled(i);
      }
      if (entries_[i].leaders) drop_[i] = true;
    }
    return drop_;
  }

 private:
  // The next line with the same key, where everything up to it is entries; else 0.
  std::size_t repeats(std::size_t i) const {
    if (entries_[i].key.empty()) return 0;
    const std::vector<std::size_t>& places = places_.at(entries_[i].key);
    const auto next = std::upper_bound(places.begin(), places.end(), i);
    if (next == places.end() || *next - i > kMostEntries) return 0;
    for (std::size_t k = i; k < *next; ++k) {
      if (!entries_[k].possible) return 0;
    }
    return *next;
  }

  void drop(std::size_t from, std::size_t to) {
    for (std::size_t k = from; k < to; ++k) drop_[k] = true;
  }

  // Under 目次: up to where one of the first entries stands again, else as long as lines have leaders or ranges.
  void titled(std::size_t first) {
    for (std::size_t i = first; i < entries_.size() && i < first + 4; ++i) {
      if (const std::size_t again = repeats(i); again > i + 1) return drop(first, again);
    }
    for (std::size_t i = first; i < entries_.size() && entries_[i].possible && entries_[i].marked; ++i) drop_[i] = true;
  }

  // Without a title: at least three entries, most of which stand again in the text.
  void untitled(std::size_t first) {
    const std::size_t again = repeats(first);
    if (again < first + 3) return;
    std::size_t found = 0;
    for (std::size_t i = first + 1; i < again; ++i) {
      if (entries_[i].key.empty()) {  // nothing but a range or a page number
        ++found;
        continue;
      }
      const std::vector<std::size_t>& places = places_.at(entries_[i].key);
      found += std::upper_bound(places.begin(), places.end(), again) != places.end() ? 1 : 0;
    }
    const bool mostly = found >= 1 && found * 2 >= again - first - 1;
    if (mostly || counts_up(first, again)) drop(first, again);
  }

  // 1, 2, 3 … and nothing between them, before the first stands again: contents of a text that may end early.
  bool counts_up(std::size_t from, std::size_t to) const {
    constexpr std::size_t kFewest = 5;
    if (to - from < kFewest) return false;
    for (std::size_t i = from; i < to; ++i) {
      if (entries_[i].number != i - from + 1) return false;
    }
    return true;
  }

  std::vector<Entry> entries_;
  std::vector<bool> drop_;
  std::unordered_map<std::string, std::vector<std::size_t>> places_;
};

}  // namespace

std::vector<Line> without_contents(std::string_view source, std::vector<Line> lines) {
  if (!may_have_contents(source, lines)) return lines;
  Contents contents(source, lines);
  const std::vector<bool>& drop = contents.find();
  std::vector<Line> rest;
  rest.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!drop[i]) rest.push_back(lines[i]);
  }
  return rest;
}

}  // namespace sekisho::policy
