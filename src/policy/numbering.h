#pragma once

// The marks by which Japanese public documents number their clauses, read from the beginning of a line, before any
// normalization (NFKC would turn ① and ⑴ into 1 and (1)). A mark says how it looks and which number it has; where it
// stands in the tree is the outline's decision. Sources: 公文書の書式 (第1 → 1 → (1) → ア → (ア) → a), 例規
// (条・項・号), and the forms seen in published policies (1―1, 1., 1), ⑴, Ⅰ, イロハ).

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sekisho::policy {

enum class Family : std::uint8_t {
  article,       // 第3条, 第十二条, 第16条の3
  chapter,       // 第1章, 第2節 …: structure, never a clause
  section,       // 第1 (公用文)
  roman,         // Ⅰ, II.
  dotted,        // 4.1, 1―2, 2-4-1: the whole path is printed
  digit,         // 1, １, 1., １．
  digit_closed,  // 1)
  paren,         // (1), （１）, ⑴
  bracket,       // [1], 【1】
  kanji,         // 一, 二、
  paren_kanji,   // (一), ㈠
  circled,       // ①
  kana,          // ア, ア)
  iroha,         // イ, ロ, ハ
  paren_kana,    // (ア)
  paren_iroha,   // (イ) (ロ)
  latin,         // a, b., c)
  capital,       // A, B.
  paren_latin,   // (a)
  roman_small,   // ⅰ, (i)
};

struct Ordinal {
  std::array<std::uint16_t, 5> part{};
  std::uint8_t count = 0;
  std::uint16_t last() const { return count == 0 ? 0 : part[count - 1U]; }
  void push(unsigned n) {
    if (count < part.size()) part[count++] = static_cast<std::uint16_t>(n);
  }
};

struct Mark {
  Family family = Family::digit;
  Ordinal ordinal;            // one part, but for 第16条の3 (16, 3) and 4.1 (4, 1)
  std::uint16_t through = 0;  // the last article of a deleted range: 5 of 第4条及び第5条 削除; 0: no range
  std::uint32_t printed = 0;  // bytes of the mark as printed
  std::uint32_t length = 0;   // bytes with the blanks after it: where the clause's words begin
  bool spaced = false;        // a blank or the end of the line parts it from what follows, or it is bracketed
  bool dotted_mark = false;   // 1. and the like: a sign of its own ends it
};

// The ways to read the beginning of `line`: イ is the second of アイウ and the first of イロハ. Best first; empty where
// none.
struct Marks {
  std::array<Mark, 2> item;
  std::uint8_t count = 0;
  bool empty() const { return count == 0; }
  const Mark* begin() const { return item.data(); }
  const Mark* end() const { return item.data() + count; }
  void push(const Mark& mark) {
    if (count < item.size()) item[count++] = mark;
  }
};
Marks read_marks(std::string_view line);

// The id of the mark under its parent: 3, 16-3, 4.1.
std::string id_of(const Mark& mark);

// A family that one bracket or enclosed character makes unmistakable: (1), ①, [1], (ア).
bool is_enclosed(Family family);
// A family that headings of documents use: 第1条, 第1, Ⅰ, 1, 4.1.
bool is_heading_family(Family family);

// Numerals at the beginning of a text: the value and its length in bytes; length 0 where there is none.
struct Numeral {
  unsigned value = 0;
  std::size_t length = 0;
};
Numeral read_digits(std::string_view s);               // ASCII and full-width; at most four
Numeral read_kanji_number(std::string_view s);         // 十二, 一〇, 百二十; below 1000
Numeral read_roman(std::string_view s, bool capital);  // ASCII letters, up to 39

}  // namespace sekisho::policy
