// Names that would be misread, each between spaces. The SQL words are those that SQLite 3.40 does not take as a plain
// name, and those that PostgreSQL 15 classes as reserved (pg_get_keywords, categories R and T).

#include <string>
#include <string_view>

#include "registers/schema.h"

namespace sekisho::registers {
namespace {

constexpr std::string_view kSqlWords =
    " add all alter analyse analyze and any array as asc asymmetric authorization autoincrement between binary"
    " both case cast check collate collation column commit concurrently constraint create cross current_catalog"
    " current_date current_role current_schema current_time current_timestamp current_user default deferrable"
    " delete desc distinct do drop else end escape except exists false fetch for foreign freeze from full grant"
    " group having if ilike in index initially inner insert intersect into is isnull join lateral leading left"
    " like limit localtime localtimestamp natural not nothing notnull null offset on only or order outer"
    " overlaps placing primary raise recursive references returning right select session_user set similar some"
    " symmetric table tablesample then to trailing transaction true union unique update user using values"
    " variadic verbose when where window with ";

// The columns that every register table has, and those that the databases add themselves.
constexpr std::string_view kReservedColumns =
    " row_id version from_at to_at retired batch rowid oid tableoid xmin xmax cmin cmax ctid ";

// What control queries read beside the registers, and this room's own tables.
constexpr std::string_view kReservedViews =
    " body documents clauses duties promises threats defined_zones observations latest_observations batch"
    " mapping ";

bool contains(std::string_view words, std::string_view name) {
  return words.find(" " + std::string(name) + " ") != std::string_view::npos;
}

}  // namespace

bool is_sql_word(std::string_view name) {
  return contains(kSqlWords, name);
}
bool is_reserved_column(std::string_view name) {
  return contains(kReservedColumns, name);
}
bool is_reserved_view(std::string_view name) {
  return contains(kReservedViews, name);
}

}  // namespace sekisho::registers
