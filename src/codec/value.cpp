#include "codec/value.h"

namespace sekisho::codec {

const Value* Value::find(std::string_view key) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  for (const Member& member : *members) {
    if (member.first == key) return &member.second;
  }
  return nullptr;
}

std::string Value::string_or(std::string_view key, std::string_view other) const {
  const Value* member = find(key);
  const std::string* found = member != nullptr ? member->string() : nullptr;
  return found != nullptr ? *found : std::string(other);
}

std::int64_t Value::integer_or(std::string_view key, std::int64_t other) const {
  const Value* member = find(key);
  const std::int64_t* found = member != nullptr ? member->integer() : nullptr;
  return found != nullptr ? *found : other;
}

bool Value::boolean_or(std::string_view key, bool other) const {
  const Value* member = find(key);
  const bool* found = member != nullptr ? member->boolean() : nullptr;
  return found != nullptr ? *found : other;
}

std::vector<std::string> Value::strings(std::string_view key) const {
  std::vector<std::string> found;
  const Value* member = find(key);
  const Array* items = member != nullptr ? member->array() : nullptr;
  if (items == nullptr) return found;
  for (const Value& item : *items) {
    if (item.string() != nullptr) found.push_back(*item.string());
  }
  return found;
}

void Value::set(std::string key, Value value) {
  if (object() == nullptr) data_ = Object{};
  for (Member& member : *object()) {
    if (member.first != key) continue;
    member.second = std::move(value);
    return;
  }
  object()->emplace_back(std::move(key), std::move(value));
}

void Value::push(Value value) {
  if (array() == nullptr) data_ = Array{};
  array()->push_back(std::move(value));
}

}  // namespace sekisho::codec
