#include "base/cp932.h"

#include <unicode/ucnv.h>

#include <array>

#include "base/result.h"

namespace sekisho::text {

namespace {

constexpr std::size_t kTrails = 256;

std::size_t cell(unsigned char lead, unsigned char trail) {
  return (lead - 0x81U) * kTrails + trail;
}

// Rows in the order in which Windows prefers them; the NEC selection is left for decoding alone.
std::vector<unsigned char> rows_by_preference() {
  std::vector<unsigned char> rows;
  for (unsigned lead = 0x81; lead <= 0xF9; ++lead) {
    if (lead != 0xED && lead != 0xEE && Cp932::is_lead(static_cast<unsigned char>(lead))) {
      rows.push_back(static_cast<unsigned char>(lead));
    }
  }
  for (const unsigned char lead : {0xFA, 0xFB, 0xFC, 0xED, 0xEE}) rows.push_back(lead);
  return rows;
}

}  // namespace

const Cp932& Cp932::table() {
  static const Cp932 kTable;
  return kTable;
}

Cp932::Cp932() : to_unicode_((0xFD - 0x81) * kTrails), from_unicode_(0x10000) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("ibm-943_P15A-2003", &error);
  SEK_ASSERT(U_SUCCESS(error));
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  for (const unsigned char lead : rows_by_preference()) {
    for (unsigned trail = 0x40; trail <= 0xFC; ++trail) {
      const std::array<char, 2> bytes{static_cast<char>(lead), static_cast<char>(trail)};
      std::array<UChar, 4> out{};
      UErrorCode one = U_ZERO_ERROR;
      const auto length = ucnv_toUChars(converter, out.data(), 4, bytes.data(), 2, &one);
      if (U_FAILURE(one) || length != 1 || !is_trail(static_cast<unsigned char>(trail))) continue;
      to_unicode_[cell(lead, static_cast<unsigned char>(trail))] = out[0];
      auto& back = from_unicode_[out[0]];
      if (back == 0) back = static_cast<std::uint16_t>((lead << 8) | trail);
    }
  }
  ucnv_close(converter);
}

char16_t Cp932::decode(unsigned char lead, unsigned char trail) const {
  return is_lead(lead) && is_trail(trail) ? to_unicode_[cell(lead, trail)] : u'\0';
}

std::uint16_t Cp932::encode(char16_t character) const {
  return from_unicode_[character];
}

std::uint16_t Cp932::encode_nec_selected(char16_t character) const {
  for (unsigned lead = 0xED; lead <= 0xEE; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFC; ++trail) {
      if (to_unicode_[cell(static_cast<unsigned char>(lead), static_cast<unsigned char>(trail))] == character) {
        return static_cast<std::uint16_t>((lead << 8) | trail);
      }
    }
  }
  return 0;
}

TwoBytes shift(TwoBytes jis) {
  const unsigned row = jis.first - 0x21U;
  unsigned lead = 0x81 + row / 2;
  if (lead > 0x9F) lead += 0x40;
  unsigned trail = row % 2 == 0 ? jis.second - 0x21U + 0x40 : jis.second - 0x21U + 0x9F;
  if (row % 2 == 0 && trail >= 0x7F) ++trail;
  return {static_cast<unsigned char>(lead), static_cast<unsigned char>(trail)};
}

TwoBytes unshift(TwoBytes sjis) {
  const unsigned pair = sjis.first <= 0x9F ? sjis.first - 0x81U : sjis.first - 0xC1U;
  const bool odd = sjis.second >= 0x9F;
  unsigned column = odd ? sjis.second - 0x9FU : sjis.second - 0x40U;
  if (!odd && sjis.second > 0x7F) --column;
  return {static_cast<unsigned char>(0x21 + pair * 2 + (odd ? 1 : 0)), static_cast<unsigned char>(0x21 + column)};
}

}  // namespace sekisho::text
