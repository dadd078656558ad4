#include "controls/evaluate.h"

#include <algorithm>

#include "controls/check_run.h"
#include "controls/observation.h"
#include "controls/standing_observations.h"

namespace sekisho::controls {

namespace {

const char* const exceptions_query =
    "SELECT concept, duty, from_at FROM exceptions WHERE approved_by IS NOT NULL AND approved_on <= :today AND "
    "expires_on >= "
    ":today "
    "AND (ended_on IS NULL OR ended_on > :today) ORDER BY concept, COALESCE(duty, ''), from_at";

const char* const scope_query =
    "SELECT kind, document, clause, sentence, concept, reason, from_at FROM scope_decisions WHERE approved_by IS NOT "
    "NULL "
    "AND approved_on <= :today AND (ends_on IS NULL OR ends_on >= :today) "
    "AND (kind <> 'rule_16_3' OR (lgwan_connected = 0 AND large_personal_data = 0)) "
    "ORDER BY kind, COALESCE(document, ''), COALESCE(clause, ''), COALESCE(sentence, 0), COALESCE(concept, ''), "
    "from_at, "
    "reason";

const char* const declarations_query =
    "SELECT register_id, row_id, declared_on, period_end FROM declarations WHERE declared_on <= :today "
    "ORDER BY register_id, declared_on, row_id";

// A declaration holds to the end of its period, without one for a year; nobody can say for longer than a fiscal year
// and the month after it that nothing is missing.
std::optional<Date> holds_until(const Declaration& one) {
  const Result<Date> declared_on = parse_iso_date(one.declared_on);
  if (!declared_on) return std::nullopt;
  const Date longest = add(*declared_on, {13, 0});
  if (one.period_end.empty()) return subtract(add(*declared_on, {12, 0}), {0, 1});
  const Result<Date> end = parse_iso_date(one.period_end);
  if (!end) return std::nullopt;
  return std::min(*end, longest);
}

using Declarations = std::map<std::string, Declaration>;

// What one evaluation needs at hand.
struct Context {
  db::Database& database;
  const QueryParameters& parameters;
  int milliseconds;
  std::string legal_deadlines = {};         // the view's SQL
  std::optional<Error> legal_trouble = {};  // why it could not be made

  Result<db::Rows> ask(const std::string& query) const {
    if (query.empty())
      return fail(Code::invalid, "the query names what no view is", "query.refused").with("why", "views");
    if (legal_trouble && asks_for_legal_deadlines(query)) return *legal_trouble;
    return database.run_data_query(with_legal_deadlines(query, legal_deadlines), parameters, milliseconds);
  }
};

// An error of one query, as against one of the database.
bool concerns_query(const Error& error) {
  return error.message.starts_with("query.") || error.message.starts_with("control.") || error.message == "db.failed";
}

Result<std::vector<std::vector<db::Cell>>> rows_of(const Context& context, const std::string& query) {
  if (query.empty()) return std::vector<std::vector<db::Cell>>();
  SEK_TRY(db::Rows rows, context.ask(query));
  return std::move(rows.rows);
}

Result<TriggerResult> ask_trigger(const Context& context, const Control& control, const std::string& query,
                                  const Declarations& declared) {
  TriggerResult result;
  SEK_TRY(const db::Rows rows, context.ask(query));
  result.arose = !rows.rows.empty();
  for (const std::string& id : control.trigger->complete) {
    if (!declared.contains(id)) result.undeclared.push_back(id);
  }
  return result;
}

}  // namespace

const ControlResult* Evaluation::find(std::string_view id) const {
  const auto found = std::lower_bound(controls.begin(), controls.end(), id,
                                      [](const ControlResult& a, std::string_view b) { return a.id < b; });
  return found != controls.end() && found->id == id ? &*found : nullptr;
}

Evaluator::Evaluator(Catalog catalog, std::vector<db::View> views, LegalClocks clocks)
    : catalog_(std::move(catalog)), views_(std::move(views)), clocks_(std::move(clocks)) {
  legal_ = legal_queries(views_);
  views_.push_back(legal_deadlines_view());
  for (db::View& view : observation_views()) views_.push_back(std::move(view));
  const auto has = [&](std::string_view name) {
    return std::any_of(views_.begin(), views_.end(), [&](const db::View& view) { return view.name == name; });
  };
  const auto own = [&](const char* view, const char* query) {
    return has(view) ? db::with_views(query, views_).value_or("") : std::string();
  };
  exceptions_ = own("exceptions", exceptions_query);
  scope_decisions_ = own("scope_decisions", scope_query);
  declarations_ = own("declarations", declarations_query);
  for (const Control& control : catalog_.all()) {
    Queries queries;
    for (const Check& check : control.checks) {
      CheckQueries& made = queries.checks.emplace_back();
      made.subjects = with_views(check.subjects, control, check.id);
      if (!check.offenders.empty()) made.offenders = with_views(check.offenders, control, check.id);
      if (check.observed) made.observations = standing_query(made.subjects);
    }
    if (control.trigger) queries.trigger = with_views(control.trigger->query, control, "trigger");
    queries_.push_back(std::move(queries));
  }
}

bool Evaluator::asks_for_deadlines() const {
  return std::any_of(queries_.begin(), queries_.end(), [](const Queries& queries) {
    return asks_for_legal_deadlines(queries.trigger) ||
           std::any_of(queries.checks.begin(), queries.checks.end(), [](const CheckQueries& check) {
             return asks_for_legal_deadlines(check.subjects) || asks_for_legal_deadlines(check.offenders);
           });
  });
}

std::string Evaluator::with_views(const std::string& query, const Control& control, const std::string& check) {
  auto text = db::with_views(query, views_);
  if (text) return std::move(*text);
  problems_.push_back(fail(Code::invalid, control.file + ": " + check + ": " + text.error().detail, "control.query_in")
                          .with("file", control.file)
                          .with("check", check)
                          .with("why", text.error().detail));
  return {};
}

namespace {

class ControlRun {
 public:
  ControlRun(const Context& context, const Control& control, const Declarations& declared, Instant at)
      : context_(context), control_(control), declared_(declared), at_(at) {}

  Result<ControlResult> run(const std::vector<CheckQueries>& queries, const std::string& trigger) {
    result_.id = control_.id;
    for (std::size_t i = 0; i < control_.checks.size(); ++i) {
      const Check& check = control_.checks[i];
      auto answer = run_check(check, queries[i]);
      if (!answer && !concerns_query(answer.error())) return answer.error();
      CheckResult checked = answer ? std::move(*answer) : undecided(check, answer.error());
      if (check.quiet_when_empty && checked.subjects.empty() && !checked.trouble)
        SEK_CHECK(look_at_trigger(checked, trigger));
      result_.checks.push_back(std::move(checked));
    }
    std::vector<const CheckState*> states;
    states.reserve(result_.checks.size());
    for (const CheckResult& check : result_.checks) states.push_back(&check.state);
    result_.own = judge(std::span<const CheckState* const>(states));
    return std::move(result_);
  }

 private:
  Result<CheckResult> run_check(const Check& check, const CheckQueries& queries) const {
    SEK_TRY(const db::Rows subject_rows, context_.ask(queries.subjects));
    db::Rows offender_rows;
    if (!check.offenders.empty()) {
      SEK_TRY(offender_rows, context_.ask(queries.offenders));
    }
    std::vector<StandingObservation> observations;
    if (check.observed && !subject_rows.rows.empty()) {
      const std::string query = with_legal_deadlines(queries.observations, context_.legal_deadlines);
      SEK_TRY(observations, standing_observations(context_.database, query, control_.id, check.id, context_.parameters,
                                                  context_.milliseconds));
    }
    return resolve_check(control_, check, subject_rows, offender_rows, observations, at_);
  }

  static CheckResult undecided(const Check& check, const Error& error) {
    CheckResult result;
    result.id = check.id;
    result.state.mandatory = check.mandatory;
    result.trouble = error;
    return result;
  }

  // Asked once for all checks of the control that have no subjects.
  Status look_at_trigger(CheckResult& check, const std::string& query) {
    if (!result_.trigger) {
      auto answer = ask_trigger(context_, control_, query, declared_);
      if (!answer && !concerns_query(answer.error())) return answer.error();
      if (!answer) {
        check.trouble = answer.error();
        return {};
      }
      result_.trigger = std::move(*answer);
    }
    check.state.not_triggered = !result_.trigger->arose && result_.trigger->undeclared.empty();
    return {};
  }

  const Context& context_;
  const Control& control_;
  const Declarations& declared_;
  Instant at_;
  ControlResult result_;
};

std::optional<std::int64_t> number(const db::Cell& cell) {
  if (db::is_null(cell)) return std::nullopt;
  return db::integer(cell);
}

Instant instant(const db::Cell& cell) {
  return parse_rfc3339(db::text(cell)).value_or(Instant{});
}

}  // namespace

Result<Evaluation> Evaluator::run(db::Database& database, const std::string& regime, Instant as_of,
                                  const std::set<std::string>& only, int milliseconds) const {
  Evaluation out;
  out.as_of = as_of;
  out.regime = regime;
  const QueryParameters parameters = query_parameters(as_of, regime);
  Context context{database, parameters, milliseconds};
  const Status done = database.in_snapshot([&]() -> Status {
    if (asks_for_deadlines()) {
      auto deadlines = legal_deadlines(database, legal_, clocks_, parameters, regime, milliseconds);
      if (!deadlines && !concerns_query(deadlines.error())) return deadlines.error();
      if (deadlines) {
        out.deadlines = std::move(*deadlines);
      } else {
        context.legal_trouble = deadlines.error();
      }
    }
    context.legal_deadlines = legal_deadlines_sql(out.deadlines);
    SEK_TRY(const auto exceptions, rows_of(context, exceptions_));
    for (const auto& row : exceptions) out.exceptions.push_back({db::text(row[0]), db::text(row[1]), instant(row[2])});
    SEK_TRY(const auto decisions, rows_of(context, scope_decisions_));
    for (const auto& row : decisions) {
      out.scope_decisions.push_back({db::text(row[0]), db::text(row[1]), db::text(row[2]), number(row[3]),
                                     db::text(row[4]), db::text(row[5]), instant(row[6])});
    }
    SEK_TRY(const auto declared, rows_of(context, declarations_));
    std::map<std::string, Date> until;
    for (const auto& row : declared) {
      Declaration one{db::text(row[0]), db::text(row[1]), db::text(row[2]), db::text(row[3])};
      const std::optional<Date> end = holds_until(one);
      if (!end || *end < date_in_tokyo(as_of)) continue;
      const auto [known, is_new] = until.try_emplace(one.register_id, *end);
      if (!is_new && *end < known->second) continue;
      known->second = *end;
      out.declared.insert_or_assign(one.register_id, std::move(one));
    }
    for (std::size_t i = 0; i < catalog_.all().size(); ++i) {
      const Control& control = catalog_.all()[i];
      if (!only.empty() && !only.contains(control.id)) continue;
      if (!control.applies_to(regime)) {
        out.controls.push_back({control.id, false, false, {}, {}, {}});
        continue;
      }
      ControlRun run(context, control, out.declared, as_of);
      SEK_TRY(ControlResult result, run.run(queries_[i].checks, queries_[i].trigger));
      result.counts = !control.unverified;
      out.controls.push_back(std::move(result));
    }
    return {};
  });
  if (!done) return done.error();
  return out;
}

}  // namespace sekisho::controls
