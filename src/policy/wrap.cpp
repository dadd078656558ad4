#include "policy/wrap.h"

#include <algorithm>

#include "policy/chars.h"
#include "policy/numbering.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kWidest = 120;  // characters; no page is wider
constexpr std::size_t kNarrowest = 8;

std::size_t columns_of(std::string_view words) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < words.size();) {
    const Char c = char_at(words, at);
    columns += c.value < 0x1100 || (c.value >= 0xFF61 && c.value <= 0xFF9F) ? 1 : 2;
    at += c.length;
  }
  return columns;
}

// An item without 。 is followed by the next mark; a line that was broken, by the rest of its sentence.
bool begins_part(std::string_view words) {
  const Marks marks = read_marks(words);
  return !caption_inside(words).empty() ||
         (!marks.empty() && marks.begin()->spaced && !is_counted(*marks.begin(), words));
}

std::size_t upper_part(std::vector<std::size_t> values) {
  const std::size_t at = values.size() - 1 - values.size() / 20;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace

Wrap Wrap::measure(std::string_view source, const std::vector<Line>& lines) {
  std::vector<std::size_t> chars;
  std::vector<std::size_t> columns;
  for (const Line& line : lines) {
    if (line.flat || line.row || line.number_only || line.page_number) continue;
    chars.push_back(line.chars);
    columns.push_back(line.chars > kWidest ? std::size_t{line.chars} * 2 : columns_of(line.words(source)));
  }
  if (chars.size() < 8) return {};
  Wrap wrap;
  wrap.chars_ = upper_part(chars);
  wrap.columns_ = upper_part(columns);
  if (wrap.chars_ > kWidest || wrap.chars_ < kNarrowest) return {};
  std::size_t full = 0;
  std::size_t cut = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.flat || line.row || !wrap.fills(source, line)) continue;
    ++full;
    const bool goes_on = i + 1 < lines.size() && !begins_part(lines[i + 1].words(source));
    cut += goes_on && !ends_sentence(line.words(source)) ? 1 : 0;
  }
  const bool broken = full >= 4 && full * 7 >= chars.size() && cut * 2 > full;
  return broken ? wrap : Wrap();
}

bool Wrap::fills(std::string_view source, const Line& line) const {
  if (chars_ == 0) return false;
  if (std::size_t{line.chars} * 10 >= chars_ * 9) return true;
  return line.chars <= kWidest && columns_of(line.words(source)) * 100 >= columns_ * 92;
}

}  // namespace sekisho::policy
