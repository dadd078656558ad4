#pragma once

// A whole table, a few rows at a time: for tables that do not fit in memory.

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/database.h"

namespace sekisho::db {

// `columns` once, also where the table is empty, then `row` for every row. `table` has passed `is_identifier`. Inside a
// transaction; stops at the first error of either.
Status each_table_row(Database& database, const std::string& table,
                      const std::function<Status(const std::vector<std::string>&)>& columns,
                      const std::function<Status(const std::vector<Cell>&)>& row);

}  // namespace sekisho::db
