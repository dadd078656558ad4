#include "work/observe.h"

#include <algorithm>
#include <set>

#include "controls/observation.h"
#include "work/status.h"

namespace sekisho::work {

namespace {

// The checks that an observation may mean: those of a control, or the one that it names after a slash.
std::vector<const controls::CheckResult*> checks_meant(const controls::Evaluation& evaluation, const std::string& id) {
  const std::size_t slash = id.find('/');
  std::vector<const controls::CheckResult*> meant;
  const controls::ControlResult* control = evaluation.find(id.substr(0, slash));
  if (control == nullptr) return meant;
  for (const controls::CheckResult& check : control->checks)
    if (slash == std::string::npos || check.id == id.substr(slash + 1)) meant.push_back(&check);
  return meant;
}

// What was taken in and judges nothing today.
Status find_strays(Office& office, const std::vector<controls::Observation>& observations, Taken& taken) {
  std::set<std::string> controls;
  for (const controls::Observation& one : observations) controls.insert(one.check_id.substr(0, one.check_id.find('/')));
  SEK_TRY(const controls::Evaluation evaluation, evaluate(office, office.now(), controls));
  std::set<std::string> unknown;
  std::set<std::pair<std::string, std::string>> told;
  for (const controls::Observation& one : observations) {
    const auto meant = checks_meant(evaluation, one.check_id);
    if (meant.empty() && unknown.insert(one.check_id).second) taken.unknown.push_back(one.check_id);
    if (meant.empty() || !told.emplace(one.check_id, one.subject).second) continue;
    const auto any = [&](const auto& names) {
      return std::any_of(meant.begin(), meant.end(), [&](const controls::CheckResult* check) {
        const std::vector<std::string>& in = names(*check);
        return std::binary_search(in.begin(), in.end(), one.subject);
      });
    };
    const bool undecided = std::any_of(meant.begin(), meant.end(), [](const auto* check) { return check->trouble; });
    if (!undecided && !any([](const auto& check) -> const auto& { return check.subjects; }))
      taken.strays.push_back({one.check_id, one.subject});
    if (any([](const auto& check) -> const auto& { return check.shared; }))
      taken.shared.push_back({one.check_id, one.subject});
  }
  return {};
}

}  // namespace

Result<Taken> take_observations(Office& office, std::string_view lines) {
  SEK_TRY(const controls::Sources sources, controls::Sources::load(office.world().catalog));
  const Instant received = office.now();
  SEK_TRY(const std::vector<controls::Observation> observations,
          controls::parse_observations(lines, sources, received));
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(const std::vector<std::string> ids,
            controls::record(office.database(), observations, received, *office.world().random));
    for (std::size_t i = 0; i < observations.size(); ++i) {
      codec::Value payload = controls::to_value(observations[i]);
      payload.set("id", ids[i]);
      payload.set("received_at", to_rfc3339(received));
      entries.push_back(office.entry("observation", observations[i].check_id, codec::to_json(payload)));
    }
    return {};
  }));
  Taken taken{observations.size(), {}, {}, {}};
  // They are recorded by now: what cannot be told of them is no failure, or they would be sent again.
  if (const Status told = find_strays(office, observations, taken); !told) office.world().warn(told.error());
  return taken;
}

}  // namespace sekisho::work
