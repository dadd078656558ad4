#pragma once

// Japanese text: decoding what offices send, and the form in which texts are compared.
//
// Inside the program text is UTF-8 and offsets are bytes. Shown text is always the original; `comparison_form` is for
// comparing and matching only, and never runs before numbering is parsed: NFKC turns ① into 1 and ⑴ into (1).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sekisho::text {

enum class Encoding : std::uint8_t { utf8, cp932, euc_jp, utf16le, utf16be, iso2022jp };

const char* name_of(Encoding encoding);

struct Decoded {
  std::string utf8;  // without a byte order mark, line ends as they were
  Encoding encoding = Encoding::utf8;
  bool had_bom = false;
};

// Finds the encoding of a Japanese text and decodes it. CP932 means Windows-31J with both byte forms of 髙 and 﨑;
// ISO-2022-JP means CP50221 (NEC and IBM extensions, half-width katakana). Private-use characters (外字) are kept.
// Error: invalid, message "text.undecodable" {offset} where no encoding fits.
Result<Decoded> decode(std::string_view bytes);

// Decodes bytes of a known encoding; the same errors.
Result<std::string> decode(std::string_view bytes, Encoding encoding);

// Encodes UTF-8 text, without a byte order mark. Error: invalid "text.unencodable" {character} where the encoding lacks
// a character.
Result<std::string> encode(std::string_view utf8, Encoding encoding);

bool is_valid_utf8(std::string_view bytes);
std::size_t first_invalid_utf8(
    std::string_view bytes);  // offset of the first byte that is wrong; the size where none is

// NFKC; unassigned and private-use characters stay.
std::string nfkc(std::string_view utf8);

// NFKC without any white space: headings, titles and clause texts are compared in this form.
std::string squeezed(std::string_view utf8);

// The matching form: squeezed, then folded for the spelling variants that must not matter: サーバー/サーバ and other
// final long marks of three or more katakana, 強靭/強靱, 廻/回, にかかる/に係る, および/及び, また/又, 毀損/き損/棄損,
// hyphens and waves, ，and ．as 、and 。, lower-case Latin letters. Two texts that differ only in spelling have one
// matching form. The pairs are in fold_table.cpp.
std::string matching_form(std::string_view utf8);

// One code point at `offset` and its length in bytes; length 0 past the end. A byte that is not UTF-8 counts as U+FFFD.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};
CodePoint code_point_at_slow(std::string_view utf8,
                             std::size_t offset);  // for what is neither ASCII nor three bytes long
inline CodePoint code_point_at(std::string_view utf8, std::size_t offset) {
  if (offset >= utf8.size()) return {};
  const auto first = static_cast<unsigned char>(utf8[offset]);
  if (first < 0x80) return {first, 1};
  if (first >= 0xE1 && first <= 0xEF && first != 0xED && offset + 2 < utf8.size()) {
    const auto second = static_cast<unsigned char>(utf8[offset + 1]);
    const auto third = static_cast<unsigned char>(utf8[offset + 2]);
    if ((second & 0xC0U) == 0x80 && (third & 0xC0U) == 0x80) {
      return {(first & 0xFU) << 12 | (second & 0x3FU) << 6 | (third & 0x3FU), 3};
    }
  }
  return code_point_at_slow(utf8, offset);
}
void append(std::string& utf8, char32_t code_point);
std::u32string to_u32(std::string_view utf8);
std::string from_u32(std::u32string_view code_points);

// White space as offices use it: ASCII, U+00A0, U+3000, the other Unicode spaces, and the invisible U+200B and U+FEFF.
bool is_space(char32_t code_point);
std::string_view trim(std::string_view utf8);

// Columns in a terminal: East Asian wide and full-width characters count two, combining and control characters none.
std::size_t display_width(std::string_view utf8);

// \n, \r\n and \r end a line; an end at the very end opens no further, empty line.
std::vector<std::string_view> split_lines(std::string_view utf8);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

}  // namespace sekisho::text
