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
  try {
    return convert(toml::parse(text), 0);
  } catch (const toml::parse_error& error) {
    return bad_toml(file, error.source().begin, error.description());
  } catch (const Refused& refused) {
    return bad_toml(file, refused.where, refused.why);
  }
}

}  // namespace sekisho::codec
