// links: codec
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "codec/table.h"

using namespace sekisho;

// One value has one encoding: what is accepted is what would be written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto tables = codec::from_wire(bytes);
  if (tables && codec::to_wire(*tables) != bytes) std::abort();
  return 0;
}
