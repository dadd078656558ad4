#include "controls/legal_facts.h"

namespace sekisho::controls {
namespace {

const char* const incidents_query =
    "SELECT i.row_id, i.number, i.learned_on, i.kind, i.report_trigger, i.personal_data, i.my_number, i.persons, "
    "o.kind AS organ_kind, o.privacy_regime, "
    "CASE WHEN COALESCE(i.authority_report_on, i.final_report_on) <= :today THEN 1 ELSE 0 END AS told, "
    "CASE WHEN i.final_report_on <= :today THEN 1 ELSE 0 END AS closed FROM incidents i LEFT JOIN organs o ON o.name = "
    "i.organ "
    "WHERE i.learned_on <= :today ORDER BY i.number, i.row_id";

const char* const requests_query =
    "SELECT r.row_id, r.number, r.received_on, r.kind, r.correction_days, o.kind AS organ_kind, o.privacy_regime, "
    "CASE WHEN r.decided_on <= :today THEN 1 ELSE 0 END AS decided FROM requests r LEFT JOIN organs o ON o.name = "
    "r.organ WHERE r.received_on <= :today ORDER BY r.number, r.row_id";

std::optional<std::int64_t> number(const db::Cell& cell) {
  if (db::is_null(cell)) return std::nullopt;
  return db::integer(cell);
}

Result<Date> day(const db::Cell& cell) {
  if (const auto date = parse_iso_date(db::text(cell))) return *date;
  const std::string why = "no date: " + db::text(cell);
  return fail(Code::invalid, why, "control.answer").with("why", why);
}

using Row = std::vector<db::Cell>;

Result<IncidentFacts> incident_of(const Row& row, const std::string& regime) {
  IncidentFacts facts;
  facts.row_id = db::text(row[0]);
  facts.number = db::text(row[1]);
  SEK_TRY(facts.learned_on, day(row[2]));
  facts.kind = db::text(row[3]);
  facts.trigger = db::text(row[4]);
  facts.personal_data = number(row[5]);
  facts.my_number = number(row[6]);
  facts.persons = number(row[7]);
  facts.regime = regime_of_organ(regime, db::text(row[8]), db::text(row[9]));
  return facts;
}

Result<RequestFacts> request_of(const Row& row, const std::string& regime) {
  RequestFacts facts;
  facts.row_id = db::text(row[0]);
  facts.number = db::text(row[1]);
  SEK_TRY(facts.received_on, day(row[2]));
  facts.kind = db::text(row[3]);
  facts.correction_days = db::integer(row[4]);
  facts.regime = regime_of_organ(regime, db::text(row[5]), db::text(row[6]));
  return facts;
}

}  // namespace

LegalQueries legal_queries(std::span<const db::View> views) {
  return {db::with_views(incidents_query, views).value_or(""), db::with_views(requests_query, views).value_or("")};
}

db::View legal_deadlines_view() {
  return {"legal_deadlines", legal_deadlines_sql({})};
}

bool asks_for_legal_deadlines(const std::string& query) {
  return query.find(legal_deadlines_sql({})) != std::string::npos;
}

std::string with_legal_deadlines(std::string query, const std::string& sql) {
  const std::string empty = legal_deadlines_sql({});
  const std::size_t at = query.find(empty);
  if (at != std::string::npos) query.replace(at, empty.size(), sql);
  return query;
}

Result<std::vector<LegalDeadline>> legal_deadlines(db::Database& database, const LegalQueries& queries,
                                                   const LegalClocks& clocks, const QueryParameters& parameters,
                                                   const std::string& regime, int milliseconds) {
  std::vector<LegalDeadline> all;
  if (!queries.incidents.empty()) {
    SEK_TRY(const db::Rows rows, database.run_data_query(queries.incidents, parameters, milliseconds));
    for (const Row& row : rows.rows) {
      SEK_TRY(const IncidentFacts facts, incident_of(row, regime));
      for (LegalDeadline& one : deadlines_of(facts, clocks)) {
        one.met = db::integer(row[one.clock == "breach.first_report" ? 10 : 11]) != 0;
        all.push_back(std::move(one));
      }
    }
  }
  if (!queries.requests.empty()) {
    SEK_TRY(const db::Rows rows, database.run_data_query(queries.requests, parameters, milliseconds));
    for (const Row& row : rows.rows) {
      SEK_TRY(const RequestFacts facts, request_of(row, regime));
      for (LegalDeadline& one : deadlines_of(facts, clocks)) {
        one.met = db::integer(row[7]) != 0;
        all.push_back(std::move(one));
      }
    }
  }
  return all;
}

}  // namespace sekisho::controls
