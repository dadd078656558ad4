#include "cli/usage.h"

#include <CLI/CLI.hpp>

#include "base/edit_distance.h"
#include "base/text.h"
#include "cli/lines.h"

namespace sekisho::cli {
namespace {

constexpr std::size_t kColumn = 32;

using Commands = std::vector<const CLI::App*>;

Commands commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::string path_of(const CLI::App& app) {
  std::string path = app.get_name();
  for (const CLI::App* up = app.get_parent(); up != nullptr; up = up->get_parent())
    path.insert(0, up->get_name() + " ");
  return path;
}

class Help : public CLI::Formatter {
 public:
  explicit Help(const Context& context) : context_(&context) {}

  std::string make_help(const CLI::App* app, std::string /*name*/, CLI::AppFormatMode /*mode*/) const override {
    std::string out = wrapped("", app->get_description(), 0) + make_usage(app, "");
    const auto positionals = app->get_options([](const CLI::Option* one) { return one->get_positional(); });
    const auto options = app->get_options([](const CLI::Option* one) { return !one->get_positional(); });
    if (!positionals.empty()) out += heading("Positionals");
    for (const CLI::Option* one : positionals) out += row(positional(*one), *one);
    if (!options.empty()) out += heading("Options");
    for (const CLI::Option* one : options) out += row(one->get_name(false, true) + value(*one), *one);
    const Commands commands = commands_of(*app);
    if (!commands.empty()) out += heading("Subcommands");
    for (const CLI::App* one : commands) out += row(one->get_name(), one->get_description());
    return out + "\n" + wrapped("", context_->text("cli.footer"), 0);
  }

  std::string make_usage(const CLI::App* app, std::string /*name*/) const override {
    std::string line = context_->text("cli.help.Usage") + ": " + path_of(*app);
    for (const CLI::Option* one : app->get_options([](const CLI::Option* o) { return o->get_positional(); }))
      line += " " + positional(*one) + (one->get_items_expected_max() > 1 ? "…" : "");
    if (!commands_of(*app).empty()) line += " " + context_->text("cli.help.SUBCOMMAND");
    return line + " [" + context_->text("cli.help.OPTIONS") + "]\n";
  }

 private:
  std::string heading(const char* word) const { return "\n" + context_->text(std::string("cli.help.") + word) + ":\n"; }
  std::string positional(const CLI::Option& option) const {
    return context_->text("cli.positional." + option.get_name(true, false));
  }
  std::string value(const CLI::Option& option) const {
    if (option.get_items_expected_max() == 0) return "";
    return " " + context_->text(option.get_type_name() == "TEXT" ? "cli.help.TEXT" : "cli.help.INT");
  }
  std::string row(const std::string& name, const CLI::Option& option) const {
    return row(name, (option.get_required() ? context_->text("cli.help.REQUIRED") : "") + option.get_description());
  }
  std::string row(const std::string& name, const std::string& description) const {
    std::string first = "  " + name;
    if (text::display_width(first) + 1 > kColumn) return first + "\n" + row("", description);
    return wrapped(padded(first, kColumn), description, kColumn);
  }

  const Context* context_;
};

bool is_option(const std::string& argument) {
  return argument.size() > 1 && argument[0] == '-';
}

bool asks_for_help(const std::string& argument) {
  return argument == "-h" || argument == "--help" || argument == "--version";
}

// As far as the arguments could be followed.
struct Walk {
  const CLI::App* at = nullptr;
  std::string stray;  // the word that was not understood; "" where all were
  bool is_help = false;
};

Walk follow(const CLI::App& app, const std::vector<std::string>& arguments) {
  Walk walk{&app, "", false};
  for (const std::string& argument : arguments) walk.is_help = walk.is_help || asks_for_help(argument);
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string name = arguments[i].substr(0, arguments[i].find('='));
    if (is_option(name)) {
      const CLI::Option* option = walk.at->get_option_no_throw(name);
      if (option == nullptr) return walk.stray = name, walk;
      if (option->get_items_expected_max() > 0 && name == arguments[i]) ++i;
      continue;
    }
    const Commands commands = commands_of(*walk.at);
    if (commands.empty()) continue;
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const CLI::App* one) { return one->get_name() == arguments[i]; });
    if (found == commands.end()) return walk.stray = arguments[i], walk;
    walk.at = *found;
  }
  return walk;
}

std::vector<std::string> known_at(const CLI::App& app, bool options) {
  std::vector<std::string> names;
  if (!options) {
    for (const CLI::App* one : commands_of(app)) names.push_back(one->get_name());
    return names;
  }
  for (const CLI::Option* one : app.get_options([](const CLI::Option* o) { return !o->get_positional(); }))
    names.push_back("--" + one->get_lnames().front());
  return names;
}

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  constexpr std::size_t kMostSlips = 3;
  std::string best;
  std::size_t least = std::min(kMostSlips, word.size() / 2) + 1;
  for (const std::string& one : known) {
    const std::size_t slips = text::edit_distance(word, one);
    if (slips >= least) continue;
    least = slips;
    best = one;
  }
  return best;
}

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& one : words) line += (line.empty() ? "" : ", ") + one;
  return line;
}

}  // namespace

std::shared_ptr<CLI::FormatterBase> make_help(const Context& context) {
  return std::make_shared<Help>(context);
}

std::string command_named(const CLI::App& app, const std::vector<std::string>& arguments) {
  return path_of(*follow(app, arguments).at);
}

std::optional<Error> misnamed(const CLI::App& app, const std::vector<std::string>& arguments) {
  const Walk walk = follow(app, arguments);
  if (walk.is_help) return std::nullopt;
  const bool is_option_name = is_option(walk.stray);
  const std::vector<std::string> known = known_at(*walk.at, is_option_name);
  if (walk.stray.empty()) {
    if (commands_of(*walk.at).empty()) return std::nullopt;
    return fail(Code::invalid, "no command", "cli.usage.no_command")
        .with("command", path_of(*walk.at))
        .with("known", joined(known));
  }
  const std::string near = nearest(walk.stray, known);
  const std::string id = std::string("cli.usage.unknown_") + (is_option_name ? "option" : "command");
  Error error = fail(Code::invalid, "unknown " + walk.stray, near.empty() ? id : id + "_near")
                    .with("word", walk.stray)
                    .with("command", path_of(*walk.at))
                    .with("known", joined(known));
  return near.empty() ? std::move(error) : std::move(error).with("near", near);
}

Error refused(const Context& context, const CLI::App& app, const std::vector<std::string>& arguments,
              const CLI::ParseError& error) {
  const std::string kind = error.get_name();
  const std::string said = error.what();
  if (kind == "RequiredError") {
    const std::string name = said.substr(0, said.find(' '));
    const CLI::Option* option = follow(app, arguments).at->get_option_no_throw(name);
    return fail(Code::invalid, said, "cli.usage.missing")
        .with("name", is_option(name) ? name : context.text("cli.positional." + name))
        .with("what", option == nullptr ? "" : option->get_description());
  }
  if (kind == "ArgumentMismatch")
    return fail(Code::invalid, said, "cli.no_value").with("option", said.substr(0, said.find(':')));
  if (said.starts_with("The following argument"))
    return fail(Code::invalid, said, "cli.usage.extra").with("words", said.substr(said.find(": ") + 2));
  return fail(Code::invalid, said, "cli.usage.other").with("detail", said);
}

}  // namespace sekisho::cli
