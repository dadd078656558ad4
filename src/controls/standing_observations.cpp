#include "controls/standing_observations.h"

#include <algorithm>
#include <tuple>

namespace sekisho::controls {

const char* StandingObservations::query() {
  return "SELECT check_id, subject, verdict, collected_at, valid_until, grade, "
         "CASE WHEN verdict = 'fail' THEN measured END AS measured, CASE WHEN verdict = 'fail' THEN expected END AS "
         "expected "
         "FROM latest_observations";
}

namespace {

std::string detail_of(const std::string& measured, const std::string& expected) {
  if (expected.empty()) return measured;
  return measured + " (≠ " + expected + ")";
}

Result<Observed> observed_of(const std::vector<db::Cell>& row) {
  Observed out;
  const auto outcome = outcome_named(db::text(row[2]));
  const auto grade = grade_named(db::text(row[5]));
  if (!outcome || !grade) return fail(Code::corrupt, "an observation of " + db::text(row[0]) + " cannot be read");
  out.outcome = *outcome;
  out.grade = *grade;
  SEK_TRY(out.collected_at, parse_rfc3339(db::text(row[3])));
  if (!db::is_null(row[4])) {
    SEK_TRY(out.valid_until, parse_rfc3339(db::text(row[4])));
  }
  return out;
}

}  // namespace

Result<StandingObservations> StandingObservations::from(const db::Rows& rows) {
  std::vector<const std::vector<db::Cell>*> sorted;
  sorted.reserve(rows.rows.size());
  for (const auto& row : rows.rows) sorted.push_back(&row);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    return std::tie(db::text((*a)[0]), db::text((*a)[1])) < std::tie(db::text((*b)[0]), db::text((*b)[1]));
  });
  StandingObservations out;
  out.all_.reserve(sorted.size());
  for (const auto* row : sorted) {
    const std::string& check_id = db::text((*row)[0]);
    if (out.groups_.empty() || out.groups_.back().check_id != check_id) {
      out.groups_.push_back({check_id, out.all_.size(), out.all_.size()});
    }
    SEK_TRY(const Observed observed, observed_of(*row));
    out.all_.push_back({db::text((*row)[1]), observed, detail_of(db::text((*row)[6]), db::text((*row)[7]))});
    out.groups_.back().end = out.all_.size();
  }
  return out;
}

std::span<const StandingObservation> StandingObservations::of(std::string_view check_id) const {
  const auto found = std::lower_bound(groups_.begin(), groups_.end(), check_id,
                                      [](const Group& group, std::string_view id) { return group.check_id < id; });
  if (found == groups_.end() || found->check_id != check_id) return {};
  return std::span(all_).subspan(found->begin, found->end - found->begin);
}

}  // namespace sekisho::controls
