#pragma once

// Characters of a policy's text, straight from UTF-8, and what kind they are. Tolerant: a byte that starts no valid
// sequence is one character U+FFFD of one byte, so that every offset of every input can be visited.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace sekisho::policy {

struct Char {
  char32_t value = 0;
  std::uint32_t length = 0;  // bytes; 0 at the end
};

inline bool is_tail(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

inline Char char_at(std::string_view s, std::size_t at) {
  if (at >= s.size()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[at + i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (length == 0 || lead > 0xF4 || at + length > s.size()) return {0xFFFD, 1};
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::uint32_t i = 1; i < length; ++i) {
    if (!is_tail(s[at + i])) return {0xFFFD, 1};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  return {value, length};
}

// The character that ends at `at`.
inline Char char_before(std::string_view s, std::size_t at) {
  std::size_t begin = at;
  for (int i = 0; i < 4 && begin > 0; ++i) {
    --begin;
    if (is_tail(s[begin])) continue;
    const Char c = char_at(s, begin);
    if (begin + c.length == at) return c;
    break;
  }
  return at == 0 ? Char{} : Char{0xFFFD, 1};
}

inline Char first_char(std::string_view s) {
  return char_at(s, 0);
}
inline Char last_char(std::string_view s) {
  return char_before(s, s.size());
}

inline bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t' || c == 0x3000 || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F ||
         c == 0xFEFF || c == U'\r' || c == U'\v';
}

// 0–9 for ASCII and full-width digits, else -1.
inline int digit_of(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
  if (c >= U'０' && c <= U'９') return static_cast<int>(c - U'０');
  return -1;
}

inline bool is_hiragana(char32_t c) {
  return c >= 0x3041 && c <= 0x309F;
}
inline bool is_katakana(char32_t c) {
  return (c >= 0x30A1 && c <= 0x30FA) || c == U'ー' || (c >= 0xFF66 && c <= 0xFF9D);
}
inline bool is_kanji(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF) || c == U'々' || c == U'〇';
}

// A–Z and a–z, also full-width, as ASCII; 0 for anything else.
inline char latin_of(char32_t c) {
  if (c >= 0xFF21 && c <= 0xFF5A) c -= 0xFEE0;
  if ((c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z')) return static_cast<char>(c);
  return 0;
}

inline bool is_open_paren(char32_t c) {
  return c == U'(' || c == U'（';
}
inline bool is_close_paren(char32_t c) {
  return c == U')' || c == U'）';
}

// The closing bracket that belongs to an opening one, 0 for anything else. Full-width brackets are given for half-width
// ones.
inline char32_t closing_of(char32_t open) {
  switch (open) {
    case U'(':
    case U'（':
      return U'）';
    case U'「':
      return U'」';
    case U'『':
      return U'』';
    case U'【':
      return U'】';
    case U'〔':
      return U'〕';
    case U'［':
    case U'[':
      return U'］';
    case U'〈':
      return U'〉';
    case U'《':
      return U'》';
    default:
      return 0;
  }
}

// A closing bracket in its full-width form, 0 for anything else.
inline char32_t as_closing(char32_t c) {
  switch (c) {
    case U')':
    case U'）':
      return U'）';
    case U'］':
    case U']':
      return U'］';
    case U'」':
    case U'』':
    case U'】':
    case U'〕':
    case U'〉':
    case U'》':
      return c;
    default:
      return 0;
  }
}

// Ends a sentence: 。 and, in texts that write ，．, a full-width point after hiragana.
inline bool is_stop(char32_t c, char32_t before) {
  return c == U'。' || c == U'｡' || (c == U'．' && is_hiragana(before));
}

inline std::size_t skip_blanks(std::string_view s, std::size_t at) {
  for (Char c = char_at(s, at); c.length != 0 && is_blank(c.value); c = char_at(s, at)) at += c.length;
  return at;
}

inline std::string_view without_blanks_around(std::string_view s) {
  s.remove_prefix(skip_blanks(s, 0));
  for (Char c = last_char(s); c.length != 0 && is_blank(c.value); c = last_char(s)) s.remove_suffix(c.length);
  return s;
}

inline std::size_t count_chars(std::string_view s) {
  std::size_t n = 0;
  for (const char byte : s) n += is_tail(byte) ? 0 : 1;
  return n;
}

inline bool starts_with_any(std::string_view s, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (s.starts_with(word)) return true;
  }
  return false;
}

inline bool ends_with_any(std::string_view s, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (s.ends_with(word)) return true;
  }
  return false;
}

inline bool contains_any(std::string_view s, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (s.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// The text without any blank or line break: headings and titles are compared in this form.
inline std::string squeezed_key(std::string_view s) {
  std::string key;
  key.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) {
    const Char c = char_at(s, at);
    if (!is_blank(c.value) && c.value != U'\n') key.append(s.substr(at, c.length));
    at += c.length;
  }
  return key;
}

}  // namespace sekisho::policy
