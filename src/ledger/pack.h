#pragma once

// The audit pack: one file that an auditor verifies with the public key alone. Format: docs/formats/pack.md.
//
// Sections back to back, a table with the digest of each, and an Ed25519 signature over the table: so the signature
// covers every byte of the file. All entries are in it, with label and payload where they are neither secret nor
// erased; the keys, the checkpoints that left the house with consistency proofs, attached files, and the status report.

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/database.h"
#include "ledger/entry.h"
#include "ledger/ledger.h"

namespace sekisho::ledger {

// A file carried along, such as a policy's original bytes. Read one at a time while the pack is written.
struct Attachment {
  std::string name;    // as shown: a title or file name
  std::string sha256;  // 64 hexadecimal digits
  std::uint64_t length = 0;
  std::function<Result<std::string>()> read;  // its bytes; corrupt "ledger.attachment.changed" {name} where they differ
};

struct PackRequest {
  std::string body;  // the body's name
  Instant made_at;
  std::vector<Attachment> attachments;
  std::string status_json;  // the report of the same moment; "" for none
  // Whose payload is left out, beside the entries that were recorded as secret; none: nobody's.
  std::function<bool(const StoredEntry&)> stays_in_house = {};
};

struct PackSummary {
  Checkpoint checkpoint;  // the pack ends here
  std::uint64_t bytes = 0;
  std::uint64_t withheld = 0;  // payloads left out as secret
  std::uint64_t erased = 0;
};

// Writes the pack whole or not at all: beside `path`, fsync, rename. Run in a transaction, so that the ledger stands
// still. Errors: storage "file.write_failed" {file}{why}; corrupt "ledger.damaged" {entry}{why}.
Result<PackSummary> build_pack(db::Database& db, const Ledger& ledger, const PackRequest& request,
                               const std::string& path);

}  // namespace sekisho::ledger
