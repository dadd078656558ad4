#pragma once

// How rows hold what the ledger writes: shared by its writer and its reader.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"

namespace sekisho::ledger {

// Signatures of one checkpoint: key id (4 bytes, big-endian) and signature (64 bytes) each, back to back. The name is
// the ledger's origin.
std::string pack_signatures(std::span<const NoteSignature> signatures);
Result<std::vector<NoteSignature>> unpack_signatures(std::string_view bytes, const std::string& name);

// corrupt "ledger.damaged" {entry}{why}: what the database holds is not what was written.
Error damaged(const std::string& why);
Error damaged_at(std::uint64_t index, const std::string& why);

}  // namespace sekisho::ledger
