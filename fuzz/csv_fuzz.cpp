// links: codec
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "codec/table.h"

using namespace sekisho;

// What is read can be written and read back, cell by cell.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = codec::read_csv({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!table || table->rows.empty()) return 0;
  auto again = codec::read_csv(codec::write_csv(table->rows), "again");
  if (!again) std::abort();
  for (auto& row : again->rows) {
    for (auto& cell : row) cell = codec::unneutralize_formula(cell);
  }
  if (again->rows != table->rows) std::abort();
  return 0;
}
