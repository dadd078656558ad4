#include "base/local_time.h"

namespace sekisho {

std::string time_in_tokyo(Instant instant) {
  const Instant local{instant.micros + std::int64_t{9} * 3600 * 1'000'000};
  return to_iso(date_in_tokyo(instant)) + " " + to_rfc3339(local).substr(11, 8);
}

}  // namespace sekisho
