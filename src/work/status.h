#pragma once

// The state of every promise of an office at an instant.

#include "controls/concepts.h"
#include "controls/status.h"
#include "work/office.h"

namespace sekisho::work {

struct StatusOutcome {
  controls::StatusReport report;
  controls::Concepts concepts;
  codec::Value not_triggered;  // what those verdicts rest on (controls/not_triggered.h); null where there are none
};

// With the rows, readings and catalogue that were in force then.
Result<StatusOutcome> status_of(Office& office, Instant as_of);

// The last instant of a day in Asia/Tokyo: what `--as-of DAY` means.
Instant end_of_day(const Date& day);

}  // namespace sekisho::work
