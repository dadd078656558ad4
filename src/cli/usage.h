#pragma once

// Help in the user's language, and what is wrong with a command line, in words that name it: the option parser's own
// are English and speak of what is missing where something was misspelled.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/context.h"

namespace CLI {
class FormatterBase;
class ParseError;
}  // namespace CLI

namespace sekisho::cli {

std::shared_ptr<CLI::FormatterBase> make_help(const Context& context);

// The command that the arguments name, as far as they name one: "sekisho register import".
std::string command_named(const CLI::App& app, const std::vector<std::string>& arguments);

// The first word that is no command or no option of its command, with what is named much like it; or that no command
// was named at all. Nothing where help is asked for. Errors: invalid "cli.usage.…".
std::optional<Error> misnamed(const CLI::App& app, const std::vector<std::string>& arguments);

// What the option parser itself refused.
Error refused(const Context& context, const CLI::App& app, const std::vector<std::string>& arguments,
              const CLI::ParseError& error);

}  // namespace sekisho::cli
