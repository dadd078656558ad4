#include "registers/validate.h"

#include <doctest/doctest.h>

#include "app/embedded.h"
#include "codec/catalog.h"
#include "registers/testing.h"
#include "registers/value_text.h"

namespace sekisho::registers {
namespace {

TEST_CASE("validate: a day that must have passed is no later than today") {
  const std::string declared = R"(id = "walks"
group = "assets"
title = { ja = "棚卸", en = "Walks" }
help = { ja = "棚卸", en = "Walks" }
key = ["number"]
[[field]]
name = "number"
type = "text"
title = { ja = "番号", en = "No." }
required = true
[[field]]
name = "walked_on"
type = "date"
past = true
title = { ja = "実施日", en = "Walked on" }
[[field]]
name = "due_on"
type = "date"
title = { ja = "期限", en = "Due on" }
)";
  const Schemas schemas = Schemas::load({{"registers/walks.toml", declared}}).value();
  const RegisterSchema& schema = *schemas.find("walks");
  const std::optional<Date> today = parse_date("2026-11-21");
  const auto first = [&](const std::string& walked, const std::string& due, const std::optional<Date>& by) {
    const Checked checked =
        check_form(schema, {{"number", "1"}, {"walked_on", walked}, {"due_on", due}}, {}, nullptr, by).value();
    return checked.ok() ? std::string() : checked.problems.front().message;
  };
  CHECK(first("令和8年11月21日", "2030-01-01", today).empty());
  CHECK(first("令和8年11月22日", "", today) == "registers.future_date");
  CHECK(first("2030-01-01", "", std::nullopt).empty());
  const auto wrong =
      Schemas::load({{"registers/walks.toml", declared + "[[field]]\nname = \"place\"\ntype = \"text\"\n"
                                                         "past = true\ntitle = { ja = \"場所\", en = \"Place\" }\n"}});
  CHECK(wrong.error().message == "registers.schema.only_for");
}

const RegisterSchema& contracts() {
  static const Schemas kAll = testing::schemas();
  return *kAll.find("contracts");
}

// The stored value of one cell, as text; "!" and the message where it is refused, "(null)" where empty.
std::string value(const std::string& field, std::string_view text) {
  const ParsedValue parsed = parse_value(*contracts().find(field), text);
  if (!parsed.message.empty()) return "!" + parsed.message;
  if (db::is_null(parsed.cell)) return "(null)";
  if (const auto* number = std::get_if<std::int64_t>(&parsed.cell)) return std::to_string(*number);
  return db::text(parsed.cell);
}

TEST_CASE("registers: integers as offices write them") {
  for (const char* text :
       {"1234", "１２３４", "1,234", "１，２３４", " 1234 ", "1234人", "1234.0", "￥1,234", "1 234"}) {
    CAPTURE(text);
    CHECK(value("persons", text) == "1234");
  }
  CHECK(value("persons", "△5") == "-5");
  CHECK(value("persons", "▲５") == "-5");
  CHECK(value("persons", "-5") == "-5");
  CHECK(value("persons", "007") == "7");
  for (const char* text : {"", "　", "－", "なし", "未定"}) CHECK(value("persons", text) == "(null)");
  for (const char* text : {"1.5", "abc", "3年", "1-2", "99999999999999999999", "十"}) {
    CAPTURE(text);
    CHECK(value("persons", text) == "!registers.not_integer");
  }
}

TEST_CASE("registers: dates as offices write them") {
  for (const char* text :
       {"令和8年4月1日", "R8.4.1", "Ｒ８．４．１", "2026/4/1", "2026-04-01", "20260401", "令和８年４月１日（水）",
        "2026/4/1 0:00:00", "2026-04-01T09:30:00", "令和8年4月1日 水曜日", "2026/4/1(水)", "2026/4/1 9:30"}) {
    CAPTURE(text);
    CHECK(value("signed_on", text) == "2026-04-01");
  }
  CHECK(value("signed_on", "未実施") == "(null)");
  for (const char* text : {"令和8年4月", "2026/2/30", "来週", "4/1"}) {
    CAPTURE(text);
    CHECK(value("signed_on", text) == "!registers.not_date");
  }
}

TEST_CASE("registers: booleans, choices and lists as offices write them") {
  for (const char* text : {"〇", "○", "◯", "✓", "有", "はい", "yes", "YES", "true", "1", "１"})
    CHECK(value("kept", text) == "1");
  for (const char* text : {"×", "－", "無", "いいえ", "no", "false", "0", "０"}) CHECK(value("kept", text) == "0");
  CHECK(value("kept", "") == "(null)");
  CHECK(value("kept", "△") == "!registers.not_boolean");
  for (const char* text : {"3A", "３Ａ", "機密性3A", "機密性３Ａ", "class 3a", "極秘"})
    CHECK(value("class", text) == "3A");
  CHECK(value("class", "－") == "(null)");
  CHECK(value("class", "機密性9") == "!registers.not_choice");
  CHECK(value("data", "住民票、税，年金; 福祉／介護\n医療、税") == "|住民票|税|年金|福祉|介護|医療|");
  CHECK(value("data", "、 ,") == "(null)");
  CHECK(value("data", "|a|b|") == "|a|b|");
}

TEST_CASE("registers: texts keep what they say") {
  CHECK(value("number", "００１") == "００１");
  CHECK(value("number", " 0012 ") == "0012");
  CHECK(value("number", "a\r\nb") == "a b");
  CHECK(value("note", "a\r\nb\rc") == "a\nb\nc");
  for (const char* nothing : {"－", "-", "ー", "―", "…", "？", "／", "なし", "未定", "未", "特になし", "N/A"})
    CHECK(value("note", nothing) == "(null)");
  for (const char* something : {"指摘なし", "未定の者", "A-1", "○", "0"}) CHECK(value("note", something) == something);
  for (const char* failed : {"#N/A", "#REF!", "#DIV/0!", "####"}) {
    CHECK(value("note", failed) == "!registers.spreadsheet_error");
    CHECK(value("persons", failed) == "!registers.spreadsheet_error");
  }
  CHECK(value("note", "〃") == "!registers.ditto_alone");
  CHECK(value("number", std::string("a\0b", 3)) == "!registers.control_character");
  CHECK(value("number", "\xff") == "!registers.control_character");
  CHECK(value("number", std::string(1001, 'a')) == "!registers.too_long");
  CHECK(value("note", std::string(20'000, 'a')).size() == 20'000);
  CHECK(value("note", std::string(20'001, 'a')) == "!registers.too_long");
}

std::vector<std::string> problems(const testing::Values& values, const Cells* before = nullptr) {
  KnownKeys known;
  known.add("contractors", "青空システム");
  const auto checked = check_form(contracts(), values, known, before);
  REQUIRE(checked);
  std::vector<std::string> messages;
  for (const Problem& problem : checked->problems) messages.push_back(problem.field + " " + problem.message);
  return messages;
}

TEST_CASE("registers: what a row lacks is named") {
  const testing::Values good{
      {"number", "1"}, {"contractor", "青空 システム"}, {"signed_on", "2026-04-01"}, {"contact", "佐藤"}};
  CHECK(problems(good).empty());
  const auto with = [&](const std::string& field, const std::string& text) {
    testing::Values values = good;
    for (auto& [name, old] : values)
      if (name == field) old = text;
    return problems(values);
  };
  using Expected = std::vector<std::string>;
  CHECK(with("number", "") == Expected{"number registers.required"});
  CHECK(with("number", "合計") == Expected{"number registers.key_reserved"});
  CHECK(with("number", std::string(151, 'x')) == Expected{"number registers.too_long"});
  CHECK(with("contractor", "他社") == Expected{"contractor registers.no_such_reference"});
  CHECK(with("contact", "123456789018") == Expected{"contact registers.individual_number"});
  CHECK(problems({{"number", "1"}}) ==
        Expected{"contractor registers.required", "signed_on registers.required", "contact registers.required"});
  KnownKeys known;
  CHECK(check_form(contracts(), {{"nummer", "1"}}, known, nullptr).error().message == "registers.no_field");
}

TEST_CASE("registers: a form names fields by title too") {
  KnownKeys known;
  known.add("contractors", "青空システム");
  const auto checked = check_form(
      contracts(), {{"契約番号", "1"}, {"相手方", "青空システム"}, {"契約日", "R8.4.1"}, {"contact", "佐藤"}}, known,
      nullptr);
  REQUIRE(checked);
  CHECK(checked->ok());
}

TEST_CASE("registers: where a choice must be made, a word for nothing is none") {
  Field required = *contracts().find("class");
  required.required = true;
  CHECK(parse_value(required, "無").message == "registers.not_choice");
  CHECK(parse_value(required, "").message.empty());
}

TEST_CASE("registers: a reference is stored as the row it names spells its key") {
  KnownKeys known;
  known.add("contractors", "サーバー工房 ＡＢＣ");
  const auto checked =
      check_form(contracts(),
                 {{"number", "1"}, {"contractor", "サーバ工房　abc"}, {"signed_on", "2026-04-01"}, {"contact", "佐藤"}},
                 known, nullptr);
  REQUIRE(checked);
  REQUIRE(checked->ok());
  CHECK(db::text(checked->cells[1]) == "サーバー工房 ＡＢＣ");
}

TEST_CASE("registers: a reference that fits two keys names the one spelled so, or is refused") {
  KnownKeys known;
  known.add("contractors", "abc");
  known.add("contractors", "ＡＢＣ");
  known.add("contractors", "abc");
  const auto refer = [&](const char* to) {
    return check_form(contracts(),
                      {{"number", "1"}, {"contractor", to}, {"signed_on", "2026-04-01"}, {"contact", "佐藤"}}, known,
                      nullptr);
  };
  CHECK(db::text(refer("ＡＢＣ")->cells[1]) == "ＡＢＣ");
  CHECK(db::text(refer("abc")->cells[1]) == "abc");
  REQUIRE(refer("ABC")->problems.size() == 1);
  CHECK(refer("ABC")->problems[0].message == "registers.ambiguous_reference");
}

TEST_CASE("registers: a change keeps what it does not give, and a reference whose row was retired since") {
  const Schemas all = testing::schemas();
  const Cells before = testing::contract(all, "1", {{"note", "元"}});
  const KnownKeys nobody;
  const auto checked = check_form(contracts(), {{"contractor", "青空システム"}, {"persons", "9"}}, nobody, &before);
  REQUIRE(checked);
  REQUIRE(checked->ok());
  CHECK(db::text(checked->cells[9]) == "元");
  CHECK(db::integer(checked->cells[3]) == 9);
}

TEST_CASE("registers: a problem names the cell, and never an Individual Number") {
  CHECK(column_letters(0) == "A");
  CHECK(column_letters(25) == "Z");
  CHECK(column_letters(26) == "AA");
  CHECK(column_letters(701) == "ZZ");
  CHECK(column_letters(702) == "AAA");
  CHECK(cell_name({"", 12, 2, false, ""}) == "C12");
  CHECK(cell_name({"令和8年度", 12, 2, true, ""}) == "令和8年度!12");
  const auto messages = codec::load_messages(app::embedded_catalog());
  REQUIRE(messages);
  Draft draft(contracts().fields.size());
  draft[0] = {true, "1234-5678-9018", {"", 12, 0, false, "番号"}};
  const Checked checked = check_values(contracts(), draft, nullptr);
  REQUIRE(!checked.ok());
  const std::string text = checked.problems[0].text(*messages, Language::ja);
  CHECK(text.starts_with("A12「番号」に個人番号（マイナンバー）と見られる12桁の数字があります。"));
  CHECK(text.find("1234") == std::string::npos);
}

}  // namespace
}  // namespace sekisho::registers
