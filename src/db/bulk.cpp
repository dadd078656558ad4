#include "db/bulk.h"

#include <algorithm>
#include <bit>
#include <iterator>

namespace sekisho::db {
namespace {

constexpr std::size_t most_rows_at_once = 64;
constexpr std::size_t most_cells_at_once = 1024;

// "$3, $4, $5" from 3 on.
std::string places(std::size_t from, std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "$" : ", $") + std::to_string(from + i);
  return list;
}

std::string insert_statement(const std::string& table, std::string_view columns, std::size_t width, std::size_t rows,
                             OnTaken on_taken) {
  std::string sql = "INSERT INTO " + table + " (" + std::string(columns) + ") VALUES ";
  for (std::size_t row = 0; row < rows; ++row) sql += (row == 0 ? "(" : ", (") + places(row * width + 1, width) + ")";
  if (on_taken == OnTaken::leave_out) sql += " ON CONFLICT DO NOTHING";
  return sql;
}

}  // namespace

Result<std::int64_t> insert_rows(Database& database, const std::string& table, std::string_view columns,
                                 std::vector<std::vector<Cell>> rows, OnTaken on_taken) {
  if (rows.empty()) return 0;
  const std::size_t width = rows.front().size();
  const std::size_t most =
      std::min(most_rows_at_once, std::bit_floor(std::max(most_cells_at_once / width, std::size_t{1})));
  std::int64_t inserted = 0;
  SEK_CHECK(in_chunks(rows.size(), most, [&](std::size_t first, std::size_t count) -> Status {
    std::vector<Cell> cells;
    cells.reserve(count * width);
    for (std::size_t row = first; row < first + count; ++row)
      cells.insert(cells.end(), std::make_move_iterator(rows[row].begin()), std::make_move_iterator(rows[row].end()));
    SEK_ASSERT(cells.size() == count * width);
    SEK_TRY(const std::int64_t written,
            database.execute(GeneratedSql(insert_statement(table, columns, width, count, on_taken)), cells));
    inserted += written;
    return {};
  }));
  return inserted;
}

}  // namespace sekisho::db
