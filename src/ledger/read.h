#pragma once

// Reading a ledger: entries, checkpoints, proofs. Needs no key and changes nothing.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/database.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/tree.h"

namespace sekisho::ledger {

Result<std::uint64_t> size(db::Database& db);

// Entries of index from … to-1, in order, one a call. Errors: corrupt "ledger.damaged" {entry}{why} where a row is
// missing or is not what its leaf says.
Status each_entry(db::Database& db, std::uint64_t from, std::uint64_t to,
                  const std::function<Status(const StoredEntry&)>& take);
Result<StoredEntry> entry(db::Database& db, std::uint64_t index);  // not_found "ledger.entry.none" {entry}

// A signed checkpoint note. One exists for every append.
struct StoredCheckpoint {
  Checkpoint checkpoint;
  Instant at;  // of its last entry
  std::string note;
};
Result<std::optional<StoredCheckpoint>> latest_checkpoint(db::Database& db);   // nothing where the ledger is empty
Result<StoredCheckpoint> checkpoint_at(db::Database& db, std::uint64_t size);  // not_found where no append ended there
Status each_checkpoint(db::Database& db, const std::function<Status(const StoredCheckpoint&)>& take);

// A checkpoint that left the house.
struct Anchor {
  Checkpoint checkpoint;
  std::string note;
  std::string to;
  Instant at;
  std::uint64_t entry = 0;  // the entry that records it
};
Result<std::vector<Anchor>> anchors(db::Database& db);  // oldest first

// A key of this ledger, from the index of the entry that named it on.
enum class KeyEvent : std::uint8_t { created, rotated, lost };
struct KeyRecord {
  VerifierKey key;
  std::uint64_t entry = 0;
  KeyEvent event = KeyEvent::created;
};
Result<std::vector<KeyRecord>> keys(db::Database& db);  // oldest first; empty where there is no ledger
Result<VerifierKey> current_key(db::Database& db);      // not_found "ledger.none"

// Stored nodes, for the proofs of ledger/tree.h. The database outlives the reader.
NodeReader node_reader(db::Database& db);

// The whole tree computed again from the stored leaves, compared with every stored node, root and signature: what a
// daily self-check runs. Errors: corrupt "ledger.damaged" {entry}{why}.
Status check_stored(db::Database& db);

}  // namespace sekisho::ledger
