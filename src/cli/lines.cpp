#include "cli/lines.h"

#include <vector>

#include "base/text.h"

namespace sekisho::cli {
namespace {

// What may not begin a line in Japanese typesetting (行頭禁則).
bool may_not_begin(char32_t c) {
  static constexpr std::u32string_view kClosing =
      U"、。，．・：；？！）」』】〕｝〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}";
  return kClosing.find(c) != std::u32string_view::npos;
}

// What may not end a line (行末禁則).
bool may_not_end(char32_t c) {
  static constexpr std::u32string_view kOpening = U"（「『【〔［｛〈《([{";
  return kOpening.find(c) != std::u32string_view::npos;
}

bool is_latin(char32_t c) {
  return c > 0x20 && c < 0x7F;
}

// What stays together on a line: a Latin word or one other character, with the brackets that open before it and the
// marks that close after it.
struct Unit {
  std::string text;
  std::size_t width = 0;  // without the closing marks, which may hang over the edge
  bool is_open = true;    // the next Latin letter, or what follows an opening bracket, belongs to it
};

std::vector<Unit> units_of(std::string_view text) {
  std::vector<Unit> units;
  bool after_latin = false;
  bool after_opening = false;
  for (std::size_t i = 0; i < text.size();) {
    const text::CodePoint c = text::code_point_at(text, i);
    const std::string_view piece = text.substr(i, c.length == 0 ? 1 : c.length);
    i += piece.size();
    const bool is_break = c.value == ' ' || c.value == '\n';
    const bool follows = !units.empty() && units.back().is_open && !is_break;
    const bool closes = follows && may_not_begin(c.value);
    if (!(follows && (closes || after_opening || (after_latin && is_latin(c.value)))))
      units.push_back({"", 0, !is_break});
    units.back().text += piece;
    if (!closes) units.back().width = text::display_width(units.back().text);
    after_latin = is_latin(c.value);
    after_opening = may_not_end(c.value);
  }
  return units;
}

}  // namespace

std::string wrapped(std::string_view first, std::string_view text, std::size_t indent, std::size_t width) {
  std::string out(first);
  std::size_t column = text::display_width(first);
  const auto new_line = [&] {
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += "\n" + std::string(indent, ' ');
    column = indent;
  };
  const auto put = [&](std::string_view piece) {
    out += piece;
    column += text::display_width(piece);
  };
  for (const Unit& unit : units_of(text)) {
    const bool is_full = column + unit.width > width && column > indent;
    if (unit.text == "\n" || is_full) new_line();
    if (unit.text == "\n" || (unit.text == " " && is_full)) continue;
    if (column + unit.width <= width) {
      put(unit.text);
      continue;
    }
    for (std::size_t i = 0; i < unit.text.size();) {  // longer than a line: broken anywhere
      const text::CodePoint c = text::code_point_at(unit.text, i);
      const std::string_view piece = std::string_view(unit.text).substr(i, c.length == 0 ? 1 : c.length);
      if (column + text::display_width(piece) > width && column > indent && !may_not_begin(c.value)) new_line();
      put(piece);
      i += piece.size();
    }
  }
  return out + "\n";
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t have = text::display_width(text);
  return std::string(text) + std::string(have < width ? width - have : 0, ' ');
}

std::string shortened(std::string_view text, std::size_t width) {
  if (text::display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size();) {
    const text::CodePoint c = text::code_point_at(text, i);
    if (c.length == 0) break;
    const std::string_view piece = text.substr(i, c.length);
    column += text::display_width(piece);
    if (column + 2 > width) break;
    out += piece;
    i += c.length;
  }
  return out + "…";
}

}  // namespace sekisho::cli
