#pragma once

// Texts as published print a number twice now and then (two (3)s, a list whose numbering starts again), and the reader
// keeps what is printed. What is stored must tell them apart: the second clause "3" is stored as "3#2", what stands
// below it as "3#2.1". Pure; a reading without repeats, or one that went through here, comes back as it was.

#include "policy/reading.h"

namespace sekisho::documents {

// The duties follow their clauses, by where they stand in the text.
policy::Document with_distinct_clauses(policy::Document reading);

}  // namespace sekisho::documents
