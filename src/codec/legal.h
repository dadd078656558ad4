#pragma once

// The law's figures as data: holidays, and the dated rules on thresholds, terms and days from which duties hold
// (catalog/legal/). A rule holds from its day until a later one of the same id and regime does; an office adds files of
// its own beside these.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/messages.h"
#include "base/result.h"
#include "base/seams.h"

namespace sekisho::codec {

// How days are counted: the day of knowing is day 1 (breach_deadline), or the first day is not counted
// (request_deadline).
enum class Counting : std::uint8_t { none, from_knowing, after_first_day };

struct LegalRule {
  std::string id;      // breach.final_report, request.disclosure, law.policy_duty …
  std::string regime;  // "local_public_body", "mutual_aid_association", or "" for both
  Date effective_from;
  std::int64_t value = 0;  // in `unit`
  std::string unit;        // persons | days | months | years | date
  Date date;               // for unit "date"
  Counting counting = Counting::none;
  Bilingual title;
  std::string source;     // article or guideline
  bool verified = false;  // false: an editable default; it is shown as unverified and never makes a promise broken
};

class LegalRules {
 public:
  LegalRules() = default;
  explicit LegalRules(std::vector<LegalRule> rules) : rules_(std::move(rules)) {}
  const std::vector<LegalRule>& all() const { return rules_; }
  // The rule in force on a day; a regime's own goes before one for both. nullptr where none is in force.
  const LegalRule* lookup(std::string_view id, std::string_view regime, const Date& on) const;
  // A deadline of `rule.value` days from `start`, counted as the rule says.
  static Date deadline(const LegalRule& rule, const Date& start, const Holidays& holidays);

 private:
  std::vector<LegalRule> rules_;
};

// Reads legal/clocks*.toml. Errors: as parse_toml; invalid "legal.rule" {file}{line}{id}{why}.
Result<LegalRules> load_legal_rules(const CatalogFiles& files);

// Reads the [holidays] of legal/holidays*.toml. Errors: as parse_toml; invalid "legal.holiday" {file}{line}{text}.
Result<Holidays> load_holidays(const CatalogFiles& files);

}  // namespace sekisho::codec
