#pragma once

// Reads the members of one TOML table of a register file and notes what is wrong with them; used by schema_reader.cpp
// only.

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "codec/value.h"
#include "registers/schema_reader.h"

namespace sekisho::registers {

template <typename T, std::size_t N>
std::string names_of(const std::array<T, N>& all) {
  std::string names;
  for (const T one : all) names += std::string(names.empty() ? "" : ", ") + name_of(one);
  return names;
}

// Reads the members of one table of the file and notes what is wrong with them.
class TableReader {
 public:
  TableReader(const codec::Value& table, const std::string& file, std::vector<Error>& problems)
      : table_(table), file_(file), problems_(problems) {}

  void complain(const std::string& message, std::vector<std::pair<std::string, std::string>> params,
                std::uint32_t line = 0) {
    problems_.push_back(schema_problem(file_, line != 0 ? line : table_.line, message, std::move(params)));
  }

  void known(std::initializer_list<std::string_view> keys) {
    std::string list;
    for (const std::string_view key : keys) list += (list.empty() ? "" : ", ") + std::string(key);
    if (table_.object() == nullptr) return;
    for (const codec::Member& member : *table_.object())
      if (std::find(keys.begin(), keys.end(), member.first) == keys.end())
        complain("registers.schema.unknown_key", {{"key", member.first}, {"known", list}}, member.second.line);
  }

  std::string text(std::string_view key, bool wanted) {
    const codec::Value* value = table_.find(key);
    if (value == nullptr) {
      if (wanted) missing(key);
      return {};
    }
    if (value->string() == nullptr || text::trim(*value->string()).empty()) {
      wrong(key, "\"…\"", *value);
      return {};
    }
    return *value->string();
  }

  bool flag(std::string_view key) {
    const codec::Value* value = table_.find(key);
    if (value == nullptr) return false;
    if (value->boolean() == nullptr) wrong(key, "true / false", *value);
    return value->boolean() != nullptr && *value->boolean();
  }

  Bilingual bilingual(std::string_view key, bool wanted) {
    const codec::Value* value = table_.find(key);
    if (value == nullptr) {
      if (wanted) missing(key);
      return {};
    }
    Bilingual both{value->string_or("ja", ""), value->string_or("en", "")};
    if (text::trim(both.ja).empty() || text::trim(both.en).empty() || value->object() == nullptr ||
        value->object()->size() != 2)
      complain("registers.schema.bilingual", {{"key", std::string(key)}}, value->line);
    return both;
  }

  std::vector<std::string> texts(std::string_view key) {
    const codec::Value* value = table_.find(key);
    if (value == nullptr) return {};
    std::vector<std::string> all = table_.strings(key);
    const bool blank =
        std::any_of(all.begin(), all.end(), [](const std::string& one) { return text::trim(one).empty(); });
    if (value->array() == nullptr || value->array()->size() != all.size() || blank)
      wrong(key, "[\"…\", \"…\"]", *value);
    return all;
  }

  // The tables of an array of tables.
  std::vector<const codec::Value*> tables(std::string_view key) {
    const codec::Value* value = table_.find(key);
    std::vector<const codec::Value*> all;
    if (value == nullptr) return all;
    if (value->array() == nullptr) {
      wrong(key, "[[" + std::string(key) + "]]", *value);
      return all;
    }
    for (const codec::Value& one : *value->array()) {
      if (one.object() != nullptr)
        all.push_back(&one);
      else
        wrong(key, "[[" + std::string(key) + "]]", one);
    }
    return all;
  }

  template <typename T, std::size_t N>
  T one_of(std::string_view key, const std::array<T, N>& all) {
    const std::string name = text(key, true);
    for (const T one : all)
      if (name == name_of(one)) return one;
    if (!name.empty())
      complain("registers.schema.one_of", {{"key", std::string(key)}, {"value", name}, {"known", names_of(all)}},
               table_.find(key)->line);
    return all.front();
  }

  std::uint32_t line_of(std::string_view key) const {
    const codec::Value* value = table_.find(key);
    return value != nullptr ? value->line : table_.line;
  }

  void missing(std::string_view key) { complain("registers.schema.missing", {{"key", std::string(key)}}); }
  void wrong(std::string_view key, const std::string& wanted, const codec::Value& value) {
    complain("registers.schema.wrong_type", {{"key", std::string(key)}, {"wanted", wanted}}, value.line);
  }

 private:
  const codec::Value& table_;
  const std::string& file_;
  std::vector<Error>& problems_;
};

}  // namespace sekisho::registers
