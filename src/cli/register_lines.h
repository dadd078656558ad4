#pragma once

// How registers, imports and changed rows look in a terminal.

#include <string>
#include <vector>

#include "cli/context.h"
#include "registers/batches.h"
#include "registers/import.h"
#include "registers/row.h"
#include "registers/schema.h"

namespace sekisho::cli {

void print_register_head(const Context& context, const registers::RegisterSchema& schema);

// Every field: its title, what is written there, whether it must be, and the header words that mean it.
void print_fields(const Context& context, const registers::RegisterSchema& schema);

// Which column was read as which field, what was passed over, and what refuses the import.
void print_plan(const Context& context, const registers::RegisterSchema& schema, const registers::Plan& plan);
void print_problems(const Context& context, const std::vector<registers::Problem>& problems, const char* mark);

void print_batch(const Context& context, const registers::Schemas& schemas, const registers::Batch& batch);

// What was done to which row, with the fields that changed.
void print_change(const Context& context, const registers::RegisterSchema& schema, const registers::Change& change);

}  // namespace sekisho::cli
