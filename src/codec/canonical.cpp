#include "codec/canonical.h"

#include <endian.h>

#include <cstring>

namespace sekisho::codec {

namespace {

constexpr std::size_t kWord = 8;

Error refused(std::size_t offset, const std::string& why) {
  return fail(Code::invalid, "canonical bytes at " + std::to_string(offset) + ": " + why, "codec.canonical")
      .with("offset", std::to_string(offset))
      .with("why", why);
}

}  // namespace

CanonicalWriter& CanonicalWriter::u64(std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out_.push_back(static_cast<char>(value >> shift));
  return *this;
}

CanonicalWriter& CanonicalWriter::bytes(std::string_view value) {
  u64(value.size());
  out_ += value;
  return *this;
}

Result<std::uint64_t> CanonicalReader::u64() {
  if (in_.size() - offset_ < kWord) return refused(offset_, "cut short");
  std::uint64_t value = 0;
  std::memcpy(&value, in_.data() + offset_, kWord);
  offset_ += kWord;
  return be64toh(value);
}

Result<std::string_view> CanonicalReader::bytes(std::size_t limit) {
  const std::size_t begin = offset_;
  SEK_TRY(const std::uint64_t length, u64());
  if (length > limit) return refused(begin, "longer than " + std::to_string(limit));
  if (length > in_.size() - offset_) return refused(begin, "cut short");
  offset_ += length;
  return in_.substr(offset_ - length, length);
}

Status CanonicalReader::end() const {
  if (offset_ == in_.size()) return {};
  return refused(offset_, std::to_string(in_.size() - offset_) + " bytes left over");
}

}  // namespace sekisho::codec
