// Lines that hold more than one numbered part. HTML of 例規 is often flattened so that a whole document stands on one
// line:
// "(目的) 第1条 この… (定義) 第2条 …". Cutting too often does no harm: the outline takes as a mark only what goes on
// with the numbering, and joins the rest again.

#include <algorithm>

#include "policy/chars.h"
#include "policy/lines.h"
#include "policy/numbering.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kFlatLine = 160;      // characters: shorter lines hold no document
constexpr std::size_t kShortestList = 8;    // characters: shorter lines hold no list
constexpr std::size_t kMostCuts = 100'000;  // a hostile file gets no more lines than this out of its cuts

struct Cut {
  std::size_t at = 0;
  Family family = Family::chapter;
  unsigned number = 0;  // 0: a caption, 附則, 目次
  bool after_sentence = false;
};

// 附則, a table of contents, or the contact that a page ends with.
bool is_unnumbered_part(std::string_view rest) {
  for (const std::string_view word : {"附則", "附 則", "附　則"}) {
    if (!rest.starts_with(word)) continue;
    const Char next = char_at(rest, word.size());
    return next.length == 0 || is_blank(next.value) || is_open_paren(next.value);
  }
  return rest.starts_with("目次 ") || rest.starts_with("目次　") || rest.starts_with("目 次 ") ||
         starts_with_any(rest, {"お問い合わせ ", "お問い合わせ先", "お問合せ先", "問い合わせ先", "このページに関する"});
}

// The mark that stands at the beginning of `rest`, if it begins a part; a mark inside a sentence is followed by a
// particle.
bool begins_part(std::string_view rest, bool after_blank, Cut& cut) {
  const std::string_view head = rest.substr(0, 120);
  for (const Mark& mark : read_marks(head)) {
    const std::string_view words = head.substr(mark.length);
    if (is_counted(mark, head) || refers(mark, words)) continue;
    if (mark.family == Family::capital || (mark.family == Family::kanji && !mark.spaced)) continue;
    const bool plain = !is_enclosed(mark.family) && mark.family != Family::article && mark.family != Family::chapter;
    if (plain && (!mark.spaced || !after_blank || words.empty())) continue;
    cut.family = mark.family;
    cut.number = mark.ordinal.last();
    return true;
  }
  return false;
}

bool begins_caption(std::string_view rest) {
  std::size_t length = 0;
  const std::string_view head = rest.substr(0, 240);
  const std::string_view inside = leading_caption(head, length);
  if (inside.empty() || read_digits(inside).length != 0) return false;
  const std::string_view after = head.substr(skip_blanks(head, length));
  const Marks marks = read_marks(after);
  return !marks.empty() && is_heading_family(marks.begin()->family) && marks.begin()->family != Family::dotted &&
         !is_counted(*marks.begin(), after);
}

std::vector<Cut> find_cuts(std::string_view words) {
  std::vector<Cut> cuts;
  char32_t before = 0;  // the last character that is no blank
  bool blank = true;
  for (std::size_t at = 0; at < words.size() && cuts.size() < kMostCuts;) {
    const Char c = char_at(words, at);
    if (is_blank(c.value)) {
      blank = true;
      at += c.length;
      continue;
    }
    const bool sentence = before == U'。';
    if (at != 0 && (blank || sentence || as_closing(before) == U'）')) {
      const std::string_view rest = words.substr(at);
      Cut cut{at, Family::chapter, 0, sentence};
      const bool part = (blank || sentence || c.value == U'第') && before != U'第' && begins_part(rest, blank, cut);
      if (part || (begins_caption(rest)) || (blank && is_unnumbered_part(rest))) cuts.push_back(cut);
    }
    before = c.value;
    blank = false;
    at += c.length;
  }
  return cuts;
}

bool follows_in(const std::vector<Cut>& cuts, std::size_t from, Family family, unsigned number) {
  return std::any_of(cuts.begin() + static_cast<std::ptrdiff_t>(from), cuts.end(),
                     [&](const Cut& cut) { return cut.family == family && cut.number == number; });
}

// A document on one line: two parts of a heading's family that follow each other.
bool holds_document(const std::vector<Cut>& cuts) {
  for (std::size_t i = 0; i < cuts.size() && i < 200; ++i) {
    if (cuts[i].number == 0 || !is_heading_family(cuts[i].family)) continue;
    for (std::size_t k = i + 1; k < cuts.size() && k < i + 60; ++k) {
      if (cuts[k].family == cuts[i].family && cuts[k].number == cuts[i].number + 1) return true;
    }
  }
  return false;
}

bool is_listing(Family family) {
  return is_enclosed(family) || family == Family::kana || family == Family::iroha;
}

// The line itself is an item, and the next one follows its sentence: ①…。②…。
bool goes_on(const std::vector<Cut>& cuts, std::string_view words) {
  if (cuts.empty() || !cuts[0].after_sentence) return false;
  const Marks own = read_marks(words);
  return std::any_of(own.begin(), own.end(), [&](const Mark& mark) {
    return mark.family == cuts[0].family && is_listing(mark.family) && mark.ordinal.last() + 1U == cuts[0].number;
  });
}

// Where a list begins after a sentence of the same line, else the end.
std::size_t first_of_list(const std::vector<Cut>& cuts, std::string_view words) {
  if (goes_on(cuts, words)) return 0;
  for (std::size_t i = 0; i < cuts.size() && i < 200; ++i) {
    const bool listing = is_listing(cuts[i].family);
    if (listing && cuts[i].number == 1 && cuts[i].after_sentence && follows_in(cuts, i + 1, cuts[i].family, 2))
      return i;
  }
  return cuts.size();
}

void push_part(std::string_view source, const Line& whole, std::size_t begin, std::size_t end,
               std::vector<Line>& lines) {
  const std::string_view words = without_blanks_around(source.substr(begin, end - begin));
  if (words.empty()) return;
  Line line = whole;
  line.begin = static_cast<std::uint32_t>(words.data() - source.data());
  line.end = line.begin + static_cast<std::uint32_t>(words.size());
  line.chars = static_cast<std::uint32_t>(count_chars(words));
  line.flat = true;
  line.tail = begin != whole.begin;
  if (begin != whole.begin) line.after_blank = line.hash = line.symbol = line.bullet = false;
  lines.push_back(line);
}

}  // namespace

std::vector<Line> cut_flat_lines(std::string_view source, const std::vector<Line>& lines) {
  std::vector<Line> result;
  result.reserve(lines.size());
  std::size_t made = 0;
  for (const Line& line : lines) {
    const std::string_view words = line.words(source);
    std::vector<Cut> cuts;
    if (line.chars >= kShortestList && made < kMostCuts) {
      cuts = find_cuts(words);
      const bool document = line.chars >= kFlatLine && holds_document(cuts);
      if (!document) cuts.erase(cuts.begin(), cuts.begin() + static_cast<std::ptrdiff_t>(first_of_list(cuts, words)));
    }
    if (cuts.empty()) {
      result.push_back(line);
      continue;
    }
    made += cuts.size();
    std::size_t begin = line.begin;
    for (const Cut& cut : cuts) {
      push_part(source, line, begin, line.begin + cut.at, result);
      begin = line.begin + cut.at;
    }
    push_part(source, line, begin, line.end, result);
  }
  return result;
}

}  // namespace sekisho::policy
