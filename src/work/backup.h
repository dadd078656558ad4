#pragma once

// Backups: one file with every table, every kept original and, only where asked for, the signing key. A backup of an
// SQLite body can be restored into PostgreSQL and the other way round. Format: docs/formats/backup.md.
//
// A restore makes a new data folder and never forks the ledger silently: it appends an entry that says from which size
// the ledger was rolled back, and where the key was not in the backup, that a new one takes over.

#include <optional>
#include <string>

#include "work/office.h"

namespace sekisho::work {

struct BackupSummary {
  std::uint64_t entries = 0;  // of the ledger
  std::uint64_t tables = 0;
  std::uint64_t rows = 0;
  std::uint64_t originals = 0;
  std::uint64_t bytes = 0;
  bool has_key = false;
};

// Writes the backup whole or not at all, then proves it by restoring it into a folder beside it that is removed again.
// Errors: storage "file.write_failed"; corrupt "backup.unproved" {why}.
Result<BackupSummary> write_backup(Office& office, const std::string& path, bool with_key);

struct RestoreRequest {
  std::string path;
  std::string folder;                    // must not hold an office
  DatabaseAddress address;               // "" url: SQLite
  std::optional<std::string> last_note;  // a checkpoint that left the house later than the backup
};
struct RestoreSummary {
  std::string body;
  std::uint64_t entries = 0;  // in the backup
  std::uint64_t rolled_back_from = 0;
  bool new_key = false;
};

// Errors: invalid "backup.not_one" {file}, corrupt "backup.damaged" {file}{offset}; conflict "office.exists".
Result<RestoreSummary> restore_backup(std::shared_ptr<const World> world, const RestoreRequest& request);

}  // namespace sekisho::work
