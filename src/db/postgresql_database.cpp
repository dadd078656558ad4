// PostgreSQL: one session that writes and holds the lock of the schema, and one, opened when first needed, for the
// catalogue's queries: its transactions are read-only by its settings, and it sees what the first has committed.

#include <algorithm>

#include "db/data_query.h"
#include "db/database.h"
#include "db/postgresql_connection.h"
#include "db/sql_text.h"

namespace sekisho::db {

namespace {

constexpr int rows_at_once = 1000;

class PgDatabase final : public Database {
 public:
  PgDatabase(std::string url, std::string schema, std::unique_ptr<PgConnection> connection, bool read_only)
      : url_(std::move(url)), schema_(std::move(schema)), main_(std::move(connection)), read_only_(read_only) {}

  Dialect dialect() const override { return Dialect::postgresql; }

  // A cursor lives in a transaction; outside of one, it gets one of its own.
  Status each(Sql sql, std::span<const Cell> cells,
              const std::function<Status(const std::vector<Cell>&)>& row) override {
    SEK_CHECK(connected());
    const bool own = !in_transaction_ && cursors_ == 0;
    if (own) SEK_CHECK(quietly(main_->run_once("BEGIN READ ONLY", {})));
    ++cursors_;
    Status done = read_through_cursor(std::string(sql.in(Dialect::postgresql)), cells, row);
    --cursors_;
    if (own && main_->is_alive()) {
      const auto ended = main_->run_once("ROLLBACK", {});
      if (done && !ended) return ended.error();
    }
    return done;
  }

  Status in_transaction(const std::function<Status()>& work) override {
    SEK_CHECK(may_write());
    if (in_transaction_) return fail(Code::internal, "a transaction inside a transaction");
    SEK_CHECK(connected());
    SEK_TRY([[maybe_unused]] const PgResult begun, main_->run("BEGIN", {}));
    in_transaction_ = true;
    doomed_ = false;
    const Ending ending{*this};
    Status done = work();
    if (!done) return done;
    if (doomed_) return fail(Code::storage, "a statement of the transaction failed", "db.rolled_back");
    return commit();
  }

  Status each_data_row(std::string_view select, const std::vector<std::pair<std::string, Cell>>& parameters,
                       int milliseconds, std::vector<std::string>& columns,
                       const std::function<Status(const std::vector<Cell>&)>& row) override {
    SEK_CHECK(open_data_connection());
    SEK_TRY(const PreparedText text, prepare_text(select));
    SEK_TRY(const std::vector<Cell> cells, in_order(text.parameters, parameters));
    SEK_CHECK(set_time_limit(milliseconds));
    const auto result = data_->run(text.sql, cells, true);
    if (!result) {
      Error error = in_query_words(result.error());
      if (in_snapshot_ && data_->is_alive()) static_cast<void>(data_->run_once("ROLLBACK TO SAVEPOINT begun", {}));
      return error;
    }
    columns = pg_columns(result->get());
    const int count = PQntuples(result->get());
    for (int i = 0; i < count; ++i) SEK_CHECK(row(pg_row(result->get(), i)));
    return {};
  }

  Status in_snapshot(const std::function<Status()>& work) override {
    SEK_CHECK(open_data_connection());
    if (in_snapshot_) return fail(Code::internal, "a snapshot inside a snapshot");
    SEK_TRY([[maybe_unused]] const PgResult begun,
            data_->run_script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SAVEPOINT begun"));
    in_snapshot_ = true;
    const Leaving leaving{*this};
    return work();
  }

  Status backup_to(const std::string&) override {
    return fail(Code::unavailable, "PostgreSQL is copied by pg_dump", "db.use_pg_dump");
  }

  // The server checks its own pages (data checksums); here it only has to answer.
  Status integrity_check() override {
    SEK_TRY([[maybe_unused]] const Rows rows, run("SELECT 1", {}));
    return {};
  }

 protected:
  Result<Rows> run(std::string_view sql, std::span<const Cell> cells) override {
    SEK_CHECK(connected());
    auto result = main_->run(sql, cells);
    // Lost between two calls: outside a transaction a read may be asked again.
    if (!result && !main_->is_alive() && !in_transaction_ && cursors_ == 0) {
      SEK_CHECK(connected());
      result = main_->run(sql, cells);
    }
    if (!result) return note_failure(result.error());
    return rows_of(result->get());
  }

  Result<std::int64_t> change(std::string_view sql, std::span<const Cell> cells) override {
    SEK_CHECK(may_write());
    SEK_CHECK(connected());
    const bool script = cells.empty() && sql_statements(sql).size() > 1;
    const auto result = script ? main_->run_script(sql) : main_->run(sql, cells);
    if (!result) {
      if (!in_transaction_ && is_unconfirmed()) failed_ = true;
      return note_failure(result.error());
    }
    return pg_changed(result->get());
  }

 private:
  struct Ending {
    PgDatabase& database;
    ~Ending() { database.leave_transaction(); }
  };
  void leave_transaction() {
    in_transaction_ = false;
    if (!committed_ && main_->is_alive()) static_cast<void>(main_->run_once("ROLLBACK", {}));
    committed_ = false;
  }
  struct Leaving {
    PgDatabase& database;
    ~Leaving() { database.leave_snapshot(); }
  };
  void leave_snapshot() {
    in_snapshot_ = false;
    if (!data_->is_alive() || !data_->run_once("ROLLBACK", {})) data_.reset();
  }

  Status commit() {
    const auto result = main_->run("COMMIT", {});
    if (!result) {
      failed_ = failed_ || is_unconfirmed();
      return result.error();
    }
    committed_ = true;
    if (std::string_view(PQcmdStatus(result->get())) == "COMMIT") return {};
    return fail(Code::storage, "the server undid the transaction", "db.rolled_back");
  }

  // A lost connection or a failed disk leaves open whether the server committed; a refusal does not.
  bool is_unconfirmed() const {
    const std::string& state = main_->last_state();
    return state.empty() || state.starts_with("08") || state.starts_with("57P") || state.starts_with("58") ||
           state.starts_with("53") || state.starts_with("XX");
  }

  Error note_failure(Error error) {
    doomed_ = true;
    return error;
  }

  Status may_write() const {
    if (failed_) return fail(Code::storage, "an earlier write was not confirmed", "db.closed_after_failure");
    if (read_only_) return fail(Code::denied, "opened for reading only", "db.read_only");
    return {};
  }

  Status connected() {
    if (main_->is_alive()) return {};
    if (in_transaction_ || cursors_ > 0)
      return fail(Code::unavailable, "the connection was lost", "db.away").with("why", "connection lost");
    return main_->reconnect();
  }

  Status open_data_connection() {
    if (data_ && data_->is_alive()) return {};
    if (data_ && in_snapshot_)
      return fail(Code::unavailable, "the connection was lost", "db.away").with("why", "connection lost");
    time_limit_ = 0;
    SEK_TRY(data_, PgConnection::open(url_, schema_, PgMode::data_queries));
    return {};
  }

  Status set_time_limit(int milliseconds) {
    if (time_limit_ == milliseconds) return {};
    SEK_TRY([[maybe_unused]] const PgResult set,
            data_->run_once("SET statement_timeout = " + std::to_string(std::max(milliseconds, 1)), {}));
    time_limit_ = milliseconds;
    return {};
  }

  static Result<std::vector<Cell>> in_order(const std::vector<std::string>& names,
                                            const std::vector<std::pair<std::string, Cell>>& parameters) {
    std::vector<Cell> cells;
    for (const std::string& name : names) {
      const auto found =
          std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
      if (found == parameters.end())
        return fail(Code::invalid, "no parameter", "query.refused").with("why", ":" + name);
      cells.push_back(found->second);
    }
    return cells;
  }

  static Rows rows_of(const PGresult* result) {
    Rows rows;
    rows.columns = pg_columns(result);
    const int count = PQntuples(result);
    rows.rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) rows.rows.push_back(pg_row(result, row));
    return rows;
  }

  static Error in_query_words(const Error& error) {
    if (error.message != "db.failed") return error;
    return fail(Code::invalid, error.detail, "query.failed").with("why", error.detail);
  }

  Status read_through_cursor(const std::string& sql, std::span<const Cell> cells,
                             const std::function<Status(const std::vector<Cell>&)>& row) {
    const std::string name = "c" + std::to_string(++cursor_name_);
    SEK_CHECK(quietly(main_->run_once("DECLARE " + name + " NO SCROLL CURSOR FOR " + sql, cells)));
    const std::string fetch = "FETCH " + std::to_string(rows_at_once) + " FROM " + name;
    while (true) {
      const auto batch = main_->run_once(fetch, {});
      if (!batch) return note_failure(batch.error());
      const int count = PQntuples(batch->get());
      for (int i = 0; i < count; ++i) SEK_CHECK(row(pg_row(batch->get(), i)));
      if (count < rows_at_once) break;
    }
    return quietly(main_->run_once("CLOSE " + name, {}));
  }

  Status quietly(const Result<PgResult>& result) {
    if (!result) return note_failure(result.error());
    return {};
  }

  std::string url_;
  std::string schema_;
  std::unique_ptr<PgConnection> main_;
  std::unique_ptr<PgConnection> data_;
  int time_limit_ = 0;
  int cursors_ = 0;
  std::size_t cursor_name_ = 0;
  bool read_only_ = false;
  bool in_transaction_ = false;
  bool doomed_ = false;
  bool committed_ = false;
  bool in_snapshot_ = false;
  bool failed_ = false;
};

}  // namespace

Result<std::unique_ptr<Database>> Database::open_postgresql(const std::string& url, const std::string& schema,
                                                            bool read_only) {
  SEK_TRY(auto connection, PgConnection::open(url, schema, read_only ? PgMode::reader : PgMode::writer));
  return std::unique_ptr<Database>(std::make_unique<PgDatabase>(url, schema, std::move(connection), read_only));
}

}  // namespace sekisho::db
