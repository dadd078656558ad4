#pragma once

// The decoders behind text::decode, one an encoding: each stops at the first byte that the encoding does not know.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"

namespace sekisho::text {

struct Attempt {
  std::string utf8;      // what was read before it stopped
  std::size_t read = 0;  // bytes understood; the size of the input where all were
};

Attempt attempt_cp932(std::string_view bytes);
Attempt attempt_euc_jp(
    std::string_view bytes);  // CP51932, with JIS X 0212 by 8F and the user rows of eucJP-ms that it leaves free
Attempt attempt_iso2022jp(std::string_view bytes);  // CP50221; also SO/SI kana and JIS X 0212 by ESC $ ( D
Attempt attempt_utf16(std::string_view bytes, bool big_endian);

// Encodes one character; false where the encoding lacks it. The states of ISO-2022-JP are the caller's.
bool put_cp932(std::string& out, char32_t c);
bool put_euc_jp(std::string& out, char32_t c);
// ISO-2022-JP as a whole; `lacking` is the character that it could not write.
bool encode_iso2022jp(std::u32string_view text, std::string& out, char32_t& lacking);

// How Japanese a text looks: 0 … 3 for real text, less for one decoded wrongly.
struct Likeness {
  double score = 0;  // mean over the characters beyond ASCII
  std::size_t ascii = 0;
  std::size_t kana = 0;  // hiragana, katakana and Japanese punctuation
  std::size_t half_kana = 0;
  std::size_t other = 0;  // the rest
};
Likeness likeness(std::string_view utf8);

}  // namespace sekisho::text
