#pragma once

// Windows-31J (CP932) as a table: JIS X 0208 with NEC row 13, the NEC selection of IBM's extensions (ED, EE), IBM's
// extensions (FA–FC) and the user area (F0–F9, U+E000–E757). The other Japanese encodings that Windows knows are
// rearrangements of its rows. Source: ICU's ibm-943_P15A-2003, but for its exchange of 1A, 1C and 7F, which is not
// Windows'.

#include <cstdint>
#include <vector>

namespace sekisho::text {

class Cp932 {
 public:
  // The table, made from ICU's at the first use; it never changes.
  static const Cp932& table();

  // The character of two bytes; 0 where there is none.
  char16_t decode(unsigned char lead, unsigned char trail) const;
  // The bytes of a character, lead << 8 | trail; 0 where it has none of two bytes. Of several byte forms it is the one
  // that Windows writes: JIS X 0208, then NEC row 13, then IBM's extensions; never the NEC selection (髙 is FBFC, not
  // EEE0).
  std::uint16_t encode(char16_t character) const;
  // The NEC-selected form (ED, EE) of a character of IBM's extensions, which the 7-bit and EUC encodings need; else 0.
  std::uint16_t encode_nec_selected(char16_t character) const;

  static bool is_lead(unsigned char byte) { return (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC); }
  static bool is_trail(unsigned char byte) { return byte >= 0x40 && byte <= 0xFC && byte != 0x7F; }

 private:
  Cp932();
  std::vector<char16_t> to_unicode_;         // by lead and trail
  std::vector<std::uint16_t> from_unicode_;  // by character
};

// The cell of a 94 × 94 set (row and cell from 0x21) in Windows' bytes, and back.
struct TwoBytes {
  unsigned char first = 0;
  unsigned char second = 0;
};
TwoBytes shift(TwoBytes jis);
TwoBytes unshift(TwoBytes sjis);

}  // namespace sekisho::text
