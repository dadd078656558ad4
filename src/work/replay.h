#pragma once

// The tables that verdicts are computed from, compared with the ledger that tells how they came to be: every version
// of a register's row, every observation, every stored policy with its duties and confirmations, the catalogues and the
// body itself. Each entry must find its row as it says, and each row its entry: so a cell altered, a row taken out or
// one put in behind the program's back is found and named, not only a changed ledger.
//
// The ledger itself must have been checked before (ledger::check_stored). Rows are asked for in chunks; what is kept
// of each entry is eight bytes. What an erasure took out of the ledger cannot be compared any more: of such rows only
// that they exist, their instants, and that the erased fields are empty.

#include <cstdint>
#include <string>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "codec/value.h"
#include "db/database.h"
#include "registers/schema.h"
#include "work/office.h"

namespace sekisho::work {

struct Difference {
  std::string table;  // a register's id, or the table
  std::string row;    // the natural key where it is known, else the id
  std::string field;  // "" where the whole row is missing or without an entry
  std::string what;   // message id "replay.…"
};
std::string text_of(const Difference& difference, const Messages& messages, Language language);

struct Replay {
  std::vector<Difference> first;  // at most ten
  std::uint64_t count = 0;        // of all differences found
  bool agrees() const { return count == 0; }
};
codec::Value to_value(const Replay& replay, const Messages& messages);

// `schemas` name rows by their natural keys. While somebody else writes, use check_office.
Result<Replay> replay(db::Database& database, const registers::Schemas& schemas);
// Error: corrupt "replay.differs" {count}{first}.
Status as_status(const Replay& replay);

// The ledger of an office, what its folder keeps beside the database, and the tables, at one state: begun again where
// an entry was added meanwhile. Errors: corrupt "ledger.damaged"; unavailable "replay.busy" where it never stood still.
Result<Replay> check_office(Office& office);

// What an entry about a new version of a policy says of the rows that were stored: a SHA-256 for each table.
Result<codec::Value> digests_of_version(db::Database& database, const std::string& document, std::int64_t version);

}  // namespace sekisho::work
