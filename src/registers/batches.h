#pragma once

// Imports as batches: carried out whole, remembered, undone as one. Inside the caller's transaction.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/seams.h"
#include "db/database.h"
#include "registers/import.h"
#include "registers/row.h"
#include "registers/schema.h"

namespace sekisho::registers {

struct Batch {
  std::string id;
  std::string register_id;
  std::string file;    // its name, without folders
  std::string sha256;  // of its bytes, hex
  std::string at;
  std::string actor;
  std::int64_t added = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::string undone_at;  // "" where it stands
  std::string undone_by;
};

// Everything plan_import needs: rows in force, keys of the registers referred to, remembered mappings.
Result<ImportContext> import_context(db::Database& database, const Schemas& schemas, const RegisterSchema& schema,
                                     Mapping given);

struct Source {
  std::string file;
  std::string sha256;
  std::string actor;
  Instant at;
};

struct Imported {
  Batch batch;
  std::vector<Change> changes;
};

// Carries a plan out and remembers its mapping. A plan that changes nothing makes a batch too. Errors: invalid
// "registers.refused" {count}{first}; conflict "registers.changed_meanwhile" where a row changed since the plan was
// made.
Result<Imported> apply_import(db::Database& database, const RegisterSchema& schema, const Plan& plan,
                              const Source& source, Random& random);

Result<std::vector<Batch>> batches(db::Database& database, std::string_view register_id);  // "" all; newest first
Result<Batch> find_batch(db::Database& database, const std::string& id);  // not_found "registers.no_batch" {batch}

// Puts every row that a batch touched back to its state before, as new versions: rows it added are retired, rows it
// updated get their former values. Errors: conflict "registers.already_undone" {batch}{at}; "registers.undo_touched"
// {batch}{rows} where a later change touched the same rows; "registers.undo_dangling" {batch}{rows} where what comes
// back names rows that have gone; "registers.undo_referenced" {batch}{rows} where rows
// elsewhere refer to rows it added.
Result<Imported> undo_batch(db::Database& database, const Schemas& schemas, const std::string& id, Instant at,
                            const std::string& actor);

codec::Value to_value(const Batch& batch);

}  // namespace sekisho::registers
