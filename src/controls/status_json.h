#pragma once

// A status report as JSON: whole, by clause and by area.

#include "codec/value.h"
#include "controls/concepts.h"
#include "controls/status.h"

namespace sekisho::controls {

// The JSON of `status --json`:
//   {"as_of","body","documents":[{"id","title","version"}],"duties":[{"id","document","clause","sentence","text",
//    "concepts":[…],"verdict","promises":[{"concept","verdict","grade","stale","excepted","reason":{"ja","en"},
//    "controls":[…]}]}],"counts":{…}}, and where there are any
//   "deadlines":[{"register","subject","clock","due_on","unverified"}]
codec::Value to_value(const StatusReport& report);

// Each clause with the worst of its mandatory duties:
//   {"as_of","body","clauses":[{"document","clause","verdict"}],"counts":{…}}
codec::Value to_value_by_clause(const StatusReport& report);

// The promises grouped by the eight areas of 施行規則 第16条の3 (LAW: it binds public bodies only), area 0 for the
// rest:
//   {"as_of","body","binding","exemption","areas":[{"area","title":{"ja","en"},"verdict","counts":{…},
//    "promises":[{"duty","document","clause","sentence","concept","verdict","grade","stale","excepted","reason","controls"}]}]}
// An area without a promise has the verdict null.
// `only`: lists the promises of that verdict; the verdicts and counts of the areas are those of all.
codec::Value to_value_by_area(const StatusReport& report, const Concepts& concepts, const Messages& messages,
                              std::optional<Verdict> only = std::nullopt);

}  // namespace sekisho::controls
