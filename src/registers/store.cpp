#include "registers/store.h"

#include <algorithm>

#include "registers/versions.h"

namespace sekisho::registers {
namespace {

std::string by_key(const RegisterSchema& schema) {
  std::string columns;
  for (const std::size_t field : schema.key) columns += schema.fields[field].name + ", ";
  return " ORDER BY " + columns + "row_id, version";
}

}  // namespace

Result<std::vector<Row>> rows_in_force(db::Database& database, const RegisterSchema& schema) {
  return read_rows(database, select_rows(schema, kInForce) + by_key(schema), {});
}

Result<std::int64_t> count_in_force(db::Database& database, const RegisterSchema& schema) {
  SEK_TRY(const db::Rows found,
          database.query(db::GeneratedSql("SELECT count(*) FROM " + schema.table() + " WHERE " + kInForce)));
  return db::integer(found.rows.at(0).at(0));
}

Result<std::optional<Row>> find_by_key(db::Database& database, const RegisterSchema& schema, const Cells& key) {
  std::string where = kInForce;
  std::vector<db::Cell> cells;
  for (const std::size_t field : schema.key) {
    cells.push_back(key[field]);
    where += " AND " + schema.fields[field].name + " = $" + std::to_string(cells.size());
  }
  SEK_TRY(std::vector<Row> rows, read_rows(database, select_rows(schema, where), cells));
  if (rows.empty()) return std::optional<Row>();
  return std::optional<Row>(std::move(rows.front()));
}

Result<KnownKeys> known_keys(db::Database& database, const Schemas& schemas, const RegisterSchema& schema) {
  KnownKeys known;
  std::vector<std::string> read;
  for (const Field& field : schema.fields) {
    if (field.type != FieldType::reference || std::find(read.begin(), read.end(), field.target) != read.end()) continue;
    read.push_back(field.target);
    SEK_TRY(const RegisterSchema* const target, schemas.get(field.target));
    const std::string& key = target->fields[target->key.front()].name;
    std::string query = "SELECT " + key;
    query.append(" FROM ").append(target->table()).append(" WHERE ").append(kInForce).append(" ORDER BY ").append(key);
    SEK_TRY(const db::Rows found, database.query(db::GeneratedSql(query)));
    for (const auto& row : found.rows) known.add(target->id, db::text(row[0]));
  }
  return known;
}

Result<Change> insert_row(db::Database& database, const RegisterSchema& schema, Cells cells, const Stamp& stamp,
                          Random& random) {
  std::vector<Cells> one;
  one.push_back(std::move(cells));
  SEK_TRY(std::vector<Change> changes, insert_all(database, schema, std::move(one), stamp, random));
  return std::move(changes.front());
}

namespace {

Result<Row> row_seen(db::Database& database, const RegisterSchema& schema, const std::string& row_id,
                     std::int64_t seen) {
  SEK_TRY(Row last, last_version(database, schema, row_id));
  SEK_CHECK(is_seen(schema, last, seen));
  return last;
}

}  // namespace

Result<Change> update_row(db::Database& database, const RegisterSchema& schema, const std::string& row_id,
                          std::int64_t seen, Cells cells, const Stamp& stamp) {
  SEK_TRY(const Row last, row_seen(database, schema, row_id, seen));
  return follow(database, schema, last, ChangeKind::updated, std::move(cells), stamp);
}

Result<Change> retire_row(db::Database& database, const RegisterSchema& schema, const std::string& row_id,
                          std::int64_t seen, const Stamp& stamp) {
  SEK_TRY(const Row last, row_seen(database, schema, row_id, seen));
  return follow(database, schema, last, ChangeKind::retired, last.cells, stamp);
}

Result<Change> erase_personal(db::Database& database, const RegisterSchema& schema, const std::string& row_id) {
  SEK_TRY(const Row last, last_version(database, schema, row_id));
  Change change{ChangeKind::erased, schema.id, row_id, last.version, {}, {}, {}};
  std::vector<db::Cell> cells{row_id};
  std::string assignments;
  for (const Field& field : schema.fields) {
    if (!field.personal) continue;
    const bool marked = field.required && (field.type == FieldType::text || field.type == FieldType::long_text);
    if (marked && cells.size() == 1) cells.emplace_back("消去済み-" + row_id);
    assignments += (assignments.empty() ? "" : ", ") + field.name + (marked ? " = $2" : " = NULL");
    change.erased.push_back(field.name);
  }
  if (change.erased.empty())
    return fail(Code::invalid, "no personal field in " + schema.id, "registers.nothing_personal")
        .with("register", schema.title.ja);
  SEK_TRY(const std::int64_t done,
          database.execute(db::GeneratedSql("UPDATE " + schema.table() + " SET " + assignments + " WHERE row_id = $1"),
                           cells));
  SEK_ASSERT(done >= 1);
  return change;
}

Result<std::vector<std::string>> referrers(db::Database& database, const Schemas& schemas, const RegisterSchema& schema,
                                           const Row& row, std::size_t limit) {
  std::vector<std::string> named;
  if (schema.key.size() != 1) return named;
  const db::Cell& key = row.cells[schema.key.front()];
  for (const RegisterSchema& other : schemas.all()) {
    for (const Field& field : other.fields) {
      if (field.type != FieldType::reference || field.target != schema.id) continue;
      SEK_TRY(const std::vector<Row> rows,
              read_rows(database, select_rows(other, field.name + " = $1 AND " + kInForce) + by_key(other), {key}));
      for (const Row& one : rows)
        if (named.size() < limit && one.row_id != row.row_id)
          named.push_back(other.title.ja + ": " + key_text(other, one.cells));
    }
  }
  return named;
}

}  // namespace sekisho::registers
