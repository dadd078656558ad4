#pragma once

// The command line of Sekisho.

#include "cli/context.h"

namespace sekisho::cli {

// Runs the command that the arguments name; returns the exit status. `context.world` is complete but for --now and
// --catalog, which this reads.
int run(int argc, const char* const* argv, Context& context);

}  // namespace sekisho::cli
