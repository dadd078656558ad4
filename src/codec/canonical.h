#pragma once

// Canonical bytes for what is hashed or signed: one value has one encoding. Format: docs/formats/canonical.md.
// A writer appends fields in a fixed order; integers are 8 bytes, big-endian, byte strings are
// their 8-byte big-endian length and then the bytes. A reader refuses anything else, and trailing bytes.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sekisho::codec {

class CanonicalWriter {
 public:
  CanonicalWriter& u64(std::uint64_t value);
  CanonicalWriter& bytes(std::string_view value);
  const std::string& str() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class CanonicalReader {
 public:
  explicit CanonicalReader(std::string_view in) : in_(in) {}
  Result<std::uint64_t> u64();
  Result<std::string_view> bytes(std::size_t limit);  // a view into the input
  std::size_t offset() const { return offset_; }
  Status end() const;  // nothing may be left. Error: invalid "codec.canonical" {offset}{why}

 private:
  std::string_view in_;
  std::size_t offset_ = 0;
};

}  // namespace sekisho::codec
