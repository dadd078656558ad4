// links: work codec crypt ledger db base
// A backup comes from a USB stick. The bytes are framed as a whole backup, so that its records are reached; and are
// read as a kept catalogue.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "codec/canonical.h"
#include "crypt/crypt.h"
#include "work/backup_format.h"
#include "work/backup_load.h"
#include "work/bundle.h"

using namespace sekisho;
using namespace sekisho::work;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(BackupReader::open(ledger::source_from_memory(bytes), "bare"));

  std::string whole = std::string(kBackupMagic) + bytes;
  codec::CanonicalWriter end;
  end.u64(static_cast<std::uint64_t>(RecordKind::end)).bytes(crypt::view(crypt::sha256(whole)));
  whole += end.str();
  auto reader = BackupReader::open(ledger::source_from_memory(whole), "framed");
  if (!reader) std::abort();
  static_cast<void>(shape_of(*reader));
  reader->rewind();
  while (!reader->at_end()) {
    const auto record = reader->next();
    if (!record) break;
    const auto cells = decode_cells(record->payload);
    if (cells && encode_cells(*cells) != record->payload) std::abort();
  }

  if (const auto files = unbundle(bytes)) {
    const auto again = unbundle(bundle(*files));
    if (!again || *again != *files) std::abort();
  }
  return 0;
}
