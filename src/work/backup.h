#pragma once

// Backups: one file with every table, every kept original and, only where asked for, the signing key. A backup of an
// SQLite body can be restored into PostgreSQL and the other way round. Format: docs/formats/backup.md.
//
// A restore makes a new data folder and never forks the ledger silently: it appends an entry that says to which size
// the ledger was rolled back, from which where a checkpoint tells, and where the key was not in the backup, that a new
// one takes over.

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

// Writes the backup whole or not at all, then proves it: everything but the key is restored into a folder beside it
// that is removed again, and every table must have its rows, every file that a row names must be there. Errors: storage
// "file.write_failed"; invalid "file.unreadable"; corrupt "backup.unproved" {why}, "backup.original_missing" {sha256}.
Result<BackupSummary> write_backup(Office& office, const std::string& path, bool with_key);

struct RestoreRequest {
  std::string path;
  std::string folder;                    // empty, or what a restore that was cut off left
  DatabaseAddress address;               // "" url: SQLite
  std::optional<std::string> last_note;  // a checkpoint that left the house later than the backup
};
struct RestoreSummary {
  std::string body;
  std::uint64_t entries = 0;                      // in the backup
  std::optional<std::uint64_t> rolled_back_from;  // nothing where nobody can say
  bool new_key = false;
};

// One that was cut off can be begun again with the same backup. One that fails leaves nothing of the backup behind.
// Errors: invalid "backup.not_one" {file}, "backup.damaged" {file}{offset}; conflict "office.exists",
// "restore.not_empty", "restore.other" {folder} where another backup's restore was cut off after its commit,
// "restore.other_note" {folder} where it was with another checkpoint; invalid
// "backup.note.damaged", "backup.note.other" where the given checkpoint is not one of this ledger's, by a key that the
// backup knows, or contradicts its tree.
Result<RestoreSummary> restore_backup(const std::shared_ptr<const World>& world, const RestoreRequest& request);

}  // namespace sekisho::work
