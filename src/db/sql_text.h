#pragma once

// The words of an SQL text, as far as SQLite and PostgreSQL agree on them.
//
// What the two engines read differently is an error, never a guess: nested comments, dollar quoting, backslash and
// prefixed strings (E'…', x'…'), [brackets], `backticks`, "quoted names", casts with ::, control characters, and
// anything but ASCII outside strings and comments.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sekisho::db {

struct SqlToken {
  enum class Kind : std::uint8_t { word, string, number, parameter, symbol };
  Kind kind = Kind::symbol;
  std::string
      text;  // a word in lower case, a parameter without its colon, a symbol as written, a string with its quotes
  std::size_t begin = 0;  // bytes in the source
  std::size_t end = 0;

  bool is(std::string_view other) const { return kind != Kind::string && kind != Kind::parameter && text == other; }
};

// Comments and white space are dropped. Errors: invalid "query.refused" {why}.
Result<std::vector<SqlToken>> sql_tokens(std::string_view sql);

// The statements of a script of our own (migrations, generated tables): split at ';', empty ones dropped. Strings,
// quoted names and comments are stepped over.
std::vector<std::string_view> sql_statements(std::string_view script);

}  // namespace sekisho::db
