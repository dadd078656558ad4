#include <algorithm>

#include "policy/chars.h"
#include "policy/numbering.h"

namespace sekisho::policy {
namespace {

int kanji_digit(char32_t c) {
  constexpr std::u32string_view digits = U"〇一二三四五六七八九";
  const std::size_t at = digits.find(c);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

unsigned kanji_unit(char32_t c) {
  return c == U'十' ? 10 : c == U'百' ? 100 : 0;
}

unsigned roman_value(char c) {
  switch (c) {
    case 'I':
      return 1;
    case 'V':
      return 5;
    case 'X':
      return 10;
    default:
      return 0;
  }
}

std::string roman_of(unsigned value) {
  constexpr std::array<std::string_view, 10> ones = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
  return std::string(value / 10, 'X').append(ones[value % 10]);
}

}  // namespace

Numeral read_digits(std::string_view s) {
  Numeral n;
  for (int taken = 0; taken < 5; ++taken) {
    const Char c = char_at(s, n.length);
    const int digit = digit_of(c.value);
    if (digit < 0) return n;
    if (taken == 4) return {};
    n.value = n.value * 10 + static_cast<unsigned>(digit);
    n.length += c.length;
  }
  return n;
}

Numeral read_kanji_number(std::string_view s) {
  Numeral n;
  unsigned pending = 0;
  bool positional = false;
  for (int taken = 0; taken < 7; ++taken) {
    const Char c = char_at(s, n.length);
    if (const int digit = kanji_digit(c.value); digit >= 0) {
      pending = pending * 10 + static_cast<unsigned>(digit);
      positional = true;
    } else if (const unsigned unit = kanji_unit(c.value); unit != 0) {
      n.value += (positional ? pending : 1) * unit;
      pending = 0;
      positional = false;
    } else {
      break;
    }
    n.length += c.length;
  }
  n.value += pending;
  return n.value < 1000 ? n : Numeral{};
}

Numeral read_roman(std::string_view s, bool capital) {
  std::string letters;
  std::size_t at = 0;
  for (Char c = char_at(s, at); letters.size() < 8; at += c.length, c = char_at(s, at)) {
    const char letter = latin_of(c.value);
    const bool fits = capital ? (letter >= 'A' && letter <= 'Z') : (letter >= 'a' && letter <= 'z');
    if (!fits) break;
    letters.push_back(static_cast<char>(capital ? letter : letter - 'a' + 'A'));
  }
  unsigned value = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const unsigned here = roman_value(letters[i]);
    if (here == 0) return {};
    const unsigned next = i + 1 < letters.size() ? roman_value(letters[i + 1]) : 0;
    value = here < next ? value - here : value + here;
  }
  if (value == 0 || value > 39 || roman_of(value) != letters) return {};
  return {value, at};
}

}  // namespace sekisho::policy
