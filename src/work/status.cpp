#include "work/status.h"

#include "controls/cadences.h"
#include "controls/evaluate.h"
#include "controls/not_triggered.h"
#include "controls/standing.h"
#include "documents/store.h"
#include "registers/tables.h"

namespace sekisho::work {
namespace {

std::vector<db::View> views_of(const registers::Schemas& schemas) {
  std::vector<db::View> views{{"body", "SELECT name, regime FROM body_fact"}};
  for (auto& [name, sql] : registers::views(schemas)) views.push_back({name, sql});
  for (auto& [name, sql] : documents::views()) views.push_back({name, sql});
  return views;
}

Result<controls::StatusInput> input_of(Office& office, const controls::Cadences& cadences, Instant as_of) {
  controls::StatusInput input;
  input.as_of = date_in_tokyo(as_of);
  input.body = office.body().name;
  SEK_TRY(const std::vector<documents::StoredDocument> stored, documents::documents_at(office.database(), as_of));
  for (const documents::StoredDocument& document : stored)
    input.documents.push_back({document.id, document.title, document.version, {}});
  SEK_TRY(std::vector<documents::StoredDuty> duties, documents::duties_at(office.database(), as_of));
  for (documents::StoredDuty& duty : duties) {
    controls::DutyInput item;
    item.id = duty.id;
    item.document = duty.document;
    item.clause = duty.clause;
    item.sentence = duty.sentence;
    item.text = duty.text;
    item.concepts = duty.concepts;
    item.mandatory = duty.strength != policy::name_of(policy::Strength::effort);
    item.confirmed = duty.confirmed;
    item.cadence = duty.cadence;
    item.validity = cadences.validity_of(duty.cadence);
    input.duties.push_back(std::move(item));
  }
  return input;
}

// Where the duties stood in earlier versions.
Status add_lineages(Office& office, controls::StatusInput& input) {
  for (controls::DocumentInput& document : input.documents) {
    if (document.version == 1) continue;
    SEK_TRY(document.added, documents::versions_of(office.database(), document.id));
    SEK_TRY(const documents::Lineage lineage, documents::lineage(office.database(), document.id, document.version));
    for (controls::DutyInput& duty : input.duties) {
      const auto found = lineage.find(duty.id);
      if (duty.document == document.id && found != lineage.end()) duty.stood = found->second;
    }
  }
  return {};
}

// The catalogue that was in force at an instant, ready to be run.
struct InForce {
  controls::Concepts concepts;
  controls::Evaluator evaluator;
  std::map<std::string, Bilingual> titles;
  controls::Cadences cadences;
};

Result<InForce> in_force_at(Office& office, Instant as_of) {
  SEK_TRY(const std::optional<CatalogFiles> earlier, earlier_catalog(office, as_of));
  const CatalogFiles& files = earlier ? *earlier : office.world().catalog;
  std::optional<registers::Schemas> earlier_schemas;
  if (earlier) {
    SEK_TRY(earlier_schemas, registers::Schemas::load(files));
  }
  const registers::Schemas& schemas = earlier ? *earlier_schemas : office.schemas();
  SEK_TRY(controls::Concepts concepts, controls::Concepts::load(files));
  SEK_TRY(controls::Catalog catalog, controls::Catalog::load(files, concepts));
  SEK_TRY(controls::LegalClocks clocks, controls::load_legal_clocks(files));
  controls::Cadences cadences;
  // A catalogue of old may not have the file yet.
  if (files.contains("cadences.toml")) {
    SEK_TRY(cadences, controls::Cadences::load(files));
  }
  std::map<std::string, Bilingual> titles;
  for (const registers::RegisterSchema& schema : schemas.all()) titles.emplace(schema.id, schema.title);
  return InForce{std::move(concepts), controls::Evaluator(std::move(catalog), views_of(schemas), std::move(clocks)),
                 std::move(titles), std::move(cadences)};
}

Result<controls::Evaluation> run(Office& office, const InForce& in_force, Instant as_of,
                                 const std::set<std::string>& only = {}) {
  return in_force.evaluator.run(office.database(), policy::name_of(office.body().regime), as_of, only);
}

}  // namespace

Result<controls::Evaluation> evaluate(Office& office, Instant as_of, const std::set<std::string>& only) {
  SEK_TRY(const InForce in_force, in_force_at(office, as_of));
  return run(office, in_force, as_of, only);
}

Result<StatusOutcome> status_of(Office& office, Instant as_of, std::size_t most_troubles) {
  SEK_TRY(InForce in_force, in_force_at(office, as_of));
  const controls::Catalog& catalog = in_force.evaluator.catalog();
  SEK_TRY(controls::StatusInput input, input_of(office, in_force.cadences, as_of));
  input.registers = std::move(in_force.titles);
  input.most_troubles = most_troubles;
  SEK_TRY(const controls::Evaluation evaluation, run(office, in_force, as_of));
  if (controls::names_sentences(catalog, evaluation)) SEK_CHECK(add_lineages(office, input));
  StatusOutcome outcome;
  outcome.report = controls::assemble(input, catalog, evaluation, office.world().messages);
  outcome.not_triggered = controls::record_of_not_triggered(outcome.report, catalog, evaluation);
  outcome.catalog = catalog;
  outcome.concepts = std::move(in_force.concepts);
  return outcome;
}

}  // namespace sekisho::work
