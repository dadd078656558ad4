#pragma once

// One connection to PostgreSQL through libpq, and its errors in our codes. Only postgresql_database.cpp uses it.

#include <libpq-fe.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/database.h"

namespace sekisho::db {

struct PgClose {
  void operator()(PGconn* handle) const { PQfinish(handle); }
};
struct PgClear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, PgClear>;

enum class PgMode : std::uint8_t { writer, reader, data_queries };

class PgConnection {
 public:
  // Connects, and makes ready what `mode` needs: the writer takes the lock of the schema and makes it where absent.
  static Result<std::unique_ptr<PgConnection>> open(const std::string& url, const std::string& schema, PgMode mode);

  bool is_alive() const { return PQstatus(handle_.get()) == CONNECTION_OK; }
  // Connects again after a loss. Never inside a transaction: whoever calls this knows that there is none.
  Status reconnect();

  // Runs one statement, prepared once by its text. With `typed`, a text parameter is declared text and an integer
  // bigint, else the server infers the types from where the parameters stand.
  Result<PgResult> run(std::string_view sql, std::span<const Cell> cells, bool typed = false);
  // The same without preparing, for statements that are used once.
  Result<PgResult> run_once(const std::string& sql, std::span<const Cell> cells);
  // Every statement of a text without parameters.
  Result<PgResult> run_script(std::string_view script);

  // The SQLSTATE of what failed last; "" where the connection was lost or nothing failed.
  const std::string& last_state() const { return last_state_; }

 private:
  PgConnection(std::string url, std::string schema, PgMode mode)
      : url_(std::move(url)), schema_(std::move(schema)), mode_(mode) {}
  Status connect();
  Status configure();
  Status lock_schema();
  Result<PgResult> checked(PGresult* result);
  Error error(const PGresult* result);

  std::string url_;
  std::string schema_;
  PgMode mode_;
  std::unique_ptr<PGconn, PgClose> handle_;
  std::map<std::string, std::string, std::less<>> prepared_;  // text → name on the server
  std::size_t next_name_ = 0;
  std::string last_state_;
};

// One row of a result, and the names of its columns.
std::vector<Cell> pg_row(const PGresult* result, int row);
std::vector<std::string> pg_columns(const PGresult* result);
std::int64_t pg_changed(PGresult* result);

}  // namespace sekisho::db
