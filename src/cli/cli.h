#pragma once

// The command line of Sekisho.

#include "cli/context.h"

namespace sekisho::cli {

// Runs the command that the arguments name; returns the exit status. `context.world` is complete but for --now and
// --catalog, which this reads.
int run(int argc, const char* const* argv, Context& context);

// Japanese unless the locale (LC_ALL, LC_MESSAGES, LANG; SEKISHO_LANG before them) asks for English.
Language language_of_environment();

}  // namespace sekisho::cli
