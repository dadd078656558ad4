#include "registers/versions.h"

#include <algorithm>
#include <iterator>

namespace sekisho::registers {
namespace {

constexpr std::size_t kFixedColumns = 6;

Row row_of(std::vector<db::Cell>&& cells) {
  Row row{db::text(cells[0]),
          db::integer(cells[1]),
          db::text(cells[2]),
          db::text(cells[3]),
          db::integer(cells[4]) != 0,
          db::text(cells[5]),
          {}};
  row.cells.assign(std::make_move_iterator(cells.begin() + kFixedColumns), std::make_move_iterator(cells.end()));
  return row;
}

}  // namespace

std::string select_rows(const RegisterSchema& schema, const std::string& where) {
  std::string sql = "SELECT row_id, version, from_at, to_at, retired, batch";
  for (const Field& field : schema.fields) sql += ", " + field.name;
  return sql + " FROM " + schema.table() + " WHERE " + where;
}

Result<std::vector<Row>> read_rows(db::Database& database, const std::string& sql, const std::vector<db::Cell>& cells) {
  SEK_TRY(db::Rows found, database.query(db::GeneratedSql(sql), cells));
  std::vector<Row> rows;
  rows.reserve(found.rows.size());
  for (auto& one : found.rows) rows.push_back(row_of(std::move(one)));
  return rows;
}

Error no_row(const RegisterSchema& schema, const std::string& row_id) {
  return fail(Code::not_found, "no row " + row_id + " in " + schema.id, "registers.no_row")
      .with("register", schema.title.ja)
      .with("row", row_id);
}

// The last version of a row, in force or retired.
Result<Row> last_version(db::Database& database, const RegisterSchema& schema, const std::string& row_id) {
  SEK_TRY(std::vector<Row> rows, read_rows(database, select_rows(schema, "row_id = $1 AND to_at IS NULL"), {row_id}));
  if (rows.empty()) return no_row(schema, row_id);
  return std::move(rows.front());
}

Error changed_meanwhile(const RegisterSchema& schema, const Row& last) {
  return fail(Code::conflict, "row changed meanwhile in " + schema.id, "registers.changed_meanwhile")
      .with("register", schema.title.ja)
      .with("key", key_text(schema, last.cells))
      .with("version", std::to_string(last.version));
}

Status write_version(db::Database& database, const RegisterSchema& schema, const Row& row) {
  std::string sql = "INSERT INTO " + schema.table() + " (row_id, version, from_at, retired, batch";
  std::string places = "$1, $2, $3, $4, $5";
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    sql += ", " + schema.fields[i].name;
    places += ", $" + std::to_string(kFixedColumns + i);
  }
  std::vector<db::Cell> cells{row.row_id, row.version, row.from_at, std::int64_t{row.retired ? 1 : 0},
                              row.batch.empty() ? db::Cell() : db::Cell(row.batch)};
  cells.insert(cells.end(), row.cells.begin(), row.cells.end());
  auto done = database.execute(db::GeneratedSql(sql + ") VALUES (" + places + ")"), cells);
  if (done) return {};
  if (done.error().message != "db.constraint") return std::move(done).error();
  return fail(Code::conflict, "key taken in " + schema.id, "registers.key_taken")
      .with("register", schema.title.ja)
      .with("key", key_text(schema, row.cells));
}

Result<Change> follow(db::Database& database, const RegisterSchema& schema, const Row& last, ChangeKind kind,
                      Cells cells, const Stamp& stamp) {
  Change change{kind, schema.id, last.row_id, last.version + 1, {}, {}, {}};
  if (!last.retired) change.before = last.cells;
  const std::string at = std::max(to_rfc3339(stamp.at), last.from_at);
  SEK_TRY(const std::int64_t closed,
          database.execute(db::GeneratedSql("UPDATE " + schema.table() +
                                            " SET to_at = $1 WHERE row_id = $2 AND version = $3 AND to_at IS NULL"),
                           std::vector<db::Cell>{at, last.row_id, last.version}));
  if (closed != 1) return changed_meanwhile(schema, last);
  const bool retired = kind == ChangeKind::retired;
  if (!retired) change.after = cells;
  SEK_CHECK(
      write_version(database, schema, {last.row_id, change.version, at, {}, retired, stamp.batch, std::move(cells)}));
  return change;
}

}  // namespace sekisho::registers
