#include "base/text.h"

#include <unicode/uchar.h>

namespace sekisho::text {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The length that a lead byte announces; 0 for a byte that never leads.
std::size_t announced_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// Strict: neither overlong forms nor surrogates. Length 0 where the bytes are no code point.
CodePoint decode_one(std::string_view bytes, std::size_t offset) {
  const auto lead = static_cast<unsigned char>(bytes[offset]);
  const std::size_t length = announced_length(lead);
  if (length == 0 || offset + length > bytes.size()) return {};
  if (length == 1) return {lead, 1};
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const char next = bytes[offset + i];
    if (!is_continuation(next)) return {};
    value = (value << 6) | (static_cast<unsigned char>(next) & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > 0x10FFFF) return {};
  return {value, length};
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const CodePoint point = decode_one(bytes, at);
    if (point.length == 0) return false;
    at += point.length;
  }
  return true;
}

std::size_t first_invalid_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const CodePoint point = decode_one(bytes, at);
    if (point.length == 0) return at;
    at += point.length;
  }
  return at;
}

CodePoint code_point_at_slow(std::string_view utf8, std::size_t offset) {
  if (offset >= utf8.size()) return {};
  const CodePoint point = decode_one(utf8, offset);
  return point.length == 0 ? CodePoint{kReplacement, 1} : point;
}

void append(std::string& utf8, char32_t code_point) {
  const auto byte = [&utf8](char32_t value) { utf8.push_back(static_cast<char>(value)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0 | (code_point >> 6));
    byte(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    byte(0xE0 | (code_point >> 12));
    byte(0x80 | ((code_point >> 6) & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  } else {
    byte(0xF0 | (code_point >> 18));
    byte(0x80 | ((code_point >> 12) & 0x3F));
    byte(0x80 | ((code_point >> 6) & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  }
}

std::u32string to_u32(std::string_view utf8) {
  std::u32string points;
  points.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint point = code_point_at(utf8, at);
    points.push_back(point.value);
    at += point.length;
  }
  return points;
}

std::string from_u32(std::u32string_view code_points) {
  std::string utf8;
  utf8.reserve(code_points.size() * 3);
  for (const char32_t point : code_points) append(utf8, point);
  return utf8;
}

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  if (c == 0x3000 || c == 0xA0 || c == 0x85 || c == 0x1680 || c == 0xFEFF) return true;
  return (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F;
}

std::string_view trim(std::string_view utf8) {
  while (!utf8.empty()) {
    const CodePoint first = code_point_at(utf8, 0);
    if (!is_space(first.value)) break;
    utf8.remove_prefix(first.length);
  }
  while (!utf8.empty()) {
    std::size_t start = utf8.size() - 1;
    while (start > 0 && is_continuation(utf8[start])) --start;
    if (!is_space(code_point_at(utf8, start).value)) break;
    utf8.remove_suffix(utf8.size() - start);
  }
  return utf8;
}

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint point = code_point_at(utf8, at);
    at += point.length;
    const auto c = static_cast<UChar32>(point.value);
    const auto type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || type == U_CONTROL_CHAR)
      continue;
    const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    width += (wide == U_EA_WIDE || wide == U_EA_FULLWIDTH) ? 2 : 1;
  }
  return width;
}

std::vector<std::string_view> split_lines(std::string_view utf8) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  while (begin < utf8.size()) {
    std::size_t end = utf8.find_first_of("\r\n", begin);
    if (end == std::string_view::npos) end = utf8.size();
    lines.push_back(utf8.substr(begin, end - begin));
    if (end + 1 < utf8.size() && utf8[end] == '\r' && utf8[end + 1] == '\n') ++end;
    begin = end + 1;
  }
  return lines;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  if (from.empty()) return text;
  std::size_t at = text.find(from);
  if (at == std::string::npos) return text;
  std::string out;
  std::size_t copied = 0;
  for (; at != std::string::npos; at = text.find(from, copied)) {
    out.append(text, copied, at - copied).append(to);
    copied = at + from.size();
  }
  return out.append(text, copied, std::string::npos);
}

}  // namespace sekisho::text
