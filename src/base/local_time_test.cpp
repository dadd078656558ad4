#include "base/local_time.h"

#include <doctest/doctest.h>

TEST_CASE("people are shown the time of Tokyo") {
  CHECK(sekisho::time_in_tokyo(sekisho::parse_rfc3339("2026-11-21T20:32:59.5Z").value()) == "2026-11-22 05:32:59");
}
