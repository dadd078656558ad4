#pragma once

// Observations: what an engine, a machine or a person saw of one subject. Append-only; handed in as JSON Lines, one
// object a line:
//   {"source","check","subject","verdict","measured","expected","covers_from","covers_to","collected_at","valid_until",
//    "evidence":[sha256 in hex …]}
// source, subject and verdict are required; check defaults to the source, collected_at to the instant of receipt.
// None of its texts may hold an Individual Number. Instants are RFC 3339; a bare date is its first moment in
// Asia/Tokyo, or its last for covers_to and valid_until.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/seams.h"
#include "codec/value.h"
#include "controls/catalog.h"
#include "controls/judge.h"
#include "db/data_query.h"
#include "db/database.h"

namespace sekisho::controls {

struct Observation {
  std::string check_id;
  std::string source;
  std::string subject;
  Outcome verdict = Outcome::pass;
  std::string measured;  // as text; "" where none was given
  std::string expected;
  std::optional<Instant> covers_from;
  std::optional<Instant> covers_to;
  Instant collected_at;
  std::optional<Instant> valid_until;
  std::vector<std::string> evidence;  // SHA-256 in lower-case hex
  Grade grade = Grade::attested;      // from its source
};

inline constexpr std::size_t observation_line_limit = 64u << 10;  // bytes

// Reads one line as somebody hands it in: so its grade is at most `recorded`, whatever the source, and what Sekisho
// collects itself it cannot claim. Errors: invalid "observation.…" {line} and what was wrong, an Individual Number too.
Result<Observation> parse_observation(std::string_view line, std::size_t number, const Sources& sources,
                                      Instant received_at);
// Every line that is not blank; the first error refuses all.
Result<std::vector<Observation>> parse_observations(std::string_view lines, const Sources& sources,
                                                    Instant received_at);

// As recorded in the ledger: the form above with every key, instants with six decimals, and "grade".
codec::Value to_value(const Observation& observation);

// Table `observation`: numbers 400–499 belong to this room.
std::span<const db::Migration> migrations();

// Records observations inside the caller's transaction; gives their ids in order.
Result<std::vector<std::string>> record(db::Database& database, std::span<const Observation> observations,
                                        Instant received_at, Random& random);

// `observations` (all known at :as_of) and `latest_observations` (the newest of each check and subject).
std::vector<db::View> observation_views();

}  // namespace sekisho::controls
