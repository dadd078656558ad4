#pragma once

// The SQL of one version of one row; used by store.cpp and batches.cpp.

#include <string>
#include <vector>

#include "base/result.h"
#include "db/database.h"
#include "registers/store.h"

namespace sekisho::registers {

inline constexpr const char* kInForce = "to_at IS NULL AND retired = 0";

// SELECT of all columns in the order of Row; `where` is a condition over them, with $1 … for `cells`.
std::string select_rows(const RegisterSchema& schema, const std::string& where);
Result<std::vector<Row>> read_rows(db::Database& database, const std::string& sql, const std::vector<db::Cell>& cells);

// The last version of a row, in force or retired. Error: not_found "registers.no_row".
Result<Row> last_version(db::Database& database, const RegisterSchema& schema, const std::string& row_id);
Error no_row(const RegisterSchema& schema, const std::string& row_id);
Error changed_meanwhile(const RegisterSchema& schema, const Row& last);

// Adds a version. Error: conflict "registers.key_taken".
Status write_version(db::Database& database, const RegisterSchema& schema, const Row& row);

// Closes the last version and adds the next one. Retired where `kind` says so, else `cells` are in force.
Result<Change> follow(db::Database& database, const RegisterSchema& schema, const Row& last, ChangeKind kind,
                      Cells cells, const Stamp& stamp);

}  // namespace sekisho::registers
