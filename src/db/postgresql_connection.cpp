#include "db/postgresql_connection.h"

#include <algorithm>
#include <array>

namespace sekisho::db {

namespace {

constexpr std::size_t most_prepared = 2000;

// Types by their number in pg_type.dat.
constexpr Oid type_bool = 16;
constexpr Oid type_bytea = 17;
constexpr Oid type_int8 = 20;
constexpr Oid type_int2 = 21;
constexpr Oid type_int4 = 23;
constexpr Oid type_text = 25;
constexpr Oid type_numeric = 1700;

// The parameters of one call, as libpq takes them: arrays side by side that point into `texts` and the cells.
struct Parameters {
  std::vector<std::string> texts;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;  // 0 text, 1 binary
  std::vector<Oid> types;
};

Result<Parameters> parameters_of(std::span<const Cell> cells) {
  Parameters out;
  out.texts.reserve(cells.size());
  for (const Cell& cell : cells) {
    const auto add = [&](const char* value, std::size_t length, int format, Oid type) {
      out.values.push_back(value);
      out.lengths.push_back(static_cast<int>(length));
      out.formats.push_back(format);
      out.types.push_back(type);
    };
    if (is_null(cell)) {
      add(nullptr, 0, 0, type_text);
    } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
      out.texts.push_back(std::to_string(*number));
      add(out.texts.back().c_str(), 0, 0, type_int8);
    } else if (const auto* string = std::get_if<std::string>(&cell)) {
      if (string->find('\0') != std::string::npos) return fail(Code::invalid, "a text with a NUL", "db.nul");
      add(string->c_str(), 0, 0, type_text);
    } else {
      const std::string& blob = std::get<Blob>(cell).bytes;
      add(blob.data(), blob.size(), 1, type_bytea);
    }
  }
  return out;
}

Cell cell_of(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return std::monostate{};
  std::string value(PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case type_bool:
      return std::int64_t{value == "t" ? 1 : 0};
    case type_int2:
    case type_int4:
    case type_int8:
      return integer(Cell(value));
    // SUM and the like of integers.
    case type_numeric:
      if (value.size() <= 18 && value.find('.') == std::string::npos) return integer(Cell(value));
      return value;
    case type_bytea: {
      std::size_t size = 0;
      const std::unique_ptr<unsigned char, decltype(&PQfreemem)> raw(
          PQunescapeBytea(reinterpret_cast<const unsigned char*>(value.c_str()), &size), &PQfreemem);
      return Blob{std::string(reinterpret_cast<const char*>(raw.get()), size)};
    }
    default:
      return value;
  }
}

struct Mapped {
  std::string_view state;  // an SQLSTATE or the class it begins with
  Code code;
  const char* message;
};
constexpr std::array mapped = std::to_array<Mapped>({
    {"23", Code::conflict, "db.constraint"},
    {"25006", Code::denied, "db.read_only"},
    {"40", Code::unavailable, "db.busy"},
    {"55P03", Code::unavailable, "db.busy"},
    {"53100", Code::storage, "db.full"},
    {"53200", Code::exhausted, "db.failed"},
    {"53", Code::unavailable, "db.away"},
    {"57014", Code::exhausted, "query.too_slow"},
    {"57", Code::unavailable, "db.away"},
    {"08P01", Code::internal, "db.failed"},
    {"08", Code::unavailable, "db.away"},
    {"58", Code::storage, "db.io"},
    {"XX001", Code::corrupt, "db.corrupt"},
    {"XX002", Code::corrupt, "db.corrupt"},
    {"22021", Code::invalid, "db.nul"},
    {"42501", Code::denied, "db.failed"},
});

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

void ignore_notice(void*, const char*) {}

}  // namespace

std::vector<Cell> pg_row(const PGresult* result, int row) {
  std::vector<Cell> cells;
  const int count = PQnfields(result);
  cells.reserve(static_cast<std::size_t>(count));
  for (int column = 0; column < count; ++column) cells.push_back(cell_of(result, row, column));
  return cells;
}

std::vector<std::string> pg_columns(const PGresult* result) {
  std::vector<std::string> columns;
  columns.reserve(static_cast<std::size_t>(PQnfields(result)));
  for (int column = 0; column < PQnfields(result); ++column) columns.emplace_back(PQfname(result, column));
  return columns;
}

std::int64_t pg_changed(PGresult* result) {
  return integer(Cell(std::string(PQcmdTuples(result))));
}

Result<std::unique_ptr<PgConnection>> PgConnection::open(const std::string& url, const std::string& schema,
                                                         PgMode mode) {
  const auto bad_url = [](const std::string& why) { return fail(Code::invalid, why, "db.url").with("why", why); };
  if (!is_identifier(schema)) return bad_url("schema " + schema);
  char* why = nullptr;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), &why);
  if (options == nullptr) {
    const std::unique_ptr<char, decltype(&PQfreemem)> text(why, &PQfreemem);
    return bad_url(one_line(text ? text.get() : "unreadable"));
  }
  PQconninfoFree(options);
  std::unique_ptr<PgConnection> connection(new PgConnection(url, schema, mode));
  SEK_CHECK(connection->connect());
  return connection;
}

Status PgConnection::connect() {
  const std::array<const char*, 6> keys{"connect_timeout", "dbname",  "application_name",
                                        "client_encoding", "options", nullptr};
  const std::array<const char*, 6> values{"10", url_.c_str(), "sekisho", "UTF8", "", nullptr};
  prepared_.clear();
  handle_.reset(PQconnectdbParams(keys.data(), values.data(), 1));
  if (!is_alive()) return error(nullptr);
  PQsetNoticeProcessor(handle_.get(), &ignore_notice, nullptr);
  Status ready = configure();
  if (!ready) handle_.reset();
  return ready;
}

Status PgConnection::reconnect() {
  return connect();
}

Status PgConnection::configure() {
  SEK_TRY(const PgResult encoding, run_once("SHOW server_encoding", {}));
  if (text(pg_row(encoding.get(), 0).at(0)) != "UTF8") {
    return fail(Code::invalid, "the database is not UTF8", "db.url").with("why", "ENCODING UTF8");
  }
  if (mode_ == PgMode::writer) SEK_CHECK(lock_schema());
  // What is acknowledged is on the disk, whatever the server's default; stricter settings of the server stay.
  SEK_TRY(
      [[maybe_unused]] const PgResult done,
      run_script("SET search_path TO " + schema_ +
                 "; SET client_min_messages = warning; SET standard_conforming_strings = on; SET bytea_output = hex; "
                 "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET jit = off; SET lock_timeout = '10s'; "
                 "SELECT set_config('synchronous_commit', 'on', false) "
                 "WHERE current_setting('synchronous_commit') IN ('off', 'local')"));
  if (mode_ == PgMode::writer) return {};
  SEK_TRY(const PgResult found, run_once("SELECT 1 FROM pg_namespace WHERE nspname = $1", std::vector<Cell>{schema_}));
  if (PQntuples(found.get()) == 0)
    return fail(Code::not_found, "no schema " + schema_, "db.not_found").with("file", schema_);
  SEK_TRY([[maybe_unused]] const PgResult read_only, run_once("SET default_transaction_read_only = on", {}));
  return {};
}

// One writer a schema, as the data folder's lock makes one writer an SQLite file. The server frees it with the session.
Status PgConnection::lock_schema() {
  const std::vector<Cell> name{"sekisho:" + schema_};
  SEK_TRY(const PgResult locked,
          run_once("SELECT pg_try_advisory_lock(hashtextextended(current_database() || $1, 0))", name));
  if (integer(pg_row(locked.get(), 0).at(0)) != 1)
    return fail(Code::unavailable, "another writer of " + schema_, "db.busy");
  SEK_TRY([[maybe_unused]] const PgResult made, run_once("CREATE SCHEMA IF NOT EXISTS " + schema_, {}));
  return {};
}

Error PgConnection::error(const PGresult* result) {
  const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  last_state_ = state != nullptr ? state : "";
  const std::string why = one_line(result != nullptr ? PQresultErrorMessage(result) : PQerrorMessage(handle_.get()));
  const auto make = [&](Code code, const char* message) {
    return fail(code, last_state_ + " " + why, message).with("file", schema_).with("why", why);
  };
  if (last_state_.empty()) return make(Code::unavailable, "db.away");
  for (const Mapped& one : mapped) {
    if (last_state_.starts_with(one.state)) return make(one.code, one.message);
  }
  return make(Code::internal, "db.failed");
}

Result<PgResult> PgConnection::checked(PGresult* result) {
  PgResult owned(result);
  last_state_.clear();
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return owned;
  return error(result);
}

Result<PgResult> PgConnection::run(std::string_view sql, std::span<const Cell> cells, bool typed) {
  SEK_TRY(const Parameters parameters, parameters_of(cells));
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) {
    if (prepared_.size() >= most_prepared) {
      SEK_TRY([[maybe_unused]] const PgResult freed, run_once("DEALLOCATE ALL", {}));
      prepared_.clear();
    }
    const std::string name = "s" + std::to_string(++next_name_);
    const std::string text(sql);
    const int types = typed ? static_cast<int>(cells.size()) : 0;
    SEK_TRY([[maybe_unused]] const PgResult made, checked(PQprepare(handle_.get(), name.c_str(), text.c_str(), types,
                                                                    typed ? parameters.types.data() : nullptr)));
    found = prepared_.emplace(text, name).first;
  }
  return checked(PQexecPrepared(handle_.get(), found->second.c_str(), static_cast<int>(cells.size()),
                                parameters.values.data(), parameters.lengths.data(), parameters.formats.data(), 0));
}

Result<PgResult> PgConnection::run_once(const std::string& sql, std::span<const Cell> cells) {
  SEK_TRY(const Parameters parameters, parameters_of(cells));
  return checked(PQexecParams(handle_.get(), sql.c_str(), static_cast<int>(cells.size()), nullptr,
                              parameters.values.data(), parameters.lengths.data(), parameters.formats.data(), 0));
}

Result<PgResult> PgConnection::run_script(std::string_view script) {
  return checked(PQexec(handle_.get(), std::string(script).c_str()));
}

}  // namespace sekisho::db
