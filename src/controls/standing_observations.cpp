#include "controls/standing_observations.h"

#include <algorithm>
#include <tuple>

namespace sekisho::controls {

namespace {

std::string detail_of(const std::string& measured, const std::string& expected) {
  if (expected.empty()) return measured;
  return measured + " (≠ " + expected + ")";
}

Result<Observed> observed_of(const std::vector<db::Cell>& row) {
  const std::int64_t severity = db::integer(row[1]);
  const auto grade = grade_named(db::text(row[4]));
  if (severity < 0 || severity > static_cast<int>(Outcome::fail) || !grade) {
    return fail(Code::corrupt, "an observation of " + db::text(row[0]) + " cannot be read");
  }
  Observed out{static_cast<Outcome>(severity), Instant{db::integer(row[2])}, std::nullopt, *grade};
  if (!db::is_null(row[3])) out.valid_until = Instant{db::integer(row[3])};
  return out;
}

}  // namespace

// All but what a failure measured stands in the index observation_subject.
std::string standing_query(const std::string& subjects) {
  return "SELECT o.subject, o.severity, o.collected_us, o.valid_us, o.grade, "
         "CASE WHEN o.severity = 4 THEN o.measured END, CASE WHEN o.severity = 4 THEN o.expected END "
         "FROM observation o WHERE o.check_id IN (:observed_control, :observed_check) AND o.to_at > :as_of "
         "AND o.received_at <= :as_of AND o.subject IN (SELECT CAST(s.subject AS TEXT) FROM (" +
         subjects + "\n) s)";
}

Result<std::vector<StandingObservation>> standing_observations(db::Database& database, const std::string& query,
                                                               const std::string& control, const std::string& check,
                                                               QueryParameters parameters, int milliseconds) {
  parameters.emplace_back("observed_control", control);
  parameters.emplace_back("observed_check", control + "/" + check);
  std::vector<StandingObservation> all;
  std::vector<std::string> columns;
  SEK_CHECK(
      database.each_data_row(query, parameters, milliseconds, columns, [&](const std::vector<db::Cell>& row) -> Status {
        SEK_TRY(const Observed observed, observed_of(row));
        all.push_back({db::text(row[0]), observed, {}});
        if (observed.outcome == Outcome::fail) all.back().detail = detail_of(db::text(row[5]), db::text(row[6]));
        return {};
      }));
  std::sort(all.begin(), all.end(), [](const StandingObservation& a, const StandingObservation& b) {
    return std::tie(a.subject, a.detail) < std::tie(b.subject, b.detail);
  });
  return all;
}

}  // namespace sekisho::controls
