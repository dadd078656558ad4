#include "controls/check_run.h"

#include <algorithm>

namespace sekisho::controls {

namespace {

// Everything known of one subject.
struct Gathered {
  std::string subject;
  RowEvidence row;
  bool offends = false;
  bool shared = false;  // several rows go by this name
  std::vector<Observed> observations;
  std::vector<Offence> offences;
};

Error bad_answer(const std::string& why) {
  return fail(Code::invalid, why, "control.answer").with("why", why);
}

std::optional<Instant> runs_out(const Control& control, const Date& from) {
  if (!control.validity) return std::nullopt;
  return end_of_day_in_tokyo(add(from, *control.validity));
}

std::optional<Instant> sooner(const std::optional<Instant>& a, const std::optional<Instant>& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

std::string text_of(const db::Cell& cell) {
  const auto* number = std::get_if<std::int64_t>(&cell);
  return number != nullptr ? std::to_string(*number) : db::text(cell);
}

Result<std::string> subject_of(const std::vector<db::Cell>& row, std::size_t column) {
  std::string subject = text_of(row[column]);
  if (subject.empty()) return bad_answer("a subject without a name");
  return subject;
}

// The columns of a subjects query.
class SubjectRows {
 public:
  SubjectRows(const Control& control, const db::Rows& rows)
      : control_(control),
        rows_(rows),
        subject_(rows.column("subject")),
        proven_at_(rows.column("proven_at")),
        grade_(rows.column("grade")) {}

  Status gather(std::vector<Gathered>& out) const {
    if (!subject_) return bad_answer("no column subject");
    out.reserve(rows_.rows.size());
    for (const auto& row : rows_.rows) {
      SEK_TRY(std::string subject, subject_of(row, *subject_));
      SEK_TRY(const RowEvidence evidence, evidence_of(row));
      out.push_back({std::move(subject), evidence, false, false, {}, {}});
    }
    return {};
  }

 private:
  Result<RowEvidence> evidence_of(const std::vector<db::Cell>& row) const {
    RowEvidence evidence;
    if (grade_) evidence.grade = grade_named(db::text(row[*grade_])).value_or(Grade::recorded);
    evidence.present = true;
    if (!proven_at_) return evidence;
    const std::string& written = db::text(row[*proven_at_]);
    if (written.empty()) {
      evidence.present = false;
      return evidence;
    }
    Date date;
    if (const auto day = parse_iso_date(written)) {
      date = *day;
      evidence.proven_at = start_of_day_in_tokyo(date);
    } else if (const auto instant = parse_rfc3339(written)) {
      date = date_in_tokyo(*instant);
      evidence.proven_at = *instant;
    } else {
      return bad_answer("proven_at is no date: " + written);
    }
    evidence.valid_until = runs_out(control_, date);
    return evidence;
  }

  const Control& control_;
  const db::Rows& rows_;
  std::optional<std::size_t> subject_;
  std::optional<std::size_t> proven_at_;
  std::optional<std::size_t> grade_;
};

// Evidence that does not count by T is weaker than any that does, an older day than a later one, then the lower grade.
bool is_weaker(const RowEvidence& a, const RowEvidence& b, Instant at) {
  const auto weight = [&](const RowEvidence& row) {
    const bool counts = row.present && (!row.proven_at || *row.proven_at <= at);
    return std::tuple(counts, !row.proven_at, row.proven_at.value_or(Instant{}).micros, static_cast<int>(row.grade));
  };
  return weight(a) < weight(b);
}

// Two machines may bear one number, a terminal and a server: neither may stand for the other, so the weakest row
// counts.
void sort_and_merge(std::vector<Gathered>& all, Instant at) {
  std::stable_sort(all.begin(), all.end(), [](const Gathered& a, const Gathered& b) { return a.subject < b.subject; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (kept > 0 && all[kept - 1].subject == all[i].subject) {
      if (is_weaker(all[i].row, all[kept - 1].row, at)) all[kept - 1].row = all[i].row;
      all[kept - 1].shared = true;
      continue;
    }
    if (kept != i) all[kept] = std::move(all[i]);
    ++kept;
  }
  all.resize(kept);
}

Gathered* find(std::vector<Gathered>& all, const std::string& subject) {
  const auto found = std::lower_bound(all.begin(), all.end(), subject,
                                      [](const Gathered& a, const std::string& b) { return a.subject < b; });
  return found != all.end() && found->subject == subject ? &*found : nullptr;
}

// Who is named here breaks the check, also where the subjects query does not name him.
Status add_offenders(std::vector<Gathered>& all, const db::Rows& rows) {
  if (rows.columns.empty()) return {};
  const auto subject_column = rows.column("subject");
  const auto reason_column = rows.column("reason");
  const auto detail_column = rows.column("detail");
  if (!subject_column || !reason_column) return bad_answer("the offenders have no column subject or reason");
  for (const auto& row : rows.rows) {
    SEK_TRY(const std::string subject, subject_of(row, *subject_column));
    Gathered* found = find(all, subject);
    if (found == nullptr) {
      const auto place = std::lower_bound(all.begin(), all.end(), subject,
                                          [](const Gathered& a, const std::string& b) { return a.subject < b; });
      found = &*all.insert(place, Gathered{subject, {}, false, false, {}, {}});
    }
    found->offends = true;
    found->offences.push_back({0, text_of(row[*reason_column]), detail_column ? text_of(row[*detail_column]) : ""});
  }
  for (Gathered& one : all) {
    std::sort(one.offences.begin(), one.offences.end(), [](const Offence& a, const Offence& b) {
      return std::tie(a.reason, a.detail) < std::tie(b.reason, b.detail);
    });
  }
  return {};
}

// Both lists are sorted by subject.
void add_observations(std::vector<Gathered>& all, std::span<const StandingObservation> observations,
                      const Control& control) {
  auto one = all.begin();
  for (const StandingObservation& standing : observations) {
    while (one != all.end() && one->subject < standing.subject) ++one;
    if (one == all.end()) return;
    if (one->subject != standing.subject) continue;
    // Nobody can say of which of them a pass speaks.
    if (one->shared && standing.observed.outcome == Outcome::pass) continue;
    Observed observed = standing.observed;
    observed.valid_until = sooner(observed.valid_until, runs_out(control, date_in_tokyo(observed.collected_at)));
    one->observations.push_back(observed);
    if (observed.outcome == Outcome::fail) one->offences.push_back({0, "", standing.detail});
  }
}

}  // namespace

Result<CheckResult> resolve_check(const Control& control, const Check& check, const db::Rows& subjects,
                                  const db::Rows& offenders, std::span<const StandingObservation> observations,
                                  Instant at) {
  std::vector<Gathered> all;
  SEK_CHECK(SubjectRows(control, subjects).gather(all));
  sort_and_merge(all, at);
  SEK_CHECK(add_offenders(all, offenders));
  add_observations(all, observations, control);
  CheckResult result;
  result.id = check.id;
  result.state.mandatory = check.mandatory;
  result.subjects.reserve(all.size());
  result.state.subjects.reserve(all.size());
  for (Gathered& one : all) {
    const Resolved resolved = resolve(one.offends, one.row, one.observations, at);
    if (resolved.resolution == Resolution::fail) {
      for (Offence& offence : one.offences) {
        offence.subject = result.subjects.size();
        result.offences.push_back(std::move(offence));
      }
    }
    result.state.subjects.push_back(resolved);
    result.given.push_back(given_at(one.offends, one.row, one.observations, at));
    if (one.shared) result.shared.push_back(one.subject);
    result.subjects.push_back(std::move(one.subject));
  }
  return result;
}

}  // namespace sekisho::controls
