#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "base/files.h"
#include "base/text.h"
#include "codec/value.h"

// Boost.JSON's push parser feeds a builder of ours, which refuses what the standard leaves open: duplicate keys,
// numbers that do not fit, nesting without end.

namespace sekisho::codec {

namespace {

namespace json = boost::json;
using ErrorCode = json::error_code;

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kFewKeys = 16;  // up to here a search is faster than a set

// What is being filled: an object, with the key that waits for its value, or an array.
struct Frame {
  Value value;
  std::string key;
  std::unordered_set<std::string> keys;
};

class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  Value root;
  std::string why;  // set where the builder, not the parser, refused

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }
  bool on_object_begin(ErrorCode&) { return open(Object{}); }
  bool on_object_end(std::size_t, ErrorCode&) { return close(); }
  bool on_array_begin(ErrorCode&) { return open(Array{}); }
  bool on_array_end(std::size_t, ErrorCode&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, ErrorCode&) { return collect(part); }
  bool on_key(json::string_view part, std::size_t, ErrorCode& error) {
    collect(part);
    Frame& frame = frames_.back();
    frame.key = std::exchange(text_, {});
    return is_new_key(frame) || refuse("duplicate key \"" + frame.key + "\"", error);
  }
  bool on_string_part(json::string_view part, std::size_t, ErrorCode&) { return collect(part); }
  bool on_string(json::string_view part, std::size_t, ErrorCode&) {
    collect(part);
    return add(std::exchange(text_, {}));
  }

  bool on_number_part(json::string_view part, ErrorCode&) { return collect(part); }
  bool on_int64(std::int64_t number, json::string_view, ErrorCode&) {
    text_.clear();
    return add(number);
  }
  bool on_uint64(std::uint64_t, json::string_view, ErrorCode& error) { return refuse("integer beyond 64 bits", error); }
  bool on_double(double, json::string_view part, ErrorCode& error) {
    collect(part);
    const std::string digits = std::exchange(text_, {});
    if (digits.find_first_of(".eE") == std::string::npos) return refuse("integer beyond 64 bits", error);
    double number = 0;  // read again: Boost 1.81 may be a bit off
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = code == std::errc{} && end == digits.data() + digits.size() && std::isfinite(number);
    return whole ? add(number) : refuse("number out of range", error);
  }
  bool on_bool(bool value, ErrorCode&) { return add(value); }
  bool on_null(ErrorCode&) { return add(nullptr); }
  bool on_comment_part(json::string_view, ErrorCode&) { return true; }
  bool on_comment(json::string_view, ErrorCode&) { return true; }

 private:
  bool open(Value empty) {
    frames_.push_back({std::move(empty), {}, {}});
    return true;
  }

  bool close() {
    Value done = std::move(frames_.back().value);
    frames_.pop_back();
    return add(std::move(done));
  }

  bool collect(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }

  bool add(Value value) {
    if (frames_.empty()) {
      root = std::move(value);
    } else if (Frame& frame = frames_.back(); frame.value.object() != nullptr) {
      frame.value.object()->emplace_back(std::exchange(frame.key, {}), std::move(value));
    } else {
      frame.value.array()->push_back(std::move(value));
    }
    return true;
  }

  static bool is_new_key(Frame& frame) {
    const Object& members = *frame.value.object();
    if (members.size() < kFewKeys) return frame.value.find(frame.key) == nullptr;
    if (frame.keys.empty()) {
      for (const Member& member : members) frame.keys.insert(member.first);
    }
    return frame.keys.insert(frame.key).second;
  }

  bool refuse(std::string reason, ErrorCode& error) {
    why = std::move(reason);
    error = json::error::syntax;
    return false;
  }

  std::vector<Frame> frames_;
  std::string text_;
};

Error bad_json(std::string_view text, std::string_view file, std::size_t offset, const std::string& why) {
  const std::string_view before = text.substr(0, offset);
  std::size_t line = 1;
  std::size_t line_begin = 0;
  for (std::size_t at = 0; at < before.size(); ++at) {
    if (before[at] != '\n') continue;
    ++line;
    line_begin = at + 1;
  }
  const std::size_t column = text::to_u32(before.substr(line_begin)).size() + 1;
  const std::string where = std::to_string(line) + ":" + std::to_string(column);
  return fail(Code::invalid, std::string(file) + ":" + where + ": " + why, "codec.json")
      .with("file", std::string(file))
      .with("line", std::to_string(line))
      .with("column", std::to_string(column))
      .with("why", why);
}

}  // namespace

Result<Value> parse_json(std::string_view text, std::string_view file, std::size_t limit) {
  if (text.size() > limit) {
    return fail(Code::exhausted, std::string(file) + " is larger than " + std::to_string(limit), "codec.too_large")
        .with("file", std::string(file))
        .with("limit", files::shown_size(limit));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::basic_parser<Builder> parser(options);
  ErrorCode error;
  std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = json::error::extra_data;
  Builder& builder = parser.handler();
  if (!error) return std::move(builder.root);
  return bad_json(text, file, read, builder.why.empty() ? error.message() : builder.why);
}

namespace {

void write_string(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    } else if (text.substr(i).starts_with("\xE2\x80\xA8") || text.substr(i).starts_with("\xE2\x80\xA9")) {
      out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";  // line ends in JavaScript
      i += 2;
    } else {
      out += c;
    }
  }
  out += '"';
}

void write_real(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  out += text;
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";  // a real stays a real
}

class Writer {
 public:
  Writer(std::string& out, int indent) : out_(out), indent_(indent) {}

  void write(const Value& value, int depth) {
    if (const bool* boolean = value.boolean()) {
      out_ += *boolean ? "true" : "false";
    } else if (const std::int64_t* integer = value.integer()) {
      out_ += std::to_string(*integer);
    } else if (const double* real = value.real()) {
      write_real(out_, *real);
    } else if (const std::string* text = value.string()) {
      write_string(out_, *text);
    } else if (const Array* items = value.array()) {
      write_items(*items, depth);
    } else if (const Object* members = value.object()) {
      write_members(*members, depth);
    } else {
      out_ += "null";
    }
  }

 private:
  void write_items(const Array& items, int depth) {
    out_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      separate(i, depth + 1);
      write(items[i], depth + 1);
    }
    finish(items.empty(), depth, ']');
  }

  void write_members(const Object& members, int depth) {
    out_ += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
      separate(i, depth + 1);
      write_string(out_, members[i].first);
      out_ += indent_ > 0 ? ": " : ":";
      write(members[i].second, depth + 1);
    }
    finish(members.empty(), depth, '}');
  }

  void separate(std::size_t index, int depth) {
    if (index > 0) out_ += ',';
    new_line(depth);
  }
  void finish(bool empty, int depth, char bracket) {
    if (!empty) new_line(depth);
    out_ += bracket;
  }
  void new_line(int depth) {
    if (indent_ > 0)
      out_.append(1, '\n').append(static_cast<std::size_t>(indent_) * static_cast<std::size_t>(depth), ' ');
  }

  std::string& out_;
  int indent_;
};

}  // namespace

std::string to_json(const Value& value, int indent) {
  std::string out;
  Writer(out, indent).write(value, 0);
  return out;
}

}  // namespace sekisho::codec
