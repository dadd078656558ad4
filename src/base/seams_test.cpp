#include "base/seams.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <set>

using namespace sekisho;

TEST_CASE("hexadecimal") {
  CHECK(hex(std::string_view("\x00\xFF\x1A", 3)) == "00ff1a");
  CHECK(unhex("00FF1a").value() == std::string("\x00\xFF\x1A", 3));
  CHECK(unhex("").value().empty());
  for (const char* text : {"0", "0g", "00 ", "０"}) CHECK(unhex(text).error().message == "text.not_hex");
}

TEST_CASE("base64: the vectors of RFC 4648") {
  const std::string_view whole = "foobar";
  const char* expected[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    CHECK(base64(whole.substr(0, length)) == expected[length]);
    CHECK(unbase64(expected[length]).value() == whole.substr(0, length));
  }
}

TEST_CASE("base64 has one form a value") {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9v", "Zm9v\n", "Zm-_"}) {
    CAPTURE(text);
    CHECK(unbase64(text).error().message == "text.not_base64");
  }
  CHECK(rc::check([](const std::string& bytes) {
    RC_ASSERT(unbase64(base64(bytes)).value() == bytes);
    RC_ASSERT(unhex(hex(bytes)).value() == bytes);
  }));
}

TEST_CASE("random ids are 26 letters, and seeded ones can be told beforehand") {
  SeededRandom zero(0);
  SeededRandom again(0);
  const std::string id = random_id(zero);
  CHECK(id == random_id(again));
  CHECK(id.size() == 26);
  CHECK(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") == std::string::npos);
  std::set<std::string> ids;
  SystemRandom system;
  for (int i = 0; i < 1000; ++i) ids.insert(random_id(system));
  CHECK(ids.size() == 1000);
}

TEST_CASE("an id spells its 128 bits") {
  struct Fixed final : Random {
    void fill(std::span<std::byte> out) override {
      for (std::byte& byte : out) byte = std::byte{0xFF};
    }
  } ones;
  CHECK(random_id(ones) == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
}

TEST_CASE("SplitMix64 begins as published") {
  SeededRandom random(1234567);
  std::array<std::byte, 8> bytes{};
  random.fill(bytes);
  std::uint64_t word = 0;
  for (std::size_t i = 8; i-- > 0;) word = word << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  CHECK(word == 6457827717110365317U);
}

TEST_CASE("clocks") {
  FixedClock fixed(Instant{5});
  CHECK(fixed.now() == Instant{5});
  fixed.set(Instant{6});
  CHECK(fixed.now() == Instant{6});
  CHECK(SystemClock().now() > parse_rfc3339("2026-01-01T00:00:00Z").value());
}
