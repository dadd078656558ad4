// sekisho backup and sekisho restore.

#include <CLI/CLI.hpp>

#include "base/files.h"
#include "cli/context.h"
#include "work/backup.h"

namespace sekisho::cli {
namespace {

struct Options {
  std::string out;
  std::string file;
  std::string database;
  std::string schema = "sekisho";
  std::string checkpoint;
  bool with_key = false;
};

void backup(Context& context, const Options& options) {
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::write);
  if (!office) return context.complain(office.error());
  Result<work::BackupSummary> summary = work::write_backup(*office, options.out, options.with_key);
  if (!summary) return context.complain(summary.error());
  if (context.json) {
    codec::Value value;
    value.set("file", options.out);
    value.set("entries", static_cast<std::int64_t>(summary->entries));
    value.set("rows", static_cast<std::int64_t>(summary->rows));
    value.set("originals", static_cast<std::int64_t>(summary->originals));
    value.set("bytes", static_cast<std::int64_t>(summary->bytes));
    value.set("has_key", summary->has_key);
    return context.print(value);
  }
  context.say(
      "cli.backup.done",
      {{"file", options.out}, {"entries", std::to_string(summary->entries)}, {"rows", std::to_string(summary->rows)}});
  context.say(summary->has_key ? "cli.backup.with_key" : "cli.backup.without_key", {{"folder", context.data}});
}

void restore(Context& context, const Options& options) {
  work::RestoreRequest request;
  request.path = options.file;
  request.folder = context.data;
  if (!options.database.empty()) request.address = {options.database, options.schema};
  if (!options.checkpoint.empty()) {
    Result<std::string> note = files::read(options.checkpoint, 64u << 10);
    if (!note) return context.complain(note.error());
    request.last_note = std::move(note).value();
  }
  Result<work::RestoreSummary> summary = work::restore_backup(context.world, request);
  if (!summary) return context.complain(summary.error());
  if (context.json) {
    codec::Value value;
    value.set("data", context.data);
    value.set("body", summary->body);
    value.set("entries", static_cast<std::int64_t>(summary->entries));
    value.set("rolled_back_from",
              summary->rolled_back_from ? codec::Value(std::size_t{*summary->rolled_back_from}) : codec::Value());
    value.set("new_key", summary->new_key);
    return context.print(value);
  }
  context.say(summary->rolled_back_from ? "cli.restore.done" : "cli.restore.done_unknown",
              {{"folder", context.data},
               {"name", summary->body},
               {"entries", std::to_string(summary->entries)},
               {"from", std::to_string(summary->rolled_back_from.value_or(0))}});
  if (summary->new_key) context.say("cli.restore.new_key", {{"folder", context.data}});
}

}  // namespace

void add_backup(CLI::App& app, Context& context) {
  auto o = std::make_shared<Options>();
  CLI::App* command = add_command(app, context, "backup", "backup", true, [&context, o] { backup(context, *o); });
  command->add_option("--out", o->out, context.text("cli.backup.out"))->required();
  command->add_flag("--with-key", o->with_key, context.text("cli.backup.with_key_flag"));
  command = add_command(app, context, "restore", "restore", true, [&context, o] { restore(context, *o); });
  command->add_option("FILE", o->file, context.text("cli.restore.file"))->required();
  command->add_option("--database", o->database, context.text("cli.init.database"));
  command->add_option("--schema", o->schema, context.text("cli.init.schema"))->needs("--database");
  command->add_option("--checkpoint", o->checkpoint, context.text("cli.restore.checkpoint"));
}

}  // namespace sekisho::cli
