// links: ledger
// A checkpoint note comes from paper, mail or a sister body. What is read is written again byte for byte.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/checkpoint.h"

using namespace sekisho;
using namespace sekisho::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto note = parse_note(bytes);
  if (!note) return 0;
  if (write_note(*note) != bytes) std::abort();
  const auto checkpoint = parse_checkpoint(note->text);
  if (checkpoint && note->text.compare(0, checkpoint_text(*checkpoint).size(), checkpoint_text(*checkpoint)) != 0)
    std::abort();
  if (signed_by(*note, {"sekisho/fuzz", std::string(32, 'k')}) == Signed::yes) std::abort();
  return 0;
}
