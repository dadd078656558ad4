#include "cli/cli.h"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>

#include "cli/progress.h"
#include "codec/catalog.h"

namespace sekisho::cli {
namespace {

constexpr const char* kVersion = "0.1.0";

// Help in the user's language: CLI11's own words are replaced by the catalogue's.
class Help : public CLI::Formatter {
 public:
  explicit Help(const Context& context) : context_(&context) {
    column_width(30);
    for (const char* word : {"REQUIRED", "TEXT", "INT", "POSITIONALS", "OPTIONS", "SUBCOMMAND", "SUBCOMMANDS", "Usage",
                             "Options", "Positionals", "Subcommands"})
      label(word, context.text(std::string("cli.help.") + word));
  }
  std::string make_usage(const CLI::App* app, std::string name) const override {
    std::string path = app->get_name();
    for (const CLI::App* up = app->get_parent(); up != nullptr; up = up->get_parent())
      path = up->get_name() + " " + path;
    (void)name;
    std::string line = context_->text("cli.help.Usage") + ": " + path;
    for (const CLI::Option* option : app->get_options([](const CLI::Option* o) { return o->get_positional(); }))
      line += " " + option->get_name(true, false) + (option->get_items_expected_max() > 1 ? "…" : "");
    if (!app->get_subcommands([](const CLI::App*) { return true; }).empty())
      line += " " + context_->text("cli.help.SUBCOMMAND");
    return line + " [" + context_->text("cli.help.OPTIONS") + "]\n";
  }

 private:
  const Context* context_;
};

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
    const std::string argument = argv[i];
    std::string* into = nullptr;
    std::string language;
    if (argument == "--now") into = &found.now;
    if (argument == "--catalog") into = &found.catalog;
    if (argument == "--lang") into = &language;
    if (into == nullptr) {
      rest.push_back(argument);
      continue;
    }
    if (i + 1 >= argc) return fail(Code::invalid, "no value", "cli.no_value").with("option", argument);
    *into = argv[++i];
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

void usage_error(Context& context, const CLI::ParseError& error) {
  const std::string kind = error.get_name();
  const std::string id = "cli.usage." + kind;
  *context.err << (context.world->messages.has(id) ? context.text(id, {{"detail", error.what()}})
                                                   : context.text("cli.usage.other", {{"detail", error.what()}}))
               << '\n';
  context.note("cli.usage.help");
}

}  // namespace

Language language_of_environment() {
  for (const char* name : {"SEKISHO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).substr(0, 2) == "en" ? Language::en : Language::ja;
  }
  return Language::ja;
}

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
  app.formatter(std::make_shared<Help>(context));
  app.set_help_flag("-h,--help", context.text("cli.option.help"));
  app.set_version_flag("--version", std::string("sekisho ") + kVersion, context.text("cli.option.version"));
  app.footer(context.text("cli.footer"));
  app.require_subcommand(1);
  for (const auto add : {add_init, add_policy, add_register, add_observe, add_status, add_ledger, add_pack, add_backup})
    add(app, context);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    const CLI::App* shown = &app;
    while (!shown->get_subcommands().empty()) shown = shown->get_subcommands().front();
    *context.out << shown->help("", shown == &app ? CLI::AppFormatMode::Normal : CLI::AppFormatMode::Normal);
  } catch (const CLI::CallForVersion& version) {
    *context.out << version.what() << '\n';
  } catch (const CLI::ParseError& error) {
    usage_error(context, error);
    context.exit_code = 2;
  }
  context.out->flush();
  if (!*context.out) {
    context.note("cli.output_failed");
    context.exit_code = 3;
  }
  return context.exit_code;
}

// The texts are made before the thread starts: it shares nothing with the command.
int execute_with_progress(std::vector<std::string> arguments, Context& context) {
  std::ostream* const out = context.out;
  std::ostream* const err = context.err;
  Progress progress(*err, [text = context.text("cli.working", {{"seconds", "\x01"}})](long long seconds) {
    std::string line = text;
    return line.replace(line.find('\x01'), 1, std::to_string(seconds));
  });
  BeforeFirstByte out_bytes(out->rdbuf(), [&] { progress.stop(); });
  BeforeFirstByte err_bytes(err->rdbuf(), [&] { progress.stop(); });
  std::ostream out_stream(&out_bytes);
  std::ostream err_stream(&err_bytes);
  context.out = &out_stream;
  context.err = &err_stream;
  const int status = execute(std::move(arguments), context);
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
                                    : execute(std::move(arguments).value(), context);
}

}  // namespace sekisho::cli
