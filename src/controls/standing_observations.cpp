#include "controls/standing_observations.h"

#include <algorithm>

namespace sekisho::controls {

namespace {

const char* const standing_query =
    "SELECT check_id, subject, severity, collected_us, valid_us, grade FROM observation "
    "WHERE to_at > :as_of AND received_at <= :as_of";

const char* const failing_query =
    "SELECT check_id, subject, collected_us, measured, expected FROM observation "
    "WHERE severity = 4 AND to_at > :as_of AND received_at <= :as_of";

bool by_subject(const StandingObservation& a, const StandingObservation& b) {
  return a.subject < b.subject;
}

std::string detail_of(const std::string& measured, const std::string& expected) {
  if (expected.empty()) return measured;
  return measured + " (≠ " + expected + ")";
}

Result<Observed> observed_of(const std::vector<db::Cell>& row) {
  const std::int64_t severity = db::integer(row[2]);
  const auto grade = grade_named(db::text(row[5]));
  if (severity < 0 || severity > static_cast<int>(Outcome::fail) || !grade) {
    return fail(Code::corrupt, "an observation of " + db::text(row[0]) + " cannot be read");
  }
  Observed out{static_cast<Outcome>(severity), Instant{db::integer(row[3])}, std::nullopt, *grade};
  if (!db::is_null(row[4])) out.valid_until = Instant{db::integer(row[4])};
  return out;
}

}  // namespace

Result<StandingObservations> StandingObservations::load(db::Database& database, const CheckIds& wanted,
                                                        const QueryParameters& parameters, int milliseconds) {
  StandingObservations out;
  std::vector<std::string> columns;
  std::string check_id;
  std::vector<StandingObservation>* group = nullptr;  // of check_id; nullptr where that is not wanted
  SEK_CHECK(database.each_data_row(standing_query, parameters, milliseconds, columns,
                                   [&](const std::vector<db::Cell>& row) -> Status {
                                     if (check_id.empty() || db::text(row[0]) != check_id) {
                                       check_id = db::text(row[0]);
                                       group = wanted.contains(check_id) ? &out.by_check_[check_id] : nullptr;
                                     }
                                     if (group == nullptr) return {};
                                     SEK_TRY(const Observed observed, observed_of(row));
                                     group->push_back({db::text(row[1]), observed, {}});
                                     return {};
                                   }));
  for (auto& [id, observations] : out.by_check_) {
    if (!std::is_sorted(observations.begin(), observations.end(), by_subject)) {
      std::sort(observations.begin(), observations.end(), by_subject);
    }
  }
  SEK_CHECK(out.load_details(database, parameters, milliseconds));
  return out;
}

Status StandingObservations::load_details(db::Database& database, const QueryParameters& parameters, int milliseconds) {
  std::vector<std::string> columns;
  return database.each_data_row(
      failing_query, parameters, milliseconds, columns, [&](const std::vector<db::Cell>& row) -> Status {
        const auto group = by_check_.find(db::text(row[0]));
        if (group == by_check_.end()) return {};
        const StandingObservation wanted{db::text(row[1]), {}, {}};
        auto [one, end] = std::equal_range(group->second.begin(), group->second.end(), wanted, by_subject);
        const Instant collected{db::integer(row[2])};
        for (; one != end; ++one) {
          if (one->observed.outcome != Outcome::fail || one->observed.collected_at != collected) continue;
          const std::string detail = detail_of(db::text(row[3]), db::text(row[4]));
          if (one->detail.empty() || detail < one->detail) one->detail = detail;
        }
        return {};
      });
}

std::span<const StandingObservation> StandingObservations::of(std::string_view check_id) const {
  const auto found = by_check_.find(check_id);
  if (found == by_check_.end()) return {};
  return found->second;
}

}  // namespace sekisho::controls
