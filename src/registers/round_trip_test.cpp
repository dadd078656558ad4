// Laws of import and export, on random tables and on both databases.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "codec/table.h"
#include "registers/batches.h"
#include "registers/export.h"
#include "registers/import.h"
#include "registers/testing.h"
#include "registers/value_text.h"

namespace sekisho::registers {
namespace {

using Lines = std::vector<std::vector<std::string>>;

// On both engines, in one transaction that is rolled back: hundreds of commits would only wait for the disk.
template <typename Test>
void on_both(Test&& test) {
  testing::on_both([&](db::Database& database, const Schemas& all, Random& random) {
    const Status done = database.in_transaction([&]() -> Status {
      test(database, all, random);
      return fail(Code::invalid, "rolled back");
    });
    CHECK(done.error().detail == "rolled back");
  });
}

const Instant kStart = {1'775'000'000'000'000};

// Texts that CSV, spreadsheets or our own reading could trip over.
std::string piece() {
  return *rc::gen::element<std::string>("a", "Ｂ", "0", "007", "=1+1", "-", "+", "@", "'", "''=", "\"", ",", ";", "|",
                                        "\n", "\r\n", "\t", " ", "　", "同上", "〃", "合計", "※", "髙", "𠮷", "é", "①",
                                        "ー", "(株)", "機密性", "契約番号", "1e5", "〇", "【", "■");
}

std::string text() {
  std::string made;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) made += piece();
  return made;
}

// What the field can hold, as a user might have typed it.
std::string value(const Field& field, std::size_t row) {
  std::string made;
  switch (field.type) {
    case FieldType::integer:
      made = std::to_string(*rc::gen::inRange<std::int64_t>(-99'999'999'999, 99'999'999'999));
      break;
    case FieldType::date:
      made = to_iso(date_from_days(*rc::gen::inRange(0, 40'000)));
      break;
    case FieldType::boolean:
      made = *rc::gen::element<std::string>("〇", "×", "");
      break;
    case FieldType::choice:
      made = *rc::gen::element<std::string>("3A", "2", "");
      break;
    case FieldType::list:
      made = text() + "、" + text();
      break;
    case FieldType::reference:
      made = *rc::gen::element<std::string>("青空システム", "白雲商会");
      break;
    default:
      made = text();
      break;
  }
  if (field.name == "number") made = "K" + std::to_string(row) + made;
  const bool bad =
      !parse_value(field, made).message.empty() || (field.required && db::is_null(parse_value(field, made).cell));
  return bad ? "x" + std::to_string(row) : made;
}

Lines random_table(const RegisterSchema& schema, std::size_t from, std::size_t to) {
  Lines rows(1);
  for (const Field& field : schema.fields) rows[0].push_back(field.title.ja);
  for (std::size_t row = from; row < to; ++row) {
    rows.emplace_back();
    for (const Field& field : schema.fields) rows.back().push_back(value(field, row));
  }
  return rows;
}

Result<Plan> plan_of(db::Database& database, const Schemas& all, const RegisterSchema& schema,
                     const std::vector<codec::Table>& tables) {
  SEK_TRY(const ImportContext context, import_context(database, all, schema, {}));
  return plan_import(schema, tables, "file", context);
}

// Imports a CSV file of these rows; the batch, or the error.
Result<Imported> import(db::Database& database, const Schemas& all, const RegisterSchema& schema, const Lines& rows,
                        Instant when, Random& random) {
  SEK_TRY(const codec::Table table, codec::read_csv(codec::write_csv(rows), "f.csv"));
  SEK_TRY(const Plan plan, plan_of(database, all, schema, {table}));
  return apply_import(database, schema, plan, {"f.csv", "digest", "os:test", when}, random);
}

// The same where no refusal is expected.
Imported must_import(db::Database& database, const Schemas& all, const RegisterSchema& schema, const Lines& rows,
                     Instant when, Random& random) {
  auto imported = import(database, all, schema, rows, when, random);
  if (!imported)
    RC_FAIL(imported.error().detail + " at " +
            (imported.error().params.empty() ? "" : imported.error().params.back().second));
  return *std::move(imported);
}

std::vector<Cells> values_in_force(db::Database& database, const RegisterSchema& schema) {
  const auto rows = rows_in_force(database, schema);
  REQUIRE(rows);
  std::vector<Cells> values;
  for (const Row& row : *rows) values.push_back(row.cells);
  return values;
}

std::map<std::string, Cells> by_row_id(db::Database& database, const RegisterSchema& schema) {
  const auto rows = rows_in_force(database, schema);
  REQUIRE(rows);
  std::map<std::string, Cells> values;
  for (const Row& row : *rows) values.emplace(row.row_id, row.cells);
  return values;
}

std::int64_t versions_stored(db::Database& database) {
  return db::integer(database.query("SELECT COUNT(*) FROM reg_contracts")->rows[0][0]);
}

void contractors(db::Database& database, const Schemas& all, Random& random) {
  const RegisterSchema& schema = *all.find("contractors");
  REQUIRE(import(database, all, schema, {{"名称", "電話番号"}, {"青空システム", "03-1234-5678"}, {"白雲商会", ""}},
                 kStart, random));
}

void empty(db::Database& database) {
  REQUIRE(database.execute("DELETE FROM reg_contracts"));
}

TEST_CASE("registers: what is exported comes back unchanged, as CSV and XLSX, in both languages") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    contractors(database, all, random);
    const RegisterSchema& contracts = *all.find("contracts");
    CHECK(rc::check("round trip", [&] {
      empty(database);
      const std::size_t count = *rc::gen::inRange<std::size_t>(1, 6);
      const Imported imported =
          must_import(database, all, contracts, random_table(contracts, 0, count), kStart, random);
      RC_ASSERT(imported.changes.size() == count);
      const auto rows = rows_in_force(database, contracts);
      const ExportOptions options{*rc::gen::element(Language::ja, Language::en), *rc::gen::arbitrary<bool>()};
      std::string file = export_csv(contracts, *rows, options);
      if (*rc::gen::inRange(0, 4) == 0) file = export_xlsx(contracts, *rows, options).value();
      const auto tables = codec::read_table_file(file, "back");
      RC_ASSERT(tables.has_value());
      const auto plan = plan_of(database, all, contracts, *tables);
      RC_ASSERT(plan.has_value());
      if (plan->refused()) RC_FAIL(plan->problems[0].message + " " + cell_name(plan->problems[0].place));
      for (const PlannedRow& row : plan->rows)
        if (row.fate == Fate::update) RC_FAIL(row.key + ": " + row.changed.front());
      RC_ASSERT(plan->counts.unchanged == count);
      RC_ASSERT(plan->rows.size() == count);
    }));
  });
}

TEST_CASE("registers: the order of columns does not matter, and both databases hold the same") {
  std::vector<std::vector<Cells>> by_engine;
  on_both([&](db::Database& database, const Schemas& all, Random& random) {
    contractors(database, all, random);
    const RegisterSchema& contracts = *all.find("contracts");
    CHECK(rc::check("permuted", [&] {
      Lines rows = random_table(contracts, 0, 4);
      empty(database);
      must_import(database, all, contracts, rows, kStart, random);
      const auto straight = values_in_force(database, contracts);
      std::vector<std::size_t> order(rows[0].size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
      for (auto& row : rows) {
        const auto before = row;
        for (std::size_t i = 0; i < order.size(); ++i) row[i] = before[order[i]];
      }
      empty(database);
      must_import(database, all, contracts, rows, kStart, random);
      RC_ASSERT(values_in_force(database, contracts) == straight);
    }));
    empty(database);
    REQUIRE(import(database, all, contracts,
                   {{"契約番号", "委託先", "契約日", "担当者", "人数"},
                    {"あ", "青空システム", "R8.4.1", "佐藤", "2"},
                    {"A", "白雲商会", "R7.4.1", "髙", ""}},
                   kStart, random));
    by_engine.push_back(values_in_force(database, contracts));
  });
  CHECK(by_engine.front() == by_engine.back());
}

TEST_CASE("registers: undo restores the exact state before, and once only") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    contractors(database, all, random);
    const RegisterSchema& contracts = *all.find("contracts");
    CHECK(rc::check("undo", [&] {
      empty(database);
      must_import(database, all, contracts, random_table(contracts, 0, 4), kStart, random);
      const auto before = by_row_id(database, contracts);
      Lines later = random_table(contracts, 2, 7);  // rows 2 and 3 anew, 4 to 6 added
      for (std::size_t row = 1; row <= 2; ++row)
        later[row][0] = db::text(values_in_force(database, contracts)[row + 1][0]);
      const Imported imported = must_import(database, all, contracts, later, {kStart.micros + 1}, random);
      RC_ASSERT(imported.batch.added == 3);
      const auto undone = undo_batch(database, all, imported.batch.id, {kStart.micros + 2}, "os:test");
      if (!undone) RC_FAIL(undone.error().detail);
      RC_ASSERT(by_row_id(database, contracts) == before);
      RC_ASSERT(undone->changes.size() == imported.changes.size());
      const auto again = undo_batch(database, all, imported.batch.id, {kStart.micros + 3}, "os:test");
      RC_ASSERT(again.error().message == "registers.already_undone");
    }));
  });
}

TEST_CASE("registers: one bad cell, and nothing is imported") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    contractors(database, all, random);
    const RegisterSchema& contracts = *all.find("contracts");
    CHECK(rc::check("nothing half", [&] {
      empty(database);
      must_import(database, all, contracts, random_table(contracts, 0, 2), kStart, random);
      const std::int64_t stored = versions_stored(database);
      Lines rows = random_table(contracts, 2, 6);
      const std::size_t row = *rc::gen::inRange<std::size_t>(1, rows.size());
      const std::vector<std::pair<std::size_t, std::string>> bad_cells{{0, ""},

                                                                       {1, "他社"},
                                                                       {2, "いつか"},
                                                                       {3, "たくさん"},
                                                                       {4, "△"},
                                                                       {5, "4Z"},
                                                                       {6, "123456789018"},
                                                                       {7, ""},
                                                                       {7, "1234 5678 9018"},
                                                                       {8, "マイナンバー：123456789018"},
                                                                       {9, std::string(20'001, 'x')}};
      const auto& bad = bad_cells[*rc::gen::inRange<std::size_t>(0, bad_cells.size())];
      rows[row][bad.first] = bad.second;
      const auto imported = import(database, all, contracts, rows, {kStart.micros + 1}, random);
      RC_ASSERT(!imported.has_value());
      RC_ASSERT(imported.error().message == "registers.refused");
      RC_ASSERT(versions_stored(database) == stored);
    }));
  });
}

}  // namespace
}  // namespace sekisho::registers
