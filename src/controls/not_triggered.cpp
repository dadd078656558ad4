#include "controls/not_triggered.h"

#include <algorithm>
#include <set>
#include <string>

namespace sekisho::controls {
namespace {

bool is_not_triggered(const ControlResult& result) {
  return result.counts && result.trigger && !result.trigger->arose && result.trigger->undeclared.empty();
}

// The controls of a promise whose trigger shows that its condition never arose.
std::vector<std::string> silent_controls(const PromiseStatus& promise, const Evaluation& evaluation) {
  std::vector<std::string> silent;
  for (const std::string& id : promise.controls) {
    const ControlResult* result = evaluation.find(id);
    if (result != nullptr && is_not_triggered(*result)) silent.push_back(id);
  }
  return silent;
}

codec::Value to_value(const Declaration& declaration) {
  codec::Value value;
  value.set("register", declaration.register_id);
  value.set("row", declaration.row);
  value.set("declared_on", declaration.declared_on);
  value.set("period_end", declaration.period_end.empty() ? codec::Value() : codec::Value(declaration.period_end));
  return value;
}

codec::Value trigger_value(const Control& control, const Evaluation& evaluation) {
  codec::Array complete;
  for (const std::string& id : control.trigger->complete) {
    const auto declaration = evaluation.declared.find(id);
    if (declaration != evaluation.declared.end()) complete.push_back(to_value(declaration->second));
  }
  codec::Value value;
  value.set("control", control.id);
  value.set("query", control.trigger->query);
  value.set("rows", std::int64_t{0});
  value.set("complete", std::move(complete));
  return value;
}

codec::Value parameters_value(const Evaluation& evaluation) {
  codec::Value value{codec::Object{}};
  for (const auto& [name, cell] : query_parameters(evaluation.as_of, evaluation.regime))
    value.set(name, db::text(cell));
  return value;
}

}  // namespace

codec::Value record_of_not_triggered(const StatusReport& report, const Catalog& catalog, const Evaluation& evaluation) {
  codec::Array promises;
  std::set<std::string> asked;
  for (const DutyStatus& duty : report.duties) {
    for (const PromiseStatus& promise : duty.promises) {
      if (promise.verdict != Verdict::not_triggered) continue;
      codec::Array controls;
      for (const std::string& id : silent_controls(promise, evaluation)) {
        asked.insert(id);
        controls.emplace_back(id);
      }
      if (controls.empty()) continue;  // an umbrella over such promises
      codec::Value value;
      value.set("duty", duty.duty.id);
      value.set("concept", promise.idea);
      value.set("controls", std::move(controls));
      promises.push_back(std::move(value));
    }
  }
  if (promises.empty()) return {};
  codec::Array triggers;
  for (const std::string& id : asked) triggers.push_back(trigger_value(*catalog.find(id), evaluation));
  codec::Value record;
  record.set("as_of", to_rfc3339(evaluation.as_of));
  record.set("regime", evaluation.regime);
  record.set("parameters", parameters_value(evaluation));
  record.set("triggers", std::move(triggers));
  record.set("promises", std::move(promises));
  return record;
}

}  // namespace sekisho::controls
