#pragma once

// The search for Individual Numbers over a whole file, mapped or not; used by import.cpp.

#include <vector>

#include "codec/table.h"
#include "registers/headers.h"
#include "registers/validate.h"

namespace sekisho::registers {

// A problem for every cell that holds one: alone, spread over twelve cells of one digit, or over three cells of four
// under a label.
void scan_for_numbers(const RegisterSchema& schema, const codec::Table& table, Header& header,
                      std::vector<Problem>& problems);

}  // namespace sekisho::registers
