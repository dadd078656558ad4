#include <doctest/doctest.h>

#include "app/embedded.h"
#include "policy/lexicon.h"
#include "policy/lexicon_rules.h"
#include "policy/meaning_testing.h"
#include "policy/read.h"

namespace sekisho::policy {

namespace {

constexpr const char* kSmall = R"(
[[concept]]
id = "umbrella"
[[concept]]
id = "other"
)";

std::string refusal(const char* text) {
  auto made = Lexicon::create({{"lexicon/a.toml", kSmall}, {"lexicon/b.toml", text}});
  if (made) return "";
  std::string told = made.error().message;
  for (const auto& [name, value] : made.error().params) {
    if (name == "line" || name == "why") told += " " + value;
  }
  return told;
}

}  // namespace

TEST_CASE("the catalogue's lexicon loads, and knows every concept once") {
  const Lexicon::Rules& rules = testing::lexicon().rules();
  CHECK(rules.concepts.size() == 65);
  CHECK(rules.concepts.front().id == "umbrella");
  CHECK(rules.concepts.back().id == "other");
  for (const Concept& one : rules.concepts) {
    CHECK_FALSE(one.title.ja.empty());
    CHECK_FALSE(one.title.en.empty());
  }
}

TEST_CASE("an office adds a wording in a file of its own") {
  CatalogFiles files = app::embedded_catalog();
  const std::string policy = "1 | | 職員は、狼煙をもって頭に知らせる。";
  Reading reading;
  reading.documents.push_back(testing::document_of("情報セキュリティ基本方針", policy));
  read_meaning(reading, testing::lexicon());
  REQUIRE(reading.documents[0].duties.size() == 1);
  CHECK(reading.documents[0].duties[0].concepts == std::vector<std::string>{"other"});
  CHECK(reading.documents[0].duties[0].doubt == "policy.doubt.unnamed");

  files["lexicon/zz-office.toml"] = "[[rule]]\nconcept = \"incident.report\"\nsays = [[\"狼煙\"], [\"知らせ\"]]\n";
  auto taught = Lexicon::create(files);
  REQUIRE(taught.has_value());
  read_meaning(reading, *taught);
  CHECK(reading.documents[0].duties[0].concepts == std::vector<std::string>{"incident.report"});
  CHECK_FALSE(reading.documents[0].duties[0].doubtful);
}

TEST_CASE("a lexicon file that does not fit is refused with its line") {
  CHECK(refusal("[[rule]]\nconcept = \"none\"\nsays = [\"a\"]\n") == "lexicon.invalid 1 no concept none");
  CHECK(refusal("\n[[rule]]\nconcept = \"other\"\n") == "lexicon.invalid 2 a rule needs says or actor");
  CHECK(refusal("[[rule]]\nconcept = \"other\"\nsays = [\"@nobody\"]\n").find("no words @nobody") != std::string::npos);
  CHECK(refusal("[[ending]]\nclass = \"maybe\"\nwords = [\"a\"]\n") == "lexicon.invalid 1 no class of endings maybe");
  CHECK(refusal("[lists]\nnothing = [\"a\"]\n").find("no list nothing") != std::string::npos);
  CHECK(refusal("[[concept]]\nid = \"other\"\n").find("twice") != std::string::npos);
  CHECK(refusal("[[heading]]\nconcept = \"other\"\nwords = [\" \"]\n").find("an empty word") != std::string::npos);
  CHECK(refusal("[[kind]]\nkind = \"novel\"\n").find("no kind novel") != std::string::npos);
}

TEST_CASE("words are found in any spelling, Latin ones only whole") {
  const Lexicon::Rules& rules = testing::lexicon().rules();
  const auto has = [&](std::string_view text, List list) { return scan(text, rules).present.has(rules.list(list)); };
  CHECK(has("ＣＩＳＯ を置く", List::post));
  CHECK(has("CISO", List::post));
  CHECK_FALSE(has("narcisom", List::post));
  CHECK(has("必要に 応じて", List::circumstance));
}

}  // namespace sekisho::policy
