#include "controls/legal_deadlines.h"

namespace sekisho::controls {
namespace {

const char* const public_body = "local_public_body";
const char* const mutual_aid = "mutual_aid_association";

class Collector {
 public:
  Collector(std::string register_id, std::string row_id, std::string subject, const LegalRegime& regime,
            const Date& start, const LegalClocks& clocks)
      : blank_{std::move(register_id), std::move(row_id), std::move(subject), {}, {}, false, false},
        regime_(regime),
        start_(start),
        clocks_(clocks) {}

  const codec::LegalRule* rule(const std::string& id) const { return clocks_.rules.lookup(id, regime_.name, start_); }

  // Whether more persons are concerned than the rule lets pass; no rule: no.
  bool exceeds(const std::string& threshold, std::int64_t persons) const {
    const codec::LegalRule* found = rule(threshold);
    return found != nullptr && persons > found->value;
  }

  void add(const std::string& id, bool is_verified = true) {
    if (const codec::LegalRule* found = rule(id)) add(*found, id, 0, is_verified);
  }

  void add(const codec::LegalRule& rule, const std::string& clock, std::int64_t more_days, bool is_verified = true) {
    codec::LegalRule longer = rule;
    longer.value += more_days;
    LegalDeadline one = blank_;
    one.clock = clock;
    one.due_on = codec::LegalRules::deadline(longer, start_, clocks_.holidays);
    one.unverified = !rule.verified || !is_verified || regime_.own_rules;
    found_.push_back(std::move(one));
  }

  std::vector<LegalDeadline> take() { return std::move(found_); }

 private:
  LegalDeadline blank_;
  const LegalRegime& regime_;
  Date start_;
  const LegalClocks& clocks_;
  std::vector<LegalDeadline> found_;
};

bool is_written(const std::string& trigger) {
  return !trigger.empty() && trigger != "none";
}

// Malware and intrusions are taken as done for a wrongful purpose until somebody has written otherwise.
bool is_wrongful(const IncidentFacts& incident) {
  const bool attack = incident.kind == "malware" || incident.kind == "intrusion";
  return incident.trigger == "wrongful_purpose" ||
         (incident.trigger.empty() && attack && incident.persons.value_or(1) > 0);
}

bool concerns_persons(const IncidentFacts& incident) {
  if (is_written(incident.trigger)) return true;
  return incident.kind != "near_miss" && (incident.personal_data == 1 || incident.my_number == 1);
}

std::string literal(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

}  // namespace

Result<LegalClocks> load_legal_clocks(const CatalogFiles& files) {
  LegalClocks clocks;
  SEK_TRY(clocks.rules, codec::load_legal_rules(files));
  SEK_TRY(clocks.holidays, codec::load_holidays(files));
  return clocks;
}

LegalRegime regime_of_organ(const std::string& body, const std::string& organ_kind, const std::string& privacy_regime) {
  if (privacy_regime == "public") return {public_body, false};
  if (privacy_regime == "private") return {mutual_aid, false};
  const bool assembly = privacy_regime == "assembly" || (organ_kind == "assembly" && body == public_body);
  return {body, assembly};
}

std::vector<LegalDeadline> deadlines_of(const IncidentFacts& incident, const LegalClocks& clocks) {
  if (!concerns_persons(incident)) return {};
  Collector found("incidents", incident.row_id, incident.number, incident.regime, incident.learned_on, clocks);
  const bool is_public = incident.regime.name == public_body;
  const bool wrongful = is_wrongful(incident);
  const std::int64_t persons = incident.persons.value_or(0);
  const bool general = wrongful || incident.trigger == "special_care" || incident.trigger == "property" ||
                       (incident.trigger == "ordinance_special_care" && is_public) ||
                       found.exceeds("breach.threshold", persons);
  const bool has_numbers = incident.my_number == 1 || incident.trigger == "my_number_serious";
  const bool serious = has_numbers && (wrongful || incident.trigger == "my_number_serious" ||
                                       found.exceeds("breach.threshold_my_number", persons));
  if (general || serious) {
    found.add("breach.first_report");
  } else if (has_numbers && is_public) {
    found.add("breach.first_report", false);  // to be told all the same; the law names no day
  }
  if (general) found.add(wrongful ? "breach.final_report_wrongful" : "breach.final_report");
  if (serious) found.add(wrongful ? "breach.final_report_my_number_wrongful" : "breach.final_report_my_number");
  return found.take();
}

std::vector<LegalDeadline> deadlines_of(const RequestFacts& request, const LegalClocks& clocks) {
  Collector found("requests", request.row_id, request.number, request.regime, request.received_on, clocks);
  const codec::LegalRule* term = found.rule("request." + request.kind);
  if (term == nullptr) return {};
  found.add(*term, term->id, request.correction_days);
  const codec::LegalRule* extension = found.rule("request.extension");
  if (extension != nullptr)
    found.add(*term, "request.extended", request.correction_days + extension->value, extension->verified);
  return found.take();
}

std::string legal_deadlines_sql(std::span<const LegalDeadline> deadlines) {
  std::string rows;
  for (const LegalDeadline& one : deadlines) {
    rows += (rows.empty() ? "(" : ", (") + literal(one.register_id) + ", " + literal(one.row_id) + ", " +
            literal(one.subject) + ", " + literal(one.clock) + ", " + literal(to_iso(one.due_on)) + ", " +
            (one.unverified ? "1)" : "0)");
  }
  const std::string none = rows.empty() ? " WHERE 1 = 0" : "";
  if (rows.empty()) rows = "('', '', '', '', '', 0)";
  return "SELECT column1 AS register, column2 AS row_id, column3 AS subject, column4 AS clock, column5 AS due_on, "
         "column6 AS unverified FROM (VALUES " +
         rows + ") AS deadline" + none;
}

}  // namespace sekisho::controls
