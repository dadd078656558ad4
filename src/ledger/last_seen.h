#pragma once

// The last checkpoint, remembered in a file outside the database (FOLDER/last_checkpoint), so that a database put back
// from a copy cannot fork the tree unnoticed.

#include <optional>
#include <string>

#include "base/result.h"
#include "db/database.h"
#include "ledger/checkpoint.h"

namespace sekisho::ledger {

// Written after each commit, durably, whole or not at all: it may lag behind the database, never run ahead of it.
Status remember(const std::string& path, const std::string& note);
// Nothing where there is no file. Errors: corrupt "ledger.last_seen.damaged" {file}, or that it cannot be read.
Result<std::optional<SignedNote>> recall(const std::string& path);

enum class Standing : std::uint8_t {
  agrees,       // what was seen is part of this ledger
  rolled_back,  // the ledger is shorter than what was seen: record_rollback, before anything else is written
  forked,       // it is as long, and another: refuse to write
};
Result<Standing> compare(db::Database& db, const Checkpoint& last_seen);

}  // namespace sekisho::ledger
