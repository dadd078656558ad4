#include "registers/validate.h"

#include <algorithm>

#include "base/text.h"
#include "registers/individual_number.h"
#include "registers/value_text.h"

namespace sekisho::registers {

std::string column_letters(std::size_t column) {
  std::string letters;
  for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  return letters;
}

std::string cell_name(const Place& place) {
  if (place.line == 0) return {};
  const std::string cell = (place.whole_row ? "" : column_letters(place.column)) + std::to_string(place.line);
  return place.sheet.empty() ? cell : place.sheet + "!" + cell;
}

std::string Problem::text(const Messages& messages, Language language) const {
  return messages.text(message, language, params);
}

Problem make_problem(Place place, std::string field, std::string message, MessageParams params) {
  params.insert(params.begin(),
                {{"cell", cell_name(place)}, {"line", std::to_string(place.line)}, {"header", place.header}});
  return {std::move(place), std::move(field), std::move(message), std::move(params)};
}

std::string key_form(std::string_view text) {
  return text::matching_form(text);
}

std::string key_form(const RegisterSchema& schema, const Cells& cells) {
  std::string form;
  for (const std::size_t field : schema.key) {
    const db::Cell& cell = cells[field];
    const bool plain =
        schema.fields[field].type != FieldType::text && schema.fields[field].type != FieldType::reference;
    form += plain ? shown(schema.fields[field], cell, Language::ja) : key_form(db::text(cell));
    form += '\x1F';
  }
  return form;
}

void KnownKeys::add(const std::string& register_id, std::string_view key) {
  std::vector<std::string>& spellings = keys_[register_id][key_form(key)];
  if (std::find(spellings.begin(), spellings.end(), key) == spellings.end()) spellings.emplace_back(key);
}

std::vector<const std::string*> KnownKeys::find(const std::string& register_id, std::string_view text) const {
  const auto of_register = keys_.find(register_id);
  if (of_register == keys_.end()) return {};
  const auto form = of_register->second.find(key_form(text));
  if (form == of_register->second.end()) return {};
  std::vector<const std::string*> found;
  for (const std::string& key : form->second) {
    if (key == text) return {&key};
    found.push_back(&key);
  }
  return found;
}

std::string quoted_list(const std::vector<std::string>& keys) {
  std::string list;
  for (const std::string& key : keys) list += "「" + shortened(key) + "」";
  return list;
}

namespace {

constexpr std::size_t kLongestKey =
    150;  // characters; an index entry of PostgreSQL holds 2,704 bytes, and a key four fields

// Words that import would read as something else than a key.
bool is_reserved_key(std::string_view text) {
  return is_blank_mark(text) || is_total_word(text) || is_note_start(text) || is_heading_start(text);
}

Place place_of(const Field& field, const DraftCell& cell) {
  Place place = cell.place;
  if (place.header.empty()) place.header = field.title.ja;
  return place;
}

void check_cell(const RegisterSchema& schema, std::size_t index, const DraftCell& cell, const Cells* before,
                const std::optional<Date>& today, Checked& checked) {
  const Field& field = schema.fields[index];
  const auto complain = [&](std::string message, MessageParams params) {
    checked.problems.push_back(make_problem(place_of(field, cell), field.name, std::move(message), std::move(params)));
  };
  // First, so that no other message shows the number.
  if (holds_individual_number(cell.text, cell.place.header + " " + field.title.ja, field.digits_allowed))
    return complain("registers.individual_number", {});
  ParsedValue parsed = parse_value(field, cell.text);
  if (!parsed.message.empty()) return complain(parsed.message, std::move(parsed.params));
  if (schema.is_key(index) && field.type == FieldType::text && is_reserved_key(cell.text))
    return complain("registers.key_reserved", {{"value", shortened(cell.text)}});
  if (db::is_null(parsed.cell)) {
    const bool erased = before != nullptr && db::is_null((*before)[index]);
    if (field.required && !erased) complain("registers.required", {});
    return;
  }
  // A slip of the year would be evidence on a day to come, and would settle today what is still open.
  if (field.past && today && db::text(parsed.cell) > to_iso(*today))
    return complain("registers.future_date", {{"value", shortened(cell.text)}});
  const bool indexed = schema.is_key(index) || field.type == FieldType::reference;
  const std::string* text = std::get_if<std::string>(&parsed.cell);
  if (indexed && text != nullptr && text::to_u32(*text).size() > kLongestKey)
    return complain("registers.too_long", {{"value", shortened(cell.text)}, {"limit", std::to_string(kLongestKey)}});
  checked.cells[index] = std::move(parsed.cell);
}

}  // namespace

Checked check_values(const RegisterSchema& schema, const Draft& draft, const Cells* before,
                     const std::optional<Date>& today) {
  Checked checked;
  checked.cells.resize(schema.fields.size());
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    if (draft[i].given) {
      check_cell(schema, i, draft[i], before, today, checked);
    } else if (before != nullptr) {
      checked.cells[i] = (*before)[i];
    } else if (schema.fields[i].required) {
      checked.problems.push_back(
          make_problem(place_of(schema.fields[i], draft[i]), schema.fields[i].name, "registers.required"));
    }
  }
  return checked;
}

namespace {

std::string target_name(const Field& field) {
  return field.target_title.ja.empty() ? field.target : field.target_title.ja + " (" + field.target + ")";
}

}  // namespace

void check_references(const RegisterSchema& schema, const Draft& draft, const KnownKeys& known, const Cells* before,
                      Checked& checked) {
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    const Field& field = schema.fields[i];
    db::Cell& cell = checked.cells[i];
    if (field.type != FieldType::reference || db::is_null(cell) || !draft[i].given) continue;
    const std::vector<const std::string*> keys = known.find(field.target, db::text(cell));
    if (keys.size() == 1) {
      cell = *keys.front();
      continue;
    }
    if (keys.size() > 1) {
      std::vector<std::string> spellings;
      spellings.reserve(keys.size());
      for (const std::string* key : keys) spellings.push_back(*key);
      checked.problems.push_back(make_problem(
          place_of(field, draft[i]), field.name, "registers.ambiguous_reference",
          {{"value", shortened(db::text(cell))}, {"register", target_name(field)}, {"known", quoted_list(spellings)}}));
      continue;
    }
    if (before != nullptr && key_form(db::text((*before)[i])) == key_form(db::text(cell))) {
      cell = (*before)[i];  // the row it names has been retired since
      continue;
    }
    checked.problems.push_back(make_problem(place_of(field, draft[i]), field.name, "registers.no_such_reference",
                                            {{"value", shortened(db::text(cell))}, {"register", target_name(field)}}));
  }
}

Result<Checked> check_form(const RegisterSchema& schema, const std::vector<std::pair<std::string, std::string>>& values,
                           const KnownKeys& known, const Cells* before, const std::optional<Date>& today) {
  Draft draft(schema.fields.size());
  for (const auto& [name, value] : values) {
    const auto index = schema.named(name);
    if (!index)
      return fail(Code::invalid, "no field " + name + " in " + schema.id, "registers.no_field")
          .with("field", name)
          .with("register", schema.title.ja)
          .with("known", schema.field_titles());
    draft[*index].given = true;
    draft[*index].text = value;
  }
  Checked checked = check_values(schema, draft, before, today);
  check_references(schema, draft, known, before, checked);
  return checked;
}

}  // namespace sekisho::registers
