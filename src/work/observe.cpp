#include "work/observe.h"

#include <algorithm>
#include <set>

#include "controls/catalog.h"
#include "controls/concepts.h"
#include "controls/observation.h"

namespace sekisho::work {

namespace {

bool is_check(const controls::Catalog& catalog, const std::string& id) {
  if (catalog.find(id) != nullptr) return true;
  const std::size_t slash = id.find('/');
  const controls::Control* control = slash == std::string::npos ? nullptr : catalog.find(id.substr(0, slash));
  return control != nullptr &&
         std::any_of(control->checks.begin(), control->checks.end(),
                     [&](const controls::Check& check) { return check.id == id.substr(slash + 1); });
}

}  // namespace

Result<Taken> take_observations(Office& office, std::string_view lines) {
  SEK_TRY(const controls::Sources sources, controls::Sources::load(office.world().catalog));
  SEK_TRY(const controls::Concepts concepts, controls::Concepts::load(office.world().catalog));
  SEK_TRY(const controls::Catalog catalog, controls::Catalog::load(office.world().catalog, concepts));
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
  Taken taken{observations.size(), {}};
  std::set<std::string> seen;
  for (const controls::Observation& one : observations)
    if (seen.insert(one.check_id).second && !is_check(catalog, one.check_id)) taken.unknown.push_back(one.check_id);
  return taken;
}

}  // namespace sekisho::work
