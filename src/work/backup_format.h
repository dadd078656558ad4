#pragma once

// The bytes of a backup: records of a kind and a payload, the last one holding the SHA-256 of all before it.
// Internal to this room; docs/formats/backup.md.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypt/crypt.h"
#include "db/database.h"
#include "ledger/output_file.h"

namespace sekisho::work {

inline constexpr std::string_view kBackupMagic = "sekisho backup 1\n";

enum class RecordKind : std::uint64_t { header = 1, table = 2, row = 3, original = 4, key = 5, end = 9 };

class BackupWriter {
 public:
  explicit BackupWriter(ledger::OutputFile& file) : file_(&file) {}
  Status begin();
  Status record(RecordKind kind, std::string_view payload);
  Status end();

 private:
  Status raw(std::string_view bytes);
  ledger::OutputFile* file_;
  crypt::Sha256 digest_;
};

struct BackupRecord {
  RecordKind kind;
  std::string_view payload;  // a view into the bytes read
};

// Reads records in order from bytes whose end record has been checked.
class BackupReader {
 public:
  // Errors: invalid "backup.not_one" {file}; corrupt "backup.damaged" {file}{offset}.
  static Result<BackupReader> open(std::string_view bytes, const std::string& file);
  bool at_end() const { return offset_ >= bytes_.size(); }
  Result<BackupRecord> next();

 private:
  BackupReader(std::string_view bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {}
  std::string_view bytes_;  // without the end record
  std::string file_;
  std::size_t offset_ = 0;
};

std::string encode_cells(const std::vector<db::Cell>& cells);
Result<std::vector<db::Cell>> decode_cells(std::string_view payload);

}  // namespace sekisho::work
