#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <tuple>

#include "codec/value.h"

namespace sekisho::codec {

namespace {

constexpr int kMaxDepth = 32;

// A refusal of ours, thrown through the conversion and caught below with the library's own.
struct Refused {
  std::string why;
  toml::source_position where;
};

template <typename T>
std::string shown(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

Value convert(const toml::node& node, int depth);

Value convert_table(const toml::table& table, int depth) {
  std::vector<std::pair<toml::source_position, Member>> members;
  for (const auto& [key, node] : table) {
    members.emplace_back(key.source().begin, Member(std::string(key.str()), convert(node, depth + 1)));
  }
  std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Object object;
  object.reserve(members.size());
  for (auto& member : members) object.push_back(std::move(member.second));
  return object;
}

Value convert_plain(const toml::node& node, int depth) {
  if (const auto* table = node.as_table()) return convert_table(*table, depth);
  if (const auto* array = node.as_array()) {
    Array items;
    items.reserve(array->size());
    for (const toml::node& item : *array) items.push_back(convert(item, depth + 1));
    return items;
  }
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return integer->get();
  if (const auto* boolean = node.as_boolean()) return boolean->get();
  if (const auto* real = node.as_floating_point()) {
    if (!std::isfinite(real->get())) throw Refused{"number is not finite", node.source().begin};
    return real->get();
  }
  if (const auto* date = node.as_date()) return shown(date->get());
  if (const auto* time = node.as_time()) return shown(time->get());
  if (const auto* moment = node.as_date_time()) return shown(moment->get());
  return {};
}

Value convert(const toml::node& node, int depth) {
  if (depth > kMaxDepth) throw Refused{"nested too deeply", node.source().begin};
  Value value = convert_plain(node, depth);
  value.line = node.source().begin.line;
  return value;
}

// A key of thousands of parts would build a tree so deep that the library could not take it down again. Counts the dots
// of each key or header, outside strings and comments.
class KeyDepth {
 public:
  // The line of the first key that has too many, else 0.
  std::uint32_t first_too_deep(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '\n') ++line_;
      if (quote_ != 0) {
        at += inside_quotes(text, at);
      } else if (c == '"' || c == '\'') {
        at += open(text, at);
      } else if (c == '#') {
        at = std::min(text.find('\n', at), text.size()) - 1;
      } else if (c == '.') {
        if (++dots_ > kMaxDepth) return line_;
      } else if (std::string_view("=,{}[]\n").find(c) != std::string_view::npos) {
        dots_ = 0;
      }
    }
    return 0;
  }

 private:
  static bool is_triple(std::string_view text, std::size_t at) {
    return at + 2 < text.size() && text[at + 1] == text[at] && text[at + 2] == text[at];
  }

  // Both: how many characters beyond this one are done with.
  std::size_t open(std::string_view text, std::size_t at) {
    quote_ = text[at];
    triple_ = is_triple(text, at);
    return triple_ ? 2 : 0;
  }
  std::size_t inside_quotes(std::string_view text, std::size_t at) {
    if (text[at] == '\\' && quote_ == '"') return 1;
    if (text[at] == '\n' && !triple_) quote_ = 0;
    if (text[at] != quote_ || (triple_ && !is_triple(text, at))) return 0;
    quote_ = 0;
    return triple_ ? 2 : 0;
  }

  char quote_ = 0;
  bool triple_ = false;
  int dots_ = 0;
  std::uint32_t line_ = 1;
};

Error bad_toml(std::string_view file, const toml::source_position& where, std::string_view why) {
  const std::string line = std::to_string(where.line);
  const std::string column = std::to_string(where.column);
  return fail(Code::invalid, std::string(file) + ":" + line + ":" + column + ": " + std::string(why), "codec.toml")
      .with("file", std::string(file))
      .with("line", line)
      .with("column", column)
      .with("why", std::string(why));
}

}  // namespace

Result<Value> parse_toml(std::string_view text, std::string_view file) {
  if (const std::uint32_t line = KeyDepth().first_too_deep(text); line != 0) {
    return bad_toml(file, {line, 1}, "nested too deeply");
  }
  try {
    return convert(toml::parse(text), 0);
  } catch (const toml::parse_error& error) {
    return bad_toml(file, error.source().begin, error.description());
  } catch (const Refused& refused) {
    return bad_toml(file, refused.where, refused.why);
  }
}

}  // namespace sekisho::codec
