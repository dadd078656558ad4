#pragma once

// The bytes of a backup: records of a kind and a payload, the last one holding the SHA-256 of all before it.
// Internal to this room; docs/formats/backup.md.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypt/crypt.h"
#include "db/database.h"
#include "ledger/output_file.h"
#include "ledger/verify.h"

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
  std::string payload;
};

// Reads records in order from a file whose end record has been checked; one record at a time is in memory.
class BackupReader {
 public:
  // Errors: not_found "file.not_found", invalid "file.unreadable" {file}; invalid "backup.not_one" {file},
  // "backup.damaged" {file}{offset}.
  static Result<BackupReader> open(const std::string& file);
  static Result<BackupReader> open(std::unique_ptr<ledger::PackSource> source, const std::string& file);
  void rewind() { offset_ = kBackupMagic.size(); }
  bool at_end() const { return offset_ >= end_; }
  Result<BackupRecord> next();
  const std::string& digest() const { return digest_; }  // of the whole, in hexadecimal
  Error damaged() const;                                 // at the record that was read last

 private:
  BackupReader(std::unique_ptr<ledger::PackSource> source, std::string file, std::uint64_t end, std::string digest)
      : source_(std::move(source)), file_(std::move(file)), end_(end), digest_(std::move(digest)) {}
  Result<std::string> take(std::uint64_t length);

  std::unique_ptr<ledger::PackSource> source_;
  std::string file_;
  std::uint64_t end_;  // where the end record begins
  std::string digest_;
  std::uint64_t offset_ = kBackupMagic.size();
  std::uint64_t record_at_ = kBackupMagic.size();
  std::string piece_;  // read ahead
  std::uint64_t piece_at_ = 0;
};

std::string encode_cells(const std::vector<db::Cell>& cells);
Result<std::vector<db::Cell>> decode_cells(std::string_view payload);

}  // namespace sekisho::work
