#include "policy/reading.h"

#include "base/result.h"

namespace sekisho::policy {
namespace {

using codec::Array;
using codec::Object;
using codec::Value;

template <typename T, typename F>
Value list_of(const std::vector<T>& items, F make) {
  Array array;
  array.reserve(items.size());
  for (const T& item : items) array.push_back(make(item));
  return array;
}

Value optional_text(const std::optional<std::string>& text) {
  return text ? Value(*text) : Value();
}

Value clause_value(const Clause& clause) {
  return Object{
      {"id", clause.id}, {"marker", clause.marker}, {"heading", optional_text(clause.heading)}, {"text", clause.text}};
}

Value duty_value(const Duty& duty) {
  return Object{{"clause", duty.clause},
                {"sentence", duty.sentence},
                {"concepts", list_of(duty.concepts, [](const std::string& id) { return Value(id); })},
                {"condition", duty.condition},
                {"cadence", duty.cadence},
                {"strength", name_of(duty.strength)},
                {"actor", duty.actor},
                {"doubtful", duty.doubtful},
                {"text", duty.text}};
}

Value supplementary_value(const Supplementary& part) {
  return Object{{"label", part.label}, {"text", part.text}};
}

Value document_value(const Document& document) {
  const auto date_value = [](const Date& date) { return Value(to_iso(date)); };
  return Object{{"title", document.title},
                {"body", document.body},
                {"kind", name_of(document.kind)},
                {"enacted", document.enacted ? date_value(*document.enacted) : Value()},
                {"amended", list_of(document.amended, date_value)},
                {"effective", list_of(document.effective, date_value)},
                {"preamble", document.preamble},
                {"clauses", list_of(document.clauses, clause_value)},
                {"duties", list_of(document.duties, duty_value)},
                {"zones", list_of(document.zones, [](const std::string& zone) { return Value(zone); })},
                {"threats", document.threats},
                {"supplementary", list_of(document.supplementary, supplementary_value)}};
}

}  // namespace

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::security_policy:
      return "security-policy";
    case Kind::privacy_policy:
      return "privacy-policy";
    case Kind::mynumber_policy:
      return "mynumber-policy";
    case Kind::other:
      break;
  }
  return "other";
}

const char* name_of(Strength strength) {
  switch (strength) {
    case Strength::prohibition:
      return "prohibition";
    case Strength::must:
      return "must";
    case Strength::effort:
      return "effort";
    case Strength::plain:
      break;
  }
  return "plain";
}

codec::Value to_value(const Reading& reading) {
  return Object{{"documents", list_of(reading.documents, document_value)}};
}

}  // namespace sekisho::policy
