// links: registers
// Whatever the text: a hit lies within it and holds twelve digits with the right check digit.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"
#include "registers/individual_number.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sekisho;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const registers::NumberHit& hit : registers::find_individual_numbers(bytes)) {
    SEK_ASSERT(hit.begin < hit.end && hit.end <= bytes.size());
    std::string digits;
    for (const char32_t c : text::to_u32(bytes.substr(hit.begin, hit.end - hit.begin))) {
      if (c >= '0' && c <= '9') digits += static_cast<char>(c);
      if (c >= 0xFF10 && c <= 0xFF19) digits += static_cast<char>('0' + (c - 0xFF10));
    }
    SEK_ASSERT(registers::is_individual_number(digits));
  }
  return 0;
}
