#include "codec/zip.h"

#include <doctest/doctest.h>

#include "codec/zip_for_test.h"

using namespace sekisho;

namespace {

bool is_xml(std::string_view name) {
  return name.ends_with(".xml");
}

}  // namespace

TEST_CASE("a ZIP is read by name") {
  const std::string zip = codec::make_zip({{"a.xml", "<a/>"}, {"b/c.bin", std::string("\0\1", 2)}, {"d.xml", ""}});
  CHECK(codec::read_zip(zip, "x.zip").value() ==
        std::map<std::string, std::string>{{"a.xml", "<a/>"}, {"b/c.bin", std::string("\0\1", 2)}, {"d.xml", ""}});
  CHECK(codec::read_zip(zip, "x.zip", is_xml).value() ==
        std::map<std::string, std::string>{{"a.xml", "<a/>"}, {"d.xml", ""}});
}

TEST_CASE("bombs stop at the limit") {
  const std::string zip =
      codec::make_zip({{"a.xml", std::string(10'000'000, 'x')}, {"b.bin", std::string(10'000'000, 'x')}});
  CHECK(zip.size() < 100'000);
  codec::ZipLimits limits;
  limits.unpacked_bytes = 9'000'000;
  const auto stopped = codec::read_zip(zip, "x.zip", nullptr, limits);
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().code == Code::exhausted);
  CHECK(stopped.error().message == "zip.too_large");
  limits.unpacked_bytes = 10'000'000;
  CHECK(codec::read_zip(zip, "x.zip", is_xml, limits));  // what is not wanted is not unpacked
  limits.entries = 1;
  CHECK(codec::read_zip(zip, "x.zip", is_xml, limits).error().message == "zip.too_large");
}

TEST_CASE("what is damaged is refused") {
  const std::string zip = codec::make_zip({{"a.xml", std::string(1000, 'x')}});
  CHECK(codec::read_zip("", "x.zip").error().message == "zip.damaged");
  CHECK(codec::read_zip("PK\x03\x04 and then nothing", "x.zip").error().message == "zip.damaged");
  CHECK(codec::read_zip(std::string_view(zip).substr(0, zip.size() / 2), "x.zip").error().message == "zip.damaged");
  CHECK(codec::read_zip(codec::make_zip({{"a", "1"}, {"a", "2"}}), "x.zip").error().message == "zip.damaged");
  std::string flipped = zip;
  const std::size_t sum = flipped.find("PK\x01\x02") + 16;
  flipped[sum] = static_cast<char>(flipped[sum] ^ 0x55);  // the checksum of the entry
  CHECK(codec::read_zip(flipped, "x.zip").error().message == "zip.damaged");
}

TEST_CASE("an encrypted ZIP is told apart") {
  std::string zip = codec::make_zip({{"a.xml", "content"}});
  const std::size_t central = zip.find("PK\x01\x02");
  REQUIRE(central != std::string::npos);
  zip[6] = static_cast<char>(zip[6] | 1);                      // the flag of the entry
  zip[central + 8] = static_cast<char>(zip[central + 8] | 1);  // and of the directory
  CHECK(codec::read_zip(zip, "x.zip").error().message == "zip.encrypted");
}
