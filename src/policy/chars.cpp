#include "policy/chars.h"

namespace sekisho::policy {

Char any_char_at(std::string_view s, std::size_t at) {
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

std::string squeezed_key(std::string_view s) {
  std::string key;
  key.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) {
    const Char c = char_at(s, at);
    if (!is_blank(c.value) && c.value != U'\n') key.append(s.data() + at, c.length);
    at += c.length;
  }
  return key;
}

}  // namespace sekisho::policy
