// SQLite: one connection that writes and one, opened when first needed, for the catalogue's queries. The second one
// sees what the first has committed (WAL) and nothing of an open transaction.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "db/data_query.h"
#include "db/database.h"
#include "db/sql_text.h"
#include "db/sqlite_connection.h"

namespace sekisho::db {

namespace {

Status discard(const std::vector<Cell>&) {
  return {};
}

bool sync_folder_of(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced;
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::string path, std::unique_ptr<SqliteConnection> connection, bool read_only)
      : path_(std::move(path)), main_(std::move(connection)), read_only_(read_only) {}

  Dialect dialect() const override { return Dialect::sqlite; }

  Status each(Sql sql, std::span<const Cell> cells, const RowSink& row) override {
    const Status done = main_->run(sql.in(Dialect::sqlite), cells, nullptr, row);
    if (!done) return note_failure(done.error());
    return {};
  }

  Status in_transaction(const std::function<Status()>& work) override {
    SEK_CHECK(may_write());
    if (in_transaction_) return fail(Code::internal, "a transaction inside a transaction");
    in_transaction_ = true;
    doomed_ = false;
    const Ending ending{*this};
    if (const Status begun = main_->run("BEGIN IMMEDIATE", {}, nullptr, discard); !begun)
      return note_failure(begun.error());
    Status done = work();
    if (!done) return done;
    if (doomed_ || !main_->in_transaction()) return rolled_back();
    Status committed = main_->run("COMMIT", {}, nullptr, discard);
    if (!committed && (main_->last_code() & 0xff) != SQLITE_BUSY) failed_ = true;
    note_checkpoint();
    return committed;
  }

  Status each_data_row(std::string_view select, const std::vector<std::pair<std::string, Cell>>& parameters,
                       int milliseconds, std::vector<std::string>& columns, const RowSink& row) override {
    SEK_CHECK(open_data_connection());
    SEK_TRY(const PreparedText* text, prepared(select));
    std::vector<Cell> cells;
    for (const std::string& name : text->parameters) {
      const auto found =
          std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
      if (found == parameters.end()) return refused("no parameter :" + name);
      cells.push_back(found->second);
    }
    data_->set_deadline(std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds));
    const Status done = data_->run(text->sql, cells, &columns, row);
    if (!done) return in_query_words(done.error());
    return {};
  }

  Status in_snapshot(const std::function<Status()>& work) override {
    SEK_CHECK(open_data_connection());
    if (in_snapshot_) return fail(Code::internal, "a snapshot inside a snapshot");
    SEK_CHECK(data_->run("BEGIN", {}, nullptr, discard));
    in_snapshot_ = true;
    const Leaving leaving{*this};
    return work();
  }

  Status backup_to(const std::string& path) override {
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
      return fail(Code::conflict, path + " exists", "db.target_exists").with("file", path);
    }
    Status copied = copy_to(path);
    if (copied && !sync_folder_of(path)) {
      copied = fail(Code::storage, "fsync of the folder of " + path, "db.io").with("file", path).with("why", "fsync");
    }
    if (!copied) {
      for (const char* ending : {"", "-journal", "-wal", "-shm"}) std::filesystem::remove(path + ending, ignored);
    }
    return copied;
  }

  Status integrity_check() override {
    SEK_CHECK(expect_ok("PRAGMA integrity_check(1)"));
    SEK_TRY(const Rows broken, run("PRAGMA foreign_key_check", {}));
    if (!broken.rows.empty()) return corrupt("a foreign key points nowhere in table " + text(broken.rows[0].at(0)));
    return {};
  }

  Status quick_check() { return expect_ok("PRAGMA quick_check(1)"); }

 protected:
  Result<Rows> run(std::string_view sql, std::span<const Cell> cells) override {
    Rows rows;
    const Status done = main_->run(sql, cells, &rows.columns, [&](const std::vector<Cell>& row) -> Status {
      rows.rows.push_back(row);
      return {};
    });
    if (!done) return note_failure(done.error());
    return rows;
  }

  Result<std::int64_t> change(std::string_view sql, std::span<const Cell> cells) override {
    SEK_CHECK(may_write());
    if (in_transaction_ && !main_->in_transaction()) return rolled_back();
    const bool script = cells.empty() && sql_statements(sql).size() > 1;
    const sqlite3_int64 before = sqlite3_total_changes64(main_->handle());
    const Status done = script ? main_->run_script(sql) : main_->run(sql, cells, nullptr, discard);
    if (!done) return note_failure(done.error());
    if (!in_transaction_) note_checkpoint();
    return std::int64_t{sqlite3_total_changes64(main_->handle()) - before};
  }

 private:
  // Leaves the transaction however `work` ended, an exception included.
  struct Ending {
    SqliteDatabase& database;
    ~Ending() { database.leave_transaction(); }
  };
  void leave_transaction() {
    in_transaction_ = false;
    if (!main_->in_transaction()) return;
    if (!main_->run("ROLLBACK", {}, nullptr, discard) && main_->in_transaction()) failed_ = true;
  }

  struct Leaving {
    SqliteDatabase& database;
    ~Leaving() { database.leave_snapshot(); }
  };
  void leave_snapshot() {
    in_snapshot_ = false;
    if (data_->in_transaction() && !data_->run("ROLLBACK", {}, nullptr, discard)) data_.reset();
  }

  Status may_write() const {
    if (failed_) return fail(Code::storage, "an earlier write was not confirmed", "db.closed_after_failure");
    if (read_only_) return fail(Code::denied, "opened for reading only", "db.read_only");
    return {};
  }

  static Error refused(const std::string& why) { return fail(Code::invalid, why, "query.refused").with("why", why); }
  static Error rolled_back() { return fail(Code::storage, "the engine undid the transaction", "db.rolled_back"); }
  Error corrupt(const std::string& why) const {
    return fail(Code::corrupt, why, "db.corrupt").with("file", path_).with("why", why);
  }

  // After a failed read or write the kernel may have dropped what it was given: no later commit can be trusted. Outside
  // a transaction every statement is a commit of its own.
  Error note_failure(const Error& error) {
    const int kind = main_->last_code() & 0xff;
    if (kind == SQLITE_IOERR || kind == SQLITE_CORRUPT || (kind == SQLITE_FULL && !in_transaction_)) failed_ = true;
    doomed_ = doomed_ || kind != SQLITE_OK;  // not where a row callback gave up
    return error;
  }

  void note_checkpoint() {
    const int kind = main_->checkpoint_code() & 0xff;
    if (kind == SQLITE_IOERR || kind == SQLITE_CORRUPT) failed_ = true;
  }

  Error in_query_words(const Error& error) const {
    if (!error.message.starts_with("db.failed")) return error;
    const int code = data_->last_code() & 0xff;
    return fail(Code::invalid, error.detail, code == SQLITE_AUTH ? "query.refused" : "query.failed")
        .with("why", error.detail);
  }

  Status open_data_connection() {
    if (data_) return {};
    SEK_TRY(data_, SqliteConnection::open(path_, SqliteMode::data_queries));
    return {};
  }

  Result<const PreparedText*> prepared(std::string_view select) {
    const auto found = texts_.find(select);
    if (found != texts_.end()) return &found->second;
    SEK_TRY(PreparedText text, prepare_text(select));
    if (texts_.size() >= 2000) texts_.clear();
    return &texts_.emplace(std::string(select), std::move(text)).first->second;
  }

  Status expect_ok(std::string_view pragma) {
    SEK_TRY(const Rows rows, run(pragma, {}));
    if (rows.rows.empty() || text(rows.rows[0].at(0)) == "ok") return {};
    failed_ = true;
    return corrupt(text(rows.rows[0].at(0)));
  }

  Status copy_to(const std::string& path) {
    sqlite3* handle = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &handle,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nullptr);
    const std::unique_ptr<sqlite3, SqliteClose> target(handle);
    if (code != SQLITE_OK) return sqlite_error(code, handle, path);
    sqlite3_backup* backup = sqlite3_backup_init(handle, "main", main_->handle(), "main");
    if (backup == nullptr) return sqlite_error(sqlite3_extended_errcode(handle), handle, path);
    code = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) return sqlite_error(code, handle, path);
    if (finished != SQLITE_OK) return sqlite_error(finished, handle, path);
    code = sqlite3_exec(handle, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return sqlite_error(code, handle, path);
    return {};
  }

  std::string path_;
  std::unique_ptr<SqliteConnection> main_;
  std::unique_ptr<SqliteConnection> data_;
  std::map<std::string, PreparedText, std::less<>> texts_;
  bool read_only_ = false;
  bool in_transaction_ = false;
  bool doomed_ = false;  // a statement of the open transaction failed: PostgreSQL would not commit it either
  bool in_snapshot_ = false;
  bool failed_ = false;
};

}  // namespace

Result<std::unique_ptr<Database>> Database::open_sqlite(const std::string& path, bool read_only) {
  SEK_TRY(auto connection, SqliteConnection::open(path, read_only ? SqliteMode::reader : SqliteMode::writer));
  auto database = std::make_unique<SqliteDatabase>(path, std::move(connection), read_only);
  if (!read_only) SEK_CHECK(database->quick_check());
  return std::unique_ptr<Database>(std::move(database));
}

}  // namespace sekisho::db
