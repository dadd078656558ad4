#include "registers/tables.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/seams.h"
#include "crypt/crypt.h"

namespace sekisho::registers {
namespace {

const std::array<db::Migration, 1> kMigrations{{{300, db::Sql(R"(
CREATE TABLE register_batch (
  id TEXT NOT NULL PRIMARY KEY, register TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL,
  actor TEXT NOT NULL, added INTEGER NOT NULL, updated INTEGER NOT NULL, unchanged INTEGER NOT NULL,
  undone_at TEXT, undone_by TEXT) STRICT;
CREATE TABLE register_mapping (
  register TEXT NOT NULL, header_set TEXT NOT NULL, mapping TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (register, header_set)) STRICT)",
                                                              R"(
CREATE TABLE register_batch (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY, register TEXT COLLATE "C" NOT NULL, file TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL, at TEXT COLLATE "C" NOT NULL, actor TEXT COLLATE "C" NOT NULL, added BIGINT NOT NULL,
  updated BIGINT NOT NULL, unchanged BIGINT NOT NULL, undone_at TEXT COLLATE "C", undone_by TEXT COLLATE "C");
CREATE TABLE register_mapping (
  register TEXT COLLATE "C" NOT NULL, header_set TEXT COLLATE "C" NOT NULL, mapping TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL, PRIMARY KEY (register, header_set)))")}}};

std::string column_type(bool integer, db::Dialect dialect) {
  if (dialect == db::Dialect::sqlite) return integer ? "INTEGER" : "TEXT";
  return integer ? "BIGINT" : "TEXT COLLATE \"C\"";
}

std::string create_table(const RegisterSchema& schema, db::Dialect dialect) {
  const std::string text = " " + column_type(false, dialect);
  const std::string integer = " " + column_type(true, dialect);
  std::string sql = "CREATE TABLE " + schema.table() + " (row_id" + text + " NOT NULL, version" + integer +
                    " NOT NULL, from_at" + text + " NOT NULL, to_at" + text + ", retired" + integer +
                    " NOT NULL, batch" + text;
  for (const Field& field : schema.fields) sql += ", " + field.name + " " + column_type(field.is_integer(), dialect);
  return sql + ", PRIMARY KEY (row_id, version))" + (dialect == db::Dialect::sqlite ? " STRICT" : "");
}

// Name → statement. A name carries a digest of what is indexed, so that an index whose columns changed has another
// name.
std::map<std::string, std::string> indexes(const RegisterSchema& schema) {
  std::map<std::string, std::string> all;
  const auto add = [&](const std::string& kind, const std::string& columns, const std::string& where) {
    const std::string digest = hex(crypt::view(crypt::sha256(kind + " " + columns + " " + where))).substr(0, 10);
    const std::string name = schema.table() + "_" + digest;
    all.emplace(name, "CREATE " + kind + " " + name + " ON " + schema.table() + " (" + columns + ")" + where);
  };
  std::string key;
  for (const std::size_t field : schema.key) key += (key.empty() ? "" : ", ") + schema.fields[field].name;
  add("UNIQUE INDEX", key, " WHERE to_at IS NULL AND retired = 0");
  add("INDEX", "to_at", "");  // the rows in force, now or on an earlier day, without reading those superseded
  return all;
}

struct Existing {
  std::map<std::string, std::map<std::string, bool>> columns;  // table → column → whether it holds integers
  std::map<std::string, std::set<std::string>> indexes;        // table → names
};

Result<Existing> existing(db::Database& database) {
  Existing all;
  SEK_TRY(const db::Rows columns,
          database.query(
              db::Sql("SELECT t.name, c.name, lower(c.type) FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                      "WHERE t.type = 'table' AND t.name LIKE 'reg\\_%' ESCAPE '\\'",
                      "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns "
                      "WHERE table_schema = current_schema() AND table_name LIKE 'reg\\_%'")));
  for (const auto& row : columns.rows) {
    const std::string& type = db::text(row[2]);
    all.columns[db::text(row[0])][db::text(row[1])] = type == "integer" || type == "bigint";
  }
  SEK_TRY(const db::Rows named,
          database.query(db::Sql(
              "SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index' AND tbl_name LIKE 'reg\\_%' ESCAPE '\\'",
              "SELECT tablename::text, indexname::text FROM pg_indexes WHERE schemaname = current_schema() "
              "AND tablename LIKE 'reg\\_%'")));
  for (const auto& row : named.rows) all.indexes[db::text(row[0])].insert(db::text(row[1]));
  return all;
}

Status run(db::Database& database, const std::string& statement) {
  auto done = database.execute(db::GeneratedSql(statement));
  if (!done) return std::move(done).error();
  return {};
}

bool is_our_index(const std::string& table, const std::string& name) {
  return name.size() == table.size() + 11 && name.starts_with(table + "_") &&
         name.find_first_not_of("0123456789abcdef", table.size() + 1) == std::string::npos;
}

Status sync_columns(db::Database& database, const RegisterSchema& schema, const std::map<std::string, bool>& have,
                    Synced& synced) {
  for (const Field& field : schema.fields) {
    const auto column = have.find(field.name);
    if (column == have.end()) {
      const std::string type = column_type(field.is_integer(), database.dialect());
      SEK_CHECK(run(database, "ALTER TABLE " + schema.table() + " ADD COLUMN " + field.name + " " + type));
      synced.columns.push_back(schema.table() + "." + field.name);
    } else if (column->second != field.is_integer()) {
      return fail(Code::conflict, "column type of " + schema.id + "." + field.name, "registers.type_changed")
          .with("register", schema.id)
          .with("field", field.name);
    }
  }
  return {};
}

Status sync_indexes(db::Database& database, const RegisterSchema& schema, const std::set<std::string>& have) {
  const std::map<std::string, std::string> wanted = indexes(schema);
  for (const std::string& name : have) {
    if (!is_our_index(schema.table(), name) || wanted.contains(name)) continue;
    SEK_CHECK(run(database, "DROP INDEX " + name));
  }
  for (const auto& [name, statement] : wanted) {
    if (have.contains(name)) continue;
    Status done = run(database, statement);
    if (done) continue;
    if (done.error().message != "db.constraint") return done;
    return fail(Code::conflict, "rows of " + schema.id + " share a key", "registers.key_changed")
        .with("register", schema.id);
  }
  return {};
}

}  // namespace

std::span<const db::Migration> migrations() {
  return kMigrations;
}

Result<Synced> sync_tables(db::Database& database, const Schemas& schemas) {
  Synced synced;
  SEK_TRY(const Existing have, existing(database));
  for (const RegisterSchema& schema : schemas.all()) {
    const auto columns = have.columns.find(schema.table());
    if (columns == have.columns.end()) {
      SEK_CHECK(run(database, create_table(schema, database.dialect())));
      synced.tables.push_back(schema.table());
    } else {
      SEK_CHECK(sync_columns(database, schema, columns->second, synced));
    }
    const auto named = have.indexes.find(schema.table());
    SEK_CHECK(sync_indexes(database, schema, named == have.indexes.end() ? std::set<std::string>() : named->second));
  }
  return synced;
}

std::vector<db::View> views(const Schemas& schemas) {
  std::vector<db::View> all;
  for (const RegisterSchema& schema : schemas.all()) {
    std::string sql = "SELECT row_id, from_at";
    for (const Field& field : schema.fields) sql += ", " + field.name;
    // The limit cuts nothing off: it keeps the engines from merging the view into a query. SQLite would then answer a
    // correlated EXISTS over an unindexed field row by row; over a view of its own it builds an index first.
    sql += " FROM " + schema.table() +
           " WHERE retired = 0 AND from_at <= :as_of AND (to_at IS NULL OR to_at > :as_of) LIMIT 9223372036854775807";
    all.push_back({schema.id, std::move(sql)});
  }
  return all;
}

}  // namespace sekisho::registers
