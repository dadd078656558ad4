#pragma once

// Characters of a policy's text, straight from UTF-8, and what kind they are. Tolerant: a byte that starts no valid
// sequence is one character U+FFFD of one byte, so that every offset of every input can be visited.

#include <cstdint>
#include <cstring>
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

// Any sequence, also a broken one. char_at has the common ones inline.
Char any_char_at(std::string_view s, std::size_t at);

inline Char char_at(std::string_view s, std::size_t at) {
  if (at >= s.size()) return {};
  const char* const p = s.data() + at;
  const auto lead = static_cast<unsigned char>(*p);
  if (lead < 0x80) return {lead, 1};
  if ((lead & 0xF0U) == 0xE0 && at + 2 < s.size() && is_tail(p[1]) && is_tail(p[2])) {
    return {static_cast<char32_t>(((lead & 0x0FU) << 12U) | ((static_cast<unsigned char>(p[1]) & 0x3FU) << 6U) |
                                  (static_cast<unsigned char>(p[2]) & 0x3FU)),
            3};
  }
  return any_char_at(s, at);
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

// The last bytes differ most in Japanese text: they are compared first.
inline bool starts_with_any(std::string_view s, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (s.size() < word.size() || s[word.size() - 1] != word.back()) continue;
    if (std::memcmp(s.data(), word.data(), word.size()) == 0) return true;
  }
  return false;
}

inline bool ends_with_any(std::string_view s, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (s.size() < word.size() || s.back() != word.back()) continue;
    if (std::memcmp(s.data() + s.size() - word.size(), word.data(), word.size()) == 0) return true;
  }
  return false;
}

// Searches for the third byte: in Japanese text the first two are nearly always the same.
inline bool contains(std::string_view s, std::string_view word) {
  if (word.size() < 3) return s.find(word) != std::string_view::npos;
  if (s.size() < word.size()) return false;
  const char* const end = s.data() + (s.size() - word.size()) + 3;
  for (const char* p = s.data() + 2; p < end; ++p) {
    p = static_cast<const char*>(std::memchr(p, word[2], static_cast<std::size_t>(end - p)));
    if (p == nullptr) return false;
    if (std::memcmp(p - 2, word.data(), word.size()) == 0) return true;
  }
  return false;
}

inline bool contains_any(std::string_view s, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (contains(s, word)) return true;
  }
  return false;
}

// The text without any blank or line break: headings and titles are compared in this form.
std::string squeezed_key(std::string_view s);

}  // namespace sekisho::policy
