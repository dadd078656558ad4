#include "registers/batches.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "codec/table.h"
#include "registers/export.h"
#include "registers/testing.h"

namespace sekisho::registers {
namespace {

using testing::in_transaction;
using testing::on_both;
using Strings = std::vector<std::string>;

const Instant kStart = {1'775'000'000'000'000};

// Imports a file's bytes as `sekisho register import` would.
Result<Imported> import(db::Database& database, const Schemas& all, std::string_view id, std::string_view bytes,
                        Random& random, const Mapping& mapping = {}, int minute = 0) {
  const RegisterSchema& schema = *all.find(id);
  return in_transaction(database, [&]() -> Result<Imported> {
    SEK_TRY(const std::vector<codec::Table> tables, codec::read_table_file(bytes, "f"));
    SEK_TRY(const ImportContext context, import_context(database, all, schema, mapping));
    SEK_TRY(const Plan plan, plan_import(schema, tables, "f", context));
    return apply_import(database, schema, plan,
                        {"f", "00", "os:test", {kStart.micros + minute * std::int64_t{60'000'000}}}, random);
  });
}

Result<Imported> undo(db::Database& database, const Schemas& all, const std::string& id) {
  return in_transaction(database,
                        [&] { return undo_batch(database, all, id, {kStart.micros + 3'600'000'000}, "os:test"); });
}

Strings keys(db::Database& database, const Schemas& all, std::string_view id) {
  Strings found;
  const auto rows = rows_in_force(database, *all.find(id));
  REQUIRE(rows);
  for (const Row& row : *rows) found.push_back(key_text(*all.find(id), row.cells));
  return found;
}

const char* const kContract = "契約番号,委託先,契約日,担当者\nA-1,青空,R8.4.1,佐藤\n";

TEST_CASE("batches: an import is listed with what it did") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const auto first = import(database, all, "contractors", "名称\n青空\n白雲\n", random);
    REQUIRE(first);
    CHECK(first->changes.size() == 2);
    CHECK(first->changes[0].kind == ChangeKind::added);
    const auto second = import(database, all, "contractors", "名称,電話\n青空,\n緑,\n", random, {}, 1);
    REQUIRE(second);
    const auto listed = batches(database, "contractors");
    REQUIRE(listed);
    REQUIRE(listed->size() == 2);
    CHECK(listed->at(0).id == second->batch.id);
    CHECK(listed->at(0).added == 1);
    CHECK(listed->at(0).unchanged == 1);
    CHECK(batches(database, "")->size() == 2);
    CHECK(batches(database, "contracts")->empty());
    CHECK(find_batch(database, "no").error().message == "registers.no_batch");
    CHECK(codec::to_json(to_value(listed->at(1))).find(R"("added":2,"updated":0,"unchanged":0,"undone_at":null)") !=
          std::string::npos);
    CHECK(rows_in_force(database, *all.find("contractors"))->at(0).batch == first->batch.id);
  });
}

TEST_CASE("batches: files in the encodings of offices") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const std::string text =
        "委託先一覧\r\n№,会社名,電話番号\r\n1,株式会社髙﨑,０３－１２３４－５６７８\r\n2,Ｂ社,03-1111-2222\r\n";
    REQUIRE(import(database, all, "contractors", text::encode(text, text::Encoding::cp932).value(), random));
    CHECK(keys(database, all, "contractors") == Strings{"株式会社髙﨑", "Ｂ社"});
    const auto unchanged = [&](const std::string& bytes) {
      const auto imported = import(database, all, "contractors", bytes, random);
      REQUIRE(imported);
      CHECK(imported->changes.empty());
      CHECK(imported->batch.unchanged == 2);
    };
    unchanged(text);
    unchanged("\xEF\xBB\xBF" + text);
    unchanged("\xFF\xFE" + text::encode(text::replace_all(text, ",", "\t"), text::Encoding::utf16le).value());
    unchanged(export_xlsx(*all.find("contractors"), *rows_in_force(database, *all.find("contractors")), {}).value());
    unchanged(export_csv(*all.find("contractors"), *rows_in_force(database, *all.find("contractors")),
                         {Language::en, false}));
  });
}

TEST_CASE("batches: an undo that would lose a later change is refused and names the rows") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const auto first = import(database, all, "contractors", "名称,電話番号\n青空,1\n白雲,2\n", random);
    REQUIRE(first);
    const auto later = import(database, all, "contractors", "名称,電話番号\n白雲,3\n", random, {}, 1);
    REQUIRE(later);
    const auto refused = undo(database, all, first->batch.id);
    CHECK(refused.error().message == "registers.undo_touched");
    CHECK(refused.error().params ==
          std::vector<std::pair<std::string, std::string>>{{"batch", first->batch.id}, {"rows", "白雲"}});
    const auto undone = undo(database, all, later->batch.id);
    REQUIRE(undone);
    CHECK(undone->changes.at(0).kind == ChangeKind::restored);
    CHECK(db::text(undone->changes.at(0).after.at(1)) == "2");
    CHECK(find_batch(database, later->batch.id)->undone_by == "os:test");
  });
}

TEST_CASE("batches: imports are undone one after the other, the last first") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const auto phone = [&] { return db::text(rows_in_force(database, *all.find("contractors"))->at(0).cells.at(1)); };
    std::vector<std::string> ids;
    for (int i = 1; i <= 4; ++i) {
      const std::string text = "名称,電話番号\n白雲," + std::to_string(i) + "\n";
      ids.push_back(import(database, all, "contractors", text, random, {}, i)->batch.id);
    }
    REQUIRE(undo(database, all, ids[3]));
    CHECK(phone() == "3");
    REQUIRE(undo(database, all, ids[2]));
    CHECK(phone() == "2");
    // What came after an undoing stands in the way again, until it is undone itself.
    ids[2] = import(database, all, "contractors", "名称,電話番号\n白雲,5\n", random, {}, 5)->batch.id;
    CHECK(undo(database, all, ids[1]).error().message == "registers.undo_touched");
    REQUIRE(undo(database, all, ids[2]));
    REQUIRE(undo(database, all, ids[1]));
    CHECK(phone() == "1");
    REQUIRE(undo(database, all, ids[0]));
    CHECK(keys(database, all, "contractors").empty());
    // A batch that was undone and whose row was added anew by a later one.
    const auto again = import(database, all, "contractors", "名称,電話番号\n白雲,6\n", random, {}, 6);
    REQUIRE(again);
    CHECK(phone() == "6");
    REQUIRE(undo(database, all, again->batch.id));
    CHECK(keys(database, all, "contractors").empty());
  });
}

TEST_CASE("batches: an undo that would leave rows referring to nothing is refused") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const auto contractors = import(database, all, "contractors", "名称\n青空\n", random);
    REQUIRE(contractors);
    const auto contracts = import(database, all, "contracts", kContract, random);
    REQUIRE(contracts);
    const auto refused = undo(database, all, contractors->batch.id);
    CHECK(refused.error().message == "registers.undo_referenced");
    CHECK(refused.error().params.back().second == "契約台帳: A-1");
    CHECK(keys(database, all, "contractors") == Strings{"青空"});
    REQUIRE(undo(database, all, contracts->batch.id));
    REQUIRE(undo(database, all, contractors->batch.id));
    CHECK(keys(database, all, "contractors").empty());
    REQUIRE(import(database, all, "contractors", "名称\n青空\n", random));
  });
}

TEST_CASE("batches: a mapping is remembered for the register and its headers") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const char* const file = "業者,連絡先\n青空,1\n";
    CHECK(import(database, all, "contractors", file, random).error().message == "registers.no_header");
    const auto mapping = parse_mapping(R"({"業者":"name","連絡先":"tel"})", "m", *all.find("contractors"));
    REQUIRE(mapping);
    REQUIRE(import(database, all, "contractors", file, random, *mapping));
    const auto again = import(database, all, "contractors", "連絡先,業者\n2,青空\n", random, {}, 1);
    REQUIRE(again);
    CHECK(again->batch.updated == 1);
    CHECK(import(database, all, "contractors", "業者,電話\n青空,1\n", random).error().message == "registers.no_header");
  });
}

TEST_CASE("batches: a plan made before another change is refused") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    REQUIRE(import(database, all, "contractors", "名称,電話番号\n青空,1\n", random));
    const RegisterSchema& schema = *all.find("contractors");
    const auto table = codec::read_csv("名称,電話番号\n青空,2\n白雲,3\n", "f");
    const auto context = import_context(database, all, schema, {});
    REQUIRE(context);
    const auto plan = plan_import(schema, {*table}, "f", *context);
    REQUIRE(plan);
    REQUIRE(import(database, all, "contractors", "名称,電話番号\n青空,9\n", random, {}, 1));
    const auto late = in_transaction(database, [&] {
      return apply_import(database, schema, *plan, {"f", "00", "x", kStart}, random);
    });
    CHECK(late.error().message == "registers.changed_meanwhile");
    CHECK(keys(database, all, "contractors") == Strings{"青空"});
  });
}

}  // namespace
}  // namespace sekisho::registers
