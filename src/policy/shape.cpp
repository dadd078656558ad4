#include "policy/shape.h"

#include <array>

#include "policy/chars.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestInline = 28;  // characters of a heading on the same line as its text

std::string join(std::string_view source, const std::vector<Run>& runs, std::size_t from, std::size_t to) {
  Joined joined;
  for (std::size_t k = from; k < to; ++k) joined.append(source, runs[k].begin, runs[k].end, runs[k].row);
  return joined.text();
}

bool any_sentence(std::string_view source, const std::vector<Run>& runs, std::size_t from) {
  for (std::size_t k = from; k < runs.size(); ++k) {
    if (has_sentence(runs[k].words(source)) || ends_sentence(runs[k].words(source))) return true;
  }
  return false;
}

bool is_deleted(std::string_view words) {
  return words == "削除" || words == "（削除）" || words == "(削除)";
}

// 第1条（目的）この…, 1.【目的】: a bracket right after the mark.
std::optional<Shape> bracket_shape(std::string_view source, const std::vector<Run>& runs, const Setting& setting) {
  Joined joined;  // a bracket may be broken over lines
  for (std::size_t k = 0; k < runs.size() && k < 3; ++k) {
    joined.append(source, runs[k].begin, runs[k].end);
    if (!runs[k].fills) break;
  }
  const std::string_view lead = joined.text();
  const bool square = starts_with_any(lead, {"【", "〔", "［"});
  if (!square && !is_heading_family(setting.family)) return std::nullopt;
  std::size_t length = 0;
  const std::string_view inside = leading_caption(lead, length);
  if (inside.empty() || is_deleted(inside) || read_digits(inside).length == inside.size() ||
      contains_any(inside, {"以下", "という", "制定", "改正"}))
    return std::nullopt;
  const std::size_t rest = skip_blanks(lead, length);
  if (begins_inside(lead.substr(rest))) return std::nullopt;
  Shape shape;
  shape.heading = std::string(inside);
  const std::size_t end = joined.span_of(0, length).end;
  while (shape.runs < runs.size() && end >= runs[shape.runs].end) ++shape.runs;
  const bool inside_run = shape.runs < runs.size() && end > runs[shape.runs].begin;
  shape.offset = inside_run ? skip_blanks(source, end) : 0;
  return shape;
}

// 目的この方針は…: PDF text that lost the blank after a well-known heading.
std::size_t glued_heading(std::string_view lead) {
  constexpr std::array<std::string_view, 8> known = {"目的",     "趣旨",     "定義",     "用語の定義",
                                                     "適用範囲", "対象範囲", "位置付け", "位置づけ"};
  for (const std::string_view word : known) {
    if (lead.starts_with(word) &&
        starts_with_any(lead.substr(word.size()), {"この", "本規", "本基", "本方", "本要", "本ポ", "当該", "次に"})) {
      return word.size();
    }
  }
  return 0;
}

// …をいう。 …すること。: what stands on the line after a term.
bool defines(std::string_view text) {
  return is_definition(text) || ends_with_any(without_blanks_around(text), {"こと。", "もの。", "状態。", "者。"});
}

// 1 目的 本基本方針は…: a short noun phrase, a blank, a sentence.
std::optional<Shape> inline_shape(std::string_view source, const std::vector<Run>& runs, const Setting& setting) {
  const std::string_view lead = runs[0].words(source);
  const bool top = is_heading_family(setting.family) && !setting.nested;
  if (setting.in_article && setting.family == Family::digit) return std::nullopt;  // a 項
  if (!top && (setting.in_definitions || !runs[0].flat)) return std::nullopt;
  Shape shape;
  if (const std::size_t glued = top ? glued_heading(lead) : 0; glued != 0) {
    shape.heading = std::string(lead.substr(0, glued));
    shape.offset = runs[0].begin + glued;
    return shape;
  }
  for (std::size_t at = 0; at < lead.size() && at < kLongestInline * 4;) {
    const Char c = char_at(lead, at);
    if (!is_blank(c.value) && c.value != U'|') {
      at += c.length;
      continue;
    }
    const std::string_view left = without_blanks_around(lead.substr(0, at));
    std::size_t text = skip_blanks(lead, at);
    if (text < lead.size() && lead[text] == '|') text = skip_blanks(lead, text + 1);
    const std::string_view right = lead.substr(text);
    const bool sentence = has_sentence(right) || any_sentence(source, runs, 1);
    if (count_chars(left) > kLongestInline || !sentence || is_deleted(left)) return std::nullopt;
    if (!looks_like_heading(left) || begins_inside(right) || count_chars(right) < 6) {
      at = text;
      continue;
    }
    if (!top && defines(right)) return std::nullopt;
    shape.heading = std::string(left);
    shape.offset = runs[0].begin + text;
    return shape;
  }
  return std::nullopt;
}

}  // namespace

Shape shape_of(std::string_view source, const std::vector<Run>& runs, const Setting& setting) {
  if (runs.empty()) return {};
  if (auto shape = bracket_shape(source, runs, setting)) return *shape;
  std::size_t lead = 1;  // the runs that a broken first line takes
  while (lead < runs.size() && runs[lead - 1].fills && !ends_sentence(runs[lead - 1].words(source))) ++lead;
  const std::string words = join(source, runs, 0, lead);
  const bool more = lead < runs.size();
  const std::string_view next = more ? runs[lead].words(source) : std::string_view{};
  Shape shape;
  if (is_deleted(words)) return shape;
  if (looks_like_heading(words) && (more || setting.children)) {
    if (more && begins_inside(next) && !next.starts_with("・")) return shape;
    shape.heading = words;
    shape.runs = lead;
    shape.sure = !more ? setting.children : any_sentence(source, runs, lead);
    return shape;
  }
  // A heading that happens to be as wide as a line.
  const std::string first = join(source, runs, 0, 1);
  if (lead > 1 && looks_like_heading(first) && !begins_inside(runs[1].words(source)) && any_sentence(source, runs, 1)) {
    shape.heading = first;
    shape.runs = 1;
    shape.sure = false;
    return shape;
  }
  if (auto inside = inline_shape(source, runs, setting)) return *inside;
  return shape;
}

}  // namespace sekisho::policy
