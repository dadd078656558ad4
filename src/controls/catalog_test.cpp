#include "controls/catalog.h"

#include <doctest/doctest.h>

#include "app/embedded.h"
#include "codec/catalog.h"
#include "codec/value.h"
#include "controls/cadences.h"

namespace sekisho::controls {
namespace {

const char* const concepts_text = R"(
[[concept]]
id = "review.audit"
area = 8
title = { ja = "監査", en = "Audits" }
[[concept]]
id = "other"
area = 0
control = false
title = { ja = "その他", en = "Other" }
[[concept]]
id = "umbrella"
area = 0
control = false
title = { ja = "柱書", en = "Umbrella" }
)";

const std::string good = R"(id = "review.audit.performed"
concepts = ["review.audit"]
title = { ja = "監査の実施", en = "Audits" }
why = { ja = "理由", en = "why" }
fix = { ja = "監査台帳に書く", en = "fill in audits" }
register = "audits"
validity = "P13M"
regimes = ["local_public_body"]
references = [{ ja = "第1号", en = "item 1" }]
[[check]]
id = "yearly"
subjects = "SELECT number AS subject, held_on AS proven_at FROM audits"
offenders = "SELECT number AS subject, 'late' AS reason FROM audits WHERE held_on < :year_ago"
observed = true
when_empty = "not_triggered"
[trigger]
query = "SELECT 1 FROM audits"
complete = ["audits"]
not_triggered = { ja = "なし", en = "none" }
[reasons]
late = { ja = "「{subject}」は古い", en = "{subject} is old" }
)";

Concepts concepts() {
  return Concepts::load({{"concepts.toml", concepts_text}}).value();
}

std::string problem_of(const std::string& from, const std::string& to) {
  std::string text = good;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  const auto problems = Catalog::problems({{"controls/a.toml", text}}, concepts());
  if (problems.empty()) return "";
  const Messages messages = codec::load_messages(app::embedded_catalog()).value();
  CHECK(messages.has(problems[0].message));
  CHECK(messages.text(problems[0], Language::ja).find("controls/a.toml") != std::string::npos);
  return problems[0].message + " " + problems[0].detail;
}

TEST_CASE("a control is read whole") {
  const Catalog catalog = Catalog::load({{"controls/a.toml", good}}, concepts()).value();
  REQUIRE(catalog.all().size() == 1);
  const Control& control = *catalog.find("review.audit.performed");
  CHECK(control.validity == Period{13, 0});
  CHECK_FALSE(control.cadence);
  CHECK(control.register_id == "audits");
  CHECK(control.reasons.at("late").en == "{subject} is old");
  REQUIRE(control.checks.size() == 1);
  CHECK(control.checks[0].observed);
  CHECK(control.checks[0].mandatory);
  CHECK(control.checks[0].quiet_when_empty);
  CHECK(control.trigger->complete == std::vector<std::string>{"audits"});
  CHECK(control.applies_to("local_public_body"));
  CHECK_FALSE(control.applies_to("mutual_aid_association"));
}

TEST_CASE("what is wrong in a control file is named with file, line and remedy") {
  CHECK(problem_of("why =", "whi =").starts_with("catalog.unknown_key controls/a.toml:4"));
  CHECK(problem_of("why = { ja = \"理由\", en = \"why\" }\n", "").starts_with("catalog.missing_key"));
  CHECK(problem_of("en = \"why\"", "fr = \"why\"").starts_with("catalog.wrong_type"));
  CHECK(problem_of("\"P13M\"", "\"13 months\"").starts_with("catalog.wrong_type"));
  CHECK(problem_of("[\"review.audit\"]", "[\"review.audits\"]").starts_with("control.unknown_concept"));
  CHECK(problem_of("[\"review.audit\"]", "[\"umbrella\"]").starts_with("control.umbrella"));
  CHECK(problem_of("[\"review.audit\"]", "[\"other\"]").starts_with("control.other_needs_duties"));
  CHECK(problem_of("[\"review.audit\"]", "[\"other\"]\nduties = [\"d1\"]") == "");
  CHECK(problem_of("\"local_public_body\"", "\"city\"").starts_with("catalog.wrong_type"));
  CHECK(problem_of("\"review.audit.performed\"", "\"Review Audit\"").starts_with("catalog.wrong_type"));
  CHECK(problem_of("SELECT number AS subject,", "DELETE number AS subject,").starts_with("control.query"));
  CHECK(problem_of("SELECT 1 FROM audits", "SELECT now() FROM audits").starts_with("control.query"));
  CHECK(problem_of("when_empty = \"not_triggered\"", "when_empty = \"kept\"").starts_with("catalog.wrong_type"));
  CHECK(problem_of("[[check]]", "[[check]]\nid = \"yearly\"\nsubjects = \"SELECT 1 AS subject\"\n[[check]]")
            .starts_with("catalog.twice"));
  CHECK(problem_of("id = \"yearly\"", "id = yearly").starts_with("codec.toml"));
}

TEST_CASE("when_empty needs a trigger, and an id stands once") {
  const std::string without = good.substr(0, good.find("[trigger]"));
  CHECK(Catalog::load({{"controls/a.toml", without}}, concepts()).error().message == "control.no_trigger");
  CHECK(Catalog::load({{"controls/a.toml", good}, {"controls/b.toml", good}}, concepts()).error().message ==
        "catalog.twice");
}

TEST_CASE("a control serves its concepts") {
  Control control;
  control.concepts = {"other"};
  CHECK(control.serves("other"));
  CHECK_FALSE(control.serves("review.audit"));
}

TEST_CASE("an unknown source is attested") {
  const Sources sources = Sources::load(app::embedded_catalog()).value();
  CHECK(sources.grade_of("zones") == "proved");
  CHECK(sources.grade_of("attest") == "attested");
  CHECK(sources.grade_of("zones ") == "attested");
  CHECK(sources.is_own("zones"));
  CHECK_FALSE(sources.is_own("machine"));
  CHECK_FALSE(sources.is_own("zones "));
}

TEST_CASE("how often: the words of the reading are known, in any form of their characters") {
  const CatalogFiles files = app::embedded_catalog();
  const Cadences cadences = Cadences::load(files).value();
  const codec::Value grammar = codec::parse_toml(files.at("lexicon/grammar.toml"), "grammar.toml").value();
  std::size_t count = 0;
  for (const codec::Value& words : *grammar.find("lists")->find("cadence")->array()) {
    CAPTURE(*words.string());
    CHECK(cadences.knows(*words.string()));
    ++count;
  }
  CHECK(count > 50);
  CHECK(cadences.validity_of("毎月") == Period{0, 45});
  CHECK(cadences.validity_of("年２回") == Period{7, 0});
  CHECK(cadences.validity_of("定期的に") == std::nullopt);
  CHECK(cadences.validity_of("") == std::nullopt);
  CHECK(Cadences::load({{"cadences.toml", "[[cadence]]\nvalidity = \"often\"\nwords = [\"毎月\"]\n"}}).error().code ==
        Code::invalid);
}

TEST_CASE("the embedded concepts are complete") {
  CHECK(Concepts::problems(app::embedded_catalog()).empty());
  const Concepts all = Concepts::load(app::embedded_catalog()).value();
  CHECK(all.all().size() == 65);
  CHECK(all.areas().size() == 8);
  CHECK(all.find("review.audit")->area == 8);
  CHECK_FALSE(all.find("umbrella")->needs_control);
}

TEST_CASE("every embedded control is right") {
  const CatalogFiles files = app::embedded_catalog();
  const Messages messages = codec::load_messages(files).value();
  for (const Error& problem : Catalog::problems(files, Concepts::load(files).value())) {
    FAIL_CHECK(messages.text(problem, Language::en));
  }
}

}  // namespace
}  // namespace sekisho::controls
