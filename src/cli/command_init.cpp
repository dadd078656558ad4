// sekisho init: makes a body's data folder.

#include <CLI/CLI.hpp>

#include "cli/context.h"

namespace sekisho::cli {
namespace {

struct Options {
  std::string name;
  std::string regime;
  std::string database;
  std::string schema = "sekisho";
};

void run(Context& context, const Options& options) {
  const std::optional<work::Regime> regime = policy::regime_named(options.regime);
  if (!regime) {
    context.complain(fail(Code::invalid, "bad regime", "cli.bad_regime").with("value", options.regime));
    return;
  }
  work::DatabaseAddress address;
  if (!options.database.empty()) address = {options.database, options.schema};
  Result<work::Office> office = work::Office::create(context.world, context.data, {options.name, *regime}, address);
  if (!office) {
    context.complain(office.error());
    return;
  }
  if (context.json) {
    codec::Value out;
    out.set("data", context.data);
    out.set("body", options.name);
    out.set("regime", options.regime);
    out.set("vkey", office->ledger().verifier_key().line());
    out.set("rehearsal", office->is_rehearsal());
    context.print(out);
    return;
  }
  context.say("cli.init.done", {{"folder", context.data}, {"name", options.name}});
  if (office->is_rehearsal()) context.say("cli.init.rehearsal");
  context.say("cli.init.key", {{"vkey", office->ledger().verifier_key().line()}, {"folder", context.data}});
  context.say("cli.init.next", {{"folder", context.data}});
}

}  // namespace

void add_init(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(app, context, "init", "init", true, [&context, options] { run(context, *options); });
  command->add_option("--name", options->name, context.text("cli.init.name"))->required();
  command->add_option("--regime", options->regime, context.text("cli.init.regime"))->required();
  command->add_option("--database", options->database, context.text("cli.init.database"));
  command->add_option("--schema", options->schema, context.text("cli.init.schema"))->needs("--database");
}

}  // namespace sekisho::cli
