#include "db/sql_text.h"

#include <optional>

namespace sekisho::db {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Error refused(const std::string& why) {
  return fail(Code::invalid, why, "query.refused").with("why", why);
}

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  Result<std::vector<SqlToken>> run() {
    std::vector<SqlToken> tokens;
    while (true) {
      SEK_CHECK(skip_blank());
      if (at_ == sql_.size()) return tokens;
      SEK_TRY(SqlToken token, next());
      tokens.push_back(std::move(token));
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }

  Status skip_blank() {
    while (at_ < sql_.size()) {
      if (is_space(peek())) {
        ++at_;
      } else if (peek() == '-' && peek(1) == '-') {
        SEK_CHECK(skip_line_comment());
      } else if (peek() == '/' && peek(1) == '*') {
        SEK_CHECK(skip_block_comment());
      } else {
        break;
      }
    }
    return {};
  }

  // PostgreSQL ends such a comment at a bare carriage return, SQLite does not.
  Status skip_line_comment() {
    while (at_ < sql_.size() && peek() != '\n') {
      if (peek() == '\0' || (peek() == '\r' && peek(1) != '\n')) return refused("a control character in a comment");
      ++at_;
    }
    return {};
  }

  // PostgreSQL nests these comments, SQLite does not.
  Status skip_block_comment() {
    for (at_ += 2; at_ < sql_.size(); ++at_) {
      if (peek() == '\0') return refused("a control character in a comment");
      if (peek() == '/' && peek(1) == '*') return refused("a comment inside a comment");
      if (peek() == '*' && peek(1) == '/') {
        at_ += 2;
        return {};
      }
    }
    return refused("a comment that does not end");
  }

  Result<SqlToken> next() {
    const std::size_t begin = at_;
    const char c = peek();
    if (c == '\'') return string();
    if (is_letter(c)) {
      while (is_letter(peek()) || is_digit(peek())) ++at_;
      if (peek() == '\'') return refused("a string with a prefix");
      return token(SqlToken::Kind::word, begin, lower(sql_.substr(begin, at_ - begin)));
    }
    if (is_digit(c)) return number();
    if (c == ':' && is_letter(peek(1))) {
      for (++at_; is_letter(peek()) || is_digit(peek());) ++at_;
      return token(SqlToken::Kind::parameter, begin, std::string(sql_.substr(begin + 1, at_ - begin - 1)));
    }
    return symbol();
  }

  Result<SqlToken> string() {
    const std::size_t begin = at_;
    for (++at_; at_ < sql_.size(); ++at_) {
      if (peek() == '\0') return refused("a control character in a string");
      if (peek() != '\'') continue;
      if (peek(1) != '\'') {
        ++at_;
        return token(SqlToken::Kind::string, begin, std::string(sql_.substr(begin, at_ - begin)));
      }
      ++at_;
    }
    return refused("a string that does not end");
  }

  Result<SqlToken> number() {
    const std::size_t begin = at_;
    while (is_digit(peek())) ++at_;
    if (peek() == '.' && is_digit(peek(1))) {
      for (++at_; is_digit(peek());) ++at_;
    }
    if (is_letter(peek()) || peek() == '\'') return refused("a letter in a number");
    return token(SqlToken::Kind::number, begin, std::string(sql_.substr(begin, at_ - begin)));
  }

  Result<SqlToken> symbol() {
    const std::size_t begin = at_;
    const std::string_view two = sql_.substr(at_, 2);
    if (two == "<=" || two == ">=" || two == "<>" || two == "!=" || two == "||") {
      at_ += 2;
    } else if (std::string_view("()<>=,.+-*/%;").find(peek()) != std::string_view::npos) {
      at_ += 1;
    } else {
      return refused("a character outside strings that the engines read differently: byte " +
                     std::to_string(begin + 1));
    }
    return token(SqlToken::Kind::symbol, begin, std::string(sql_.substr(begin, at_ - begin)));
  }

  SqlToken token(SqlToken::Kind kind, std::size_t begin, std::string text) const {
    return SqlToken{kind, std::move(text), begin, at_};
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

// The offset after the string, quoted name or comment that begins at `at`; nothing where none begins there.
std::optional<std::size_t> skip_quoted(std::string_view script, std::size_t at) {
  const auto after = [&](std::string_view closing, std::size_t from) {
    const std::size_t found = script.find(closing, from);
    return found == std::string_view::npos ? script.size() : found + closing.size();
  };
  const char c = script[at];
  if (c == '\'' || c == '"') return after(std::string_view(&c, 1), at + 1);
  if (script.substr(at, 2) == "--") return after("\n", at + 2);
  if (script.substr(at, 2) == "/*") return after("*/", at + 2);
  return std::nullopt;
}

}  // namespace

Result<std::vector<SqlToken>> sql_tokens(std::string_view sql) {
  return Scanner(sql).run();
}

std::vector<std::string_view> sql_statements(std::string_view script) {
  std::vector<std::string_view> statements;
  std::size_t begin = 0;
  bool has_word = false;
  const auto finish = [&](std::size_t end) {
    if (has_word) statements.push_back(script.substr(begin, end - begin));
    has_word = false;
  };
  for (std::size_t at = 0; at < script.size();) {
    if (const auto end = skip_quoted(script, at)) {
      at = *end;
      continue;
    }
    if (script[at] == ';') {
      finish(at);
      begin = at + 1;
    } else if (!is_space(script[at])) {
      has_word = true;
    }
    ++at;
  }
  finish(script.size());
  return statements;
}

}  // namespace sekisho::db
