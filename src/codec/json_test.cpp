#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "codec/value.h"

using namespace sekisho;
using codec::Array;
using codec::Object;
using codec::Value;

namespace {

std::string why(std::string_view text) {
  const auto result = codec::parse_json(text, "f.json");
  if (result) return "read";
  for (const auto& [name, value] : result.error().params) {
    if (name == "why") return value;
  }
  return result.error().message;
}

std::string where(std::string_view text) {
  const auto result = codec::parse_json(text, "f.json");
  if (result) return "read";
  return result.error().params.at(1).second + ":" + result.error().params.at(2).second;
}

Value any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 7 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<double>();
    case 4: {
      static const std::string kTexts[] = {
          "", "方針", "\"\\/\b\n\r\t\x01\x7F", "\xE2\x80\xA8\xE2\x80\xA9", "𠮷", std::string("\0", 1)};
      return kTexts[*rc::gen::inRange(0, 6)];
    }
    case 5: {
      Array items;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) items.push_back(any_value(depth - 1));
      return items;
    }
    default: {
      Value object{Object{}};
      for (int i = *rc::gen::inRange(0, 20); i > 0; --i) object.set("k" + std::to_string(i), any_value(depth - 1));
      return object;
    }
  }
}

}  // namespace

TEST_CASE("JSON becomes a tree in the order of the document") {
  const Value value = codec::parse_json(R"({"b": [1, -2, 1.5, true, null, "x\u3042"], "a": {"": 0}})").value();
  CHECK(value == Value(Object{{"b", Array{1, -2, 1.5, true, nullptr, "xあ"}}, {"a", Object{{"", 0}}}}));
  CHECK(value.object()->front().first == "b");
  CHECK(codec::parse_json("\xEF\xBB\xBF 1 ").value() == Value(1));
  CHECK(codec::parse_json("9223372036854775807").value() == Value(std::int64_t{9223372036854775807}));
  CHECK(codec::parse_json("-9223372036854775808").value() == Value(std::numeric_limits<std::int64_t>::min()));
  CHECK(codec::parse_json("1e2").value() == Value(100.0));
  CHECK(codec::parse_json("0.1").value() == Value(0.1));
  CHECK(codec::parse_json("3.0e-310").value() == Value(3.0e-310));
}

TEST_CASE("JSON that could mean two things is refused") {
  CHECK(why(R"({"a":1,"b":2,"a":3})") == "duplicate key \"a\"");
  CHECK(why(R"({"\u0061":1,"a":3})") == "duplicate key \"a\"");
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  CHECK(why(many + "\"k99\":1}") == "duplicate key \"k99\"");
  CHECK(why(many + "\"k100\":1}") == "read");
  CHECK(why("9223372036854775808") == "integer beyond 64 bits");
  CHECK(why("18446744073709551616") == "integer beyond 64 bits");
  CHECK(why("-9223372036854775809") == "integer beyond 64 bits");
  CHECK(why("1e400") != "read");
  CHECK(why("-1e400") != "read");
  CHECK(why("[" + std::string(400, '9') + "]") != "read");
  CHECK(why(std::string(32, '[') + std::string(32, ']')) == "read");
  CHECK(why(std::string(33, '[') + std::string(33, ']')) != "read");
  for (const char* text :
       {"",    "{",       "[1,]",     "{\"a\":1,}", "01",          "+1",  ".5",      "1.",  "NaN", "Infinity",
        "'a'", "\"\\x\"", "\"\x01\"", "\"\xFF\"",   "\"\\ud800\"", "1 2", "// c\n1", "tru", "\"a", "\xEF\xBB"}) {
    CAPTURE(text);
    CHECK(why(text) != "read");
  }
}

TEST_CASE("an error says where") {
  CHECK(where("{\n  \"a\": 1,\n  \"和\": x\n}") == "3:8");
  const auto large = codec::parse_json("[1,2,3]", "f.json", 6);
  REQUIRE_FALSE(large);
  CHECK(large.error().code == Code::exhausted);
  CHECK(large.error().message == "codec.too_large");
  CHECK(codec::parse_json("{", "f.json").error().message == "codec.json");
}

TEST_CASE("JSON is written compactly or indented") {
  const Value value(Object{{"a", Array{1, 2.0, "x/\"\n"}}, {"b", Object{}}, {"c", Array{}}, {"d", nullptr}});
  CHECK(codec::to_json(value) == R"({"a":[1,2.0,"x/\"\n"],"b":{},"c":[],"d":null})");
  CHECK(codec::to_json(value, 2) ==
        "{\n  \"a\": [\n    1,\n    2.0,\n    \"x/\\\"\\n\"\n  ],\n  \"b\": {},\n  \"c\": [],\n  \"d\": null\n}");
  CHECK(codec::to_json("\xE2\x80\xA8\x7F\x01あ") == R"("\u2028\u007f\u0001あ")");
  CHECK(codec::to_json(1e300 * 1e300) == "null");
}

TEST_CASE("what is written is read back") {
  CHECK(rc::check([] {
    const Value value = any_value(4);
    RC_ASSERT(codec::parse_json(codec::to_json(value)).value() == value);
    RC_ASSERT(codec::parse_json(codec::to_json(value, 3)).value() == value);
  }));
}

TEST_CASE("shorthands for data files") {
  const Value value(Object{{"s", "x"}, {"i", 3}, {"b", true}, {"l", Array{"a", 1, "b"}}});
  CHECK(value.string_or("s", "-") == "x");
  CHECK(value.string_or("i", "-") == "-");
  CHECK(value.integer_or("i", 0) == 3);
  CHECK(value.integer_or("none", 7) == 7);
  CHECK(value.boolean_or("b", false));
  CHECK(value.strings("l") == std::vector<std::string>{"a", "b"});
  CHECK(value.strings("s").empty());
  CHECK(Value(1).find("s") == nullptr);
  Value made;
  made.push(1);
  made.set("k", 1);
  made.set("k", 2);
  CHECK(made == Value(Object{{"k", 2}}));
}
