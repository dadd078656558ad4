#include "app/embedded.h"

#include <cstdint>

namespace {
struct Row {
  const char* name;
  const char* bytes;
  std::uint64_t size;
};
}  // namespace

extern "C" const Row sekisho_embedded_table[];
extern "C" const std::uint64_t sekisho_embedded_count;

namespace sekisho::app {

CatalogFiles embedded_catalog() {
  CatalogFiles files;
  for (std::uint64_t i = 0; i < sekisho_embedded_count; ++i) {
    const Row& row = sekisho_embedded_table[i];
    files.emplace(row.name, std::string(row.bytes, row.size));
  }
  return files;
}

}  // namespace sekisho::app
