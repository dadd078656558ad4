#pragma once

// Reads the tables of a catalogue file strictly: a key that nobody knows, a key that is missing and a value of the
// wrong type are noted, all of them, with the file and the line.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/messages.h"
#include "base/result.h"
#include "codec/value.h"

namespace sekisho::controls {

// invalid `message` {file}{line}
Error catalog_error(const std::string& file, std::uint32_t line, std::string message, const std::string& detail);

class TomlTable {
 public:
  // All three must outlive this.
  TomlTable(const codec::Value& table, const std::string& file, std::vector<Error>& problems)
      : table_(table), file_(file), problems_(problems) {}

  // Notes every key that is not among these: "catalog.unknown_key" {key}{known}.
  void allow_only(std::initializer_list<std::string_view> keys) const;

  std::string text(std::string_view key, bool required = false) const;
  bool boolean(std::string_view key, bool otherwise) const;
  std::int64_t integer(std::string_view key) const;              // required
  std::vector<std::string> strings(std::string_view key) const;  // empty where absent
  Bilingual bilingual(std::string_view key, bool required = false) const;
  std::optional<Period> period(std::string_view key) const;
  // One of `allowed`; the first where the key is absent.
  std::string choice(std::string_view key, std::initializer_list<std::string_view> allowed) const;

  // Notes a problem of this table: `message` {file}{line} and the parameters.
  void note(std::string message, const std::string& detail, const MessageParams& params = {}) const;
  const codec::Value& value() const { return table_; }

 private:
  const codec::Value* find(std::string_view key, bool required) const;
  void wrong_type(std::string_view key, std::string_view wanted) const;

  const codec::Value& table_;
  const std::string& file_;
  std::vector<Error>& problems_;
};

}  // namespace sekisho::controls
