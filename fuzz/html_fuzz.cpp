// links: extract base
// Any bytes as a page: what comes out is text, and crosses the worker's pipe unchanged.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "extract/extract.h"
#include "extract/parts.h"

using namespace sekisho;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto page = extract::extract_html(bytes, "fuzz.html");
  if (page) {
    if (!text::is_valid_utf8(page->text)) std::abort();
    const std::string wire = extract::to_wire(*page);
    const auto back = extract::from_wire(wire);
    if (!back || extract::to_wire(*back) != wire) std::abort();
  }
  static_cast<void>(extract::detect(bytes, "fuzz"));
  static_cast<void>(extract::from_wire(bytes));
  return 0;
}
