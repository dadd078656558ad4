#include <doctest/doctest.h>

#include "codec/value.h"

using namespace sekisho;
using codec::Array;
using codec::Object;
using codec::Value;

TEST_CASE("TOML becomes a tree in the order of the file, with its lines") {
  const Value value = codec::parse_toml(R"(id = "contracts"
title = { ja = "契約台帳", en = "Contracts" }
retention_years = 5
on = true
ratio = 0.5
from = 2026-04-01
at = 2026-04-01T09:00:00+09:00

[[field]]
name = "number"
[[field.choices]]
value = "3A"

[[field]]
name = "a"
key = ["z", "y"]
)",
                                        "x.toml")
                          .value();
  CHECK(value == Value(Object{{"id", "contracts"},
                              {"title", Object{{"ja", "契約台帳"}, {"en", "Contracts"}}},
                              {"retention_years", 5},
                              {"on", true},
                              {"ratio", 0.5},
                              {"from", "2026-04-01"},
                              {"at", "2026-04-01T09:00:00+09:00"},
                              {"field", Array{Object{{"name", "number"}, {"choices", Array{Object{{"value", "3A"}}}}},
                                              Object{{"name", "a"}, {"key", Array{"z", "y"}}}}}}));
  const Array& fields = *value.find("field")->array();
  CHECK(value.find("title")->line == 2);
  CHECK(fields[0].line == 9);
  CHECK(fields[0].find("choices")->array()->at(0).line == 11);
  CHECK(fields[1].line == 14);
  CHECK(fields[1].find("key")->line == 16);
}

TEST_CASE("TOML that cannot be read says where") {
  const auto broken = codec::parse_toml("a = 1\nb = [\"x\",\nc", "x.toml");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message == "codec.toml");
  CHECK(broken.error().params.at(0).second == "x.toml");
  CHECK(broken.error().params.at(1).second == "3");
  for (const char* text :
       {"a = 1\na = 2", "[a]\n[a]", "a = inf", "a = nan", "a = 9223372036854775808", "a = \"\xFF\"", "a", "= 1"}) {
    CAPTURE(text);
    const auto refused = codec::parse_toml(text);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "codec.toml");
  }
}

TEST_CASE("TOML is nested thirty-two deep at most") {
  std::string deep = "a = ";
  CHECK(codec::parse_toml(deep + std::string(31, '[') + std::string(31, ']')));
  const auto refused = codec::parse_toml(deep + std::string(33, '[') + std::string(33, ']'));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().params.at(3).second == "nested too deeply");
  std::string key = "a";
  for (int i = 0; i < 40'000; ++i) key += ".a";
  const std::string quoted = "x = '''\n" + key + "'''\n";
  for (const std::string& text :
       {key + " = 1", "x = 1\n[" + key + "]", "x = { " + key + " = 1 }", quoted + key + " = 1"}) {
    const auto too_deep = codec::parse_toml(text);
    REQUIRE_FALSE(too_deep);
    CHECK(too_deep.error().params.at(3).second == "nested too deeply");
  }
  CHECK(codec::parse_toml("y = \"\"\"\n" + key + "\\\"\"\"\" # " + key + "\n" + quoted + "z = '" + key + "' # '\n"));
}
