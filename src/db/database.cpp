#include "db/database.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace sekisho::db {

std::int64_t integer(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* digits = std::get_if<std::string>(&cell)) {
    std::int64_t value = 0;
    const char* end = digits->data() + digits->size();
    const auto read = std::from_chars(digits->data(), end, value);
    if (read.ec == std::errc() && read.ptr == end) return value;
  }
  return 0;
}

const std::string& text(const Cell& cell) {
  static const std::string empty;
  if (const auto* value = std::get_if<std::string>(&cell)) return *value;
  if (const auto* blob = std::get_if<Blob>(&cell)) return blob->bytes;
  return empty;
}

std::string bytes(const Cell& cell) {
  return text(cell);
}

std::optional<std::size_t> Rows::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

namespace {
constexpr std::size_t most_rows = 1'000'000;
}  // namespace

Result<Rows> Database::run_data_query(std::string_view select,
                                      const std::vector<std::pair<std::string, Cell>>& parameters, int milliseconds) {
  Rows rows;
  SEK_CHECK(each_data_row(select, parameters, milliseconds, rows.columns, [&](const std::vector<Cell>& row) -> Status {
    if (rows.rows.size() == most_rows) {
      return fail(Code::exhausted, "too many rows", "query.too_many").with("limit", std::to_string(most_rows));
    }
    rows.rows.push_back(row);
    return {};
  }));
  return rows;
}

bool is_identifier(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= 63 && letter(name[0]) && std::all_of(name.begin(), name.end(), rest);
}

namespace {

constexpr std::int64_t numbers_of_a_room = 100;

Result<std::set<std::int64_t>> numbers_applied(Database& database) {
  SEK_TRY(const Rows rows, database.query("SELECT number FROM migration"));
  std::set<std::int64_t> numbers;
  for (const auto& row : rows.rows) numbers.insert(integer(row.at(0)));
  return numbers;
}

Status apply(Database& database, const Migration& migration) {
  return database.in_transaction([&]() -> Status {
    SEK_TRY([[maybe_unused]] const auto changed, database.execute(migration.sql));
    const std::vector<Cell> cells{std::int64_t{migration.number}};
    SEK_TRY(
        [[maybe_unused]] const auto recorded,
        database.execute(Sql("INSERT INTO migration (number, at) VALUES ($1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
                             "INSERT INTO migration (number, at) VALUES ($1, "
                             "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))"),
                         cells));
    return {};
  });
}

}  // namespace

Status migrate(Database& database, std::span<const Migration> migrations) {
  SEK_TRY(
      [[maybe_unused]] const auto made,
      database.execute(Sql("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT",
                           "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, at TEXT NOT NULL)")));
  SEK_TRY(const std::set<std::int64_t> applied, numbers_applied(database));
  std::map<std::int64_t, const Migration*> known;
  std::map<std::int64_t, std::int64_t> newest_of_room;
  for (const Migration& migration : migrations) {
    if (!known.emplace(migration.number, &migration).second) {
      return fail(Code::internal, "two migrations of one number", "db.migration_twice")
          .with("number", std::to_string(migration.number));
    }
    std::int64_t& newest = newest_of_room[migration.number / numbers_of_a_room];
    newest = std::max<std::int64_t>(newest, migration.number);
  }
  for (const std::int64_t number : applied) {
    const auto room = newest_of_room.find(number / numbers_of_a_room);
    if (room == newest_of_room.end() || known.contains(number)) continue;
    return fail(Code::invalid, "the database is newer than the program", "db.newer")
        .with("found", std::to_string(number))
        .with("known", std::to_string(room->second));
  }
  for (const auto& [number, migration] : known) {
    if (!applied.contains(number)) SEK_CHECK(apply(database, *migration));
  }
  return {};
}

}  // namespace sekisho::db
