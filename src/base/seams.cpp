#include "base/seams.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <chrono>

namespace sekisho {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

Instant SystemClock::now() const {
  using std::chrono::microseconds;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<microseconds>(since).count()};
}

void SystemRandom::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    SEK_ASSERT(got > 0);  // without random numbers nothing may go on
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

// SplitMix64 (Steele, Lea and Flood, 2014).
void SeededRandom::fill(std::span<std::byte> out) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) {
      state_ += 0x9E3779B97F4A7C15U;
      word = state_;
      word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9U;
      word = (word ^ (word >> 27)) * 0x94D049BB133111EBU;
      word ^= word >> 31;
    }
    out[i] = static_cast<std::byte>(word >> (8 * (i % 8)));
  }
}

std::string hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 15];
  }
  return out;
}

Result<std::string> unhex(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
    if (high < 0 || low < 0) return fail(Code::invalid, "not hexadecimal", "text.not_hex");
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const unsigned group = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    const std::size_t left = bytes.size() - i;
    out += kBase64[group >> 18];
    out += kBase64[group >> 12 & 63];
    out += left > 1 ? kBase64[group >> 6 & 63] : '=';
    out += left > 2 ? kBase64[group & 63] : '=';
  }
  return out;
}

Result<std::string> unbase64(std::string_view text) {
  const auto refused = [] { return fail(Code::invalid, "not canonical base64", "text.not_base64"); };
  if (text.size() % 4 != 0) return refused();
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    std::size_t letters = 4;
    while (last && letters > 2 && text[i + letters - 1] == '=') --letters;
    unsigned group = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const std::size_t value = j < letters ? kBase64.find(text[i + j]) : 0;
      if (value == std::string_view::npos) return refused();
      group = group << 6 | static_cast<unsigned>(value);
    }
    const unsigned unused = letters == 4 ? 0 : letters == 3 ? 0xFF : 0xFFFF;
    if ((group & unused) != 0) return refused();
    for (std::size_t j = 0; j + 1 < letters; ++j) out += static_cast<char>(group >> (16 - 8 * j));
  }
  return out;
}

std::string random_id(Random& random) {
  std::array<std::byte, 16> bytes{};
  random.fill(bytes);
  std::string id;
  unsigned pending = 0;
  int bits = 2;  // 130 bits are written, the first two are zero
  for (const std::byte byte : bytes) {
    pending = pending << 8 | std::to_integer<unsigned>(byte);
    for (bits += 8; bits >= 5; bits -= 5) id += kCrockford[pending >> (bits - 5) & 31];
    pending &= 31;
  }
  return id;
}

}  // namespace sekisho
