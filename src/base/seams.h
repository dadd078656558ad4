#pragma once

// Seams: what the outside world gives, passed in so that a test can decide it.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace sekisho {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant now) : now_(now) {}
  Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_;
};

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;
};

class SystemRandom final : public Random {  // getrandom(2)
 public:
  void fill(std::span<std::byte> out) override;
};

class SeededRandom final : public Random {  // for tests only: reproducible, not secret
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::byte> out) override;

 private:
  std::uint64_t state_;
};

std::string hex(std::string_view bytes);              // lower case
Result<std::string> unhex(std::string_view text);     // either case. Error: invalid "text.not_hex"
std::string base64(std::string_view bytes);           // RFC 4648, padded
Result<std::string> unbase64(std::string_view text);  // strict: canonical padding and bits. "text.not_base64"
std::string random_id(Random& random);                // 26 characters of Crockford base32, 128 bits

// Data files of the catalogue, path inside catalog/ → bytes.
using CatalogFiles = std::map<std::string, std::string>;

}  // namespace sekisho
