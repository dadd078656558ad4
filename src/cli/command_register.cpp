// sekisho register list | fields | show | import | export | undo | batches | add | set | retire | erase.

#include <CLI/CLI.hpp>

#include <algorithm>

#include "base/files.h"
#include "cli/context.h"
#include "cli/lines.h"
#include "cli/register_lines.h"
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

void fields(Context& context, const Options& options) {
  std::optional<work::Office> office = open(context, work::Access::read);
  if (!office) return;
  Result<const registers::RegisterSchema*> schema = office->schemas().get(options.register_id);
  if (!schema) return context.complain(schema.error());
  if (context.json) return context.print(registers::to_value(**schema));
  print_fields(context, **schema);
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
  print_register_head(context, **schema);
  for (const registers::Row& row : *rows) {
    *context.out << "\n  ● " << registers::key_text(**schema, row.cells) << '\n';
    for (std::size_t i = 0; i < (*schema)->fields.size(); ++i) {
      const registers::Field& field = (*schema)->fields[i];
      if ((*schema)->is_key(i) || db::is_null(row.cells[i]) || (field.secret && !options.with_secrets)) continue;
      *context.out << wrapped("      " + padded(field.title.in(context.language), 24) + " ",
                              registers::shown(field, row.cells[i], context.language), 31);
    }
  }
  if (rows->empty()) context.say("cli.register.see_fields", {{"register", (*schema)->id}});
  context.say("cli.register.count", {{"count", std::to_string(rows->size())}});
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
  print_plan(context, *office->schemas().find(plan.register_id), plan);
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
  // Excel refuses to open what is called .xls and is none.
  if (options.format.empty() && !by_name && options.out.size() > 4 && options.out.ends_with(".xls"))
    return context.complain(fail(Code::invalid, "old format", "cli.register.bad_format").with("value", "xls"));
  const work::ExportFormat format =
      by_name || options.format == "xlsx" ? work::ExportFormat::xlsx : work::ExportFormat::csv;
  const bool to_file = !options.out.empty() && options.out != "-";
  if (const Status may = to_file ? office->check_output(options.out) : Status(); !may)
    return context.complain(may.error());
  Result<std::string> bytes =
      work::export_register(*office, options.register_id, format, {context.language, options.with_secrets});
  if (!bytes) return context.complain(bytes.error());
  if (!to_file) {
    if (context.json) {
      codec::Value value;
      value.set("register", options.register_id);
      value.set("format", format == work::ExportFormat::csv ? "csv" : "xlsx");
      value.set("base64", base64(*bytes));
      return context.print(value);
    }
    *context.raw << *bytes;
    return;
  }
  if (Status written = files::write_atomically(options.out, *bytes, 0640); !written)
    return context.complain(written.error());
  if (context.json) {
    codec::Value value;
    value.set("register", options.register_id);
    value.set("file", options.out);
    value.set("bytes", bytes->size());
    return context.print(value);
  }
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
  std::string wanted;
  if (!options.register_id.empty()) {
    Result<const registers::RegisterSchema*> schema = office->schemas().get(options.register_id);
    if (!schema) return context.complain(schema.error());
    wanted = (*schema)->id;
  }
  Result<std::vector<registers::Batch>> found = registers::batches(office->database(), wanted);
  if (!found) return context.complain(found.error());
  codec::Array items;
  for (const registers::Batch& batch : *found) {
    if (context.json) {
      items.push_back(registers::to_value(batch));
    } else {
      print_batch(context, office->schemas(), batch);
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
    if (std::any_of(values.begin(), values.end(), [&](const auto& v) { return v.first == pair.substr(0, equals); })) {
      context.complain(fail(Code::invalid, "twice", "cli.register.field_twice").with("field", pair.substr(0, equals)));
      return std::nullopt;
    }
    values.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return values;
}

void report_change(Context& context, const work::Office& office, const Result<registers::Change>& change) {
  if (!change) return context.complain(change.error());
  if (!context.json) return print_change(context, *office.schemas().find(change->register_id), *change);
  codec::Value value;
  value.set("register", change->register_id);
  value.set("row", change->row_id);
  value.set("version", change->version);
  value.set("change", registers::name_of(change->kind));
  context.print(value);
}

codec::Value problem_value(const Context& context, const registers::Problem& problem) {
  codec::Value value;
  value.set("field", problem.field.empty() ? codec::Value() : codec::Value(problem.field));
  value.set("message", problem.message);
  codec::Value text;
  text.set("ja", problem.text(context.world->messages, Language::ja));
  text.set("en", problem.text(context.world->messages, Language::en));
  value.set("text", std::move(text));
  return value;
}

void report_row(Context& context, const work::Office& office, const Result<work::RowOutcome>& outcome) {
  if (!outcome) return context.complain(outcome.error());
  if (outcome->problems.empty()) return report_change(context, office, *outcome->change);
  context.exit_code = 1;
  if (!context.json) return print_problems(context, outcome->problems, "✕");
  codec::Value value;
  codec::Array problems;
  for (const registers::Problem& one : outcome->problems) problems.push_back(problem_value(context, one));
  value.set("problems", std::move(problems));
  context.print(value);
}

void change_row(Context& context, const Options& options, const std::string& deed) {
  std::optional<work::Office> office = open(context, work::Access::write);
  if (!office) return;
  const std::optional<work::FormValues> values = form_of(context, options.values);
  if (!values) return;
  if (deed == "add") report_row(context, *office, work::add_row(*office, options.register_id, *values));
  if (deed == "set") report_row(context, *office, work::set_row(*office, options.register_id, options.key, *values));
  if (deed == "retire") report_change(context, *office, work::retire_row(*office, options.register_id, options.key));
  if (deed == "erase")
    report_change(context, *office, work::erase_row(*office, options.register_id, options.key, options.basis));
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
  with_register(add("fields", [&context, o] { fields(context, *o); }));
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
