#include "base/messages.h"

#include <doctest/doctest.h>

using namespace sekisho;

TEST_CASE("placeholders are filled, unknown ones stay") {
  CHECK(fill("{file} の {line} 行目", {{"file", "a.csv"}, {"line", "3"}}) == "a.csv の 3 行目");
  CHECK(fill("{a}{a}{b}", {{"a", "{b}"}}) == "{b}{b}{b}");
  CHECK(fill("{ {a} }{", {{"a", "x"}}) == "{ x }{");
  CHECK(fill("", {}) == "");
}

TEST_CASE("an error is told by its message, else by its code") {
  const Messages messages(std::map<std::string, Bilingual, std::less<>>{
      {"x.y", {"{file}がない", "no {file}"}}, {"error.invalid", {"誤り：{detail}", "wrong: {detail}"}}});
  CHECK(messages.text("x.y", Language::en, {{"file", "f"}}) == "no f");
  CHECK(messages.text(fail(Code::not_found, "d", "x.y").with("file", "f"), Language::ja) == "fがない");
  CHECK(messages.text(fail(Code::invalid, "d", "lacking"), Language::en) == "wrong: d");
  CHECK(messages.text(fail(Code::internal, "d"), Language::en) == "error.internal");
  CHECK(messages.has("x.y"));
  CHECK_FALSE(messages.has("x"));
}
