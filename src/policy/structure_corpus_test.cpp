// The labelled policies of the corpus, read whole and in other shapes.

#include <doctest/doctest.h>

#include "policy/reading_for_test.h"

using namespace sekisho;
using namespace sekisho::policy::test;

namespace {

std::string key_of(const codec::Value& clause) {
  return clause.string_or("id", "") + " " + text::squeezed(clause.string_or("heading", "")) + " | " +
         text::squeezed(clause.string_or("text", ""));
}

std::vector<std::string> keys_of(const codec::Value& document) {
  std::vector<std::string> keys;
  for (const codec::Value& clause : *document.find("clauses")->array()) keys.push_back(key_of(clause));
  return keys;
}

}  // namespace

TEST_CASE("the labelled policies are read clause by clause") {
  for (const Labelled& policy : labelled_policies()) {
    INFO(policy.name);
    const auto reading = policy::read_structure(policy.text);
    REQUIRE(reading);
    const codec::Value value = policy::to_value(*reading);
    const codec::Array& got = *value.find("documents")->array();
    const codec::Array& want = *policy.expected.find("documents")->array();
    REQUIRE(got.size() == want.size());
    for (std::size_t n = 0; n < want.size(); ++n) {
      CHECK(keys_of(got[n]) == keys_of(want[n]));
      for (const char* fact : {"title", "body", "preamble"}) {
        CHECK(text::squeezed(got[n].string_or(fact, "")) == text::squeezed(want[n].string_or(fact, "")));
      }
      for (const char* fact : {"enacted", "amended", "effective"}) CHECK(*got[n].find(fact) == *want[n].find(fact));
      const codec::Array& parts = *want[n].find("supplementary")->array();
      REQUIRE(got[n].find("supplementary")->array()->size() == parts.size());
      for (std::size_t k = 0; k < parts.size(); ++k) {
        const codec::Value& part = (*got[n].find("supplementary")->array())[k];
        CHECK(text::squeezed(part.string_or("label", "")) == text::squeezed(parts[k].string_or("label", "")));
        CHECK(text::squeezed(part.string_or("text", "")) == text::squeezed(parts[k].string_or("text", "")));
      }
    }
  }
}
