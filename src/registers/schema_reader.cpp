#include "registers/schema_reader.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "db/database.h"
#include "registers/table_reader.h"

namespace sekisho::registers {
namespace {

constexpr std::size_t kLongestId = 40;  // with prefix and index suffix within PostgreSQL's 63 bytes
constexpr std::size_t kMostFields = 100;
constexpr std::size_t kMostKeyFields = 4;

constexpr std::array kTypes{FieldType::text,    FieldType::long_text, FieldType::integer, FieldType::date,
                            FieldType::boolean, FieldType::choice,    FieldType::list,    FieldType::reference};
constexpr std::array kGroups{Group::organization, Group::assets, Group::operation,
                             Group::others,       Group::review, Group::personal};

void check_name(TableReader& reader, const std::string& name, std::string_view key) {
  if (name.empty()) return;
  if (!db::is_identifier(name) || name.size() > kLongestId)
    reader.complain("registers.schema.identifier", {{"name", name}}, reader.line_of(key));
  else if (is_sql_word(name))
    reader.complain("registers.schema.sql_word", {{"name", name}}, reader.line_of(key));
}

// No two choices of a field may answer to the same word.
void check_choices(TableReader& reader, const Field& field) {
  std::map<std::string, std::size_t> owner;
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    const Choice& choice = field.choices[i];
    std::vector<std::string> words = choice.synonyms;
    words.insert(words.end(), {choice.value, choice.title.ja, choice.title.en});
    for (const std::string& word : words) {
      if (word.empty()) continue;
      const auto [at, fresh] = owner.emplace(header_form(word), i);
      if (!fresh && at->second != i)
        reader.complain("registers.schema.choice_twice", {{"name", field.name},
                                                          {"word", word},
                                                          {"value", choice.value},
                                                          {"other", field.choices[at->second].value}});
    }
  }
}

std::vector<Choice> read_choices(TableReader& field_reader, const std::string& file, std::vector<Error>& problems) {
  std::vector<Choice> choices;
  for (const codec::Value* table : field_reader.tables("choices")) {
    TableReader reader(*table, file, problems);
    reader.known({"value", "title", "synonyms"});
    Choice choice{reader.text("value", true), reader.bilingual("title", true), reader.texts("synonyms")};
    if (choice.value.find('|') != std::string::npos || choice.value != text::trim(choice.value) ||
        choice.value.size() > 100)
      reader.complain("registers.schema.choice_value", {{"value", choice.value}}, reader.line_of("value"));
    choices.push_back(std::move(choice));
  }
  return choices;
}

Field read_field(const codec::Value& table, const std::string& file, std::vector<Error>& problems) {
  TableReader reader(table, file, problems);
  reader.known({"name", "type", "title", "help", "required", "secret", "personal", "past", "digits_allowed", "synonyms",
                "register", "choices"});
  Field field;
  field.line = table.line;
  field.name = reader.text("name", true);
  check_name(reader, field.name, "name");
  if (is_reserved_column(field.name))
    reader.complain("registers.schema.reserved", {{"name", field.name}}, reader.line_of("name"));
  field.type = reader.one_of("type", kTypes);
  field.title = reader.bilingual("title", true);
  field.help = reader.bilingual("help", false);
  field.required = reader.flag("required");
  field.secret = reader.flag("secret");
  field.personal = reader.flag("personal");
  field.past = reader.flag("past");
  field.digits_allowed = reader.flag("digits_allowed");
  field.synonyms = reader.texts("synonyms");
  field.target = reader.text("register", field.type == FieldType::reference);
  field.choices = read_choices(reader, file, problems);
  if (field.type != FieldType::reference && !field.target.empty())
    reader.complain("registers.schema.only_for", {{"key", "register"}, {"name", field.name}, {"type", "reference"}},
                    reader.line_of("register"));
  if (field.type != FieldType::date && field.past)
    reader.complain("registers.schema.only_for", {{"key", "past"}, {"name", field.name}, {"type", "date"}},
                    reader.line_of("past"));
  if (field.type != FieldType::choice && !field.choices.empty())
    reader.complain("registers.schema.only_for", {{"key", "choices"}, {"name", field.name}, {"type", "choice"}},
                    reader.line_of("choices"));
  if (field.type == FieldType::choice && field.choices.empty())
    reader.complain("registers.schema.no_choices", {{"name", field.name}});
  check_choices(reader, field);
  return field;
}

// A header word of an office's file must lead to one field: names, titles and synonyms are told apart.
void check_header_words(TableReader& reader, const RegisterSchema& schema) {
  std::map<std::string, std::size_t> owner;
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    const Field& field = schema.fields[i];
    std::vector<std::string> words = field.synonyms;
    words.insert(words.end(), {field.name, field.title.ja, field.title.en});
    for (const std::string& word : words) {
      const std::string form = header_form(word);
      if (form.empty()) continue;
      const auto [at, fresh] = owner.emplace(form, i);
      if (!fresh && at->second != i)
        reader.complain("registers.schema.header_twice",
                        {{"word", word}, {"name", field.name}, {"other", schema.fields[at->second].name}});
    }
  }
}

void read_key(TableReader& reader, RegisterSchema& schema) {
  const std::vector<std::string> names = reader.texts("key");
  if (names.empty()) reader.missing("key");
  if (names.size() > kMostKeyFields)
    reader.complain("registers.schema.long_key", {{"limit", std::to_string(kMostKeyFields)}}, reader.line_of("key"));
  for (const std::string& name : names) {
    const auto index = schema.index_of(name);
    if (!index || schema.is_key(*index)) {
      reader.complain("registers.schema.key_field", {{"name", name}}, reader.line_of("key"));
      continue;
    }
    Field& field = schema.fields[*index];
    if (field.type == FieldType::long_text || field.type == FieldType::list || field.type == FieldType::boolean)
      reader.complain("registers.schema.key_type", {{"name", name}, {"type", name_of(field.type)}},
                      reader.line_of("key"));
    field.required = true;
    schema.key.push_back(*index);
  }
}

void read_fields(TableReader& reader, const std::string& file, RegisterSchema& schema, std::vector<Error>& problems) {
  for (const codec::Value* table : reader.tables("field")) {
    Field field = read_field(*table, file, problems);
    if (schema.find(field.name) != nullptr && !field.name.empty())
      problems.push_back(schema_problem(file, table->line, "registers.schema.field_twice", {{"name", field.name}}));
    schema.fields.push_back(std::move(field));
  }
  if (schema.fields.empty()) reader.missing("[[field]]");
  if (schema.fields.size() > kMostFields)
    reader.complain("registers.schema.too_many_fields", {{"limit", std::to_string(kMostFields)}});
}

}  // namespace

Error schema_problem(const std::string& file, std::uint32_t line, const std::string& message,
                     std::vector<std::pair<std::string, std::string>> params) {
  Error error = fail(Code::invalid, file + ":" + std::to_string(line) + ": " + message, message);
  for (const auto& [key, value] : params) error.detail.append(" ").append(key).append("=").append(value);
  params.insert(params.begin(), {{"file", file}, {"line", std::to_string(line)}});
  error.params = std::move(params);
  return error;
}

RegisterSchema read_schema(std::string_view bytes, const std::string& file, std::vector<Error>& problems) {
  RegisterSchema schema;
  schema.file = file;
  auto parsed = codec::parse_toml(bytes, file);
  if (!parsed) {
    problems.push_back(std::move(parsed).error());
    return schema;
  }
  TableReader reader(*parsed, file, problems);
  reader.known({"id", "group", "title", "help", "key", "retention_years", "field"});
  schema.id = reader.text("id", true);
  check_name(reader, schema.id, "id");
  if (is_reserved_view(schema.id))
    reader.complain("registers.schema.reserved", {{"name", schema.id}}, reader.line_of("id"));
  if (file != "registers/" + schema.id + ".toml" && !schema.id.empty())
    reader.complain("registers.schema.file_name", {{"name", schema.id}}, reader.line_of("id"));
  schema.group = reader.one_of("group", kGroups);
  schema.title = reader.bilingual("title", true);
  schema.help = reader.bilingual("help", true);
  if (const codec::Value* years = parsed->find("retention_years")) {
    if (years->integer() != nullptr && *years->integer() >= 1 && *years->integer() <= 100)
      schema.retention_years = *years->integer();
    else
      reader.wrong("retention_years", "1 – 100", *years);
  }
  read_fields(reader, file, schema, problems);
  read_key(reader, schema);
  check_header_words(reader, schema);
  return schema;
}

}  // namespace sekisho::registers
