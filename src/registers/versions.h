#pragma once

// The SQL of versions of rows, retired ones included.

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
// Those of many rows, in the order of `ids`. Error: not_found "registers.no_row".
Result<std::vector<Row>> last_versions(db::Database& database, const RegisterSchema& schema,
                                       const std::vector<std::string>& ids);
Error no_row(const RegisterSchema& schema, const std::string& row_id);
Error changed_meanwhile(const RegisterSchema& schema, const Row& last);
// Whether the last version is the one in force that a writer saw.
Status is_seen(const RegisterSchema& schema, const Row& last, std::int64_t seen);

// Adds new rows. Error: conflict "registers.key_taken".
Result<std::vector<Change>> insert_all(db::Database& database, const RegisterSchema& schema, std::vector<Cells> rows,
                                       const Stamp& stamp, Random& random);

// What follows the last version of a row: retired where `kind` says so, else `cells` are in force.
struct Next {
  Row last;
  ChangeKind kind = ChangeKind::updated;
  Cells cells;
};
// Closes the last versions and adds the next ones. Errors: conflict "registers.changed_meanwhile",
// "registers.key_taken".
Result<std::vector<Change>> follow_all(db::Database& database, const RegisterSchema& schema, std::vector<Next> next,
                                       const Stamp& stamp);
Result<Change> follow(db::Database& database, const RegisterSchema& schema, const Row& last, ChangeKind kind,
                      Cells cells, const Stamp& stamp);

}  // namespace sekisho::registers
