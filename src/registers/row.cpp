#include "registers/row.h"

#include <algorithm>

namespace sekisho::registers {

const char* name_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return "added";
    case ChangeKind::updated:
      return "updated";
    case ChangeKind::retired:
      return "retired";
    case ChangeKind::restored:
      return "restored";
    case ChangeKind::erased:
      return "erased";
  }
  return "";
}

std::vector<std::string> split_list(std::string_view stored) {
  std::vector<std::string> items;
  std::size_t from = 1;
  while (from < stored.size()) {
    const std::size_t bar = std::min(stored.find('|', from), stored.size());
    items.emplace_back(stored.substr(from, bar - from));
    from = bar + 1;
  }
  return items;
}

std::string join_list(const std::vector<std::string>& items) {
  std::string stored;
  for (const std::string& item : items) stored += "|" + item;
  return stored.empty() ? stored : stored + "|";
}

namespace {

codec::Value cell_value(const Field& field, const db::Cell& cell) {
  if (db::is_null(cell)) return {};
  if (field.type == FieldType::boolean) return db::integer(cell) != 0;
  if (field.type == FieldType::integer) return db::integer(cell);
  if (field.type != FieldType::list) return db::text(cell);
  codec::Array items;
  for (std::string& item : split_list(db::text(cell))) items.emplace_back(std::move(item));
  return items;
}

codec::Value cell_value(const RegisterSchema& schema, const Cells& cells, std::size_t field) {
  return cells.empty() ? codec::Value() : cell_value(schema.fields[field], cells[field]);
}

}  // namespace

ChangeDescription describe(const RegisterSchema& schema, const Change& change) {
  ChangeDescription description;
  description.open.set("register", change.register_id);
  description.open.set("row", change.row_id);
  description.open.set("version", change.version);
  description.open.set("change", name_of(change.kind));
  const codec::Value head = description.open;
  codec::Value open{codec::Object{}};
  codec::Value secret;
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    codec::Value before = cell_value(schema, change.before, i);
    codec::Value after = cell_value(schema, change.after, i);
    if (before == after) continue;
    codec::Value both;
    both.set("before", std::move(before));
    both.set("after", std::move(after));
    const Field& field = schema.fields[i];
    (field.secret ? secret : field.personal ? description.personal : open).set(field.name, std::move(both));
  }
  if (!secret.is_null()) {
    description.secret = head;
    description.secret.set("fields", std::move(secret));
  }
  description.open.set("fields", std::move(open));
  if (change.kind == ChangeKind::erased) {
    codec::Array erased;
    for (const std::string& name : change.erased) erased.emplace_back(name);
    description.open.set("erased", std::move(erased));
  }
  return description;
}

bool tells_secret(const Schemas& schemas, std::string_view payload) {
  const auto value = codec::parse_json(payload, {}, payload.size());
  if (!value) return false;
  const codec::Value* id = value->find("register");
  const codec::Value* fields = value->find("fields");
  const RegisterSchema* schema = id != nullptr && id->string() != nullptr ? schemas.find(*id->string()) : nullptr;
  return schema != nullptr && fields != nullptr &&
         std::any_of(schema->fields.begin(), schema->fields.end(),
                     [&](const Field& field) { return field.secret && fields->find(field.name) != nullptr; });
}

std::string key_text(const RegisterSchema& schema, const Cells& cells) {
  std::string joined;
  for (const std::size_t field : schema.key) {
    if (!joined.empty()) joined += " / ";
    joined += shown(schema.fields[field], cells[field], Language::ja);
  }
  return joined;
}

std::string shown(const Field& field, const db::Cell& cell, Language language) {
  if (db::is_null(cell)) return {};
  switch (field.type) {
    case FieldType::integer:
      return std::to_string(db::integer(cell));
    case FieldType::boolean: {
      const bool yes = db::integer(cell) != 0;
      if (language == Language::ja) return yes ? "〇" : "×";
      return yes ? "yes" : "no";
    }
    case FieldType::choice: {
      for (const Choice& choice : field.choices)
        if (choice.value == db::text(cell)) return choice.title.in(language);
      return db::text(cell);
    }
    case FieldType::list: {
      std::string joined;
      for (const std::string& item : split_list(db::text(cell)))
        joined += (joined.empty() ? "" : (language == Language::ja ? "、" : ", ")) + item;
      return joined;
    }
    default:
      return db::text(cell);
  }
}

codec::Value to_value(const RegisterSchema& schema, const Row& row, bool with_secrets) {
  codec::Value value;
  value.set("row_id", row.row_id);
  value.set("version", row.version);
  value.set("from_at", row.from_at);
  value.set("to_at", row.to_at.empty() ? codec::Value() : codec::Value(row.to_at));
  value.set("retired", row.retired);
  value.set("batch", row.batch.empty() ? codec::Value() : codec::Value(row.batch));
  codec::Value values{codec::Object{}};
  for (std::size_t i = 0; i < schema.fields.size(); ++i)
    if (with_secrets || !schema.fields[i].secret)
      values.set(schema.fields[i].name, cell_value(schema.fields[i], row.cells[i]));
  value.set("values", std::move(values));
  return value;
}

}  // namespace sekisho::registers
