#pragma once

// Reading and changing rows. Changes run inside the caller's transaction (work owns it) and return what they did, so
// that the ledger entry is written with them. Values must have passed validate.h.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/seams.h"
#include "db/database.h"
#include "registers/row.h"
#include "registers/schema.h"
#include "registers/validate.h"

namespace sekisho::registers {

// Sorted by natural key, then row id.
Result<std::vector<Row>> rows_in_force(db::Database& database, const RegisterSchema& schema);
Result<std::int64_t> count_in_force(db::Database& database, const RegisterSchema& schema);
// The row in force with this natural key (exact stored text); nullopt where there is none.
Result<std::optional<Row>> find_by_key(db::Database& database, const RegisterSchema& schema, const Cells& key);
// The keys in force of every register that `schema` refers to.
Result<KnownKeys> known_keys(db::Database& database, const Schemas& schemas, const RegisterSchema& schema);

struct Stamp {
  Instant at;
  std::string batch;  // "" where the change is no part of an import
};

// Errors: conflict "registers.key_taken" {register}{key}.
Result<Change> insert_row(db::Database& database, const RegisterSchema& schema, Cells cells, const Stamp& stamp,
                          Random& random);

// `seen` is the version the writer saw. Errors: not_found "registers.no_row"; conflict "registers.changed_meanwhile"
// {register}{key}{version}, "registers.key_taken". A change never lies before the version it follows: where the clock
// went back, it takes that version's instant.
Result<Change> update_row(db::Database& database, const RegisterSchema& schema, const std::string& row_id,
                          std::int64_t seen, Cells cells, const Stamp& stamp);
Result<Change> retire_row(db::Database& database, const RegisterSchema& schema, const std::string& row_id,
                          std::int64_t seen, const Stamp& stamp);

// Blanks the personal fields in every version of a row, in place: the one lawful exception to "never altered". Required
// texts and keys are replaced by 消去済み-<row id>, everything else by nothing. Errors: not_found "registers.no_row";
// invalid "registers.nothing_personal" {register}.
Result<Change> erase_personal(db::Database& database, const RegisterSchema& schema, const std::string& row_id);

// What still refers to a row, itself apart: "台帳名: 鍵" of up to `limit` rows in force.
Result<std::vector<std::string>> referrers(db::Database& database, const Schemas& schemas, const RegisterSchema& schema,
                                           const Row& row, std::size_t limit);

}  // namespace sekisho::registers
