#pragma once

// A tree of plain data: what JSON and TOML files hold. Readers refuse what could mean two things: duplicate keys,
// non-finite numbers, integers beyond 64 bits, nesting deeper than 32, invalid UTF-8.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace sekisho::codec {

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;
using Object = std::vector<Member>;  // in document order; keys are unique

class Value {
 public:
  Value() = default;  // null
  Value(std::nullptr_t) {}
  Value(bool v) : data_(v) {}
  Value(int v) : data_(static_cast<std::int64_t>(v)) {}
  Value(unsigned v) : data_(static_cast<std::int64_t>(v)) {}
  Value(std::int64_t v) : data_(v) {}
  Value(std::size_t v) : data_(static_cast<std::int64_t>(v)) {}
  Value(double v) : data_(v) {}
  Value(const char* v) : data_(std::string(v)) {}
  Value(std::string_view v) : data_(std::string(v)) {}
  Value(std::string v) : data_(std::move(v)) {}
  Value(Array v) : data_(std::move(v)) {}
  Value(Object v) : data_(std::move(v)) {}

  bool is_null() const { return data_.index() == 0; }
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  const double* real() const { return std::get_if<double>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Array* array() const { return std::get_if<Array>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }
  Array* array() { return std::get_if<Array>(&data_); }
  Object* object() { return std::get_if<Object>(&data_); }

  // A member of an object; nullptr where this is no object or has none of that name.
  const Value* find(std::string_view key) const;
  // Shorthands for data files: the member's value, or the given default where it is absent or of another type.
  std::string string_or(std::string_view key, std::string_view other) const;
  std::int64_t integer_or(std::string_view key, std::int64_t other) const;
  bool boolean_or(std::string_view key, bool other) const;
  std::vector<std::string> strings(std::string_view key) const;  // an array of strings; empty where absent

  void set(std::string key, Value value);  // adds or replaces a member; makes this an object
  void push(Value value);                  // appends; makes this an array

  std::uint32_t line = 0;  // 1-based line in the source file, 0 where unknown
  bool operator==(const Value& other) const { return data_ == other.data_; }

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

// Errors of both: invalid "codec.json" / "codec.toml" {file}{line}{column}{why}; exhausted "codec.too_large".
Result<Value> parse_json(std::string_view text, std::string_view file = {}, std::size_t limit = 32u << 20);
Result<Value> parse_toml(std::string_view text, std::string_view file = {});

// Compact (indent 0) or indented JSON, UTF-8 as it is, "/" unescaped, U+2028/9 and controls escaped. Ends without a
// newline.
std::string to_json(const Value& value, int indent = 0);

}  // namespace sekisho::codec
