#pragma once

// Individual Numbers (個人番号, マイナンバー) must not enter a register, an import, a stored policy or an observation.
// This finds them. Pure.
//
// 12 digits, the last a check digit: 番号利用法施行令 第8条 / 総務省令 第5条; left to right the weights are
// 6 5 4 3 2 7 6 5 4 3 2. One random 12-digit number in about ten passes, so the context decides:
// - candidates are 12 digits in one run, 4-4-4 with one kind of separator, or 12 single digits with one kind of
// separator; half or full width, or any other form that means digits (①, ₁, 𝟏), kanji only after a label;
//   never part of a longer number (a 13-digit 法人番号, a 16-digit card, a decimal, +81…);
// - a label (個人番号, マイナンバー, my number …) before it or as its header condemns it;
// - without a label, a label of another kind just before it (電話, 口座, シリアル, 法人番号, 契約番号 …), a letter
// touching it
//   or a plain time stamp (202604011230) acquits it;
// - where a field is declared for long numbers (digits_allowed), only a label condemns.

#include <cstddef>
#include <string_view>
#include <vector>

namespace sekisho::registers {

// Exactly 12 ASCII digits with the right check digit, not all zero.
bool is_individual_number(std::string_view digits);

struct NumberHit {
  std::size_t begin = 0;  // bytes
  std::size_t end = 0;
  bool labelled = false;
};

// The Individual Numbers in a UTF-8 text. What precedes counts as context within the same line.
std::vector<NumberHit> find_individual_numbers(std::string_view utf8);

// Whether a cell must be refused: it holds one as above, or is one in the groups that a spreadsheet or a form gives it;
// `context` is its header or the label beside it. Ten or eleven digits count as a number whose leading zeros were lost
// only where a word of the context ends with the label.
bool holds_individual_number(std::string_view cell, std::string_view context, bool digits_allowed);

// The digits of any form in a UTF-8 text, counted up to `enough`.
std::size_t count_digits(std::string_view utf8, std::size_t enough);

bool is_individual_number_label(std::string_view text);

}  // namespace sekisho::registers
