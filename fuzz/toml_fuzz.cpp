// links: codec
#include <cstddef>
#include <cstdint>

#include "codec/catalog.h"
#include "codec/legal.h"
#include "codec/value.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto value = sekisho::codec::parse_toml(text, "fuzz");
  static_cast<void>(sekisho::codec::load_messages({{"messages/fuzz.toml", text}}));
  static_cast<void>(sekisho::codec::load_legal_rules({{"legal/clocks.toml", text}}));
  static_cast<void>(sekisho::codec::load_holidays({{"legal/holidays.toml", text}}));
  return 0;
}
