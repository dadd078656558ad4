#include "db/sqlite_connection.h"

#include <array>
#include <filesystem>

#include "db/data_query.h"

namespace sekisho::db {

namespace {

constexpr int busy_milliseconds = 5000;
constexpr int pages_before_checkpoint = 1000;

// What a data query may do: read, and call the permitted functions.
int authorize(void*, int action, const char*, const char* second, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_TRANSACTION:  // the program's own BEGIN: a data query begins with SELECT or WITH
    case SQLITE_READ:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return second != nullptr && (is_permitted_function(second) || std::string_view(second) == "like") ? SQLITE_OK
                                                                                                        : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

// Into a cell that may hold the value of the row before: a text of the same column often fits where that stood.
void read_cell(sqlite3_stmt* statement, int column, Cell& cell) {
  const auto assign = [&](const void* data, std::string& to) {
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    to.assign(size == 0 ? "" : static_cast<const char*>(data), size);
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      cell = sqlite3_column_int64(statement, column);
      break;
    case SQLITE_BLOB:
      if (!std::holds_alternative<Blob>(cell)) cell = Blob{};
      assign(sqlite3_column_blob(statement, column), std::get<Blob>(cell).bytes);
      break;
    case SQLITE_FLOAT:
    case SQLITE_TEXT:
      if (!std::holds_alternative<std::string>(cell)) cell = std::string();
      assign(sqlite3_column_text(statement, column), std::get<std::string>(cell));
      break;
    default:
      cell = std::monostate{};
  }
}

// $1, $2 … are names to SQLite, which numbers them by first appearance.
std::vector<int> slots_of(sqlite3_stmt* statement) {
  std::vector<int> slots;
  const int count = sqlite3_bind_parameter_count(statement);
  for (int slot = 1; slot <= count; ++slot) {
    const char* name = sqlite3_bind_parameter_name(statement, slot);
    const Cell digits = std::string(name != nullptr && name[0] == '$' ? name + 1 : "");
    const std::int64_t number = integer(digits);
    if (number < 1 || number > 32000) return {};
    if (slots.size() < static_cast<std::size_t>(number)) slots.resize(static_cast<std::size_t>(number), 0);
    slots[static_cast<std::size_t>(number) - 1] = slot;
  }
  return slots;
}

}  // namespace

Error sqlite_error(int code, sqlite3* handle, const std::string& path) {
  const std::string why =
      std::string(sqlite3_errstr(code)) + " (" + std::to_string(code) + "): " + sqlite3_errmsg(handle);
  const auto make = [&](Code kind, std::string message) {
    return fail(kind, why, std::move(message)).with("file", path).with("why", why);
  };
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return make(Code::unavailable, "db.busy");
    case SQLITE_FULL:
      return make(Code::storage, "db.full");
    case SQLITE_IOERR:
      return make(Code::storage, "db.io");
    case SQLITE_CORRUPT:
      return make(Code::corrupt, "db.corrupt");
    case SQLITE_NOTADB:
      return make(Code::invalid, "db.not_sqlite");
    case SQLITE_CANTOPEN:
      return make(Code::storage, "db.cannot_open");
    case SQLITE_READONLY:
      return make(Code::storage, "db.read_only");
    case SQLITE_CONSTRAINT:
      return make(Code::conflict, "db.constraint");
    case SQLITE_INTERRUPT:
      return make(Code::exhausted, "query.too_slow");
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      return make(Code::exhausted, "db.failed");
    default:
      return make(Code::internal, "db.failed");
  }
}

Error SqliteConnection::error(int code) const {
  return sqlite_error(code, handle_.get(), path_);
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path, SqliteMode mode) {
  std::error_code ignored;
  if (mode != SqliteMode::writer && !std::filesystem::exists(path, ignored)) {
    return fail(Code::not_found, "no database " + path, "db.not_found").with("file", path);
  }
  const int flags = mode == SqliteMode::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(path, handle));
  if (code != SQLITE_OK) return connection->error(code);
  SEK_CHECK(connection->configure(mode));
  return connection;
}

SqliteConnection::~SqliteConnection() {
  cache_.clear();
}

Status SqliteConnection::configure(SqliteMode mode) {
  sqlite3* db = handle_.get();
  sqlite3_busy_timeout(db, busy_milliseconds);
  for (const auto& [option, value] : std::array<std::pair<int, int>, 7>{{{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                                                         {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                                                         {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
                                                                         {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                                                         {SQLITE_DBCONFIG_DQS_DML, 0},
                                                                         {SQLITE_DBCONFIG_DQS_DDL, 0},
                                                                         {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0}}}) {
    if (const int code = sqlite3_db_config(db, option, value, nullptr); code != SQLITE_OK) return error(code);
  }
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  if (mode == SqliteMode::writer) {
    SEK_CHECK(run_script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216"));
    sqlite3_wal_hook(db, &on_wal_grown, this);
  }
  // LIKE is case-sensitive, as on PostgreSQL.
  SEK_CHECK(
      run_script("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA cell_size_check = ON; PRAGMA "
                 "case_sensitive_like = ON"));
  if (mode != SqliteMode::data_queries) return {};
  SEK_CHECK(run_script("PRAGMA query_only = ON"));
  sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 100);
  sqlite3_progress_handler(db, 2000, &on_progress, this);
  sqlite3_set_authorizer(db, &authorize, nullptr);
  return {};
}

int SqliteConnection::on_progress(void* self) {
  return std::chrono::steady_clock::now() > static_cast<SqliteConnection*>(self)->deadline_ ? 1 : 0;
}

// SQLite's own hook drops the result of a checkpoint, and with it a failed fsync.
int SqliteConnection::on_wal_grown(void* self, sqlite3* handle, const char* schema, int pages) {
  if (pages < pages_before_checkpoint) return SQLITE_OK;
  auto* connection = static_cast<SqliteConnection*>(self);
  const int code = sqlite3_wal_checkpoint_v2(handle, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) connection->checkpoint_code_ = code;
  return SQLITE_OK;
}

Result<SqliteStatement> SqliteConnection::prepare(std::string_view sql) {
  SqliteStatement statement = cache_.take(sql);
  if (statement.handle) return statement;
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  statement.handle.reset(handle);
  if (code != SQLITE_OK) {
    last_code_ = code;
    return error(code);
  }
  if (handle == nullptr)
    return fail(Code::internal, "an SQL text without a statement", "db.failed").with("why", "empty SQL");
  statement.slots = slots_of(handle);
  return statement;
}

Status SqliteConnection::bind(const SqliteStatement& statement, std::span<const Cell> cells) {
  sqlite3_stmt* handle = statement.handle.get();
  if (statement.slots.size() != cells.size() || (cells.empty() && sqlite3_bind_parameter_count(handle) != 0)) {
    return fail(Code::internal, "the SQL text does not take the parameters given", "db.failed")
        .with("why", "parameters");
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const int slot = statement.slots[i];
    if (slot == 0) continue;
    int code = SQLITE_OK;
    if (is_null(cells[i])) {
      code = sqlite3_bind_null(handle, slot);
    } else if (const auto* number = std::get_if<std::int64_t>(&cells[i])) {
      code = sqlite3_bind_int64(handle, slot, *number);
    } else if (const auto* string = std::get_if<std::string>(&cells[i])) {
      if (string->find('\0') != std::string::npos) return fail(Code::invalid, "a text with a NUL", "db.nul");
      code = sqlite3_bind_text64(handle, slot, string->data(), string->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
      const std::string& blob = std::get<Blob>(cells[i]).bytes;
      code = sqlite3_bind_blob64(handle, slot, blob.data(), blob.size(), SQLITE_STATIC);
    }
    if (code != SQLITE_OK) return error(code);
  }
  return {};
}

Status SqliteConnection::step_through(sqlite3_stmt* statement, const RowSink& row) {
  const int count = sqlite3_column_count(statement);
  std::vector<Cell> cells(static_cast<std::size_t>(count));
  while (true) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) {
      last_code_ = code;
      return error(code);
    }
    for (int i = 0; i < count; ++i) read_cell(statement, i, cells[static_cast<std::size_t>(i)]);
    SEK_CHECK(row(cells));
  }
}

Status SqliteConnection::run(std::string_view sql, std::span<const Cell> cells, std::vector<std::string>* columns,
                             const RowSink& row) {
  last_code_ = SQLITE_OK;
  SEK_TRY(SqliteStatement statement, prepare(sql));
  SEK_CHECK(bind(statement, cells));
  sqlite3_stmt* handle = statement.handle.get();
  if (columns != nullptr) {
    columns->clear();
    for (int i = 0; i < sqlite3_column_count(handle); ++i) columns->emplace_back(sqlite3_column_name(handle, i));
  }
  Status result = step_through(handle, row);
  // An automatic commit happens here too, for a statement that was left before its end.
  if (const int code = sqlite3_reset(handle); code != SQLITE_OK && result) {
    last_code_ = code;
    result = error(code);
  }
  sqlite3_clear_bindings(handle);
  cache_.give_back(sql, std::move(statement));
  return result;
}

Status SqliteConnection::run_script(std::string_view script) {
  std::string_view rest = script;
  while (!rest.empty()) {
    sqlite3_stmt* handle = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v2(handle_.get(), rest.data(), static_cast<int>(rest.size()), &handle, &tail);
    const std::unique_ptr<sqlite3_stmt, SqliteFinalize> statement(handle);
    last_code_ = code;
    if (code != SQLITE_OK) return error(code);
    rest.remove_prefix(static_cast<std::size_t>(tail - rest.data()));
    if (handle == nullptr) continue;
    SEK_CHECK(step_through(handle, [](const std::vector<Cell>&) { return Status(); }));
  }
  return {};
}

}  // namespace sekisho::db
