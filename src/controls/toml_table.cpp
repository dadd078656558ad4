#include "controls/toml_table.h"

#include <algorithm>

namespace sekisho::controls {

Error catalog_error(const std::string& file, std::uint32_t line, std::string message, const std::string& detail) {
  return fail(Code::invalid, file + ":" + std::to_string(line) + ": " + detail, std::move(message))
      .with("file", file)
      .with("line", std::to_string(line));
}

namespace {

std::string joined(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

}  // namespace

void TomlTable::note(std::string message, const std::string& detail, const MessageParams& params) const {
  Error error = catalog_error(file_, table_.line, std::move(message), detail);
  error.params.insert(error.params.end(), params.begin(), params.end());
  problems_.push_back(std::move(error));
}

void TomlTable::allow_only(std::initializer_list<std::string_view> keys) const {
  const codec::Object* members = table_.object();
  if (members == nullptr) return note("catalog.no_table", "not a table");
  for (const auto& [key, value] : *members) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    Error error =
        catalog_error(file_, value.line != 0 ? value.line : table_.line, "catalog.unknown_key", "unknown key " + key);
    problems_.push_back(std::move(error).with("key", key).with("known", joined(keys)));
  }
}

const codec::Value* TomlTable::find(std::string_view key, bool required) const {
  const codec::Value* value = table_.find(key);
  if (value == nullptr && required) note("catalog.missing_key", "no " + std::string(key), {{"key", std::string(key)}});
  return value;
}

void TomlTable::wrong_type(std::string_view key, std::string_view wanted) const {
  note("catalog.wrong_type", std::string(key) + " is no " + std::string(wanted),
       {{"key", std::string(key)}, {"wanted", std::string(wanted)}});
}

std::string TomlTable::text(std::string_view key, bool required) const {
  const codec::Value* value = find(key, required);
  if (value == nullptr) return {};
  if (value->string() == nullptr) {
    wrong_type(key, "\"…\"");
    return {};
  }
  if (required && value->string()->empty())
    note("catalog.missing_key", "empty " + std::string(key), {{"key", std::string(key)}});
  return *value->string();
}

bool TomlTable::boolean(std::string_view key, bool otherwise) const {
  const codec::Value* value = find(key, false);
  if (value == nullptr) return otherwise;
  if (value->boolean() == nullptr) wrong_type(key, "true / false");
  return value->boolean() != nullptr ? *value->boolean() : otherwise;
}

std::int64_t TomlTable::integer(std::string_view key) const {
  const codec::Value* value = find(key, true);
  if (value == nullptr) return 0;
  if (value->integer() == nullptr) wrong_type(key, "0, 1, 2 …");
  return value->integer() != nullptr ? *value->integer() : 0;
}

std::vector<std::string> TomlTable::strings(std::string_view key) const {
  const codec::Value* value = find(key, false);
  if (value == nullptr) return {};
  const auto is_text = [](const codec::Value& item) { return item.string() != nullptr; };
  if (value->array() == nullptr || !std::all_of(value->array()->begin(), value->array()->end(), is_text)) {
    wrong_type(key, "[\"…\", \"…\"]");
    return {};
  }
  return table_.strings(key);
}

Bilingual TomlTable::bilingual(std::string_view key, bool required) const {
  const codec::Value* value = find(key, required);
  if (value == nullptr) return {};
  Bilingual out{value->string_or("ja", ""), value->string_or("en", "")};
  const bool only_these = value->object() != nullptr && value->object()->size() == 2;
  if (!only_these || out.ja.empty() || out.en.empty()) wrong_type(key, "{ ja = \"…\", en = \"…\" }");
  return out;
}

std::optional<Period> TomlTable::period(std::string_view key) const {
  const std::string written = text(key);
  if (written.empty()) return std::nullopt;
  if (auto period = parse_period(written)) return *period;
  wrong_type(key, "\"P1Y\", \"P13M\", \"P30D\"");
  return std::nullopt;
}

std::string TomlTable::choice(std::string_view key, std::initializer_list<std::string_view> allowed) const {
  std::string written = text(key);
  if (written.empty()) return std::string(*allowed.begin());
  if (std::find(allowed.begin(), allowed.end(), written) == allowed.end()) wrong_type(key, joined(allowed));
  return written;
}

}  // namespace sekisho::controls
