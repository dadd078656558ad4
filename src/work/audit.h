#pragma once

// What an auditor gets: the pack, checkpoints that leave the house, the ledger in words.

#include <string>
#include <vector>

#include "ledger/pack.h"
#include "ledger/read.h"
#include "work/office.h"

namespace sekisho::work {

// Writes the audit pack: every entry, the kept originals of the policies, the status of this moment. Recorded first, so
// the pack holds the entry that tells of it, and one that tells on what verdicts `not_triggered` rest; its checkpoint
// leaves the house with it. Nothing is written where the tables are not what the ledger tells: the status would be
// false. Errors: corrupt "ledger.damaged", "replay.differs"; as build_pack.
Result<ledger::PackSummary> write_pack(Office& office, const std::string& path);

// Records that the latest checkpoint leaves the house and returns the note.
Result<std::string> hand_out_checkpoint(Office& office, const std::string& to);

// Puts a new signing key in place of the present one, which names it in an entry.
Status rotate_key(Office& office);

}  // namespace sekisho::work
