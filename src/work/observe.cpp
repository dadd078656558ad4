#include "work/observe.h"

#include "controls/catalog.h"
#include "controls/observation.h"

namespace sekisho::work {

Result<std::size_t> take_observations(Office& office, std::string_view lines) {
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
      entries.push_back(office.entry("observation", observations[i].check_id, codec::to_json(payload)));
    }
    return {};
  }));
  return observations.size();
}

}  // namespace sekisho::work
