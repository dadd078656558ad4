#include "base/shown_stream.h"

#include "base/text.h"

namespace sekisho {
namespace {

constexpr std::string_view kInstead = "\xEF\xBF\xBD";

std::size_t length_by(unsigned char first) {
  if (first >= 0xF0 && first < 0xF8) return 4;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xC2 && first < 0xE0 ? 2 : 1;
}

}  // namespace

bool steers_display(char32_t c) {
  if (c < 0x20) return c != U'\n' && c != U'\t';
  if (c < 0x7F) return false;
  return c <= 0x9F || c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

ShownBuffer::~ShownBuffer() {
  pass_pending();
}

bool ShownBuffer::pass(std::string_view bytes) {
  return inner_->sputn(bytes.data(), static_cast<std::streamsize>(bytes.size())) ==
         static_cast<std::streamsize>(bytes.size());
}

bool ShownBuffer::pass_pending() {
  std::string rest;
  rest.swap(pending_);
  return rest.empty() || pass(rest);
}

std::streamsize ShownBuffer::xsputn(const char* bytes, std::streamsize count) {
  const std::string text = std::move(pending_) + std::string(bytes, static_cast<std::size_t>(count));
  pending_.clear();
  std::string shown;
  shown.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t wanted = length_by(first);
    if (at + wanted > text.size()) break;  // the rest of the character is still to come
    const std::string_view whole = std::string_view(text).substr(at, wanted);
    const bool valid = wanted == 1 ? first < 0x80 : text::is_valid_utf8(whole);
    const std::size_t taken = valid ? wanted : 1;
    if (!valid) {
      shown += first >= 0x80 && first < 0xA0 ? kInstead : whole.substr(0, 1);
    } else {
      shown += steers_display(text::code_point_at(whole, 0).value) ? kInstead : whole;
    }
    at += taken;
  }
  pending_.assign(text, at, std::string::npos);
  return pass(shown) ? count : 0;
}

ShownBuffer::int_type ShownBuffer::overflow(int_type byte) {
  if (traits_type::eq_int_type(byte, traits_type::eof())) return traits_type::not_eof(byte);
  const char one = traits_type::to_char_type(byte);
  return xsputn(&one, 1) == 1 ? byte : traits_type::eof();
}

int ShownBuffer::sync() {
  return pass_pending() ? inner_->pubsync() : -1;
}

}  // namespace sekisho
