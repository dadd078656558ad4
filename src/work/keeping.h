#pragma once

// Keeping the registers: imports, undo, single rows, exports. Each change is one transaction with its ledger entries;
// personal values are in payloads (salted and erasable), never in subjects; what a secret field held is an entry of its
// own that stays in the house, and whoever reads secret fields is recorded first.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registers/batches.h"
#include "registers/export.h"
#include "registers/import.h"
#include "work/office.h"

namespace sekisho::work {

struct ImportRequest {
  std::string register_id;
  std::string path;          // the office's file, or "-"
  std::string mapping_path;  // "" for none
  bool dry_run = false;
};

struct ImportOutcome {
  registers::Plan plan;
  std::optional<registers::Batch> batch;  // nothing for a dry run or a refused plan
};

// Plans an import and, unless it is a dry run or any row was refused, carries it out as one batch.
Result<ImportOutcome> import_register(Office& office, const ImportRequest& request);

Result<registers::Batch> undo_import(Office& office, const std::string& batch);

// Single rows, as a form gives them: field name → text. A row is named by its natural key as text (parts joined by " /
// "). Error: not_found "keeping.no_row" {register}{key}.
using FormValues = std::vector<std::pair<std::string, std::string>>;
struct RowOutcome {
  std::optional<registers::Change> change;   // nothing where the form was refused
  std::vector<registers::Problem> problems;  // why, cell by cell
};
Result<RowOutcome> add_row(Office& office, const std::string& register_id, const FormValues& values);
Result<RowOutcome> set_row(Office& office, const std::string& register_id, const std::string& key,
                           const FormValues& values);
// Error: conflict "keeping.still_referred" {register}{key}{rows} where rows in force name this one.
Result<registers::Change> retire_row(Office& office, const std::string& register_id, const std::string& key);
Result<registers::Change> erase_row(Office& office, const std::string& register_id, const std::string& key,
                                    const std::string& basis);

// The rows in force, for somebody who asked for the secret fields: recorded as "secret.read" before they are given.
Result<std::vector<registers::Row>> show_secrets(Office& office, const std::string& register_id);

// The kind of an entry that tells what secret fields hold; no other is recorded as secret.
inline constexpr std::string_view kSecretKind = "register.row.secret";

// Whether an entry's payload is for the house only: recorded as secret, or telling what is a secret field today.
bool stays_in_house(const Office& office, const ledger::StoredEntry& entry);

enum class ExportFormat : std::uint8_t { csv, xlsx };
// The bytes of an export; recorded in the ledger, as every export is, with whether it holds the secret fields.
Result<std::string> export_register(Office& office, const std::string& register_id, ExportFormat format,
                                    const registers::ExportOptions& options);

}  // namespace sekisho::work
