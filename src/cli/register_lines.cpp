#include "cli/register_lines.h"

#include "base/local_time.h"
#include "cli/lines.h"

namespace sekisho::cli {
namespace {

// The words of a list in the reader's language.
void join(const Context& context, std::string& list, const std::string& word) {
  if (!list.empty()) list += context.language == Language::ja ? "、" : ", ";
  list += word;
}

std::string choices_of(const Context& context, const registers::Field& field) {
  std::string list;
  for (const registers::Choice& choice : field.choices) join(context, list, choice.title.in(context.language));
  return list;
}

std::string kind_of(const Context& context, const registers::Field& field) {
  return context.text(std::string("cli.field.") + registers::name_of(field.type),
                      {{"known", choices_of(context, field)}, {"register", field.target_title.in(context.language)}});
}

std::string shown(const Context& context, const registers::Field& field, const db::Cell& cell) {
  return db::is_null(cell) ? context.text("cli.field.empty") : registers::shown(field, cell, context.language);
}

std::string local_time(const std::string& rfc3339) {
  const Result<Instant> at = parse_rfc3339(rfc3339);
  if (!at) return rfc3339;
  return time_in_tokyo(*at);
}

}  // namespace

void print_register_head(const Context& context, const registers::RegisterSchema& schema) {
  *context.out << "■ " << schema.title.in(context.language)
               << (context.language == Language::ja ? "（" + schema.id + "）" : " (" + schema.id + ")") << '\n'
               << wrapped("  ", schema.help.in(context.language), 2);
}

void print_fields(const Context& context, const registers::RegisterSchema& schema) {
  print_register_head(context, schema);
  constexpr std::size_t kIndent = 32;
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    const registers::Field& field = schema.fields[i];
    const std::string must = schema.is_key(i) ? context.text("cli.field.is_key")
                             : field.required ? context.text("cli.field.required")
                                              : "";
    *context.out << wrapped("  ・ " + padded(field.title.in(context.language), kIndent - 6) + " ",
                            kind_of(context, field) + must, kIndent);
    const std::string indent(kIndent, ' ');
    if (!field.help.ja.empty()) *context.out << wrapped(indent, field.help.in(context.language), kIndent);
    std::string words;
    for (const std::string& word : field.synonyms) join(context, words, word);
    if (!words.empty())
      *context.out << wrapped(indent, context.text("cli.field.synonyms", {{"words", words}}), kIndent);
  }
}

void print_problems(const Context& context, const std::vector<registers::Problem>& problems, const char* mark) {
  constexpr std::size_t kMost = 50;
  for (std::size_t i = 0; i < problems.size() && i < kMost; ++i)
    *context.out << wrapped(std::string("  ") + mark + " ", problems[i].text(context.world->messages, context.language),
                            5);
  if (problems.size() > kMost)
    context.say("cli.register.more_problems", {{"count", std::to_string(problems.size() - kMost)}});
}

namespace {

// What an import would change of rows that stand: a file of last year would undo what was corrected by hand since.
void print_updates(const Context& context, const registers::RegisterSchema& schema, const registers::Plan& plan) {
  constexpr std::size_t kMost = 10;
  std::size_t count = 0;
  for (const registers::PlannedRow& row : plan.rows) {
    if (row.fate != registers::Fate::update || ++count > kMost) continue;
    std::string changes;
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
      const registers::Field& field = schema.fields[i];
      if (field.secret || row.before[i] == row.cells[i]) continue;
      join(context, changes,
           field.title.in(context.language) + " " + shown(context, field, row.before[i]) + " → " +
               shown(context, field, row.cells[i]));
    }
    *context.out << wrapped("  ・ ", context.text("cli.register.update", {{"key", row.key}, {"changes", changes}}), 5);
  }
  if (count > kMost) context.say("cli.register.more_updates", {{"count", std::to_string(count - kMost)}});
}

}  // namespace

void print_plan(const Context& context, const registers::RegisterSchema& schema, const registers::Plan& plan) {
  std::string read;
  bool some_left = false;
  for (const registers::PlannedColumn& column : plan.columns) {
    const registers::Field* field = schema.find(column.field);
    some_left = some_left || (field == nullptr && column.by == registers::MappedBy::unmapped && !column.header.empty());
    if (field != nullptr) join(context, read, column.header + " → " + field->title.in(context.language));
  }
  if (!read.empty()) *context.out << wrapped("  ・ ", context.text("cli.register.columns", {{"columns", read}}), 5);
  print_problems(context, plan.notes, "・");
  print_problems(context, plan.problems, "✕");
  if (!plan.refused()) print_updates(context, schema, plan);
  if (some_left) *context.out << wrapped("", context.text("cli.register.columns_left", {{"register", schema.id}}), 2);
}

void print_batch(const Context& context, const registers::Schemas& schemas, const registers::Batch& batch) {
  const registers::RegisterSchema* schema = schemas.find(batch.register_id);
  const std::string title = schema == nullptr ? batch.register_id : schema->title.in(context.language);
  *context.out << batch.id << "  " << local_time(batch.at) << "  " << padded(title, 26) << padded(batch.file, 28)
               << context.text("cli.register.batch_counts",
                               {{"added", std::to_string(batch.added)}, {"updated", std::to_string(batch.updated)}})
               << (batch.undone_at.empty() ? "" : "  " + context.text("cli.register.is_undone")) << '\n';
}

void print_change(const Context& context, const registers::RegisterSchema& schema, const registers::Change& change) {
  const registers::Cells& cells = change.after.empty() ? change.before : change.after;
  *context.out << wrapped("",
                          context.text(std::string("cli.register.row.") + registers::name_of(change.kind),
                                       {{"register", schema.title.in(context.language)},
                                        {"key", cells.empty() ? change.row_id : registers::key_text(schema, cells)}}),
                          2);
  if (change.kind != registers::ChangeKind::updated) return;
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    const registers::Field& field = schema.fields[i];
    if (field.secret || change.before[i] == change.after[i]) continue;
    *context.out << wrapped("  " + field.title.in(context.language) + "：",
                            shown(context, field, change.before[i]) + " → " + shown(context, field, change.after[i]),
                            4);
  }
}

}  // namespace sekisho::cli
