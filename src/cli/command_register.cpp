// sekisho register list | show | import | export | undo | batches | add | set | retire | erase.

#include <CLI/CLI.hpp>

#include "base/files.h"
#include "cli/context.h"
#include "cli/lines.h"
#include "registers/store.h"
#include "work/keeping.h"

namespace sekisho::cli {
namespace {

struct Options {
  std::string register_id;
  std::string file;
  std::string mapping;
  std::string format;
  std::string out;
  std::string batch;
  std::string key;
  std::string basis;
  std::vector<std::string> values;
  bool dry_run = false;
  bool with_secrets = false;
};

std::optional<work::Office> open(Context& context, work::Access access) {
  Result<work::Office> office = work::Office::open(context.world, context.data, access);
  if (office) return std::move(office).value();
  context.complain(office.error());
  return std::nullopt;
}

void list(Context& context) {
  std::optional<work::Office> office = open(context, work::Access::read);
  if (!office) return;
  codec::Array items;
  std::string group;
  for (const char* wanted : {"organization", "assets", "operation", "others", "review", "personal"}) {
    for (const registers::RegisterSchema& schema : office->schemas().all()) {
      if (registers::name_of(schema.group) != std::string(wanted)) continue;
      Result<std::int64_t> count = registers::count_in_force(office->database(), schema);
      if (!count) return context.complain(count.error());
      if (context.json) {
        codec::Value item = registers::to_value(schema);
        item.set("rows", *count);
        items.push_back(std::move(item));
        continue;
      }
      if (group != wanted) *context.out << "■ " << context.text(std::string("cli.group.") + wanted) << '\n';
      group = wanted;
      *context.out << "  " << padded(schema.id, 26) << padded(schema.title.in(context.language), 34) << *count << '\n';
    }
  }
  if (context.json) {
    codec::Value value;
    value.set("registers", std::move(items));
    codec::Array order;
    for (const std::string& id : office->schemas().import_order()) order.emplace_back(id);
    value.set("import_order", std::move(order));
    context.print(value);
  }
}

void show(Context& context, const Options& options) {
  std::optional<work::Office> office = open(context, options.with_secrets ? work::Access::write : work::Access::read);
  if (!office) return;
  Result<const registers::RegisterSchema*> schema = office->schemas().get(options.register_id);
  if (!schema) return context.complain(schema.error());
  Result<std::vector<registers::Row>> rows = options.with_secrets
                                                 ? work::show_secrets(*office, options.register_id)
                                                 : registers::rows_in_force(office->database(), **schema);
  if (!rows) return context.complain(rows.error());
  if (context.json) {
    codec::Value value = registers::to_value(**schema);
    codec::Array items;
    for (const registers::Row& row : *rows) items.push_back(registers::to_value(**schema, row, options.with_secrets));
    value.set("rows", std::move(items));
    return context.print(value);
  }
  *context.out << "■ " << (*schema)->title.in(context.language) << "（" << (*schema)->id << "）\n";
  *context.out << wrapped("  ", (*schema)->help.in(context.language), 2);
  for (const registers::Row& row : *rows) {
    *context.out << "\n  ● " << registers::key_text(**schema, row.cells) << '\n';
    for (std::size_t i = 0; i < (*schema)->fields.size(); ++i) {
      const registers::Field& field = (*schema)->fields[i];
      if ((*schema)->is_key(i) || db::is_null(row.cells[i]) || (field.secret && !options.with_secrets)) continue;
      *context.out << wrapped("      " + padded(field.title.in(context.language), 24) + " ",
                              registers::shown(field, row.cells[i], context.language), 31);
    }
  }
  context.say("cli.register.count", {{"count", std::to_string(rows->size())}});
}

void print_problems(Context& context, const std::vector<registers::Problem>& problems, const char* mark) {
  constexpr std::size_t kMost = 50;
  for (std::size_t i = 0; i < problems.size() && i < kMost; ++i)
    *context.out << wrapped(std::string("  ") + mark + " ", problems[i].text(context.world->messages, context.language),
                            5);
  if (problems.size() > kMost)
    context.say("cli.register.more_problems", {{"count", std::to_string(problems.size() - kMost)}});
}

void import(Context& context, const Options& options) {
  std::optional<work::Office> office = open(context, work::Access::write);
  if (!office) return;
  Result<work::ImportOutcome> outcome =
      work::import_register(*office, {options.register_id, options.file, options.mapping, options.dry_run});
  if (!outcome) return context.complain(outcome.error());
  const registers::Plan& plan = outcome->plan;
  context.exit_code = plan.refused() ? 1 : 0;
  if (context.json) {
    codec::Value value = registers::to_value(plan, context.world->messages);
    value.set("dry_run", options.dry_run);
    if (outcome->batch) value.set("batch", registers::to_value(*outcome->batch));
    return context.print(value);
  }
  for (const registers::PlannedColumn& column : plan.columns) {
    if (column.field.empty()) context.say("cli.register.column_left", {{"header", column.header}});
  }
  print_problems(context, plan.notes, "・");
  print_problems(context, plan.problems, "✕");
  const MessageParams counts = {{"added", std::to_string(plan.counts.add)},
                                {"updated", std::to_string(plan.counts.update)},
                                {"unchanged", std::to_string(plan.counts.unchanged)},
                                {"refused", std::to_string(plan.counts.refused)},
                                {"batch", outcome->batch ? outcome->batch->id : ""}};
  context.say(plan.refused()    ? "cli.register.refused"
              : options.dry_run ? "cli.register.dry_run"
                                : "cli.register.imported",
              counts);
}

void export_(Context& context, const Options& options) {
  std::optional<work::Office> office = open(context, work::Access::write);  // an export is an entry of the ledger
  if (!office) return;
  const bool by_name =
      options.format.empty() && options.out.size() > 5 && options.out.substr(options.out.size() - 5) == ".xlsx";
  if (!options.format.empty() && options.format != "csv" && options.format != "xlsx")
    return context.complain(fail(Code::invalid, "bad format", "cli.register.bad_format").with("value", options.format));
  const work::ExportFormat format =
      by_name || options.format == "xlsx" ? work::ExportFormat::xlsx : work::ExportFormat::csv;
  Result<std::string> bytes =
      work::export_register(*office, options.register_id, format, {context.language, options.with_secrets});
  if (!bytes) return context.complain(bytes.error());
  if (options.out.empty() || options.out == "-") {
    *context.out << *bytes;
    return;
  }
  if (Status written = files::write_atomically(options.out, *bytes, 0640); !written)
    return context.complain(written.error());
  context.note("cli.register.exported", {{"file", options.out}});
}

void undo(Context& context, const Options& options) {
  std::optional<work::Office> office = open(context, work::Access::write);
  if (!office) return;
  Result<registers::Batch> batch = work::undo_import(*office, options.batch);
  if (!batch) return context.complain(batch.error());
  if (context.json) return context.print(registers::to_value(*batch));
  context.say("cli.register.undone", {{"batch", options.batch}});
}

void batches(Context& context, const Options& options) {
  std::optional<work::Office> office = open(context, work::Access::read);
  if (!office) return;
  Result<std::vector<registers::Batch>> found = registers::batches(office->database(), options.register_id);
  if (!found) return context.complain(found.error());
  codec::Array items;
  for (const registers::Batch& batch : *found) {
    if (context.json) {
      items.push_back(registers::to_value(batch));
    } else {
      *context.out << batch.id << "  " << batch.at.substr(0, 19) << "  " << padded(batch.register_id, 22)
                   << padded(batch.file, 28) << "+" << batch.added << " ~" << batch.updated
                   << (batch.undone_at.empty() ? "" : "  " + context.text("cli.register.is_undone")) << '\n';
    }
  }
  if (context.json) {
    codec::Value value;
    value.set("batches", std::move(items));
    context.print(value);
  }
}

std::optional<work::FormValues> form_of(Context& context, const std::vector<std::string>& pairs) {
  work::FormValues values;
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos) {
      context.complain(fail(Code::invalid, "no =", "cli.register.no_equals").with("value", pair));
      return std::nullopt;
    }
    values.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return values;
}

void report_row(Context& context, const Result<work::RowOutcome>& outcome) {
  if (!outcome) return context.complain(outcome.error());
  if (!outcome->problems.empty()) {
    print_problems(context, outcome->problems, "✕");
    context.exit_code = 1;
    return;
  }
  context.say("cli.register.row_done");
}

void report_change(Context& context, const Result<registers::Change>& change) {
  if (!change) return context.complain(change.error());
  context.say("cli.register.row_done");
}

void change_row(Context& context, const Options& options, const std::string& deed) {
  std::optional<work::Office> office = open(context, work::Access::write);
  if (!office) return;
  const std::optional<work::FormValues> values = form_of(context, options.values);
  if (!values) return;
  if (deed == "add") report_row(context, work::add_row(*office, options.register_id, *values));
  if (deed == "set") report_row(context, work::set_row(*office, options.register_id, options.key, *values));
  if (deed == "retire") report_change(context, work::retire_row(*office, options.register_id, options.key));
  if (deed == "erase")
    report_change(context, work::erase_row(*office, options.register_id, options.key, options.basis));
}

}  // namespace

void add_register(CLI::App& app, Context& context) {
  auto o = std::make_shared<Options>();
  CLI::App* parent = app.add_subcommand("register", context.text("cli.register"));
  parent->require_subcommand(1);
  const auto add = [&](const std::string& name, const std::function<void()>& run) {
    return add_command(*parent, context, name, "register." + name, true, run);
  };
  const auto with_register = [&](CLI::App* command) {
    command->add_option("--register", o->register_id, context.text("cli.option.register"))->required();
    return command;
  };
  add("list", [&context] { list(context); });
  CLI::App* command = with_register(add("show", [&context, o] { show(context, *o); }));
  command->add_flag("--with-secrets", o->with_secrets, context.text("cli.option.with_secrets"));
  command = with_register(add("import", [&context, o] { import(context, *o); }));
  command->add_option("FILE", o->file, context.text("cli.register.file"))->required();
  command->add_flag("--dry-run", o->dry_run, context.text("cli.register.dry_run_flag"));
  command->add_option("--mapping", o->mapping, context.text("cli.register.mapping"));
  command = with_register(add("export", [&context, o] { export_(context, *o); }));
  command->add_option("--out", o->out, context.text("cli.register.out"));
  command->add_option("--format", o->format, context.text("cli.register.format"));
  command->add_flag("--with-secrets", o->with_secrets, context.text("cli.option.with_secrets"));
  command = add("undo", [&context, o] { undo(context, *o); });
  command->add_option("BATCH", o->batch, context.text("cli.register.batch"))->required();
  command = add("batches", [&context, o] { batches(context, *o); });
  command->add_option("--register", o->register_id, context.text("cli.option.register"));
  command = with_register(add("add", [&context, o] { change_row(context, *o, "add"); }));
  command->add_option("VALUES", o->values, context.text("cli.register.values"))->required();
  for (const char* deed : {"set", "retire", "erase"}) {
    command = with_register(add(deed, [&context, o, deed] { change_row(context, *o, deed); }));
    command->add_option("--key", o->key, context.text("cli.register.key"))->required();
    if (std::string_view(deed) == "set")
      command->add_option("VALUES", o->values, context.text("cli.register.values"))->required();
    if (std::string_view(deed) == "erase")
      command->add_option("--basis", o->basis, context.text("cli.register.basis"))->required();
  }
}

}  // namespace sekisho::cli
