#pragma once

// Data queries: the SQL that catalogue files carry. One SELECT (or WITH … SELECT) in what both engines share, over
// views that the program provides, with parameters written :name. Nothing here touches a database.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/database.h"

namespace sekisho::db {

// A view that queries may read: a name and the SELECT behind it (which may itself read other views).
struct View {
  std::string name;
  std::string sql;
};

// The query with the views that it names (and those that these name) put before it as common table expressions.
// Refuses a table that is no view, so a catalogue file cannot read what the program keeps for itself.
// Errors: invalid "query.refused" {why}.
Result<std::string> with_views(std::string_view select, std::span<const View> views);

// A query ready for one engine: `:name` rewritten to $1, $2 … in the order of `parameters`.
struct PreparedText {
  std::string sql;
  std::vector<std::string> parameters;
};

// Checks that the text is one reading statement which uses only permitted words and functions, and rewrites it.
// Errors: invalid "query.refused" {why}.
Result<PreparedText> prepare_text(std::string_view select);

// Whether a data query may call this function (lower case).
bool is_permitted_function(std::string_view name);

}  // namespace sekisho::db
