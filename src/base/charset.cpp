#include "base/charset.h"

#include <unicode/ucnv.h>

#include <array>
#include <memory>

#include "base/cp932.h"

namespace sekisho::text {

namespace {

constexpr char32_t kHalfKana = 0xFF61;  // ｡, byte A1
constexpr char kEscape = '\x1B';
constexpr char kShiftOut = '\x0E';
constexpr char kShiftIn = '\x0F';

unsigned char byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}
bool is_half_kana_byte(unsigned char byte) {
  return byte >= 0xA1 && byte <= 0xDF;
}
bool is_in_94(unsigned char byte) {
  return byte >= 0x21 && byte <= 0x7E;
}
bool is_high_94(unsigned char byte) {
  return byte >= 0xA1 && byte <= 0xFE;
}

// JIS X 0208 with the extensions of Windows, by row and cell from 0x21; 0 where empty.
char32_t decode_jis(unsigned char first, unsigned char second) {
  const TwoBytes sjis = shift({first, second});
  // Past row 94 Windows' bytes hold IBM's extensions and the user area, which no 7-bit row reaches.
  return Cp932::table().decode(sjis.first, sjis.second);
}

// JIS X 0212, which few texts use, from ICU.
class Supplement {
 public:
  Supplement() {
    UErrorCode error = U_ZERO_ERROR;
    converter_.reset(ucnv_open("euc-jp-2007", &error));
    if (U_FAILURE(error)) converter_.reset();
    if (!converter_) return;
    ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    ucnv_setFromUCallBack(converter_.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  }

  char32_t decode(unsigned char second, unsigned char third) {
    if (!converter_) return 0;
    const std::array<char, 3> bytes{'\x8F', static_cast<char>(second), static_cast<char>(third)};
    std::array<UChar, 4> out{};
    UErrorCode error = U_ZERO_ERROR;
    const auto length = ucnv_toUChars(converter_.get(), out.data(), 4, bytes.data(), 3, &error);
    return U_SUCCESS(error) && length == 1 && (out[0] < 0xE000 || out[0] > 0xF8FF) ? char32_t{out[0]} : 0;
  }

  bool encode(std::string& out, char32_t c) {
    if (!converter_ || c > 0xFFFF) return false;
    const auto unit = static_cast<UChar>(c);
    std::array<char, 8> bytes{};
    UErrorCode error = U_ZERO_ERROR;
    const auto length = ucnv_fromUChars(converter_.get(), bytes.data(), 8, &unit, 1, &error);
    if (U_FAILURE(error) || length != 3 || bytes[0] != '\x8F') return false;
    if (decode(static_cast<unsigned char>(bytes[1]), static_cast<unsigned char>(bytes[2])) != c) return false;
    out.append(bytes.data(), 3);
    return true;
  }

 private:
  struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  std::unique_ptr<UConverter, Close> converter_;
};

// The user rows of eucJP-ms that CP51932 leaves free: F5–F8 are U+E000…
char32_t decode_euc_user(unsigned char first, unsigned char second) {
  if (first < 0xF5 || first > 0xF8) return 0;
  return 0xE000 + (first - 0xF5U) * 94U + (second - 0xA1U);
}

enum class Set { ascii, roman, kana, kanji, supplement };

struct Designation {
  std::string_view escape;
  Set set;
};
constexpr std::array kDesignations = {
    Designation{"\x1B(B", Set::ascii}, Designation{"\x1B(J", Set::roman}, Designation{"\x1B(I", Set::kana},
    Designation{"\x1B$@", Set::kanji}, Designation{"\x1B$B", Set::kanji}, Designation{"\x1B$(D", Set::supplement},
};

const Designation* designation_at(std::string_view rest) {
  for (const Designation& designation : kDesignations) {
    if (rest.starts_with(designation.escape)) return &designation;
  }
  return nullptr;
}

}  // namespace

Attempt attempt_cp932(std::string_view bytes) {
  Attempt attempt;
  attempt.utf8.reserve(bytes.size() * 3 / 2);
  const Cp932& table = Cp932::table();
  std::size_t at = 0;
  while (at < bytes.size()) {
    const unsigned char byte = byte_at(bytes, at);
    if (byte < 0x80) {
      attempt.utf8.push_back(static_cast<char>(byte));
      ++at;
    } else if (is_half_kana_byte(byte)) {
      append(attempt.utf8, kHalfKana + (byte - 0xA1U));
      ++at;
    } else {
      const char16_t c = table.decode(byte, byte_at(bytes, at + 1));
      if (c == 0) break;
      append(attempt.utf8, c);
      at += 2;
    }
  }
  attempt.read = at;
  return attempt;
}

Attempt attempt_euc_jp(std::string_view bytes) {
  Attempt attempt;
  attempt.utf8.reserve(bytes.size() * 3 / 2);
  Supplement supplement;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const unsigned char first = byte_at(bytes, at);
    const unsigned char second = byte_at(bytes, at + 1);
    char32_t c = 0;
    std::size_t length = 2;
    if (first < 0x80) {
      c = first;
      length = 1;
    } else if (first == 0x8E && is_half_kana_byte(second)) {
      c = kHalfKana + (second - 0xA1U);
    } else if (first == 0x8F && is_high_94(second) && is_high_94(byte_at(bytes, at + 2))) {
      c = supplement.decode(second, byte_at(bytes, at + 2));
      length = 3;
    } else if (is_high_94(first) && is_high_94(second)) {
      c = decode_jis(first & 0x7FU, second & 0x7FU);
      if (c == 0) c = decode_euc_user(first, second);
    }
    if (c == 0 && first != 0) break;
    append(attempt.utf8, c);
    at += length;
  }
  attempt.read = at;
  return attempt;
}

Attempt attempt_iso2022jp(std::string_view bytes) {
  Attempt attempt;
  Supplement supplement;
  Set set = Set::ascii;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const unsigned char first = byte_at(bytes, at);
    const unsigned char second = byte_at(bytes, at + 1);
    if (first >= 0x80) break;
    if (bytes[at] == kEscape) {
      const Designation* designation = designation_at(bytes.substr(at));
      if (designation == nullptr) break;
      set = designation->set;
      at += designation->escape.size();
    } else if (bytes[at] == kShiftOut || bytes[at] == kShiftIn) {
      set = bytes[at] == kShiftOut ? Set::kana : Set::ascii;
      ++at;
    } else if (first <= 0x20 || first == 0x7F || set == Set::ascii || set == Set::roman) {
      if (first == '\n' || first == '\r') set = Set::ascii;  // RFC 1468: a line ends in ASCII
      attempt.utf8.push_back(bytes[at]);
      ++at;
    } else if (set == Set::kana) {
      if (first > 0x5F) break;
      append(attempt.utf8, kHalfKana + (first - 0x21U));
      ++at;
    } else {
      if (!is_in_94(second)) break;
      const char32_t c =
          set == Set::kanji ? decode_jis(first, second) : supplement.decode(first | 0x80U, second | 0x80U);
      if (c == 0) break;
      append(attempt.utf8, c);
      at += 2;
    }
  }
  attempt.read = at;
  return attempt;
}

Attempt attempt_utf16(std::string_view bytes, bool big_endian) {
  Attempt attempt;
  attempt.utf8.reserve(bytes.size() * 3 / 2);
  const auto unit = [&](std::size_t at) -> char32_t {
    const unsigned first = byte_at(bytes, at);
    const unsigned second = byte_at(bytes, at + 1);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  std::size_t at = 0;
  while (at + 1 < bytes.size()) {
    const char32_t high = unit(at);
    if (high < 0xD800 || high > 0xDFFF) {
      append(attempt.utf8, high);
      at += 2;
      continue;
    }
    const char32_t low = at + 3 < bytes.size() ? unit(at + 2) : 0;
    if (high > 0xDBFF || low < 0xDC00 || low > 0xDFFF) break;
    append(attempt.utf8, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    at += 4;
  }
  attempt.read = at;
  return attempt;
}

bool put_cp932(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return true;
  }
  if (c >= kHalfKana && c <= 0xFF9F) {
    out.push_back(static_cast<char>(0xA1 + (c - kHalfKana)));
    return true;
  }
  const std::uint16_t code = c > 0xFFFF ? 0 : Cp932::table().encode(static_cast<char16_t>(c));
  if (code == 0) return false;
  out.push_back(static_cast<char>(code >> 8));
  out.push_back(static_cast<char>(code & 0xFF));
  return true;
}

namespace {

// Row and cell of a character within 94 rows; first = 0 where it has none.
TwoBytes to_jis(char32_t c) {
  if (c > 0xFFFF || (c >= 0xE000 && c <= 0xF8FF)) return {};
  std::uint16_t code = Cp932::table().encode(static_cast<char16_t>(c));
  if (code >= 0xFA00) code = Cp932::table().encode_nec_selected(static_cast<char16_t>(c));
  if (code == 0) return {};
  return unshift({static_cast<unsigned char>(code >> 8), static_cast<unsigned char>(code & 0xFF)});
}

}  // namespace

bool put_euc_jp(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return true;
  }
  if (c >= kHalfKana && c <= 0xFF9F) {
    out.push_back('\x8E');
    out.push_back(static_cast<char>(0xA1 + (c - kHalfKana)));
    return true;
  }
  if (c >= 0xE000 && c < 0xE000 + 4 * 94) {
    out.push_back(static_cast<char>(0xF5 + (c - 0xE000) / 94));
    out.push_back(static_cast<char>(0xA1 + (c - 0xE000) % 94));
    return true;
  }
  const TwoBytes jis = to_jis(c);
  if (jis.first == 0) return Supplement().encode(out, c);
  out.push_back(static_cast<char>(jis.first | 0x80));
  out.push_back(static_cast<char>(jis.second | 0x80));
  return true;
}

bool encode_iso2022jp(std::u32string_view text, std::string& out, char32_t& lacking) {
  Set set = Set::ascii;
  const auto enter = [&](Set wanted, std::string_view escape) {
    if (set != wanted) out += escape;
    set = wanted;
  };
  for (const char32_t c : text) {
    if (c < 0x80 && c != 0x1B && c != 0x0E && c != 0x0F) {
      enter(Set::ascii, "\x1B(B");
      out.push_back(static_cast<char>(c));
    } else if (c >= kHalfKana && c <= 0xFF9F) {
      enter(Set::kana, "\x1B(I");
      out.push_back(static_cast<char>(0x21 + (c - kHalfKana)));
    } else {
      const TwoBytes jis = to_jis(c);
      lacking = c;
      if (jis.first == 0) return false;
      enter(Set::kanji, "\x1B$B");
      out.push_back(static_cast<char>(jis.first));
      out.push_back(static_cast<char>(jis.second));
    }
  }
  enter(Set::ascii, "\x1B(B");
  return true;
}

Likeness likeness(std::string_view utf8) {
  Likeness result;
  double sum = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint point = code_point_at(utf8, at);
    at += point.length;
    const char32_t c = point.value;
    if (c < 0x80) {
      ++result.ascii;
      if (c < 0x20 && !is_space(c)) sum -= 5;
      continue;
    }
    const std::uint16_t code = c > 0xFFFF ? 0 : Cp932::table().encode(static_cast<char16_t>(c));
    if (c >= kHalfKana && c <= 0xFF9F) {
      ++result.half_kana;
      sum -= 0.5;
    } else if (code >= 0x8140 && code < 0x8400) {  // punctuation, full-width ASCII, hiragana, katakana
      ++result.kana;
      sum += c >= 0x3041 && c <= 0x3096 ? 3 : 2;
    } else {
      ++result.other;
      if (code >= 0x889F && code < 0x989F) sum += 2;  // JIS level 1
      if (code == 0) sum -= 3;
      if (code >= 0xF000 && code < 0xFA00) sum -= 2;  // private use
    }
  }
  const std::size_t beyond_ascii = result.kana + result.half_kana + result.other;
  result.score = sum / static_cast<double>(beyond_ascii == 0 ? 1 : beyond_ascii);
  return result;
}

}  // namespace sekisho::text
