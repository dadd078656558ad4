#pragma once

// One narrow handle over SQLite 3.40 and PostgreSQL 15.
//
// Dates and instants are TEXT (ISO 8601), booleans INTEGER 0/1, bytes BLOB/BYTEA. SQL in code is a literal, checked
// when compiled (Sql below has a consteval constructor), with $1, $2 … for both engines; where dialects differ, two
// texts side by side. One writer: the data folder's lock; a Database is used by one thread at a time.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace sekisho::db {

enum class Dialect : std::uint8_t { sqlite, postgresql };

// A cell to bind or that was read. Bytes are told from text so that PostgreSQL binds them as bytea.
struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};
using Cell = std::variant<std::monostate, std::int64_t, std::string, Blob>;

inline bool is_null(const Cell& cell) {
  return cell.index() == 0;
}
std::int64_t integer(const Cell& cell);     // 0 for null; a text of digits is read as a number
const std::string& text(const Cell& cell);  // "" for null
std::string bytes(const Cell& cell);

struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  // Index of a column by name; nullopt where absent.
  std::optional<std::size_t> column(std::string_view name) const;
};

// SQL written in the source: only a literal compiles.
class Sql {
 public:
  template <std::size_t N>
  consteval Sql(const char (&both)[N]) : sqlite_(both, N - 1), postgresql_(both, N - 1) {}
  template <std::size_t N, std::size_t M>
  consteval Sql(const char (&sqlite)[N], const char (&postgresql)[M])
      : sqlite_(sqlite, N - 1), postgresql_(postgresql, M - 1) {}
  constexpr std::string_view in(Dialect dialect) const { return dialect == Dialect::sqlite ? sqlite_ : postgresql_; }

 private:
  std::string_view sqlite_;
  std::string_view postgresql_;
};

// SQL generated from checked data files (register tables and the views over them), never from what a user typed.
// Identifiers in it have passed `is_identifier`.
class GeneratedSql {
 public:
  explicit GeneratedSql(std::string text) : text_(std::move(text)) {}
  std::string_view text() const { return text_; }

 private:
  std::string text_;
};
bool is_identifier(std::string_view name);  // [a-z][a-z0-9_]{0,62}

class Database {
 public:
  // Opens or makes an SQLite file: WAL, synchronous=FULL, foreign keys on, trusted_schema off, defensive.
  // Errors: invalid "db.not_sqlite" {file}; corrupt "db.corrupt" {file}; unavailable "db.busy"; storage "db.full"
  // {why}.
  static Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, bool read_only = false);
  // Connects to PostgreSQL and sets search_path to the schema (made where absent unless read_only).
  // Errors: unavailable "db.away" {why}; invalid "db.url" {why}.
  static Result<std::unique_ptr<Database>> open_postgresql(const std::string& url, const std::string& schema,
                                                           bool read_only = false);
  virtual ~Database() = default;

  virtual Dialect dialect() const = 0;
  Result<Rows> query(Sql sql, std::span<const Cell> cells = {}) { return run(sql.in(dialect()), cells); }
  Result<Rows> query(const GeneratedSql& sql, std::span<const Cell> cells = {}) { return run(sql.text(), cells); }
  // The number of rows changed.
  Result<std::int64_t> execute(Sql sql, std::span<const Cell> cells = {}) { return change(sql.in(dialect()), cells); }
  Result<std::int64_t> execute(const GeneratedSql& sql, std::span<const Cell> cells = {}) {
    return change(sql.text(), cells);
  }
  // One row a call, for results that may be large; stops at the first error of `row`, which may
  // query but, outside a transaction, not change anything.
  virtual Status each(Sql sql, std::span<const Cell> cells,
                      const std::function<Status(const std::vector<Cell>&)>& row) = 0;

  // Runs `work` in one transaction: commit where it succeeds, else rollback. Not nestable. A statement that failed
  // inside dooms the transaction on both engines, even where `work` goes on ("db.rolled_back"). A commit that the
  // engine could not confirm, or a failed read or write of the disk, ends the writing: the handle refuses every later
  // change
  // ("db.closed_after_failure"). A full disk before the commit undoes the transaction and no more.
  virtual Status in_transaction(const std::function<Status()>& work) = 0;

  // A data query from a catalogue file: one SELECT (or WITH … SELECT) over the given views, named parameters :name.
  // Run read-only, with an authorizer (SQLite) or a read-only transaction (PostgreSQL), at most `milliseconds`.
  // Errors: invalid "query.refused" {why}, "query.failed" {why}; exhausted "query.too_slow".
  Result<Rows> run_data_query(std::string_view select, const std::vector<std::pair<std::string, Cell>>& parameters,
                              int milliseconds);
  // The same, one row a call. The cells are good until the next one.
  virtual Status each_data_row(std::string_view select, const std::vector<std::pair<std::string, Cell>>& parameters,
                               int milliseconds, std::vector<std::string>& columns,
                               const std::function<Status(const std::vector<Cell>&)>& row) = 0;
  // Data queries that `work` runs all see one state: what was committed when the first of them began. Not nestable.
  virtual Status in_snapshot(const std::function<Status()>& work) = 0;

  // A consistent copy of an SQLite database while it is in use (online backup API). PostgreSQL: unavailable
  // "db.use_pg_dump".
  virtual Status backup_to(const std::string& path) = 0;
  virtual Status integrity_check() = 0;

 protected:
  virtual Result<Rows> run(std::string_view sql, std::span<const Cell> cells) = 0;
  virtual Result<std::int64_t> change(std::string_view sql, std::span<const Cell> cells) = 0;
};

// Numbered migrations, applied forward in one transaction each and recorded in table `migration`. A room has a hundred
// numbers of its own: ledger 100–199, documents 200–299, registers 300–399, controls 400–499, work 500–599, access
// 600–699. Two of one number are refused, and nothing is applied: internal "db.migration_twice" {number}.
struct Migration {
  int number;
  Sql sql;  // several statements separated by ';'
};
// Applies what the database lacks, in the order of the numbers. Refuses a database which holds a number that the
// program does not know, among the hundreds that it is given: invalid "db.newer" {found}{known}.
Status migrate(Database& database, std::span<const Migration> migrations);

}  // namespace sekisho::db
