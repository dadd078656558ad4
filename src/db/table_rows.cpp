#include "db/table_rows.h"

namespace sekisho::db {
namespace {

// Rows held at once; one may be as large as the largest payload of the ledger.
constexpr std::size_t kAtOnce = 32;

// SQLite: by the row's own number, which no column can hide (names begin with a letter).
class BySqliteRowid {
 public:
  BySqliteRowid(Database& database, const std::string& table)
      : database_(&database),
        sql_("SELECT _rowid_, * FROM " + table + " WHERE _rowid_ > $1 ORDER BY _rowid_ LIMIT " +
             std::to_string(kAtOnce)) {}
  Status begin() { return {}; }
  Result<Rows> next() {
    const Cell cells[] = {last_};
    SEK_TRY(Rows rows, database_->query(GeneratedSql(sql_), cells));
    if (!rows.rows.empty()) last_ = integer(rows.rows.back().front());
    rows.columns.erase(rows.columns.begin());
    for (std::vector<Cell>& row : rows.rows) row.erase(row.begin());
    return rows;
  }
  Status end() { return {}; }

 private:
  Database* database_;
  std::string sql_;
  std::int64_t last_ = INT64_MIN;
};

// PostgreSQL: a cursor, named after its table, so that no prepared FETCH meets another table's columns.
class ByCursor {
 public:
  ByCursor(Database& database, const std::string& table)
      : database_(&database), table_(table), cursor_("c_" + table.substr(0, 60)) {}
  Status begin() { return run("DECLARE " + cursor_ + " NO SCROLL CURSOR FOR SELECT * FROM " + table_); }
  Result<Rows> next() {
    return database_->query(GeneratedSql("FETCH FORWARD " + std::to_string(kAtOnce) + " FROM " + cursor_));
  }
  Status end() { return run("CLOSE " + cursor_); }

 private:
  Status run(const std::string& statement) {
    SEK_TRY([[maybe_unused]] const std::int64_t done, database_->execute(GeneratedSql(statement)));
    return {};
  }
  Database* database_;
  std::string table_;
  std::string cursor_;
};

template <typename Source>
Status each_row(Source source, const std::function<Status(const std::vector<std::string>&)>& columns,
                const std::function<Status(const std::vector<Cell>&)>& row) {
  SEK_CHECK(source.begin());
  for (bool first = true;; first = false) {
    SEK_TRY(const Rows some, source.next());
    if (first) SEK_CHECK(columns(some.columns));
    for (const std::vector<Cell>& cells : some.rows) SEK_CHECK(row(cells));
    if (some.rows.size() < kAtOnce) break;
  }
  return source.end();
}

}  // namespace

Status each_table_row(Database& database, const std::string& table,
                      const std::function<Status(const std::vector<std::string>&)>& columns,
                      const std::function<Status(const std::vector<Cell>&)>& row) {
  if (!is_identifier(table)) return fail(Code::internal, "not a table's name: " + table);
  if (database.dialect() == Dialect::sqlite) return each_row(BySqliteRowid(database, table), columns, row);
  return each_row(ByCursor(database, table), columns, row);
}

}  // namespace sekisho::db
