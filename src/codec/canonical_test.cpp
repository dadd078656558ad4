#include "codec/canonical.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/seams.h"

using namespace sekisho;
using codec::CanonicalReader;
using codec::CanonicalWriter;

TEST_CASE("canonical bytes as documented") {
  const std::string bytes = CanonicalWriter().u64(3).bytes("令").take();
  CHECK(hex(bytes) == "00000000000000030000000000000003e4bba4");
  CanonicalReader reader(bytes);
  CHECK(reader.u64().value() == 3);
  CHECK(reader.bytes(3).value() == "令");
  CHECK(reader.offset() == bytes.size());
  CHECK(reader.end());
}

TEST_CASE("anything else is refused, with its place") {
  const auto offset = [](const Error& error) { return error.params.at(0).second; };
  CanonicalReader cut(std::string_view("\0\0\0\0\0\0\0", 7));
  CHECK(offset(cut.u64().error()) == "0");
  const std::string three = CanonicalWriter().bytes("abc").take();
  CHECK(CanonicalReader(three).bytes(2).error().message == "codec.canonical");
  CHECK_FALSE(CanonicalReader(std::string_view(three).substr(0, 10)).bytes(9));
  const std::string huge = CanonicalWriter().u64(~0ULL).take();
  CHECK_FALSE(CanonicalReader(huge).bytes(~std::size_t{0}));
  CanonicalReader left(three);
  CHECK(left.u64());
  CHECK(offset(left.end().error()) == "8");
}

TEST_CASE("what is written is read back, and no prefix of it is") {
  CHECK(rc::check([](std::uint64_t number, const std::string& text) {
    const std::string bytes = CanonicalWriter().bytes(text).u64(number).take();
    CanonicalReader reader(bytes);
    RC_ASSERT(reader.bytes(bytes.size()).value() == text);
    RC_ASSERT(reader.u64().value() == number);
    RC_ASSERT(reader.end().has_value());
    const std::size_t length = *rc::gen::inRange<std::size_t>(0, bytes.size());
    CanonicalReader prefix(std::string_view(bytes).substr(0, length));
    RC_ASSERT(!prefix.bytes(bytes.size()) || !prefix.u64());
  }));
}
