#include "registers/import.h"

#include <doctest/doctest.h>

#include "app/embedded.h"
#include "codec/catalog.h"
#include "registers/testing.h"

namespace sekisho::registers {
namespace {

using Lines = std::vector<std::vector<std::string>>;

const Schemas& all() {
  static const Schemas kAll = testing::schemas();
  return kAll;
}
const RegisterSchema& contracts() {
  return *all().find("contracts");
}

codec::Table table(const Lines& rows, const std::string& sheet = "") {
  codec::Table made;
  made.sheet = sheet;
  made.rows = rows;
  for (std::size_t i = 0; i < rows.size(); ++i) made.lines.push_back(i + 1);
  return made;
}

ImportContext context() {
  ImportContext made;
  made.known.add("contractors", "青空システム");
  made.known.add("contractors", "白雲商会");
  return made;
}

Plan plan(const Lines& rows, const ImportContext& known = context()) {
  auto made = plan_import(contracts(), {table(rows)}, "f.csv", known);
  REQUIRE(made);
  return *std::move(made);
}

// cell, field, message of each problem.
std::vector<std::string> named(const std::vector<Problem>& problems) {
  std::vector<std::string> names;
  for (const Problem& problem : problems) names.push_back(cell_name(problem.place) + " " + problem.message.substr(10));
  return names;
}

std::vector<std::string> fates(const Plan& made) {
  std::vector<std::string> all_fates;
  for (const PlannedRow& row : made.rows)
    all_fates.push_back(std::to_string(row.line) + " " + row.key + " " + name_of(row.fate));
  return all_fates;
}

using Strings = std::vector<std::string>;
const std::vector<std::string> kTitles{"契約番号", "委託先", "契約日", "担当者"};

TEST_CASE("import: a plain table") {
  const Plan made =
      plan({kTitles, {"0001", "青空システム", "R8.4.1", "佐藤"}, {"0002", "白雲 商会", "2026/5/1", "鈴木"}});
  CHECK(named(made.problems).empty());
  CHECK(fates(made) == Strings{"2 0001 add", "3 0002 add"});
  CHECK(db::text(made.rows[0].cells[0]) == "0001");
  CHECK(db::text(made.rows[1].cells[1]) == "白雲商会");
  CHECK(db::text(made.rows[0].cells[2]) == "2026-04-01");
  CHECK(made.counts.add == 2);
}

TEST_CASE("import: titles, notes, totals, sections and blank rows around the table") {
  const Plan made = plan({{"令和８年度　契約台帳"},
                          {"", "", "", "作成：総務課"},
                          {"№", "契約番号", "委託先", "契約日\n（和暦）", "※担当者", "摘要"},
                          {"1", "A-1", "青空システム", "R8.4.1", "佐藤", "x"},
                          {"", "", "", "", "", ""},
                          {"【本庁】", "", "", "", "", ""},
                          {"№", "契約番号", "委託先", "契約日\n（和暦）", "※担当者", "摘要"},
                          {"2", "A-2", "〃", "同上", "同　上", ""},
                          {"合計", "", "", "", "", "1,200"},
                          {"※ 契約番号は総務課で付けます。"},
                          {"以上"}});
  CHECK(named(made.problems).empty());
  CHECK(fates(made) == Strings{"4 A-1 add", "8 A-2 add"});
  CHECK(made.rows[1].cells[2] == made.rows[0].cells[2]);
  CHECK(db::text(made.rows[1].cells[7]) == "佐藤");
  CHECK(named(made.notes) == Strings{"A3 note.unmapped", "F3 note.unmapped", "6 note.section_row", "7 note.header_row",
                                     "9 note.total_row", "10 note.note_row", "11 note.section_row"});
}

TEST_CASE("import: a header of two lines, its merging lost or kept") {
  for (const char* merged : {"", "契約"}) {
    CAPTURE(merged);
    const Plan made = plan({{"契約", merged, merged, "先方"},
                            {"番号", "日", "相手方", "担当者"},
                            {"A-1", "R8.4.1", "青空システム", "佐藤"}});
    CHECK(named(made.problems).empty());
    CHECK(fates(made) == Strings{"3 A-1 add"});
    CHECK(made.columns[0].header == "契約 番号");
    CHECK(made.columns[1].field == "signed_on");
    CHECK(made.columns[2].by == MappedBy::synonym);
  }
}

TEST_CASE("import: an exact title wins over a synonym, whatever the order") {
  const Plan made =
      plan({{"No.", "契約番号", "委託先", "契約日", "担当者"}, {"1", "A-1", "青空システム", "R8.4.1", "佐藤"}});
  CHECK(made.columns[0].by == MappedBy::unmapped);
  CHECK(fates(made) == Strings{"2 A-1 add"});
  const Plan by_synonym = plan({{"No.", "委託先", "契約日", "担当者"}, {"1", "青空システム", "R8.4.1", "佐藤"}});
  CHECK(fates(by_synonym) == Strings{"2 1 add"});
}

TEST_CASE("import: English titles and field names") {
  const Plan made =
      plan({{"number", "Contractor", "Signed on", "contact"}, {"1", "青空システム", "2026-04-01", "Sato"}});
  CHECK(fates(made) == Strings{"2 1 add"});
}

TEST_CASE("import: every problem names its cell, and one refuses all") {
  const Plan made = plan({{"契約番号", "委託先", "契約日", "担当者", "人数", "機密性"},
                          {"A-1", "青空システム", "R8.4.1", "佐藤", "", ""},
                          {"A-2", "他社", "令和8年", "", "三", "最高"},
                          {"〃", "青空システム", "R8.4.1", "佐藤", "", ""},
                          {"", "青空システム", "R8.4.1", "佐藤", "", ""}});
  CHECK(made.refused());
  CHECK(named(made.problems) == Strings{"B3 no_such_reference", "C3 not_date", "D3 required", "E3 not_integer",
                                        "F3 not_choice", "4 duplicate_key", "A5 required"});
  CHECK(made.counts.add == 1);
  CHECK(made.counts.refused == 3);
  const auto messages = codec::load_messages(app::embedded_catalog());
  REQUIRE(messages);
  CHECK(made.problems[4].text(*messages, Language::ja) ==
        "F3「機密性」の「最高」は選択肢にありません。次のどれかにしてください：機密性3A、機密性2");
  CHECK(made.problems[5].text(*messages, Language::en) ==
        "Row 4: \"A-2\" stands in row 3 too, with other values. Correct or remove one.");
}

TEST_CASE("import: a ditto without a row above is refused") {
  const Plan made = plan({kTitles, {"A-1", "〃", "R8.4.1", "佐藤"}});
  CHECK(named(made.problems) == Strings{"B2 required", "B2 ditto_without"});
}

TEST_CASE("import: a required column that is missing is told once") {
  const Plan made =
      plan({{"契約番号", "委託先", "契約日"}, {"1", "青空システム", "R8.4.1"}, {"2", "青空システム", "R8.4.1"}});
  CHECK(named(made.problems) == Strings{" no_column"});
  CHECK(made.counts.refused == 2);
}

TEST_CASE("import: the same row twice is one, the same key with other values is refused") {
  const Strings row{"A-1", "青空システム", "R8.4.1", "佐藤"};
  const Plan made = plan({kTitles, row, {"Ａ－１", "青空システム", "2026-04-01", "佐藤"}, row});
  CHECK(fates(made) == Strings{"2 A-1 add"});
  CHECK(named(made.notes) == Strings{"3 note.repeated_row", "4 note.repeated_row"});
  const Plan other = plan({kTitles, row, {"A-1", "青空システム", "R8.4.1", "鈴木"}});
  CHECK(fates(other) == Strings{"2 A-1 add", "3 A-1 refused"});
  CHECK(named(other.problems) == Strings{"3 duplicate_key"});
}

TEST_CASE("import: rows in force are updated, and only where they differ") {
  ImportContext known = context();
  known.in_force.push_back(
      {"R1", 3, "", "", false, "", testing::contract(all(), "A-1", {{"note", "元"}, {"persons", "3"}})});
  known.in_force.push_back({"R2", 1, "", "", false, "", testing::contract(all(), "A-2")});
  const Plan made = plan({{"契約番号", "委託先", "契約日", "担当者", "人数"},
                          {"Ａ－１", "青空システム", "R8.4.1", "佐藤", ""},
                          {"A-2", "青空システム", "R8.4.1", "佐藤", ""}},
                         known);
  CHECK(fates(made) == Strings{"2 A-1 update", "3 A-2 unchanged"});
  CHECK(made.rows[0].row_id == "R1");
  CHECK(made.rows[0].version == 3);
  CHECK(made.rows[0].changed == Strings{"persons"});
  CHECK(db::is_null(made.rows[0].cells[3]));
  CHECK(db::text(made.rows[0].cells[9]) == "元");  // the file has no such column
}

TEST_CASE("import: a mapping given, and one remembered for the same headers") {
  const Lines rows{{"管理No", "業者", "締結日", "窓口", "委託先"}, {"A-1", "青空システム", "R8.4.1", "佐藤", "?"}};
  CHECK(plan_import(contracts(), {table(rows)}, "f.csv", context()).error().message == "registers.no_header");
  const auto mapping = parse_mapping(
      "\"管理No\" = \"number\"\n\"業者\" = \"委託先\"\n締結日 = \"signed_on\"\n窓口 = \"contact\"\n"
      "委託先 = \"\"\n",
      "m.toml", contracts());
  CHECK(mapping.error().message == "registers.mapping_shape");  // a bare key is ASCII in TOML
  const auto json =
      parse_mapping(R"({"管理Ｎｏ":"number","業者":"委託先","締結日":"signed_on","窓口":"contact","委託先":""})",
                    "m.json", contracts());
  REQUIRE(json);
  ImportContext given = context();
  given.given = *json;
  const Plan made = plan(rows, given);
  CHECK(fates(made) == Strings{"2 A-1 add"});
  CHECK(made.columns[4].by == MappedBy::left_out);
  REQUIRE(made.header_sets.size() == 1);

  ImportContext later = context();
  later.remembered.emplace(made.header_sets[0], mapping_from_text(to_text(made.used)).value());
  Lines permuted = rows;
  for (auto& row : permuted) std::swap(row[0], row[3]);
  const Plan again = plan(permuted, later);
  CHECK(fates(again) == Strings{"2 A-1 add"});
  CHECK(again.columns[0].by == MappedBy::remembered);
  CHECK(again.used.fields == made.used.fields);
}

TEST_CASE("import: a mapping file that makes no sense") {
  const auto message = [](std::string_view text) { return parse_mapping(text, "m", contracts()).error().message; };
  CHECK(message("\"業者\" = \"contraktor\"") == "registers.mapping_field");
  CHECK(message("\"業者\" = 1") == "registers.mapping_shape");
  CHECK(message(R"({"業者":"contractor","業　者":"contractor"})") == "registers.mapping_shape");
  CHECK(message("{") == "codec.json");
  const auto with_sheet = parse_mapping("\"業者\" = \"contractor\"\n[options]\nsheet = \"R8\"\n", "m", contracts());
  REQUIRE(with_sheet);
  CHECK(with_sheet->sheet == "R8");
}

TEST_CASE("import: every sheet that fits is read, but samples") {
  const Lines first{kTitles, {"A-1", "青空システム", "R8.4.1", "佐藤"}};
  const Lines second{kTitles, {"A-2", "青空システム", "R8.4.1", "佐藤"}};
  const Lines sample{kTitles, {"例", "○○株式会社", "R8.4.1", "佐藤"}};
  const std::vector<codec::Table> book{table(sample, "記入例"), table({{"説明"}}, "説明"), table(first, "R7"),
                                       table(second, "R8")};
  const auto made = plan_import(contracts(), book, "f.xlsx", context());
  REQUIRE(made);
  CHECK(fates(*made) == Strings{"2 A-1 add", "2 A-2 add"});
  CHECK(made->rows[1].sheet == "R8");
  ImportContext only = context();
  only.given.sheet = "R8";
  CHECK(fates(*plan_import(contracts(), book, "f.xlsx", only)) == Strings{"2 A-2 add"});
  only.given.sheet = "R9";
  CHECK(plan_import(contracts(), book, "f.xlsx", only).error().message == "registers.no_sheet");
}

// Rows in force whose keys differ only by width.
ImportContext twins() {
  ImportContext made = context();
  for (const char* number : {"a-1", "Ａ－１"}) {
    Row row;
    row.row_id = std::string("row of ") + number;
    row.cells = testing::contract(all(), number);
    made.in_force.push_back(row);
  }
  return made;
}

TEST_CASE("import: a key spelled exactly names its row, also where another differs only by width") {
  const Plan made =
      plan({kTitles, {"Ａ－１", "青空システム", "R8.4.1", "佐藤"}, {"a-1", "青空システム", "R8.4.1", "鈴木"}}, twins());
  CHECK(named(made.problems).empty());
  CHECK(fates(made) == Strings{"2 Ａ－１ unchanged", "3 a-1 update"});
  CHECK(made.rows[0].row_id == "row of Ａ－１");
  CHECK(made.rows[1].row_id == "row of a-1");
}

TEST_CASE("import: a spelling that fits two rows in force is refused, and both are named") {
  const Plan made = plan({kTitles, {"A-1", "青空システム", "R8.4.1", "佐藤"}}, twins());
  CHECK(named(made.problems) == Strings{"A2 ambiguous_key"});
  const auto messages = codec::load_messages(app::embedded_catalog());
  REQUIRE(messages);
  CHECK(made.problems[0].text(*messages, Language::en) ==
        "A2 \"契約番号\": \"A-1\" fits several rows in force that differ only in spelling (「a-1」「Ａ－１」). Write "
        "it exactly "
        "as the register does.");
}

TEST_CASE("import: two spellings of one row in force are one row") {
  ImportContext one = twins();
  one.in_force.pop_back();
  const Plan made =
      plan({kTitles, {"a-1", "青空システム", "R8.4.1", "佐藤"}, {"Ａ－１", "青空システム", "R8.4.1", "鈴木"}}, one);
  CHECK(named(made.problems) == Strings{"3 duplicate_key"});
}

TEST_CASE("import: rows may refer to each other in the same file") {
  const auto schemas = Schemas::load({{"registers/posts.toml", R"(
id = "posts"
group = "organization"
title = { ja = "役職", en = "Posts" }
help = { ja = "役職", en = "Posts" }
key = ["name"]
[[field]]
name = "name"
type = "text"
title = { ja = "名称", en = "Name" }
[[field]]
name = "deputy"
type = "reference"
register = "posts"
title = { ja = "代理", en = "Deputy" }
)"}});
  REQUIRE(schemas);
  const auto made =
      plan_import(*schemas->find("posts"),
                  {table({{"名称", "代理"}, {"局長", "次長"}, {"次長", ""}, {"課長", "部長"}})}, "f.csv", {});
  REQUIRE(made);
  CHECK(named(made->problems) == Strings{"B4 no_such_reference"});
  CHECK(made->rows[0].fate == Fate::add);
}

TEST_CASE("import: an Individual Number anywhere in the file refuses it and is shown nowhere") {
  const auto messages = codec::load_messages(app::embedded_catalog());
  REQUIRE(messages);
  const Strings row{"A-1", "青空システム", "R8.4.1", "佐藤"};
  const auto with = [&](const Lines& rows) {
    const Plan made = plan(rows);
    CHECK(made.refused());
    const std::string shown = codec::to_json(to_value(made, *messages));
    CHECK(shown.find("9018") == std::string::npos);
    CHECK(shown.find("９０１８") == std::string::npos);
    return named(made.problems);
  };
  CHECK(with({kTitles, {"A-1", "青空システム", "R8.4.1", "佐藤 1234-5678-9018"}}) == Strings{"D2 individual_number"});
  CHECK(with({kTitles, {"123456789018", "青空システム", "R8.4.1", "佐藤"}}) == Strings{"A2 individual_number"});
  Lines unmapped{kTitles, row};
  unmapped[0].emplace_back("整理番号");
  unmapped[1].emplace_back("１２３４５６７８９０１８");
  CHECK(with(unmapped) == Strings{"E2 individual_number"});
  CHECK(with({{"個人番号", "1234.5678.9018"}, kTitles, row}) == Strings{"B1 individual_number"});
  CHECK(with({kTitles, row, {"※ 本人 123456789018"}}) == Strings{"A3 individual_number"});
  Lines spread{kTitles, row};
  spread[0].emplace_back("個人番号");
  for (const char digit : std::string("123456789018")) spread[1].emplace_back(1, digit);
  CHECK(with(spread) == Strings{"E2 individual_number"});
  Lines in_header{kTitles, row};
  in_header[0].emplace_back("1234 5678 9018");
  CHECK(with(in_header) == Strings{"E1 individual_number"});
  const Plan corporate = plan({{"契約番号", "委託先", "契約日", "担当者", "法人番号"},
                               {"1", "青空システム", "R8.4.1", "佐藤", "7123456789012"}});
  CHECK(named(corporate.problems).empty());
}

TEST_CASE("import: what offices' files must not do") {
  CHECK(plan_import(contracts(), {}, "f.csv", context()).error().message == "registers.no_header");
  CHECK(plan_import(contracts(), {table({})}, "f.csv", context()).error().message == "registers.no_header");
  CHECK(plan_import(contracts(), {table({{"a", "b"}, {"c", "d"}})}, "f.csv", context()).error().message ==
        "registers.no_header");
  CHECK(plan({kTitles}).rows.empty());
}

}  // namespace
}  // namespace sekisho::registers
