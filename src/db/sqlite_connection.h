#pragma once

// One SQLite connection with the settings of this house, and its errors in our codes. Only sqlite_database.cpp uses it.

#include <sqlite3.h>

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/database.h"
#include "db/statement_cache.h"

namespace sekisho::db {

struct SqliteClose {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
struct SqliteFinalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

struct SqliteStatement {
  std::unique_ptr<sqlite3_stmt, SqliteFinalize> handle;
  std::vector<int> slots;  // $n stands in SQLite's parameter slots[n - 1]; 0 where the text has no $n
};

// What SQLite reports, in our codes. `code` is an extended result code.
Error sqlite_error(int code, sqlite3* handle, const std::string& path);

enum class SqliteMode : std::uint8_t { writer, reader, data_queries };

using RowSink = std::function<Status(const std::vector<Cell>&)>;

class SqliteConnection {
 public:
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path, SqliteMode mode);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  sqlite3* handle() { return handle_.get(); }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

  // Runs one statement. `columns` (may be null) is filled before the first row.
  Status run(std::string_view sql, std::span<const Cell> cells, std::vector<std::string>* columns, const RowSink& row);
  // Every statement of a text without parameters.
  Status run_script(std::string_view script);

  // The extended result code of what failed last; SQLITE_OK where the last run went well.
  int last_code() const { return last_code_; }
  // What the last moving of the log into the database file gave; SQLITE_OK where all went well.
  int checkpoint_code() const { return checkpoint_code_; }

  // For data queries: run() fails with "query.too_slow" once this instant has passed.
  void set_deadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }

 private:
  SqliteConnection(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle), cache_(600) {}
  Status configure(SqliteMode mode);
  Error error(int code) const;
  Result<SqliteStatement> prepare(std::string_view sql);
  Status bind(const SqliteStatement& statement, std::span<const Cell> cells);
  Status step_through(sqlite3_stmt* statement, const RowSink& row);
  static int on_progress(void* self);
  static int on_wal_grown(void* self, sqlite3* handle, const char* schema, int pages);

  std::string path_;
  std::unique_ptr<sqlite3, SqliteClose> handle_;
  StatementCache<SqliteStatement> cache_;
  std::chrono::steady_clock::time_point deadline_{};
  int last_code_ = SQLITE_OK;
  int checkpoint_code_ = SQLITE_OK;
};

}  // namespace sekisho::db
