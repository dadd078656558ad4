// Table `observation`. Which observation of a subject counts at T must be found fast however many came before it, so
// each row carries the instant to_at at which a later one, known by then, took its place; what was collected at the
// same instant with the same verdict stands beside it. As with registers, to_at is the one column that is ever written
// again.

#include "controls/observation.h"

namespace sekisho::controls {

namespace {

constexpr std::string_view never = "9999-12-31T23:59:59.999999Z";

// collected_us and valid_us repeat collected_at and valid_until in microseconds, and on SQLite the index holds all that
// is needed to resolve a subject: a body may have tens of thousands of them.
constexpr db::Migration all_migrations[] = {
    {400,
     {R"(
CREATE TABLE observation (
  id TEXT NOT NULL PRIMARY KEY, check_id TEXT NOT NULL, source TEXT NOT NULL, subject TEXT NOT NULL, verdict TEXT NOT NULL,
  severity INTEGER NOT NULL, measured TEXT, expected TEXT, covers_from TEXT, covers_to TEXT, collected_at TEXT NOT NULL,
  collected_us INTEGER NOT NULL, received_at TEXT NOT NULL, valid_until TEXT, valid_us INTEGER, grade TEXT NOT NULL,
  evidence TEXT, to_at TEXT NOT NULL) STRICT;
CREATE INDEX observation_subject ON observation (
  check_id, subject, to_at, received_at, severity, collected_us, valid_us, grade))",
      R"(
CREATE TABLE observation (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY, check_id TEXT COLLATE "C" NOT NULL, source TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL, verdict TEXT COLLATE "C" NOT NULL, severity BIGINT NOT NULL, measured TEXT COLLATE "C",
  expected TEXT COLLATE "C", covers_from TEXT COLLATE "C", covers_to TEXT COLLATE "C", collected_at TEXT COLLATE "C" NOT NULL,
  collected_us BIGINT NOT NULL, received_at TEXT COLLATE "C" NOT NULL, valid_until TEXT COLLATE "C", valid_us BIGINT,
  grade TEXT COLLATE "C" NOT NULL, evidence TEXT COLLATE "C", to_at TEXT COLLATE "C" NOT NULL);
CREATE INDEX observation_subject ON observation (check_id, subject, to_at))"}},
};
static_assert(static_cast<int>(Outcome::fail) == 4);

db::Cell text_or_null(const std::string& text) {
  return text.empty() ? db::Cell() : db::Cell(text);
}
db::Cell micros_or_null(const std::optional<Instant>& at) {
  return at ? db::Cell(at->micros) : db::Cell();
}
db::Cell instant_or_null(const std::optional<Instant>& at) {
  return at ? db::Cell(to_rfc3339(*at)) : db::Cell();
}

db::Cell list(const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string out = "|";
  for (const std::string& item : items) out += item + "|";
  return out;
}

// Whatever this observation outranks ends when both are known.
Status end_outranked(db::Database& database, const Observation& one, const std::string& received_at) {
  const std::vector<db::Cell> cells{one.check_id, one.subject, received_at, to_rfc3339(one.collected_at),
                                    std::int64_t{static_cast<int>(one.verdict)}};
  SEK_TRY([[maybe_unused]] const auto changed,
          database.execute("UPDATE observation SET to_at = CASE WHEN received_at > $3 THEN received_at ELSE $3 END "
                           "WHERE check_id = $1 AND subject = $2 AND to_at > $3 AND to_at > received_at "
                           "AND (collected_at < $4 OR (collected_at = $4 AND severity < $5))",
                           cells));
  return {};
}

// When this observation itself ends, by those that outrank it.
Result<std::string> end_of(db::Database& database, const Observation& one, const std::string& received_at) {
  const std::vector<db::Cell> cells{one.check_id, one.subject, to_rfc3339(one.collected_at),
                                    std::int64_t{static_cast<int>(one.verdict)}};
  SEK_TRY(const db::Rows rows,
          database.query("SELECT MIN(received_at) AS first FROM observation WHERE check_id = $1 AND subject = $2 "
                         "AND (collected_at > $3 OR (collected_at = $3 AND severity > $4))",
                         cells));
  const std::string& first = db::text(rows.rows.at(0).at(0));
  if (first.empty()) return std::string(never);
  return std::max(first, received_at);
}

Status insert(db::Database& database, const Observation& one, const std::string& id, const std::string& received_at,
              const std::string& to_at) {
  const std::vector<db::Cell> cells{id,
                                    one.check_id,
                                    one.source,
                                    one.subject,
                                    std::string(name_of(one.verdict)),
                                    std::int64_t{static_cast<int>(one.verdict)},
                                    text_or_null(one.measured),
                                    text_or_null(one.expected),
                                    instant_or_null(one.covers_from),
                                    instant_or_null(one.covers_to),
                                    to_rfc3339(one.collected_at),
                                    one.collected_at.micros,
                                    received_at,
                                    instant_or_null(one.valid_until),
                                    micros_or_null(one.valid_until),
                                    std::string(name_of(one.grade)),
                                    list(one.evidence),
                                    to_at};
  SEK_TRY(
      [[maybe_unused]] const auto inserted,
      database.execute(
          "INSERT INTO observation (id, check_id, source, subject, verdict, severity, measured, expected, covers_from, "
          "covers_to, collected_at, collected_us, received_at, valid_until, valid_us, grade, evidence, to_at) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
          cells));
  return {};
}

}  // namespace

std::span<const db::Migration> migrations() {
  return all_migrations;
}

Result<std::vector<std::string>> record(db::Database& database, std::span<const Observation> observations,
                                        Instant received_at, Random& random) {
  const std::string received = to_rfc3339(received_at);
  std::vector<std::string> ids;
  for (const Observation& one : observations) {
    ids.push_back(random_id(random));
    SEK_TRY(const std::string to_at, end_of(database, one, received));
    SEK_CHECK(end_outranked(database, one, received));
    SEK_CHECK(insert(database, one, ids.back(), received, to_at));
  }
  return ids;
}

std::vector<db::View> observation_views() {
  const std::string columns =
      "SELECT check_id, source, subject, verdict, measured, expected, covers_from, covers_to, collected_at, "
      "received_at, "
      "valid_until, grade FROM observation WHERE received_at <= :as_of";
  return {{"observations", columns}, {"latest_observations", columns + " AND to_at > :as_of"}};
}

}  // namespace sekisho::controls
