#include "codec/legal.h"

#include <algorithm>
#include <array>
#include <optional>

#include "codec/value.h"

namespace sekisho::codec {

namespace {

constexpr std::array<std::string_view, 5> kUnits = {"persons", "days", "months", "years", "date"};
constexpr std::array<std::string_view, 3> kRegimes = {"", "local_public_body", "mutual_aid_association"};

bool is_about(const std::string& path, std::string_view what) {
  return path.starts_with("legal/" + std::string(what)) && path.ends_with(".toml");
}

Error bad_rule(const std::string& file, const Value& entry, const std::string& why) {
  const std::string id = entry.string_or("id", "");
  return fail(Code::invalid, file + ":" + std::to_string(entry.line) + ": " + id + ": " + why, "legal.rule")
      .with("file", file)
      .with("line", std::to_string(entry.line))
      .with("id", id)
      .with("why", why);
}

std::optional<Counting> counting_of(std::string_view name) {
  if (name.empty()) return Counting::none;
  if (name == "from_knowing") return Counting::from_knowing;
  if (name == "after_first_day") return Counting::after_first_day;
  return std::nullopt;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Bilingual title_of(const Value& entry) {
  const Value* title = entry.find("title");
  return title == nullptr ? Bilingual{} : Bilingual{title->string_or("ja", ""), title->string_or("en", "")};
}

Result<LegalRule> read_rule(const std::string& file, const Value& entry) {
  LegalRule rule;
  rule.id = entry.string_or("id", "");
  rule.regime = entry.string_or("regime", "");
  rule.unit = entry.string_or("unit", "");
  rule.title = title_of(entry);
  rule.source = entry.string_or("source", "");
  rule.verified = entry.boolean_or("verified", false);
  const auto from = parse_iso_date(entry.string_or("effective_from", ""));
  if (rule.id.empty()) return bad_rule(file, entry, "id");
  if (!is_one_of(kRegimes, rule.regime)) return bad_rule(file, entry, "regime");
  if (!is_one_of(kUnits, rule.unit)) return bad_rule(file, entry, "unit");
  if (!from) return bad_rule(file, entry, "effective_from");
  rule.effective_from = *from;
  if (rule.title.ja.empty() || rule.title.en.empty()) return bad_rule(file, entry, "title");
  if (rule.source.empty()) return bad_rule(file, entry, "source");
  const auto counting = counting_of(entry.string_or("counting", ""));
  if (!counting || (*counting != Counting::none && rule.unit != "days")) return bad_rule(file, entry, "counting");
  rule.counting = *counting;
  if (rule.unit == "date") {
    const auto date = parse_iso_date(entry.string_or("value", ""));
    if (!date) return bad_rule(file, entry, "value");
    rule.date = *date;
    return rule;
  }
  rule.value = entry.integer_or("value", 0);
  if (rule.value <= 0 || rule.value > 1'000'000) return bad_rule(file, entry, "value");
  return rule;
}

bool same_place(const LegalRule& a, const LegalRule& b) {
  return a.id == b.id && a.regime == b.regime && a.effective_from == b.effective_from;
}

Status add_rules(const std::string& file, const std::string& bytes, std::vector<LegalRule>& rules) {
  SEK_TRY(const Value root, parse_toml(bytes, file));
  const Value* list = root.find("rule");
  if (list == nullptr || list->array() == nullptr) return bad_rule(file, root, "[[rule]]");
  for (const Value& entry : *list->array()) {
    SEK_TRY(LegalRule rule, read_rule(file, entry));
    for (const LegalRule& other : rules) {
      if (same_place(rule, other)) return bad_rule(file, entry, "二重 (twice)");
    }
    rules.push_back(std::move(rule));
  }
  return {};
}

}  // namespace

const LegalRule* LegalRules::lookup(std::string_view id, std::string_view regime, const Date& on) const {
  const LegalRule* best = nullptr;
  for (const LegalRule& rule : rules_) {
    const bool applies = rule.id == id && (rule.regime.empty() || rule.regime == regime) && rule.effective_from <= on;
    if (!applies) continue;
    const bool closer = best != nullptr && best->regime.empty() && !rule.regime.empty();
    const bool as_close = best != nullptr && best->regime == rule.regime && rule.effective_from > best->effective_from;
    if (best == nullptr || closer || as_close) best = &rule;
  }
  return best;
}

Date LegalRules::deadline(const LegalRule& rule, const Date& start, const Holidays& holidays) {
  const int days = static_cast<int>(rule.value);
  return rule.counting == Counting::from_knowing ? breach_deadline(start, days, holidays)
                                                 : request_deadline(start, days, holidays);
}

Result<LegalRules> load_legal_rules(const CatalogFiles& files) {
  std::vector<LegalRule> rules;
  for (const auto& [path, bytes] : files) {
    if (is_about(path, "clocks")) SEK_CHECK(add_rules(path, bytes, rules));
  }
  return LegalRules(std::move(rules));
}

Result<Holidays> load_holidays(const CatalogFiles& files) {
  Holidays holidays;
  for (const auto& [path, bytes] : files) {
    if (!is_about(path, "holidays")) continue;
    SEK_TRY(const Value root, parse_toml(bytes, path));
    const Value* days = root.find("holidays");
    if (days == nullptr || days->object() == nullptr) continue;
    for (const auto& [day, name] : *days->object()) {
      const auto date = parse_iso_date(day);
      if (!date || name.string() == nullptr) {
        return fail(Code::invalid, std::string(path).append(": not a holiday: ").append(day), "legal.holiday")
            .with("file", path)
            .with("line", std::to_string(name.line))
            .with("text", day);
      }
      holidays.add(*date);
    }
  }
  return holidays;
}

}  // namespace sekisho::codec
