// The law's deadlines, by themselves and through the controls that ask for them.

#include "controls/legal_deadlines.h"

#include <doctest/doctest.h>

#include "app/embedded.h"
#include "controls/evaluate.h"
#include "controls/observation.h"
#include "db/testing.h"
#include "documents/store.h"
#include "registers/store.h"
#include "registers/tables.h"

namespace sekisho::controls {
namespace {

const char* const local = "local_public_body";
const char* const mutual = "mutual_aid_association";

const LegalClocks& clocks() {
  static const LegalClocks loaded = load_legal_clocks(app::embedded_catalog()).value();
  return loaded;
}

IncidentFacts leak(const std::string& trigger, std::int64_t persons = 10) {
  IncidentFacts facts;
  facts.row_id = "r";
  facts.number = "I-1";
  facts.regime = {local, false};
  facts.learned_on = {2026, 11, 21};
  facts.kind = "leak";
  facts.trigger = trigger;
  facts.personal_data = 1;
  facts.persons = persons;
  return facts;
}

// "first_report 2026-11-25 final_report 2026-12-21", a "?" after what is unverified.
std::string told(const IncidentFacts& facts) {
  std::string out;
  for (const LegalDeadline& one : deadlines_of(facts, clocks()))
    out += (out.empty() ? "" : " ") + one.clock.substr(7) + " " + to_iso(one.due_on) + (one.unverified ? "?" : "");
  return out;
}

const std::string thirty = "first_report 2026-11-25 final_report 2026-12-21";

TEST_CASE("what is among the data, or what threatens, makes a report due whatever the number") {
  for (const char* trigger : {"special_care", "ordinance_special_care", "property"})
    CHECK(told(leak(trigger)) == thirty);
  CHECK(told(leak("wrongful_purpose")) == "first_report 2026-11-25 final_report_wrongful 2027-01-19");
  CHECK(told(leak("none")) == "");
  CHECK(told(leak("")) == "");
  IncidentFacts association = leak("ordinance_special_care");
  association.regime = {mutual, false};
  CHECK(told(association) == "");
}

TEST_CASE("the number of persons decides by the regime") {
  CHECK(told(leak("none", 100)) == "");
  CHECK(told(leak("none", 101)) == thirty);
  IncidentFacts association = leak("none", 1000);
  association.regime = {mutual, false};
  CHECK(told(association) == "");
  association.persons = 1001;
  CHECK(told(association) == thirty);
}

TEST_CASE("malware and intrusions count as wrongful until somebody has written otherwise") {
  IncidentFacts attack = leak("");
  attack.kind = "malware";
  CHECK(told(attack) == "first_report 2026-11-25 final_report_wrongful 2027-01-19");
  attack.trigger = "none";
  CHECK(told(attack) == "");
}

TEST_CASE("Individual Numbers have clocks of their own") {
  IncidentFacts numbers = leak("none", 101);
  numbers.my_number = 1;
  CHECK(told(numbers) == thirty + " final_report_my_number 2026-12-21");
  numbers.regime = {mutual, false};
  CHECK(told(numbers) == "first_report 2026-11-25 final_report_my_number 2026-12-21");
  numbers.persons = 3;
  CHECK(told(numbers) == "");
  numbers.regime = {local, false};
  CHECK(told(numbers) == "first_report 2026-11-25?");
  numbers.trigger = "my_number_serious";
  CHECK(told(numbers) == "first_report 2026-11-25 final_report_my_number 2026-12-21");
}

TEST_CASE("an assembly follows an ordinance of its own: its clocks are shown as unverified") {
  IncidentFacts assembly = leak("special_care");
  assembly.regime = regime_of_organ(local, "assembly", "");
  CHECK(told(assembly) == "first_report 2026-11-25? final_report 2026-12-21?");
  CHECK(regime_of_organ(local, "assembly", "assembly").own_rules);
  CHECK_FALSE(regime_of_organ(local, "assembly", "public").own_rules);
  CHECK_FALSE(regime_of_organ(local, "", "").own_rules);
  CHECK(regime_of_organ(local, "other", "private").name == mutual);
}

TEST_CASE("what was learned of before the rule was in force has no deadline, a near miss neither") {
  IncidentFacts old = leak("special_care");
  old.learned_on = {2021, 4, 1};
  CHECK(told(old) == "");
  IncidentFacts near = leak("", 5000);
  near.kind = "near_miss";
  CHECK(told(near) == "");
}

TEST_CASE("an office's own rule, laid over, changes the day; unverified it is only shown") {
  CatalogFiles files = app::embedded_catalog();
  files["legal/clocks-own.toml"] =
      "[[rule]]\nid = \"request.disclosure\"\nregime = \"local_public_body\"\neffective_from = 2026-04-01\nvalue = 14\n"
      "unit = \"days\"\ncounting = \"after_first_day\"\ntitle = { ja = \"開示\", en = \"d\" }\nsource = \"条例\"\n";
  const RequestFacts facts{"r", "Q-1", {local, false}, "disclosure", {2026, 6, 8}, 0};
  const auto own = deadlines_of(facts, load_legal_clocks(files).value());
  CHECK(own.at(0) == LegalDeadline{"requests", "r", "Q-1", "request.disclosure", {2026, 6, 22}, true, false});
}

TEST_CASE("a request is decided in thirty days, without those spent on its form, and put off by thirty") {
  const RequestFacts facts{"r", "Q-1", {local, false}, "correction", {2026, 8, 17}, 3};
  const auto found = deadlines_of(facts, clocks());
  REQUIRE(found.size() == 2);
  CHECK(found[0] == LegalDeadline{"requests", "r", "Q-1", "request.correction", {2026, 9, 24}, false, false});
  CHECK(found[1] == LegalDeadline{"requests", "r", "Q-1", "request.extended", {2026, 10, 19}, false, false});
  CHECK(deadlines_of({"r", "Q-1", {mutual, false}, "correction", {2026, 8, 17}, 0}, clocks()).empty());
  CHECK(deadlines_of({"r", "Q-1", {local, false}, "complaint", {2026, 8, 17}, 0}, clocks()).empty());
}

// The shipped controls over the shipped registers.
class Office {
 public:
  explicit Office(db::Database& database)
      : database_(database), schemas_(registers::Schemas::load(app::embedded_catalog()).value()) {
    REQUIRE(db::migrate(database, migrations()));
    REQUIRE(db::migrate(database, documents::migrations()));
    REQUIRE(database.in_transaction([&]() -> Status {
      SEK_TRY([[maybe_unused]] const auto synced, registers::sync_tables(database, schemas_));
      return {};
    }));
    std::vector<db::View> views{{"body", "SELECT '' AS name, :regime AS regime"}};
    for (const auto& [name, sql] : registers::views(schemas_)) views.push_back({name, sql});
    for (const auto& [name, sql] : documents::views()) views.push_back({name, sql});
    Catalog catalog = Catalog::load(app::embedded_catalog(), Concepts::load(app::embedded_catalog()).value()).value();
    evaluator_.emplace(std::move(catalog), std::move(views), clocks());
  }

  void add(const std::string& id, const std::map<std::string, db::Cell>& values) {
    const registers::RegisterSchema& schema = *schemas_.find(id);
    registers::Cells cells(schema.fields.size());
    for (const auto& [name, value] : values) cells[*schema.index_of(name)] = value;
    REQUIRE(database_.in_transaction([&]() -> Status {
      SEK_TRY([[maybe_unused]] const auto row,
              registers::insert_row(database_, schema, std::move(cells),
                                    {parse_rfc3339("2026-01-01T00:00:00Z").value(), ""}, random_));
      return {};
    }));
  }

  Verdict at(const std::string& control, const Date& day) const {
    const Instant noon{start_of_day_in_tokyo(day).micros + 43'200'000'000};
    const auto evaluation = evaluator_->run(database_, local, noon);
    REQUIRE(evaluation);
    for (const CheckResult& check : evaluation->find(control)->checks) {
      if (check.trouble) FAIL_CHECK(check.trouble->detail);
    }
    return evaluation->find(control)->own.verdict;
  }

 private:
  db::Database& database_;
  registers::Schemas schemas_;
  std::optional<Evaluator> evaluator_;
  SeededRandom random_{7};
};

const std::string incident_control = "incident.report.made";

std::map<std::string, db::Cell> incident(const std::string& number, const Date& learned, const std::string& trigger) {
  const std::string day = to_iso(learned);
  return {{"number", number},
          {"kind", "leak"},
          {"learned_on", day},
          {"personal_data", std::int64_t{1}},
          {"persons", std::int64_t{10}},
          {"report_trigger", trigger.empty() ? db::Cell() : db::Cell(trigger)},
          {"reported_to", "統括責任者"},
          {"reported_on", day}};
}

TEST_CASE("the final report: kept on the last day, broken the day after") {
  struct Case {
    Date learned, thirty, sixty;
  };
  const Case cases[] = {
      {{2026, 11, 21}, {2026, 12, 21}, {2027, 1, 19}}, {{2026, 12, 1}, {2027, 1, 4}, {2027, 1, 29}},
      {{2026, 12, 2}, {2027, 1, 4}, {2027, 2, 1}},     {{2026, 11, 2}, {2026, 12, 1}, {2027, 1, 4}},
      {{2026, 11, 5}, {2026, 12, 4}, {2027, 1, 4}},    {{2027, 4, 1}, {2027, 4, 30}, {2027, 5, 31}},
  };
  for (const Case& one : cases) {
    for (const bool wrongful : {false, true}) {
      const db::testing::Folder folder;
      const auto database = db::testing::fresh_sqlite(folder);
      Office office(*database);
      auto row = incident("I-1", one.learned, wrongful ? "wrongful_purpose" : "special_care");
      row["authority_report_on"] = to_iso(add_days(one.learned, 1));
      office.add("incidents", row);
      const Date last = wrongful ? one.sixty : one.thirty;
      CAPTURE(to_iso(last));
      CHECK(office.at(incident_control, last) == Verdict::kept);
      CHECK(office.at(incident_control, add_days(last, 1)) == Verdict::broken);
    }
  }
}

TEST_CASE("ten health records that nobody told the authority of: broken after the term of the first report") {
  db::testing::on_both([](db::Database& database) {
    Office office(database);
    office.add("incidents", incident("I-1", {2026, 11, 2}, "special_care"));
    CHECK(office.at(incident_control, {2026, 11, 6}) == Verdict::kept);
    CHECK(office.at(incident_control, {2026, 11, 7}) == Verdict::broken);
  });
}

TEST_CASE("a leak of personal data of which nobody wrote why it is reported proves nothing") {
  db::testing::on_both([](db::Database& database) {
    Office office(database);
    office.add("incidents", incident("I-1", {2026, 11, 2}, ""));
    CHECK(office.at(incident_control, {2026, 11, 6}) == Verdict::unproven);
    CHECK(office.at(incident_control, {2027, 11, 6}) == Verdict::unproven);
  });
}

TEST_CASE("an unverified clock breaks nothing") {
  db::testing::on_both([](db::Database& database) {
    Office office(database);
    office.add("organs", {{"name", "議会"}, {"kind", "assembly"}});
    auto row = incident("I-1", {2026, 11, 2}, "special_care");
    row["organ"] = "議会";
    office.add("incidents", row);
    CHECK(office.at(incident_control, {2027, 3, 1}) == Verdict::kept);
  });
}

TEST_CASE("a request: the law's day counts where none is written or a later one is") {
  for (const db::Cell& written : {db::Cell(), db::Cell("2026-12-31")}) {
    db::testing::on_both([&](db::Database& database) {
      Office office(database);
      office.add("requests", {{"number", "Q-0"},
                              {"kind", "disclosure"},
                              {"received_on", "2026-06-01"},
                              {"identity_checked_on", "2026-06-01"},
                              {"decision", "granted"},
                              {"decided_on", "2026-06-05"}});
      office.add("requests",
                 {{"number", "Q-1"}, {"kind", "disclosure"}, {"received_on", "2026-06-08"}, {"due_on", written}});
      CHECK(office.at("privacy.requests.answered", {2026, 7, 8}) == Verdict::kept);
      CHECK(office.at("privacy.requests.answered", {2026, 7, 9}) == Verdict::partly);
    });
  }
}

}  // namespace
}  // namespace sekisho::controls
