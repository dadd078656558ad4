#include "controls/status_json.h"

#include "controls/reason.h"

namespace sekisho::controls {
namespace {

template <typename Items, typename Make>
codec::Array array_of(const Items& items, const Make& make) {
  codec::Array out;
  out.reserve(items.size());
  for (const auto& item : items) out.push_back(make(item));
  return out;
}

codec::Value value_of(const Bilingual& text) {
  codec::Value out;
  out.set("ja", text.ja);
  out.set("en", text.en);
  return out;
}

codec::Value list_of(const std::vector<std::string>& items) {
  return array_of(items, [](const std::string& item) { return codec::Value(item); });
}

codec::Value value_of(const VerdictCounts& counts) {
  codec::Value out;
  for (const Verdict verdict : all_verdicts) out.set(name_of(verdict), counts.at(verdict));
  return out;
}

// What every form of the report begins with.
codec::Value head_of(const StatusReport& report) {
  codec::Value out;
  out.set("as_of", to_iso(report.as_of));
  out.set("body", report.body);
  return out;
}

void set_promise(codec::Value& out, const PromiseStatus& one) {
  out.set("concept", one.idea);
  out.set("verdict", name_of(one.verdict));
  out.set("grade", one.grade ? codec::Value(name_of(*one.grade)) : codec::Value());
  out.set("stale", one.stale);
  out.set("excepted", one.excepted);
  out.set("reason", value_of(one.reason));
  out.set("controls", list_of(one.controls));
}

codec::Value promise_of(const PromiseStatus& one) {
  codec::Value out;
  set_promise(out, one);
  return out;
}

codec::Value document_of(const DocumentInput& one) {
  codec::Value out;
  out.set("id", one.id);
  out.set("title", one.title);
  out.set("version", one.version);
  return out;
}

codec::Value duty_of(const DutyStatus& duty) {
  codec::Value out;
  out.set("id", duty.duty.id);
  out.set("document", duty.duty.document);
  out.set("clause", duty.duty.clause);
  out.set("sentence", duty.duty.sentence);
  out.set("text", duty.duty.text);
  out.set("concepts", list_of(duty.duty.concepts));
  out.set("verdict", name_of(duty.verdict));
  out.set("promises", array_of(duty.promises, promise_of));
  return out;
}

codec::Value deadline_of(const LegalDeadline& one) {
  codec::Value out;
  out.set("register", one.register_id);
  out.set("subject", one.subject);
  out.set("clock", one.clock);
  out.set("due_on", to_iso(one.due_on));
  out.set("unverified", one.unverified);
  return out;
}

codec::Value clause_of(const ClauseStatus& one) {
  codec::Value out;
  out.set("document", one.document);
  out.set("clause", one.clause);
  out.set("verdict", name_of(one.verdict));
  return out;
}

codec::Value area_of(const StatusReport& report, const Concepts& concepts, int number, const Bilingual& title,
                     std::optional<Verdict> only) {
  VerdictCounts counts = no_counts();
  std::vector<Verdict> verdicts;
  codec::Array promises;
  for (const DutyStatus& duty : report.duties) {
    for (const PromiseStatus& one : duty.promises) {
      const Concept* known = concepts.find(one.idea);
      if ((known != nullptr ? known->area : 0) != number) continue;
      verdicts.push_back(one.verdict);
      ++counts[one.verdict];
      if (only && one.verdict != *only) continue;
      codec::Value promise;
      promise.set("duty", duty.duty.id);
      promise.set("document", duty.duty.document);
      promise.set("clause", duty.duty.clause);
      promise.set("sentence", duty.duty.sentence);
      set_promise(promise, one);
      promises.push_back(std::move(promise));
    }
  }
  codec::Value out;
  out.set("area", number);
  out.set("title", value_of(title));
  out.set("verdict", verdicts.empty() ? codec::Value() : codec::Value(name_of(worst(verdicts))));
  out.set("counts", value_of(counts));
  out.set("promises", std::move(promises));
  return out;
}

}  // namespace

codec::Value to_value(const StatusReport& report) {
  codec::Value out = head_of(report);
  out.set("documents", array_of(report.documents, document_of));
  out.set("duties", array_of(report.duties, duty_of));
  out.set("counts", value_of(report.counts));
  if (!report.idle.empty())
    out.set("idle", array_of(report.idle, [](const Bilingual& text) { return value_of(text); }));
  if (!report.deadlines.empty()) out.set("deadlines", array_of(report.deadlines, deadline_of));
  return out;
}

codec::Value to_value_by_clause(const StatusReport& report) {
  codec::Value out = head_of(report);
  out.set("clauses", array_of(report.clauses, clause_of));
  out.set("counts", value_of(report.counts));
  return out;
}

codec::Value to_value_by_area(const StatusReport& report, const Concepts& concepts, const Messages& messages,
                              std::optional<Verdict> only) {
  codec::Value out = head_of(report);
  out.set("binding", report.is_bound_by_rule_16_3());
  out.set("exemption", report.exemption.empty() ? codec::Value() : codec::Value(report.exemption));
  codec::Array areas = array_of(
      concepts.areas(), [&](const Area& area) { return area_of(report, concepts, area.number, area.title, only); });
  areas.push_back(area_of(report, concepts, 0, both(messages, "status.outside_areas"), only));
  out.set("areas", std::move(areas));
  return out;
}

}  // namespace sekisho::controls
