#include "registers/versions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>

#include "db/bulk.h"

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

Status is_seen(const RegisterSchema& schema, const Row& last, std::int64_t seen) {
  if (last.version != seen) return changed_meanwhile(schema, last);
  if (last.retired) return no_row(schema, last.row_id);
  return {};
}

namespace {

constexpr std::size_t kRowsAtOnce = 256;

// What stands in IN (…): as a table, which PostgreSQL hashes; it compares a list with every row one by one.
std::string row_list(std::size_t from, std::size_t count) {
  std::string list = "VALUES ";
  for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "($" : ", ($") + std::to_string(from + i) + ")";
  return list;
}

// Names the row that found its natural key taken by another.
Error key_taken(db::Database& database, const RegisterSchema& schema, const std::vector<Row>& rows) {
  const Row* refused = &rows.front();
  for (const Row& row : rows) {
    if (row.retired) continue;
    const auto holder = find_by_key(database, schema, row.cells);
    if (!holder) return holder.error();
    if (!*holder || (*holder)->row_id == row.row_id) continue;
    refused = &row;
    break;
  }
  return fail(Code::conflict, "key taken in " + schema.id, "registers.key_taken")
      .with("register", schema.title.ja)
      .with("key", key_text(schema, refused->cells));
}

Status write_versions(db::Database& database, const RegisterSchema& schema, const std::vector<Row>& rows) {
  std::string columns = "row_id, version, from_at, retired, batch";
  for (const Field& field : schema.fields) columns += ", " + field.name;
  std::vector<std::vector<db::Cell>> all;
  all.reserve(rows.size());
  for (const Row& row : rows) {
    std::vector<db::Cell>& cells =
        all.emplace_back(std::vector<db::Cell>{row.row_id, row.version, row.from_at, std::int64_t{row.retired ? 1 : 0},
                                               row.batch.empty() ? db::Cell() : db::Cell(row.batch)});
    cells.insert(cells.end(), row.cells.begin(), row.cells.end());
  }
  SEK_TRY(const std::int64_t written,
          db::insert_rows(database, schema.table(), columns, std::move(all), db::OnTaken::leave_out));
  if (written == static_cast<std::int64_t>(rows.size())) return {};
  return key_taken(database, schema, rows);
}

// Closes the versions that end at the same instant.
Status close_versions(db::Database& database, const RegisterSchema& schema, const std::string& at,
                      const std::vector<const Next*>& next) {
  return db::in_chunks(next.size(), kRowsAtOnce, [&](std::size_t first, std::size_t count) -> Status {
    std::vector<db::Cell> cells{at};
    for (std::size_t i = first; i < first + count; ++i) cells.emplace_back(next[i]->last.row_id);
    SEK_TRY(const std::int64_t closed,
            database.execute(
                db::GeneratedSql("UPDATE " + schema.table() + " SET to_at = $1 WHERE to_at IS NULL AND row_id IN (" +
                                 row_list(2, count) + ")"),
                cells));
    if (closed != static_cast<std::int64_t>(count)) return changed_meanwhile(schema, next[first]->last);
    return {};
  });
}

}  // namespace

Result<std::vector<Change>> insert_all(db::Database& database, const RegisterSchema& schema, std::vector<Cells> rows,
                                       const Stamp& stamp, Random& random) {
  std::vector<Change> changes;
  std::vector<Row> versions;
  changes.reserve(rows.size());
  versions.reserve(rows.size());
  const std::string at = to_rfc3339(stamp.at);
  for (Cells& cells : rows) {
    changes.push_back({ChangeKind::added, schema.id, random_id(random), 1, {}, cells, {}});
    versions.push_back({changes.back().row_id, 1, at, {}, false, stamp.batch, std::move(cells)});
  }
  SEK_CHECK(write_versions(database, schema, versions));
  return changes;
}

Result<std::vector<Row>> last_versions(db::Database& database, const RegisterSchema& schema,
                                       const std::vector<std::string>& ids) {
  std::unordered_map<std::string, Row> found;
  SEK_CHECK(db::in_chunks(ids.size(), kRowsAtOnce, [&](std::size_t first, std::size_t count) -> Status {
    const std::vector<db::Cell> cells(ids.begin() + static_cast<std::ptrdiff_t>(first),
                                      ids.begin() + static_cast<std::ptrdiff_t>(first + count));
    SEK_TRY(
        std::vector<Row> rows,
        read_rows(database, select_rows(schema, "to_at IS NULL AND row_id IN (" + row_list(1, count) + ")"), cells));
    for (Row& row : rows) {
      std::string id = row.row_id;
      found.emplace(std::move(id), std::move(row));
    }
    return {};
  }));
  std::vector<Row> rows;
  rows.reserve(ids.size());
  for (const std::string& id : ids) {
    const auto row = found.find(id);
    if (row == found.end()) return no_row(schema, id);
    rows.push_back(row->second);
  }
  return rows;
}

Result<std::vector<Change>> follow_all(db::Database& database, const RegisterSchema& schema, std::vector<Next> next,
                                       const Stamp& stamp) {
  // Where the clock went back, a version ends when it began.
  const std::string now = to_rfc3339(stamp.at);
  std::map<std::string, std::vector<const Next*>> ending;
  for (const Next& one : next) ending[std::max(now, one.last.from_at)].push_back(&one);
  for (const auto& [at, ones] : ending) SEK_CHECK(close_versions(database, schema, at, ones));
  std::vector<Change> changes;
  std::vector<Row> versions;
  changes.reserve(next.size());
  versions.reserve(next.size());
  for (Next& one : next) {
    const bool retired = one.kind == ChangeKind::retired;
    Change& change =
        changes.emplace_back(Change{one.kind, schema.id, one.last.row_id, one.last.version + 1, {}, {}, {}});
    if (!retired) change.after = one.cells;
    versions.push_back({one.last.row_id,
                        change.version,
                        std::max(now, one.last.from_at),
                        {},
                        retired,
                        stamp.batch,
                        std::move(one.cells)});
    if (!one.last.retired) change.before = std::move(one.last.cells);
  }
  SEK_CHECK(write_versions(database, schema, versions));
  return changes;
}

Result<Change> follow(db::Database& database, const RegisterSchema& schema, const Row& last, ChangeKind kind,
                      Cells cells, const Stamp& stamp) {
  std::vector<Next> one;
  one.push_back({last, kind, std::move(cells)});
  SEK_TRY(std::vector<Change> changes, follow_all(database, schema, std::move(one), stamp));
  return std::move(changes.front());
}

}  // namespace sekisho::registers
