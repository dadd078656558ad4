#pragma once

// The state of every promise of an office at an instant.

#include "codec/value.h"
#include "controls/concepts.h"
#include "controls/evaluate.h"
#include "controls/status.h"
#include "work/office.h"

namespace sekisho::work {

struct StatusOutcome {
  controls::StatusReport report;
  controls::Concepts concepts;
  controls::Catalog catalog;   // the controls in force then
  codec::Value not_triggered;  // what those verdicts rest on (controls/not_triggered.h); null where there are none
};

// What the checks of the controls named answer, whatever the policies say.
Result<controls::Evaluation> evaluate(Office& office, Instant as_of, const std::set<std::string>& only);

// With the rows, readings and catalogue that were in force then. A day means its last instant.
// `most_troubles`: how many each promise tells one by one.
Result<StatusOutcome> status_of(Office& office, Instant as_of, std::size_t most_troubles = 1);

}  // namespace sekisho::work
