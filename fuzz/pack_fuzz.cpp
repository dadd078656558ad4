// links: ledger
// An audit pack comes from outside. It is opened with a key that its own `keys` section names, if there is one, so that
// the checks behind the signature are reached too. The signature can then hold only for a seed as it is.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "ledger/pack_format.h"
#include "ledger/verify.h"

using namespace sekisho;
using namespace sekisho::ledger;

namespace {

constexpr std::size_t kShortestLine = 60;
constexpr std::size_t kLongestLine = 120;

VerifierKey key_of(const std::string& pack) {
  for (std::size_t at = pack.find("sekisho/"); at != std::string::npos; at = pack.find("sekisho/", at + 1))
    for (std::size_t length = kShortestLine; length < kLongestLine && at + length <= pack.size(); ++length)
      if (auto key = parse_vkey(std::string_view(pack).substr(at, length))) return *key;
  return {"sekisho/none", std::string(32, 'k')};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto source = source_from_memory(bytes);
  const auto report = verify_pack(*source, key_of(bytes), bytes.substr(bytes.size() / 2));
  if (!report) std::abort();  // a source in memory is always readable

  // What a reader of records takes is what the writer of records gives.
  std::string again;
  pack::RecordReader reader(bytes);
  while (!reader.at_end()) {
    const auto record = reader.next();
    if (!record) break;
    pack::append(again, *record);
  }
  if (bytes.compare(0, again.size(), again) != 0) std::abort();
  return 0;
}
