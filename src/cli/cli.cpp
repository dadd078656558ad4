#include "cli/cli.h"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>

#include "base/shown_stream.h"
#include "cli/progress.h"
#include "cli/usage.h"
#include "codec/catalog.h"

namespace sekisho::cli {
namespace {

constexpr const char* kVersion = "0.1.0";

struct Surroundings {
  std::string now;
  std::string catalog;
};

// --now and --catalog and --lang stand before or after the subcommand; they are taken out before CLI11 sees the rest,
// so that the help is in the right language and the catalogue laid over before any command is built.
Result<std::vector<std::string>> take_surroundings(int argc, const char* const* argv, Context& context,
                                                   Surroundings& found) {
  std::vector<std::string> rest;
  for (int i = 1; i < argc; ++i) {
    const std::string whole = argv[i];
    const std::size_t equals = whole.starts_with("--") ? whole.find('=') : std::string::npos;
    const std::string argument = whole.substr(0, equals);
    std::string* into = nullptr;
    std::string language;
    if (argument == "--now") into = &found.now;
    if (argument == "--catalog") into = &found.catalog;
    if (argument == "--lang") into = &language;
    if (into == nullptr) {
      rest.push_back(whole);
      continue;
    }
    if (equals == std::string::npos && i + 1 >= argc)
      return fail(Code::invalid, "no value", "cli.no_value").with("option", argument);
    *into = equals == std::string::npos ? argv[++i] : whole.substr(equals + 1);
    if (into == &language) {
      if (language != "ja" && language != "en")
        return fail(Code::invalid, "bad language", "cli.bad_language").with("value", language);
      context.language = language == "en" ? Language::en : Language::ja;
    }
  }
  return rest;
}

Status apply_surroundings(Context& context, const Surroundings& found) {
  if (!found.catalog.empty()) {
    SEK_TRY(context.world->catalog, codec::overlay(std::move(context.world->catalog), found.catalog));
    SEK_TRY(context.world->messages, codec::load_messages(context.world->catalog));
  }
  if (found.now.empty()) return {};
  Result<Instant> instant = parse_rfc3339(found.now);
  if (!instant) {
    const std::optional<Date> date = parse_date(found.now);
    if (!date) return fail(Code::invalid, "bad time", "cli.bad_now").with("value", found.now);
    instant = Instant{start_of_day_in_tokyo(*date).micros + std::int64_t{12} * 3600 * 1'000'000};  // noon
  }
  context.world->clock = std::make_shared<FixedClock>(*instant);
  context.world->clock_is_set = true;
  return {};
}

}  // namespace

int exit_code_for(Code code) {
  switch (code) {
    case Code::invalid:
    case Code::not_found:
    case Code::conflict:
    case Code::denied:
    case Code::exhausted:
      return 2;
    case Code::unavailable:
    case Code::storage:
    case Code::corrupt:
    case Code::internal:
      return 3;
  }
  return 3;
}

void Context::complain(const Error& error) {
  *err << world->messages.text(error, language) << '\n';
  exit_code = exit_code_for(error.code);
}

CLI::App* add_command(CLI::App& parent, Context& context, const std::string& name, const std::string& id, bool has_data,
                      const std::function<void()>& run) {
  CLI::App* command = parent.add_subcommand(name, context.text("cli." + id));
  command->add_flag("--json", context.json, context.text("cli.option.json"));
  if (has_data) command->add_option("--data", context.data, context.text("cli.option.data"));
  command->callback(run);
  return command;
}

namespace {

int execute(std::vector<std::string> arguments, Context& context) {
  CLI::App app(context.text("cli.about"), "sekisho");
  app.formatter(make_help(context));
  app.set_help_flag("-h,--help", context.text("cli.option.help"));
  app.set_version_flag("--version", std::string("sekisho ") + kVersion, context.text("cli.option.version"));
  app.require_subcommand(1);
  for (const auto add : {add_init, add_policy, add_register, add_observe, add_status, add_ledger, add_pack, add_backup})
    add(app, context);
  const auto complain = [&](const Error& error) {
    context.complain(error);
    context.note("cli.usage.help", {{"command", command_named(app, arguments)}});
  };
  if (const std::optional<Error> wrong = misnamed(app, arguments)) {
    complain(*wrong);
    return context.exit_code;
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them from the back
  } catch (const CLI::CallForHelp&) {
    const CLI::App* shown = &app;
    while (!shown->get_subcommands().empty()) shown = shown->get_subcommands().front();
    *context.out << shown->help();
  } catch (const CLI::CallForVersion& version) {
    *context.out << version.what() << '\n';
  } catch (const CLI::ParseError& error) {
    complain(refused(context, app, arguments, error));
  }
  context.out->flush();
  context.raw->flush();
  if (!*context.out || !*context.raw) {
    context.note("cli.output_failed");
    context.exit_code = 3;
  }
  return context.exit_code;
}

int execute_shown(std::vector<std::string> arguments, Context& context) {
  std::ostream* const out = context.out;
  std::ostream* const err = context.err;
  ShownStream shown_out(*out);
  ShownStream shown_err(*err);
  context.out = &shown_out;
  context.err = &shown_err;
  context.raw = out;
  const int status = execute(std::move(arguments), context);
  context.out = out;
  context.err = err;
  return status;
}

// The texts are made before the thread starts: it shares nothing with the command.
int execute_with_progress(std::vector<std::string> arguments, Context& context) {
  std::ostream* const out = context.out;
  std::ostream* const err = context.err;
  Progress progress(*err, [text = context.text("cli.working", {{"seconds", "\x01"}})](long long seconds) {
    std::string line = text;
    const std::size_t place = line.find('\x01');  // an office's own wording may lack it
    return place == std::string::npos ? line : line.replace(place, 1, std::to_string(seconds));
  });
  BeforeFirstByte out_bytes(out->rdbuf(), [&] { progress.stop(); });
  BeforeFirstByte err_bytes(err->rdbuf(), [&] { progress.stop(); });
  std::ostream out_stream(&out_bytes);
  std::ostream err_stream(&err_bytes);
  context.out = &out_stream;
  context.err = &err_stream;
  const int status = execute_shown(std::move(arguments), context);
  context.out = out;
  context.err = err;
  return status;
}

}  // namespace

int run(int argc, const char* const* argv, Context& context) {
  Surroundings found;
  Result<std::vector<std::string>> arguments = take_surroundings(argc, argv, context, found);
  const Status ready = arguments ? apply_surroundings(context, found) : Status(arguments.error());
  context.world->warn = [&context](const Error& error) {
    *context.err << context.world->messages.text(error, context.language) << '\n';
  };
  if (!ready) {
    context.complain(ready.error());
    return context.exit_code;
  }
  return isatty(STDERR_FILENO) != 0 ? execute_with_progress(std::move(arguments).value(), context)
                                    : execute_shown(std::move(arguments).value(), context);
}

}  // namespace sekisho::cli
