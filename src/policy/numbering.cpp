#include "policy/numbering.h"

#include <algorithm>
#include <optional>

#include "policy/chars.h"
#include "policy/numbering_parts.h"

namespace sekisho::policy {
namespace {

constexpr std::u32string_view kGojuon =
    U"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
constexpr std::u32string_view kIroha =
    U"イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス";

unsigned place_in(std::u32string_view order, char32_t c) {
  const std::size_t at = order.find(c);
  return at == std::u32string_view::npos ? 0 : static_cast<unsigned>(at + 1);
}

// One character that is a mark by itself: ①, ⑴, ⒈, ㈠, Ⅰ, ⅰ, ⒜, ㋐.
std::optional<Mark> read_single(std::string_view line) {
  struct Block {
    char32_t first, last;
    unsigned number;
    Family family;
  };
  constexpr std::array<Block, 17> blocks = {{
      {0x2460, 0x2473, 1, Family::circled},
      {0x3251, 0x325F, 21, Family::circled},
      {0x32B1, 0x32BF, 36, Family::circled},
      {0x2776, 0x277F, 1, Family::circled},
      {0x24EB, 0x24F4, 11, Family::circled},
      {0x2780, 0x2789, 1, Family::circled},
      {0x278A, 0x2793, 1, Family::circled},
      {0x2474, 0x2487, 1, Family::paren},
      {0x2488, 0x249B, 1, Family::digit},
      {0x3220, 0x3229, 1, Family::paren_kanji},
      {0x3280, 0x3289, 1, Family::kanji},
      {0x2160, 0x216B, 1, Family::roman},
      {0x2170, 0x217B, 1, Family::roman_small},
      {0x249C, 0x24B5, 1, Family::paren_latin},
      {0x24D0, 0x24E9, 1, Family::latin},
      {0x24B6, 0x24CF, 1, Family::capital},
      {0x32D0, 0x32FE, 1, Family::kana},
  }};
  const Char c = first_char(line);
  const auto* block = std::find_if(blocks.begin(), blocks.end(),
                                   [&](const Block& b) { return c.value >= b.first && c.value <= b.last; });
  if (block == blocks.end()) return std::nullopt;
  std::size_t printed = c.length;
  const Char next = char_at(line, printed);
  if (block->family == Family::roman || block->family == Family::roman_small) {
    if (next.value == U'.' || next.value == U'．' || next.value == U'、') printed += next.length;
  }
  return finish_mark(
      line, make_mark(block->family, block->number + static_cast<unsigned>(c.value - block->first), printed), true);
}

struct Separator {
  std::size_t length = 0;
  bool closes = false;  // ) rather than . or 、
};

Separator read_separator(std::string_view line, std::size_t at) {
  std::size_t escaped = at < line.size() && line[at] == '\\' ? 1 : 0;  // "1\." as Markdown writers escape it
  const Char c = char_at(line, at + escaped);
  if (is_close_paren(c.value)) return {escaped + c.length, true};
  constexpr std::u32string_view signs = U".．、，,:：・";
  if (c.length != 0 && signs.find(c.value) != std::u32string_view::npos) return {escaped + c.length, false};
  return {};
}

bool is_path_sign(char32_t c) {
  constexpr std::u32string_view signs = U".．-‐‑‒–—―－−ー";
  return signs.find(c) != std::u32string_view::npos;
}

// 4.1, 4.1., 1―1, 2-4-1.
std::optional<Mark> read_path(std::string_view line, const Numeral& first) {
  Mark mark = make_mark(Family::dotted, first.value, first.length);
  std::size_t at = first.length;
  while (mark.ordinal.count < mark.ordinal.part.size()) {
    const Char sign = char_at(line, at);
    if (sign.length == 0 || !is_path_sign(sign.value)) break;
    const Numeral next = read_digits(line.substr(at + sign.length));
    if (next.length == 0 || next.value == 0 || next.value > 99) break;
    mark.ordinal.push(next.value);
    at += sign.length + next.length;
  }
  if (mark.ordinal.count < 2 || first.value > 99) return std::nullopt;
  const Char sign = char_at(line, at);
  if (sign.value == U'.' || sign.value == U'．') at += sign.length;
  if (digit_of(char_at(line, at).value) >= 0 || is_path_sign(char_at(line, at).value)) return std::nullopt;
  mark.printed = static_cast<std::uint32_t>(at);
  return finish_mark(line, mark, false);
}

std::optional<Mark> read_number(std::string_view line) {
  const Numeral n = read_digits(line);
  if (n.length == 0 || n.value == 0) return std::nullopt;
  if (auto path = read_path(line, n)) return path;
  if (n.value > 999) return std::nullopt;
  const Separator sign = read_separator(line, n.length);
  Mark mark = make_mark(sign.closes ? Family::digit_closed : Family::digit, n.value, n.length + sign.length);
  mark.dotted_mark = sign.length != 0;
  return finish_mark(line, mark, sign.length != 0);
}

// The inside of a bracket: a number, one katakana, one letter, a kanji or roman number.
void read_inside(std::string_view inside, Family digits, std::size_t printed, std::string_view line, Marks& marks) {
  const auto push = [&](Family family, unsigned number) {
    if (number != 0) marks.push(finish_mark(line, make_mark(family, number, printed), true));
  };
  if (const Numeral n = read_digits(inside); n.length != 0) {
    if (n.length == inside.size() && n.value <= 999) push(digits, n.value);
    return;
  }
  if (digits != Family::paren) return;
  if (const Numeral n = read_kanji_number(inside); n.length != 0) {
    if (n.length == inside.size()) push(Family::paren_kanji, n.value);
    return;
  }
  const Char c = first_char(inside);
  if (c.length == inside.size() && is_katakana(c.value)) {
    push(Family::paren_kana, place_in(kGojuon, c.value));
    push(Family::paren_iroha, place_in(kIroha, c.value));
    return;
  }
  const Numeral roman = read_roman(inside, false);
  if (roman.length == inside.size() && roman.length != 0) push(Family::roman_small, roman.value);
  const char letter = latin_of(c.value);
  if (c.length == inside.size() && letter >= 'a' && letter <= 'z') {
    push(Family::paren_latin, static_cast<unsigned>(letter - 'a' + 1));
  }
  if (c.length == inside.size() && letter >= 'A' && letter <= 'Z') {
    push(Family::paren_latin, static_cast<unsigned>(letter - 'A' + 1));
  }
}

Marks read_bracketed(std::string_view line) {
  Marks marks;
  const Char open = first_char(line);
  const char32_t close = closing_of(open.value);
  if (close == 0 || close == U'」' || close == U'』') return marks;
  std::size_t at = open.length;
  for (int taken = 0; taken < 8; ++taken) {
    const Char c = char_at(line, at);
    if (c.length == 0) return marks;
    if (as_closing(c.value) == close) {
      const std::string_view inside = without_blanks_around(line.substr(open.length, at - open.length));
      const Family digits = is_open_paren(open.value) ? Family::paren : Family::bracket;
      if (!inside.empty()) read_inside(inside, digits, at + c.length, line, marks);
      return marks;
    }
    at += c.length;
  }
  return marks;
}

// ア, イ．, ウ), a., A: one letter and what parts it from the words.
Marks read_letter(std::string_view line) {
  Marks marks;
  const Char c = first_char(line);
  const char letter = latin_of(c.value);
  const bool kana = place_in(kGojuon, c.value) != 0 || place_in(kIroha, c.value) != 0;
  if (!kana && letter == 0) return marks;
  const Separator sign = read_separator(line, c.length);
  const Char next = char_at(line, c.length);
  const bool parted = sign.length != 0 || next.length == 0 || is_blank(next.value);
  if (!parted && !(kana && (is_kanji(next.value) || next.value == U'「'))) return marks;
  const std::size_t printed = c.length + sign.length;
  const auto push = [&](Family family, unsigned number) {
    if (number == 0) return;
    Mark mark = finish_mark(line, make_mark(family, number, printed), sign.length != 0);
    mark.dotted_mark = sign.length != 0;
    marks.push(mark);
  };
  push(Family::kana, place_in(kGojuon, c.value));
  push(Family::iroha, place_in(kIroha, c.value));
  if (letter >= 'a') push(Family::latin, static_cast<unsigned>(letter - 'a' + 1));
  if (letter != 0 && letter <= 'Z') push(Family::capital, static_cast<unsigned>(letter - 'A' + 1));
  return marks;
}

std::optional<Mark> read_plain_kanji(std::string_view line) {
  const Numeral n = read_kanji_number(line);
  if (n.length == 0 || n.value == 0) return std::nullopt;
  const Separator sign = read_separator(line, n.length);
  const Char next = char_at(line, n.length);
  if (sign.length == 0 && next.length != 0 && !is_blank(next.value)) return std::nullopt;
  return finish_mark(line, make_mark(Family::kanji, n.value, n.length + sign.length), sign.length != 0);
}

// I. and II. in letters; one letter alone is left to read_letter unless a sign follows.
std::optional<Mark> read_letter_roman(std::string_view line) {
  const Numeral n = read_roman(line, true);
  if (n.length == 0) return std::nullopt;
  const Separator sign = read_separator(line, n.length);
  const Char next = char_at(line, n.length);
  if (sign.length == 0 && next.length != 0 && !is_blank(next.value)) return std::nullopt;
  return finish_mark(line, make_mark(Family::roman, n.value, n.length + sign.length), sign.length != 0);
}

}  // namespace

Marks read_marks(std::string_view line) {
  Marks marks;
  const Char c = first_char(line);
  const auto one = [&](const std::optional<Mark>& mark) {
    if (mark) marks.push(*mark);
  };
  if (c.length == 0) return marks;
  if (digit_of(c.value) >= 0) {
    one(read_number(line));
  } else if (closing_of(c.value) != 0) {
    marks = read_bracketed(line);
  } else if (c.value == U'第') {
    one(read_ordinal(line));
  } else if (latin_of(c.value) != 0) {
    one(read_letter_roman(line));
    for (const Mark& mark : read_letter(line)) marks.push(mark);
  } else if (is_katakana(c.value) || c.value == U'ヰ' || c.value == U'ヱ') {
    marks = read_letter(line);
  } else if (is_kanji(c.value)) {
    one(read_plain_kanji(line));
  } else {
    one(read_single(line));
  }
  return marks;
}

std::string id_of(const Mark& mark) {
  std::string id;
  for (std::uint8_t i = 0; i < mark.ordinal.count; ++i) {
    if (i != 0) id.push_back(mark.family == Family::article ? '-' : '.');
    id.append(std::to_string(mark.ordinal.part[i]));
  }
  return id;
}

bool is_enclosed(Family family) {
  switch (family) {
    case Family::paren:
    case Family::bracket:
    case Family::paren_kanji:
    case Family::circled:
    case Family::paren_kana:
    case Family::paren_iroha:
    case Family::paren_latin:
      return true;
    default:
      return false;
  }
}

bool is_heading_family(Family family) {
  return family == Family::article || family == Family::section || family == Family::roman ||
         family == Family::dotted || family == Family::digit || family == Family::kanji;
}

}  // namespace sekisho::policy
