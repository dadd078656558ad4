// links: codec
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "codec/value.h"

using sekisho::codec::parse_json;
using sekisho::codec::to_json;

// What is read is written so that it reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = parse_json({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!value) return 0;
  const std::string text = to_json(*value);
  const auto again = parse_json(text, "again");
  if (!again || !(*again == *value)) std::abort();
  return 0;
}
