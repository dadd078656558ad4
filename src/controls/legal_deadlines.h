#pragma once

// The law's deadlines for what the registers `incidents` and `requests` hold, by the catalogue's rules and holidays
// (codec/legal.h). Pure.
//
// Reports of a breach (個人情報保護法 第26条・第68条, 番号法 第29条の4) run from the day it was learned of; a decision
// on a request (個人情報保護法 第83条・第94条・第102条) from the day after it came, without the days spent on
// correcting its form. The rules are those of the organ: an assembly is outside the Act's chapter 5 and follows an
// ordinance of its own, so its deadlines are shown as unverified. A rule that is not verified breaks no promise either.
//
// Checks read the deadlines as the view legal_deadlines(register, row_id, subject, clock, due_on, unverified).

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "codec/legal.h"
#include "db/data_query.h"

namespace sekisho::controls {

struct LegalClocks {
  codec::LegalRules rules;
  Holidays holidays;
};

// Errors: those of load_legal_rules and load_holidays.
Result<LegalClocks> load_legal_clocks(const CatalogFiles& files);

// Whose rules an organ follows.
struct LegalRegime {
  std::string name;        // as a body's
  bool own_rules = false;  // an assembly: the Act's are shown, and bind nobody
};
LegalRegime regime_of_organ(const std::string& body, const std::string& organ_kind, const std::string& privacy_regime);

struct IncidentFacts {
  std::string row_id;
  std::string number;
  LegalRegime regime;
  Date learned_on;
  std::string kind;
  std::string trigger;  // a choice of the field report_trigger, "" where nobody has written it
  std::optional<std::int64_t> personal_data;
  std::optional<std::int64_t> my_number;
  std::optional<std::int64_t> persons;
};

struct RequestFacts {
  std::string row_id;
  std::string number;
  LegalRegime regime;
  std::string kind;
  Date received_on;
  std::int64_t correction_days = 0;
};

struct LegalDeadline {
  std::string register_id;
  std::string row_id;
  std::string subject;
  std::string clock;  // the id of its rule; "request.extended" for the day to which a decision can be put off
  Date due_on;
  bool unverified = false;
  bool met = false;  // the report was made, the request decided
  bool operator==(const LegalDeadline&) const = default;
};

std::vector<LegalDeadline> deadlines_of(const IncidentFacts& incident, const LegalClocks& clocks);
std::vector<LegalDeadline> deadlines_of(const RequestFacts& request, const LegalClocks& clocks);

// The SELECT behind the view.
std::string legal_deadlines_sql(std::span<const LegalDeadline> deadlines);

}  // namespace sekisho::controls
