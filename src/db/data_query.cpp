#include "db/data_query.h"

#include <algorithm>
#include <array>
#include <set>

#include "db/sql_text.h"

namespace sekisho::db {

namespace {

using Kind = SqlToken::Kind;
using Tokens = std::vector<SqlToken>;

constexpr std::array permitted_functions = std::to_array<std::string_view>(
    {"abs", "coalesce", "count",  "dense_rank", "first_value", "lag",        "last_value", "lead", "length", "lower",
     "max", "min",      "nullif", "rank",       "replace",     "row_number", "substr",     "sum",  "trim",   "upper"});

// What may stand before "(" without being a function.
constexpr std::array words_before_bracket = std::to_array<std::string_view>(
    {"all",    "and",      "as",      "by",           "case",      "cast",  "else",  "except", "exists",
     "filter", "from",     "having",  "in",           "intersect", "is",    "join",  "like",   "not",
     "on",     "or",       "over",    "select",       "then",      "union", "using", "values", "when",
     "where",  "distinct", "between", "materialized", "limit",     "offset"});

// Words that write, lock, reach outside the views, read the clock, or mean two things to the two engines.
constexpr std::array refused_words = std::to_array<std::string_view>({"alter",
                                                                      "analyze",
                                                                      "any",
                                                                      "array",
                                                                      "attach",
                                                                      "begin",
                                                                      "call",
                                                                      "collate",
                                                                      "commit",
                                                                      "copy",
                                                                      "create",
                                                                      "cross_join",
                                                                      "current_catalog",
                                                                      "current_date",
                                                                      "current_role",
                                                                      "current_schema",
                                                                      "current_time",
                                                                      "current_timestamp",
                                                                      "current_user",
                                                                      "delete",
                                                                      "detach",
                                                                      "do",
                                                                      "drop",
                                                                      "execute",
                                                                      "explain",
                                                                      "fetch",
                                                                      "for",
                                                                      "glob",
                                                                      "grant",
                                                                      "ilike",
                                                                      "indexed",
                                                                      "insert",
                                                                      "into",
                                                                      "ifnull",
                                                                      "lateral",
                                                                      "localtime",
                                                                      "localtimestamp",
                                                                      "lock",
                                                                      "match",
                                                                      "merge",
                                                                      "natural",
                                                                      "only",
                                                                      "pragma",
                                                                      "prepare",
                                                                      "recursive",
                                                                      "regexp",
                                                                      "reindex",
                                                                      "returning",
                                                                      "revoke",
                                                                      "rollback",
                                                                      "rowid",
                                                                      "session_user",
                                                                      "set",
                                                                      "similar",
                                                                      "some",
                                                                      "table",
                                                                      "tablesample",
                                                                      "truncate",
                                                                      "update",
                                                                      "user",
                                                                      "vacuum",
                                                                      "ctid",
                                                                      "oid"});

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Error refused(const std::string& why) {
  return fail(Code::invalid, why, "query.refused").with("why", why);
}

bool is_word(const Tokens& tokens, std::size_t at, std::string_view word) {
  return at < tokens.size() && tokens[at].kind == Kind::word && tokens[at].text == word;
}

// In "WITH name (columns) AS (SELECT", name is a word before a bracket and no function.
bool names_expression(const Tokens& tokens, std::size_t at) {
  if (at == 0 || !(is_word(tokens, at - 1, "with") || tokens[at - 1].is(","))) return false;
  std::size_t next = at + 2;
  while (next < tokens.size() && (tokens[next].kind == Kind::word || tokens[next].is(","))) ++next;
  const bool query = is_word(tokens, next + 3, "select") || is_word(tokens, next + 3, "values");
  return next + 3 < tokens.size() && tokens[next].is(")") && is_word(tokens, next + 1, "as") &&
         tokens[next + 2].is("(") && query;
}

Status check_word(const Tokens& tokens, std::size_t at) {
  const std::string& word = tokens[at].text;
  const bool is_column = at > 0 && tokens[at - 1].is(".");
  if (!is_column && holds(refused_words, word)) return refused("the word " + word);
  const bool before_bracket = at + 1 < tokens.size() && tokens[at + 1].is("(");
  if (!before_bracket || holds(words_before_bracket, word) || is_permitted_function(word)) return {};
  if (names_expression(tokens, at)) return {};
  return refused("the function " + word);
}

Status check_tokens(Tokens& tokens) {
  if (!tokens.empty() && tokens.back().is(";")) tokens.pop_back();
  if (!is_word(tokens, 0, "select") && !is_word(tokens, 0, "with"))
    return refused("it does not begin with SELECT or WITH");
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].is(";")) return refused("more than one statement");
    if (tokens[at].kind == Kind::word) SEK_CHECK(check_word(tokens, at));
  }
  return {};
}

// Which tables a query reads: the names that follow FROM, JOIN and the commas of a FROM list. Expressions of a WITH at
// the head count from their end on, so that a name cannot mean a stored table inside and an expression outside.
class TableFinder {
 public:
  explicit TableFinder(const Tokens& tokens) : tokens_(tokens) {}

  Status run() {
    levels_.push_back({});
    for (at_ = 0; at_ < tokens_.size(); ++at_) SEK_CHECK(step());
    return {};
  }
  const std::set<std::string>& tables() const { return tables_; }
  const std::set<std::string>& expressions() const { return expressions_; }

 private:
  struct Level {
    bool in_from = false;
    bool expects_table = false;
    bool in_with = false;    // only at the head
    std::string expression;  // the WITH name whose body is being read
  };

  Status step() {
    const SqlToken& token = tokens_[at_];
    if (token.is("(")) return open();
    if (token.is(")")) return close();
    Level& level = levels_.back();
    if (token.is(",")) {
      level.expects_table = level.in_from;
      return {};
    }
    if (token.kind == Kind::word) return word(token.text, level);
    if (level.expects_table) return refused("no table after FROM");
    return {};
  }

  Status open() {
    const bool table_list = levels_.back().expects_table;
    levels_.back().expects_table = false;
    levels_.push_back({});
    const bool query =
        is_word(tokens_, at_ + 1, "select") || is_word(tokens_, at_ + 1, "with") || is_word(tokens_, at_ + 1, "values");
    levels_.back().in_from = levels_.back().expects_table = table_list && !query;
    return {};
  }

  Status close() {
    if (levels_.size() == 1) return refused("a bracket too many");
    levels_.pop_back();
    Level& level = levels_.back();
    // The bracket closes a WITH body where no column list is being closed.
    if (level.in_with && !level.expression.empty() && !is_word(tokens_, at_ + 1, "as")) {
      expressions_.insert(level.expression);
      level.expression.clear();
    }
    return {};
  }

  Status word(const std::string& word, Level& level) {
    if (word == "with") {
      if (at_ != 0) return refused("WITH inside the query: put it at its head");
      level.in_with = true;
      return {};
    }
    if (level.in_with && (tokens_[at_ - 1].is(",") || at_ == 1)) {
      level.expression = word;
      return {};
    }
    if (level.expects_table) return table(word, level);
    if (word == "join" || (word == "from" && !after_is_distinct())) {
      level.in_from = level.expects_table = true;
    } else if (ends_from(word)) {
      level.in_from = false;
      if (word == "select") level.in_with = false;
    }
    return {};
  }

  Status table(const std::string& word, Level& level) {
    if (at_ + 1 < tokens_.size() && (tokens_[at_ + 1].is(".") || tokens_[at_ + 1].is("("))) {
      return refused("the table name " + word + " with a schema or brackets");
    }
    level.expects_table = false;
    if (!expressions_.contains(word)) tables_.insert(word);
    return {};
  }

  bool after_is_distinct() const {
    return at_ >= 2 && is_word(tokens_, at_ - 1, "distinct") &&
           (is_word(tokens_, at_ - 2, "is") || is_word(tokens_, at_ - 2, "not"));
  }

  static bool ends_from(std::string_view word) {
    constexpr std::array enders = std::to_array<std::string_view>(
        {"select", "where", "group", "having", "order", "union", "except", "intersect", "limit", "offset", "window"});
    return holds(enders, word);
  }

  const Tokens& tokens_;
  std::vector<Level> levels_;
  std::size_t at_ = 0;
  std::set<std::string> tables_;
  std::set<std::string> expressions_;
};

const View* view_named(std::span<const View> views, std::string_view name) {
  const auto found = std::find_if(views.begin(), views.end(), [&](const View& view) { return view.name == name; });
  return found == views.end() ? nullptr : &*found;
}

// Puts the views that `tokens` read, and the views these read, into `used`, each after what it needs.
void collect(const Tokens& tokens, std::span<const View> views, std::vector<const View*>& used) {
  for (const SqlToken& token : tokens) {
    const View* view = token.kind == Kind::word ? view_named(views, token.text) : nullptr;
    if (view == nullptr || std::find(used.begin(), used.end(), view) != used.end()) continue;
    if (auto inner = sql_tokens(view->sql)) {
      std::erase_if(*inner, [&](const SqlToken& word) { return word.text == view->name; });
      collect(*inner, views, used);
    }
    if (std::find(used.begin(), used.end(), view) == used.end()) used.push_back(view);
  }
}

}  // namespace

bool is_permitted_function(std::string_view name) {
  return holds(permitted_functions, name);
}

Result<std::string> with_views(std::string_view select, std::span<const View> views) {
  SEK_TRY(Tokens tokens, sql_tokens(select));
  SEK_CHECK(check_tokens(tokens));
  TableFinder finder(tokens);
  SEK_CHECK(finder.run());
  Tokens read;
  for (const std::string& table : finder.tables()) {
    if (view_named(views, table) == nullptr) return refused("no register or view " + table);
    read.push_back({Kind::word, table, 0, 0});
  }
  for (const std::string& expression : finder.expressions()) {
    if (view_named(views, expression) != nullptr) return refused("a WITH name that is a register's: " + expression);
  }
  std::vector<const View*> used;
  collect(read, views, used);
  std::string out;
  for (const View* view : used) out += (out.empty() ? "WITH " : ",\n") + view->name + " AS (" + view->sql + ")";
  const bool has_with = is_word(tokens, 0, "with");
  const std::size_t begin = has_with ? tokens.front().end : tokens.front().begin;
  if (has_with) {
    out += out.empty() ? "WITH" : ",";
  } else if (!out.empty()) {
    out += "\n";
  }
  out += select.substr(begin, tokens.back().end - begin);
  return out;
}

Result<PreparedText> prepare_text(std::string_view select) {
  SEK_TRY(Tokens tokens, sql_tokens(select));
  SEK_CHECK(check_tokens(tokens));
  PreparedText text;
  std::size_t copied = tokens.front().begin;
  for (const SqlToken& token : tokens) {
    if (token.kind != Kind::parameter) continue;
    const auto known = std::find(text.parameters.begin(), text.parameters.end(), token.text);
    const auto number = known - text.parameters.begin() + 1;
    if (known == text.parameters.end()) text.parameters.push_back(token.text);
    text.sql += select.substr(copied, token.begin - copied);
    text.sql += "$" + std::to_string(number);
    copied = token.end;
  }
  text.sql += select.substr(copied, tokens.back().end - copied);
  return text;
}

}  // namespace sekisho::db
