// Observations: each row stands beside its entry, and ends where the rows that outrank it say (observation_store.cpp).

#include <algorithm>
#include <unordered_set>

#include "controls/observation.h"
#include "work/replay_parts.h"

namespace sekisho::work {
namespace {

constexpr std::size_t kAtOnce = 256;
constexpr const char* kNever = "9999-12-31T23:59:59.999999Z";

struct Pair {
  const char* member;
  const char* column;
};
constexpr Pair kPairs[] = {{"source", "source"},           {"check", "check_id"},      {"subject", "subject"},
                           {"verdict", "verdict"},         {"measured", "measured"},   {"expected", "expected"},
                           {"covers_from", "covers_from"}, {"covers_to", "covers_to"}, {"collected_at", "collected_at"},
                           {"valid_until", "valid_until"}, {"evidence", "evidence"},   {"grade", "grade"}};

bool is_empty(const codec::Value& value) {
  return value.is_null() || (value.string() != nullptr && value.string()->empty()) ||
         (value.array() != nullptr && value.array()->empty());
}

bool repeats(const db::Cell& micros, const db::Cell& text) {
  if (db::is_null(text)) return db::is_null(micros);
  const Result<Instant> instant = parse_rfc3339(db::text(text));
  return instant && !db::is_null(micros) && instant->micros == db::integer(micros);
}

// When an observation ends is told by the others of its subject: read from the last collected back, all that is needed
// is when the first of those that outrank it was received.
class Ends {
 public:
  // Cells: id, check_id, subject, collected_at, severity, received_at, to_at.
  bool is_right(const std::vector<db::Cell>& row) {
    if (db::text(row[1]) != check_ || db::text(row[2]) != subject_) {
      check_ = db::text(row[1]);
      subject_ = db::text(row[2]);
      outranking_.clear();
      tied_.clear();
      rank_.first.clear();
    }
    std::pair<std::string, std::int64_t> rank{db::text(row[3]), db::integer(row[4])};
    const std::string& received = db::text(row[5]);
    if (rank != rank_) {
      if (!tied_.empty() && (outranking_.empty() || tied_ < outranking_)) outranking_ = tied_;
      tied_.clear();
      rank_ = std::move(rank);
    }
    if (tied_.empty() || received < tied_) tied_ = received;
    return db::text(row[6]) == (outranking_.empty() ? std::string(kNever) : std::max(outranking_, received));
  }

 private:
  std::string check_;
  std::string subject_;
  std::pair<std::string, std::int64_t> rank_;
  std::string outranking_;  // received first among those that outrank
  std::string tied_;        // and among those of the same rank
};

}  // namespace

Status ObservationReplay::take(const ledger::StoredEntry& entry, const codec::Value& payload) {
  if (!entry.payload) return {};
  pending_.emplace_back(entry.at, payload);
  return pending_.size() < kAtOnce ? Status() : flush();
}

Status ObservationReplay::flush() {
  if (pending_.empty()) return {};
  std::vector<std::string> ids;
  for (const auto& [at, payload] : pending_) ids.push_back(payload.string_or("id", ""));
  SEK_TRY(const Table table, rows_by(*database_, "observation", "id", ids));
  std::map<std::string, std::size_t> rows;
  for (std::size_t i = 0; i < table.size(); ++i) rows[table.text(i, "id")] = i;
  for (const auto& [at, payload] : pending_) {
    const std::string id = payload.string_or("id", "");
    seen_.push_back(std::hash<std::string>()(id));
    const std::string name = payload.string_or("check", "") + " " + payload.string_or("subject", "") + " (" + id + ")";
    const auto row = rows.find(id);
    if (row == rows.end()) {
      found(name, "", "replay.missing");
      continue;
    }
    const std::size_t at_row = row->second;
    for (const Pair& pair : kPairs) {
      const codec::Value* said = payload.find(pair.member);
      const db::Cell& cell = table.at(at_row, pair.column);
      if (said == nullptr || is_empty(*said) ? !db::is_null(cell) : !holds(cell, *said))
        found(name, pair.column, "replay.value");
    }
    const auto verdict = controls::outcome_named(table.text(at_row, "verdict"));
    if (!verdict || db::integer(table.at(at_row, "severity")) != static_cast<std::int64_t>(*verdict))
      found(name, "severity", "replay.value");
    if (!repeats(table.at(at_row, "collected_us"), table.at(at_row, "collected_at")))
      found(name, "collected_us", "replay.value");
    if (!repeats(table.at(at_row, "valid_us"), table.at(at_row, "valid_until")))
      found(name, "valid_us", "replay.value");
    if (!bears(table.text(at_row, "received_at"), payload.find("received_at"), at))
      found(name, "received_at", "replay.value");
  }
  pending_.clear();
  return {};
}

Status ObservationReplay::finish() {
  SEK_CHECK(flush());
  SEK_CHECK(check_ends());
  SEK_TRY(const db::Rows counted, database_->query("SELECT COUNT(*) FROM observation"));
  return db::integer(counted.rows[0][0]) > static_cast<std::int64_t>(seen_.size()) ? find_unrecorded() : Status();
}

Status ObservationReplay::check_ends() {
  Ends ends;
  return database_->each(
      "SELECT id, check_id, subject, collected_at, severity, received_at, to_at FROM observation"
      " ORDER BY check_id, subject, collected_at DESC, severity DESC",
      {}, [&](const std::vector<db::Cell>& row) -> Status {
        if (!ends.is_right(row))
          found(db::text(row[1]) + " " + db::text(row[2]) + " (" + db::text(row[0]) + ")", "to_at", "replay.value");
        return {};
      });
}

Status ObservationReplay::find_unrecorded() {
  const std::unordered_set<std::uint64_t> seen(seen_.begin(), seen_.end());
  bool named = false;
  SEK_CHECK(database_->each(
      "SELECT id, check_id, subject FROM observation ORDER BY id", {}, [&](const std::vector<db::Cell>& row) -> Status {
        if (seen.contains(std::hash<std::string>()(db::text(row[0])))) return {};
        named = true;
        found(db::text(row[1]) + " " + db::text(row[2]) + " (" + db::text(row[0]) + ")", "", "replay.unrecorded");
        return {};
      }));
  if (!named) found("", "", "replay.unrecorded");
  return {};
}

}  // namespace sekisho::work
