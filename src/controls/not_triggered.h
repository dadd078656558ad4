#pragma once

// What the verdict `not_triggered` rests on, kept with it: which question was asked over which registers declared
// complete, and that nothing answered. Who has the rows of that day can ask again.

#include "codec/value.h"
#include "controls/evaluate.h"
#include "controls/status.h"

namespace sekisho::controls {

// Null where no promise of the report is not triggered, else:
//   {"as_of","regime","parameters":{name: value},
//    "triggers":[{"control","query","rows":0,"complete":[{"register","row","declared_on","period_end"}]}],
//    "promises":[{"duty","concept","controls":[…]}]}
// `parameters` are those of the queries, by name without the colon; `complete` names the rows of the register
// `declarations` on which the answer rests, the one that holds longest for each register. Pure.
codec::Value record_of_not_triggered(const StatusReport& report, const Catalog& catalog, const Evaluation& evaluation);

}  // namespace sekisho::controls
