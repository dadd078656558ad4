// links: codec
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "codec/number_format.h"
#include "codec/table.h"

using namespace sekisho;

// The whole way of an uploaded workbook, with small limits, and across the pipe; and the input as a number format.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  codec::TableLimits limits;
  limits.unpacked_bytes = 4u << 20;
  const auto tables = codec::read_table_file(bytes, "fuzz", limits);
  if (tables) {
    const std::string wire = codec::to_wire(*tables);
    const auto back = codec::from_wire(wire);
    if (!back || codec::to_wire(*back) != wire) std::abort();
  }
  if (size <= 256) {
    const codec::NumberFormat format(bytes);
    for (const double number : {0.0, 46113.5, -1234.567, 1e300}) static_cast<void>(format.show(number, false));
  }
  return 0;
}
