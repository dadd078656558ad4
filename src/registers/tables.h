#pragma once

// The tables behind the registers, and the views that control queries read.
//
// reg_<id>: row_id, version, from_at, to_at, retired, batch, then one column a field (TEXT, or INTEGER / BIGINT).
// STRICT on SQLite, COLLATE "C" on PostgreSQL. The natural key is unique among the rows in force. register_batch and
// register_mapping belong to this room too.

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/data_query.h"
#include "db/database.h"
#include "registers/schema.h"

namespace sekisho::registers {

// The tables that are no register: register_batch and register_mapping. Numbers 300 – 399.
std::span<const db::Migration> migrations();

struct Synced {
  std::vector<std::string> tables;   // added
  std::vector<std::string> columns;  // added, as table.column
};

// Adds what the catalogue declares and the database lacks; drops nothing: a field or register that left the catalogue
// keeps its data. Call it inside a transaction. Errors: conflict "registers.type_changed" {register}{field};
// "registers.key_changed" {register} where rows in force are no longer told apart by the key now declared.
Result<Synced> sync_tables(db::Database& database, const Schemas& schemas);

// For each register a view of its id over the rows in force at the parameter :as_of (an RFC 3339 instant in UTC with
// six decimals): row_id and the fields.
std::vector<db::View> views(const Schemas& schemas);

}  // namespace sekisho::registers
