// links: ledger
// A public key line comes from a web site or a mail. What is read is written again byte for byte, but for its line end.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/checkpoint.h"

using namespace sekisho;
using namespace sekisho::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto key = parse_vkey(line);
  if (!key) return 0;
  if (line.substr(0, key->line().size()) != key->line() || line.size() > key->line().size() + 2) std::abort();
  const auto again = parse_vkey(key->line());
  if (!again || !(*again == *key)) std::abort();
  return 0;
}
