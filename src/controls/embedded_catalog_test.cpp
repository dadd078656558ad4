// The controls that are shipped, over the registers that are shipped: every query runs on both engines, and on the
// registers of an office that has recorded nothing, nothing is kept.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "app/embedded.h"
#include "controls/catalog.h"
#include "controls/evaluate.h"
#include "controls/observation.h"
#include "db/sql_text.h"
#include "db/testing.h"
#include "documents/store.h"
#include "registers/store.h"
#include "registers/tables.h"

namespace sekisho::controls {
namespace {

const Instant now = parse_rfc3339("2026-11-21T03:00:00Z").value();

std::vector<db::View> all_views(const registers::Schemas& schemas) {
  std::vector<db::View> views{{"body", "SELECT '' AS name, :regime AS regime"}};
  for (const auto& [name, sql] : registers::views(schemas)) views.push_back({name, sql});
  for (const auto& [name, sql] : documents::views()) views.push_back({name, sql});
  return views;
}

const Catalog& catalog() {
  static const Catalog loaded =
      Catalog::load(app::embedded_catalog(), Concepts::load(app::embedded_catalog()).value()).value();
  return loaded;
}

void nothing_passes(db::Database& database, const Evaluator& evaluator) {
  for (const std::string regime : {"local_public_body", "mutual_aid_association"}) {
    const auto evaluation = evaluator.run(database, regime, now);
    REQUIRE(evaluation);
    for (const ControlResult& control : evaluation->controls) {
      for (const CheckResult& check : control.checks) {
        if (check.trouble) FAIL_CHECK(control.id << "/" << check.id << ": " << check.trouble->detail);
      }
      CHECK_MESSAGE(control.own.passing == 0, control.id);
    }
  }
}

Status declare_all(db::Database& database, const registers::Schemas& schemas) {
  const registers::RegisterSchema& declarations = *schemas.find("declarations");
  SeededRandom random(1);
  for (const registers::RegisterSchema& schema : schemas.all()) {
    registers::Cells cells(declarations.fields.size());
    cells[*declarations.index_of("register_id")] = schema.id;
    cells[*declarations.index_of("declared_on")] = "2026-11-20";
    SEK_CHECK(registers::insert_row(database, declarations, std::move(cells), {Instant{now.micros - 3'600'000'000}, ""},
                                    random));
  }
  return {};
}

TEST_CASE("every query of the catalogue runs, and an empty office keeps nothing, whatever it declares complete") {
  const registers::Schemas schemas = registers::Schemas::load(app::embedded_catalog()).value();
  const Evaluator evaluator(catalog(), all_views(schemas));
  for (const Error& problem : evaluator.problems()) FAIL_CHECK(problem.detail);
  db::testing::on_both([&](db::Database& database) {
    REQUIRE(db::migrate(database, migrations()));
    REQUIRE(db::migrate(database, documents::migrations()));
    REQUIRE(database.in_transaction([&]() -> Status {
      SEK_TRY([[maybe_unused]] const auto synced, registers::sync_tables(database, schemas));
      return {};
    }));
    nothing_passes(database, evaluator);
    REQUIRE(database.in_transaction([&] { return declare_all(database, schemas); }));
    nothing_passes(database, evaluator);
    std::size_t not_triggered = 0;
    const auto evaluation = evaluator.run(database, "local_public_body", now);
    for (const ControlResult& control : evaluation->controls)
      not_triggered += control.own.verdict == Verdict::not_triggered ? 1 : 0;
    CHECK(not_triggered > 10);
  });
}

bool is_mandatory(const Check& check) {
  return check.mandatory;
}

TEST_CASE("every concept has a verified control in both regimes") {
  const Concepts concepts = Concepts::load(app::embedded_catalog()).value();
  for (const std::string regime : {"local_public_body", "mutual_aid_association"}) {
    for (const Concept& one : concepts.all()) {
      const auto serves = [&](const Control& control) {
        return !control.unverified && control.duties.empty() && control.applies_to(regime) && control.serves(one.id) &&
               std::any_of(control.checks.begin(), control.checks.end(), is_mandatory);
      };
      if (one.needs_control && std::none_of(catalog().all().begin(), catalog().all().end(), serves))
        FAIL_CHECK(regime << ": no control serves " << one.id);
    }
  }
}

// The literals that can come out as the column reason: before AS reason, or in the branches of a CASE that ends there.
// "*" where a column is given out.
std::set<std::string> reasons_in(const std::string& query) {
  std::set<std::string> found;
  const auto tokens = db::sql_tokens(query).value();
  const auto literal = [&](std::size_t i) {
    if (tokens[i].kind == db::SqlToken::Kind::string) found.insert(tokens[i].text.substr(1, tokens[i].text.size() - 2));
  };
  for (std::size_t i = 2; i < tokens.size(); ++i) {
    if (!tokens[i].is("reason") || !tokens[i - 1].is("as")) continue;
    literal(i - 2);
    if (!tokens[i - 2].is("end")) {
      if (tokens[i - 2].kind == db::SqlToken::Kind::word) found.insert("*");
      continue;
    }
    int depth = 1;
    for (std::size_t j = i - 2; j-- > 0 && depth > 0;) {
      if (tokens[j].is("end")) ++depth;
      if (tokens[j].is("case")) --depth;
      if (tokens[j].is("then") || tokens[j].is("else")) literal(j + 1);
    }
  }
  return found;
}

TEST_CASE("every reason that a query gives has its sentence, and every sentence a query") {
  for (const Control& control : catalog().all()) {
    std::set<std::string> given;
    for (const Check& check : control.checks) {
      if (!check.offenders.empty()) given.merge(reasons_in(check.offenders));
    }
    const bool any = given.erase("*") > 0;
    for (const std::string& reason : given)
      CHECK_MESSAGE(control.reasons.contains(reason), control.id << ": " << reason);
    for (const auto& [reason, text] : control.reasons) {
      CHECK_MESSAGE((any || given.contains(reason)), control.id << ": unused " << reason);
    }
  }
}

TEST_CASE("every control names a register that exists, and triggers ask for such") {
  const registers::Schemas schemas = registers::Schemas::load(app::embedded_catalog()).value();
  for (const Control& control : catalog().all()) {
    CHECK_MESSAGE((control.register_id.empty() || schemas.find(control.register_id) != nullptr), control.id);
    if (!control.trigger) continue;
    for (const std::string& id : control.trigger->complete)
      CHECK_MESSAGE(schemas.find(id) != nullptr, control.id << ": " << id);
  }
}

}  // namespace
}  // namespace sekisho::controls
