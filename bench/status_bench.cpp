// links: controls registers documents
//
// How long the state of a body takes: 60 duties, 5,000 rows in the registers and 50,000 observations, with every
// control of the catalogue. Goal: under 50 ms on one core, in a program that has answered before. Told apart: the first
// answer after opening (queries are compiled), the following ones, and an answer where no observation has yet taken
// another's place.
//   status_bench [ROWS OBSERVATIONS]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "app/embedded.h"
#include "codec/catalog.h"
#include "controls/evaluate.h"
#include "controls/observation.h"
#include "controls/status.h"
#include "db/testing.h"
#include "documents/store.h"
#include "registers/store.h"
#include "registers/tables.h"

namespace sekisho {
namespace {

using controls::Evaluator;

const Instant recorded = parse_rfc3339("2026-11-20T00:00:00Z").value();
const Instant now = parse_rfc3339("2026-11-21T03:00:00Z").value();

template <typename T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "status_bench: %s\n", result.error().detail.c_str());
  std::exit(3);
}
void need(Status status) {
  if (status) return;
  std::fprintf(stderr, "status_bench: %s\n", status.error().detail.c_str());
  std::exit(3);
}

// Processor time: what one core needs, whatever else the machine does meanwhile. Nothing here waits for a disk.
double milliseconds_of(const std::function<void()>& work) {
  const std::clock_t begin = std::clock();
  work();
  return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// A plausible value for a field: dates lie within the last year, references name a row of the other register.
db::Cell value_of(const registers::Field& field, int row) {
  using registers::FieldType;
  switch (field.type) {
    case FieldType::integer:
      return std::int64_t{row % 5 + 1};
    case FieldType::boolean:
      return std::int64_t{row % 9 == 0 ? 0 : 1};
    case FieldType::date:
      if (field.name.starts_with("ended") || field.name.starts_with("left") || field.name.starts_with("repealed"))
        return {};
      return to_iso(add_days({2026, 11, 20}, -(row % 300)));
    case FieldType::choice:
      return field.choices.at(static_cast<std::size_t>(row) % field.choices.size()).value;
    case FieldType::list:
      return std::string("|a|b|");
    case FieldType::reference:
      return "k" + std::to_string(row);
    default:
      return "k" + std::to_string(row);
  }
}

void fill_registers(db::Database& database, const registers::Schemas& schemas, int rows) {
  const int each = std::max(1, rows / static_cast<int>(schemas.all().size()));
  SeededRandom random(1);
  need(database.in_transaction([&]() -> Status {
    SEK_TRY([[maybe_unused]] const auto synced, registers::sync_tables(database, schemas));
    for (const registers::RegisterSchema& schema : schemas.all()) {
      for (int row = 0; row < each; ++row) {
        registers::Cells cells;
        for (const registers::Field& field : schema.fields) cells.push_back(value_of(field, row));
        const auto added = registers::insert_row(database, schema, std::move(cells), {recorded, ""}, random);
        if (!added && added.error().code != Code::conflict) return added.error();
      }
    }
    return {};
  }));
}

// Observations of the controls that look at them, `times` of each subject.
void observe(db::Database& database, const controls::Catalog& catalog, int count, int subjects) {
  std::vector<std::string> checks;
  for (const controls::Control& control : catalog.all()) {
    if (std::any_of(control.checks.begin(), control.checks.end(), [](const auto& check) { return check.observed; })) {
      checks.push_back(control.id);
    }
  }
  SeededRandom random(2);
  std::vector<controls::Observation> all;
  for (int i = 0; i < count; ++i) {
    controls::Observation one;
    one.check_id = checks.at(static_cast<std::size_t>(i) % checks.size());
    one.source = "scanner";
    one.subject = "k" + std::to_string(i / static_cast<int>(checks.size()) % subjects);
    one.verdict = i % 17 == 0 ? controls::Outcome::fail : controls::Outcome::pass;
    one.collected_at = Instant{recorded.micros - std::int64_t{count - i} * 60'000'000};
    all.push_back(std::move(one));
  }
  need(database.in_transaction([&]() -> Status {
    SEK_TRY([[maybe_unused]] const auto ids, controls::record(database, all, recorded, random));
    return {};
  }));
}

controls::StatusInput duties(const controls::Concepts& concepts) {
  controls::StatusInput input{{2026, 11, 21}, "組合", {{"policy", "基本方針", 1}}, {}, {}};
  for (std::size_t i = 0; i < 60; ++i) {
    const std::string clause = std::to_string(i / 10 + 1) + "." + std::to_string(i % 10 + 1);
    input.duties.push_back(
        {"policy/" + clause + "/1", "policy", clause, 1, "文", {concepts.all().at(i).id}, true, true});
  }
  return input;
}

std::vector<db::View> all_views(const registers::Schemas& schemas) {
  std::vector<db::View> out{{"body", "SELECT '' AS name, :regime AS regime"}};
  for (const auto& [name, sql] : registers::views(schemas)) out.push_back({name, sql});
  for (const auto& [name, sql] : documents::views()) out.push_back({name, sql});
  return out;
}

void measure(const char* title, db::Database& database, const Evaluator& evaluator, const controls::StatusInput& input,
             const Messages& messages) {
  std::size_t subjects = 0;
  const auto answer = [&] {
    const controls::Evaluation evaluation = need(evaluator.run(database, "local_public_body", now));
    const std::string json = codec::to_json(to_value(assemble(input, evaluator.catalog(), evaluation, messages)));
    subjects = 0;
    for (const auto& control : evaluation.controls) {
      for (const auto& check : control.checks) subjects += check.subjects.size();
    }
  };
  const double first = milliseconds_of(answer);
  std::vector<double> following;
  for (int i = 0; i < 20; ++i) following.push_back(milliseconds_of(answer));
  std::sort(following.begin(), following.end());
  std::printf("%s: first %.1f ms, then median %.1f ms, fastest %.1f ms (%zu subjects resolved)\n", title, first,
              following[10], following[0], subjects);
}

int run(int rows, int observations) {
  const CatalogFiles files = app::embedded_catalog();
  const auto concepts = need(controls::Concepts::load(files));
  const auto schemas = need(registers::Schemas::load(files));
  const Messages messages = need(codec::load_messages(files));
  const controls::StatusInput input = duties(concepts);
  double composing = 0;
  std::unique_ptr<Evaluator> evaluator;
  composing = milliseconds_of([&] {
    evaluator = std::make_unique<Evaluator>(need(controls::Catalog::load(files, concepts)), all_views(schemas));
  });
  std::printf("%zu controls, read and put together in %.1f ms\n", evaluator->catalog().all().size(), composing);
  const db::testing::Folder folder;
  for (const bool all_stand : {false, true}) {
    const std::string path = folder.file(all_stand ? "b.db" : "a.db");
    auto database = need(db::Database::open_sqlite(path));
    need(db::migrate(*database, controls::migrations()));
    need(db::migrate(*database, documents::migrations()));
    fill_registers(*database, schemas, rows);
    observe(*database, evaluator->catalog(), observations, all_stand ? observations : 100);
    database.reset();
    database = need(db::Database::open_sqlite(path));
    measure(all_stand ? "every observation stands" : "100 subjects a control, observed again and again", *database,
            *evaluator, input, messages);
  }
  return 0;
}

}  // namespace
}  // namespace sekisho

int main(int count, char** arguments) {
  const int rows = count > 1 ? std::atoi(arguments[1]) : 5000;
  const int observations = count > 2 ? std::atoi(arguments[2]) : 50000;
  return sekisho::run(rows, observations);
}
