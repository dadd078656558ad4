#pragma once

// A backup's records into a folder and an empty database, in one transaction. They come from a USB stick: nothing in
// them is trusted but what can be checked. Internal to this room; docs/formats/backup.md.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "codec/value.h"
#include "db/database.h"
#include "work/backup_format.h"

namespace sekisho::work {

// The migrations that the backup's database had, and the digests of its catalogues by the time they came into force: a
// register that has left the catalogue since keeps its table.
struct Shape {
  std::vector<std::int64_t> migrations;
  std::map<std::string, std::string> catalogs;
};

// Errors: corrupt where a record is not what the format says; the reader tells where.
Result<Shape> shape_of(BackupReader& reader);

struct Loaded {
  bool has_key = false;
  std::uint64_t originals = 0;
};

enum class Take : std::uint8_t { everything, all_but_the_key };

// `then` is part of the same transaction: a database holds a restored office or none. Errors: invalid "backup.damaged"
// {file}{offset}, "backup.newer"; corrupt "backup.original_missing" {sha256}; those of the ledger and of the
// replay where they do not agree.
Result<Loaded> load(BackupReader& reader, const std::string& folder, db::Database& database, Take take,
                    const std::function<Status(const Loaded&)>& then);

// What the backup says of itself, its first record: {"body","made_at","origin","rehearsal","has_key"}. Errors: as load.
Result<codec::Value> header_of(BackupReader& reader);

Error original_missing(const std::string& sha256);

}  // namespace sekisho::work
