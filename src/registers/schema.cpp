#include "registers/schema.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/text.h"

namespace sekisho::registers {

const char* name_of(FieldType type) {
  switch (type) {
    case FieldType::text:
      return "text";
    case FieldType::long_text:
      return "long_text";
    case FieldType::integer:
      return "integer";
    case FieldType::date:
      return "date";
    case FieldType::boolean:
      return "boolean";
    case FieldType::choice:
      return "choice";
    case FieldType::list:
      return "list";
    case FieldType::reference:
      return "reference";
  }
  return "";
}

const char* name_of(Group group) {
  switch (group) {
    case Group::organization:
      return "organization";
    case Group::assets:
      return "assets";
    case Group::operation:
      return "operation";
    case Group::others:
      return "others";
    case Group::review:
      return "review";
    case Group::personal:
      return "personal";
  }
  return "";
}

std::optional<std::size_t> RegisterSchema::index_of(std::string_view field) const {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == field) return i;
  return std::nullopt;
}

const Field* RegisterSchema::find(std::string_view field) const {
  const auto index = index_of(field);
  return index ? &fields[*index] : nullptr;
}

std::optional<std::size_t> RegisterSchema::named(std::string_view word) const {
  if (const auto index = index_of(word)) return index;
  const std::string form = header_form(word);
  const auto is_it = [&form](const std::string& one) { return header_form(one) == form; };
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (is_it(field.title.ja) || is_it(field.title.en) ||
        std::any_of(field.synonyms.begin(), field.synonyms.end(), is_it))
      return i;
  }
  return std::nullopt;
}

std::string RegisterSchema::field_titles() const {
  std::string titles;
  for (const Field& field : fields) titles += "「" + field.title.ja + "」";
  return titles;
}

bool RegisterSchema::is_key(std::size_t field) const {
  return std::find(key.begin(), key.end(), field) != key.end();
}

const RegisterSchema* Schemas::find(std::string_view id) const {
  const auto at =
      std::lower_bound(all_.begin(), all_.end(), id,
                       [](const RegisterSchema& schema, std::string_view wanted) { return schema.id < wanted; });
  return at != all_.end() && at->id == id ? &*at : nullptr;
}

namespace {

// 契約 for 契約台帳, termnals for terminals.
bool is_near(const RegisterSchema& schema, const std::string& form) {
  constexpr std::size_t kMostSlips = 2;
  if (text::to_u32(form).size() < 2) return false;
  for (const std::string& name : {header_form(schema.id), header_form(schema.title.ja), header_form(schema.title.en)}) {
    if (name.find(form) != std::string::npos || form.find(name) != std::string::npos) return true;
    if (form.size() > 2 * kMostSlips && text::edit_distance(name, form) <= kMostSlips) return true;
  }
  return false;
}

}  // namespace

Result<const RegisterSchema*> Schemas::get(std::string_view id) const {
  constexpr std::size_t kMostNear = 5;
  if (const RegisterSchema* schema = find(id)) return schema;
  const std::string form = header_form(id);
  std::string near;
  std::size_t named = 0;
  for (const RegisterSchema& schema : all_) {
    if (header_form(schema.title.ja) == form || header_form(schema.title.en) == form) return &schema;
    if (named < kMostNear && is_near(schema, form)) {
      near += (near.empty() ? "" : "、") + schema.title.ja + " (" + schema.id + ")";
      ++named;
    }
  }
  Error error = fail(Code::not_found, "no such register: " + std::string(id),
                     near.empty() ? "registers.unknown" : "registers.unknown_near")
                    .with("register", std::string(id));
  if (!near.empty()) error = std::move(error).with("near", near);
  return error;
}

std::vector<std::string> Schemas::import_order() const {
  std::vector<std::string> order;
  const auto done = [&order](const std::string& id) {
    return std::find(order.begin(), order.end(), id) != order.end();
  };
  const auto ready = [&done](const RegisterSchema& schema, bool required_only) {
    return std::all_of(schema.fields.begin(), schema.fields.end(), [&](const Field& field) {
      return field.type != FieldType::reference || (required_only && !field.required) || field.target == schema.id ||
             done(field.target);
    });
  };
  while (order.size() < all_.size()) {
    const RegisterSchema* next = nullptr;
    for (const bool required_only : {false, true}) {
      for (const RegisterSchema& schema : all_)
        if (next == nullptr && !done(schema.id) && ready(schema, required_only)) next = &schema;
    }
    SEK_ASSERT(next != nullptr);  // load() refuses a circle of required references
    order.push_back(next->id);
  }
  return order;
}

std::string header_form(std::string_view utf8) {
  std::string form = text::matching_form(utf8);
  while (form.ends_with('.') || form.ends_with(':')) form.pop_back();
  if (form.ends_with("。")) form.resize(form.size() - std::string_view("。").size());
  for (const std::string_view suffix : {"no", "ナンバー", "ナンバ"}) {
    if (!form.ends_with(suffix)) continue;
    const std::size_t rest = form.size() - suffix.size();
    const bool inside_a_word = suffix == "no" && rest > 0 && form[rest - 1] >= 'a' && form[rest - 1] <= 'z';
    if (inside_a_word) continue;
    return form.substr(0, rest) + "番号";
  }
  return form;
}

namespace {

codec::Value to_value(const Bilingual& text) {
  codec::Value value;
  value.set("ja", text.ja);
  value.set("en", text.en);
  return value;
}

codec::Value to_value(const std::vector<std::string>& texts) {
  codec::Array array;
  for (const std::string& one : texts) array.emplace_back(one);
  return array;
}

codec::Value to_value(const Field& field) {
  codec::Value value;
  value.set("name", field.name);
  value.set("type", name_of(field.type));
  value.set("title", to_value(field.title));
  if (!field.help.ja.empty()) value.set("help", to_value(field.help));
  value.set("required", field.required);
  if (field.secret) value.set("secret", true);
  if (field.personal) value.set("personal", true);
  if (field.past) value.set("past", true);
  if (field.digits_allowed) value.set("digits_allowed", true);
  if (!field.synonyms.empty()) value.set("synonyms", to_value(field.synonyms));
  if (!field.target.empty()) value.set("register", field.target);
  if (field.choices.empty()) return value;
  codec::Array choices;
  for (const Choice& choice : field.choices) {
    codec::Value one;
    one.set("value", choice.value);
    one.set("title", to_value(choice.title));
    if (!choice.synonyms.empty()) one.set("synonyms", to_value(choice.synonyms));
    choices.push_back(std::move(one));
  }
  value.set("choices", std::move(choices));
  return value;
}

}  // namespace

codec::Value to_value(const RegisterSchema& schema) {
  codec::Value value;
  value.set("id", schema.id);
  value.set("group", name_of(schema.group));
  value.set("title", to_value(schema.title));
  value.set("help", to_value(schema.help));
  codec::Array key;
  for (const std::size_t field : schema.key) key.emplace_back(schema.fields[field].name);
  value.set("key", std::move(key));
  value.set("retention_years", schema.retention_years ? codec::Value(*schema.retention_years) : codec::Value());
  codec::Array fields;
  for (const Field& field : schema.fields) fields.push_back(to_value(field));
  value.set("fields", std::move(fields));
  return value;
}

}  // namespace sekisho::registers
