// The mapping file of an import, what of it is remembered, and a plan as data.

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "registers/import.h"

namespace sekisho::registers {
namespace {

// "" where the column is to be left out.
std::optional<std::string> field_named(const RegisterSchema& schema, const std::string& name) {
  if (text::trim(name).empty()) return std::string();
  const auto index = schema.named(name);
  return index ? std::optional(schema.fields[*index].name) : std::nullopt;
}

Error wrong_shape(std::string_view file, const std::string& header) {
  return fail(Code::invalid, "mapping of " + header, "registers.mapping_shape")
      .with("file", std::string(file))
      .with("header", header);
}

Error unknown_field(const RegisterSchema& schema, std::string_view file, const std::string& header,
                    const std::string& field) {
  return fail(Code::invalid, "mapping to " + field, "registers.mapping_field")
      .with("file", std::string(file))
      .with("header", header)
      .with("field", field)
      .with("known", schema.field_titles());
}

// A header without quotes is what most people write first.
Result<codec::Value> parse_file(const std::string& text, std::string_view file) {
  if (text::trim(text).starts_with('{')) return codec::parse_json(text, file);
  Result<codec::Value> root = codec::parse_toml(text, file);
  if (root) return root;
  std::size_t line = 0;
  for (const auto& [name, value] : root.error().params)
    if (name == "line") line = static_cast<std::size_t>(std::strtoul(value.c_str(), nullptr, 10));
  const std::vector<std::string_view> lines = text::split_lines(text);
  if (line == 0 || line > lines.size()) return root;
  return wrong_shape(file, std::string(lines[line - 1]));
}

codec::Value to_value(const Problem& problem, const Messages& messages) {
  codec::Value value;
  value.set("cell", cell_name(problem.place));
  value.set("line", problem.place.line);
  if (!problem.place.sheet.empty()) value.set("sheet", problem.place.sheet);
  if (!problem.place.header.empty()) value.set("header", problem.place.header);
  if (!problem.field.empty()) value.set("field", problem.field);
  value.set("id", problem.message);
  value.set("ja", problem.text(messages, Language::ja));
  value.set("en", problem.text(messages, Language::en));
  return value;
}

codec::Value to_value(const std::vector<Problem>& problems, const Messages& messages) {
  codec::Array all;
  for (const Problem& problem : problems) all.push_back(to_value(problem, messages));
  return all;
}

codec::Value to_value(const PlannedColumn& column) {
  codec::Value value;
  if (!column.sheet.empty()) value.set("sheet", column.sheet);
  value.set("column", column_letters(column.column));
  value.set("header", column.header);
  value.set("by", name_of(column.by));
  value.set("field", column.field.empty() ? codec::Value() : codec::Value(column.field));
  return value;
}

codec::Value to_value(const PlannedRow& row) {
  codec::Value value;
  if (!row.sheet.empty()) value.set("sheet", row.sheet);
  value.set("line", row.line);
  value.set("fate", name_of(row.fate));
  value.set("key", row.key);
  if (row.changed.empty()) return value;
  codec::Array changed;
  for (const std::string& name : row.changed) changed.emplace_back(name);
  value.set("changed", std::move(changed));
  return value;
}

}  // namespace

Result<Mapping> parse_mapping(std::string_view bytes, std::string_view file, const RegisterSchema& schema) {
  SEK_TRY(const text::Decoded decoded, text::decode(bytes));
  SEK_TRY(const codec::Value root, parse_file(decoded.utf8, file));
  if (root.object() == nullptr) return wrong_shape(file, "");
  Mapping mapping;
  for (const auto& [header, value] : *root.object()) {
    if (header == "options" && value.object() != nullptr) {
      mapping.sheet = value.string_or("sheet", "");
      continue;
    }
    if (value.string() == nullptr || header_form(header).empty()) return wrong_shape(file, header);
    const auto field = field_named(schema, *value.string());
    if (!field) return unknown_field(schema, file, header, *value.string());
    if (!mapping.fields.emplace(header_form(header), *field).second) return wrong_shape(file, header);
  }
  return mapping;
}

std::string to_text(const Mapping& mapping) {
  codec::Value value{codec::Object{}};
  for (const auto& [form, field] : mapping.fields) value.set(form, field);
  return codec::to_json(value);
}

Result<Mapping> mapping_from_text(std::string_view text) {
  SEK_TRY(const codec::Value value, codec::parse_json(text));
  Mapping mapping;
  if (value.object() == nullptr) return wrong_shape("", "");
  for (const auto& [form, field] : *value.object()) {
    if (field.string() == nullptr) return wrong_shape("", form);
    mapping.fields.emplace(form, *field.string());
  }
  return mapping;
}

codec::Value to_value(const Plan& plan, const Messages& messages) {
  codec::Value value;
  value.set("register", plan.register_id);
  value.set("refused", plan.refused());
  codec::Value counts;
  counts.set("add", plan.counts.add);
  counts.set("update", plan.counts.update);
  counts.set("unchanged", plan.counts.unchanged);
  counts.set("refused", plan.counts.refused);
  value.set("counts", std::move(counts));
  codec::Array columns;
  for (const PlannedColumn& column : plan.columns) columns.push_back(to_value(column));
  value.set("columns", std::move(columns));
  codec::Array rows;
  for (const PlannedRow& row : plan.rows) rows.push_back(to_value(row));
  value.set("rows", std::move(rows));
  value.set("problems", to_value(plan.problems, messages));
  value.set("notes", to_value(plan.notes, messages));
  return value;
}

}  // namespace sekisho::registers
