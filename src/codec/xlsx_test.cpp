#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "codec/table.h"
#include "codec/zip.h"
#include "codec/zip_for_test.h"

using namespace sekisho;

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr const char* kRelations =
    R"(<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
constexpr const char* kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relation(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"" + kOffice + "/" + type + "\" Target=\"" + target + "\"/>";
}

// A workbook as Excel writes it, from the inside of its parts.
struct Book {
  std::vector<std::string> sheets = {""};
  std::string strings;
  std::string formats;
  std::string styles;
  std::string properties;
  std::string sheet_state;

  std::string bytes() const {
    std::vector<std::pair<std::string, std::string>> parts;
    std::string list;
    std::string related =
        relation("rIdS", "sharedStrings", "sharedStrings.xml") + relation("rIdT", "styles", "/xl/styles.xml");
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const std::string n = std::to_string(i + 1);
      list += "<sheet name=\"表" + n + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"" + sheet_state + "/>";
      related += relation("rId" + n, "worksheet", "worksheets/sheet" + n + ".xml");
      parts.emplace_back("xl/worksheets/sheet" + n + ".xml", "<worksheet xmlns=\"x\">" + sheets[i] + "</worksheet>");
    }
    parts.emplace_back("_rels/.rels",
                       kRelations + relation("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>");
    parts.emplace_back("xl/workbook.xml", "<workbook xmlns:r=\"" + std::string(kOffice) + "\">" + properties +
                                              "<sheets>" + list + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels", kRelations + related + "</Relationships>");
    parts.emplace_back("xl/sharedStrings.xml", "<sst>" + strings + "</sst>");
    parts.emplace_back("xl/styles.xml", "<styleSheet><numFmts>" + formats +
                                            "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" +
                                            styles + "</cellXfs></styleSheet>");
    return codec::make_zip(parts);
  }
};

Book sheet(const std::string& rows, const std::string& after = "") {
  Book book;
  book.sheets = {"<sheetData>" + rows + "</sheetData>" + after};
  return book;
}

std::vector<codec::Table> read(const Book& book) {
  return codec::read_xlsx(book.bytes(), "f.xlsx").value();
}
Rows rows(const Book& book) {
  return read(book).at(0).rows;
}

Error refused(std::string_view bytes, const codec::TableLimits& limits = {}) {
  const auto tables = codec::read_xlsx(bytes, "f.xlsx", limits);
  REQUIRE_FALSE(tables);
  bool named = false;
  for (const auto& [name, value] : tables.error().params) named = named || (name == "file" && value == "f.xlsx");
  CHECK(named);
  return tables.error();
}

}  // namespace

TEST_CASE("shared, inline and rich strings, without their readings") {
  Book book = sheet(
      R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>直</t></is></c></row>)"
      R"(<row r="3"><c r="B3" t="s"><v>2</v></c><c r="C3" t="s"><v>9</v></c></row>)");
  book.strings = R"(<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>)"
                 R"(<si><r><t>第</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 1 </t></r><r><t>条</t></r></si>)"
                 R"(<si><t xml:space="preserve">  </t></si>)";
  const codec::Table table = read(book).at(0);
  CHECK(table.rows == Rows{{"東京", "第 1 条", "直"}, {"", "  "}});
  CHECK(table.lines == std::vector<std::size_t>{1, 3});
  CHECK(table.sheet == "表1");
}

TEST_CASE("numbers, booleans, errors and formulas give what is shown") {
  Book book = sheet(
      R"(<row><c><v>1</v></c><c s="1"><v>42</v></c><c s="2"><v>46113</v></c><c s="3"><v>46113</v></c><c s="9"><v>0.5</v></c></row>)"
      R"(<row><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>A1&amp;"x"</f><v>1x</v></c><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c></row>)"
      R"(<row><c t="d"><v>2026-04-01T00:00:00</v></c><c><v>1.2300000000000001E+20</v></c><c s="1"><v>abc</v></c></row>)");
  book.formats =
      R"(<numFmt numFmtId="176" formatCode="000000"/><numFmt numFmtId="177" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>)";
  book.styles = R"(<xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="14"/>)";
  CHECK(rows(book) == Rows{{"1", "000042", "2026-04-01", "2026-04-01", "0.5"},
                           {"TRUE", "#REF!", "1x", "2"},
                           {"2026-04-01", "1.23e+20", "abc"}});
  book.properties = R"(<workbookPr date1904="1"/>)";
  CHECK(rows(book).at(0).at(2) == "2030-04-02");
}

TEST_CASE("a merged cell's text stands in all that it covers, but makes no row or column of its own") {
  const std::string cells =
      R"(<row r="1"><c r="A1" t="inlineStr"><is><t>番号</t></is></c><c r="B1" t="inlineStr"><is><t>担当</t></is></c></row>)"
      R"(<row r="2"><c r="B2" t="inlineStr"><is><t>課</t></is></c><c r="C2" t="inlineStr"><is><t>氏名</t></is></c></row>)"
      R"(<row r="4"><c r="A4"><v>1</v></c><c r="C4"><v>7</v></c></row><row r="5"><c r="C5"><v>8</v></c></row>)";
  const std::string merges =
      R"(<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:XFD1"/><mergeCell ref="A4:B1048576"/><mergeCell ref="Z9:Z10"/></mergeCells>)";
  const codec::Table table = read(sheet(cells, merges)).at(0);
  CHECK(table.rows == Rows{{"番号", "担当", "担当"}, {"番号", "課", "氏名"}, {"1", "1", "7"}, {"1", "1", "8"}});
  CHECK(table.lines == std::vector<std::size_t>{1, 2, 4, 5});
}

TEST_CASE("hidden rows and sheets are read, in order") {
  Book book;
  book.sheets = {"<sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>", "<sheetData/>",
                 "<sheetData><row><c><v>3</v></c></row></sheetData>"};
  book.sheet_state = " state=\"hidden\"";
  const auto tables = read(book);
  REQUIRE(tables.size() == 3);
  CHECK(tables[0].rows == Rows{{"1"}});
  CHECK(tables[1].rows.empty());
  CHECK(tables[2].sheet == "表3");
  CHECK(tables[2].rows == Rows{{"3"}});
}

TEST_CASE("escapes and line breaks inside cells") {
  CHECK(
      rows(sheet(
          R"(<row><c t="inlineStr"><is><t>a_x000D_&#10;b_x005F_x_&lt;&amp;</t></is></c><c t="str"><v>1&#10;2</v></c></row>)")) ==
      Rows{{"a\nb_x_<&", "1\n2"}});
}

TEST_CASE("prefixed elements and other cases of names are read") {
  const std::string main =
      "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\"><x:sheets><x:sheet name=\"s\" sheetId=\"1\" "
      "r:id=\"a\"/></x:sheets></x:workbook>";
  const std::string zip = codec::make_zip(
      {{"_rels/.rels", kRelations + relation("r", "officeDocument", "/XL/Workbook.xml") + "</Relationships>"},
       {"xl/workbook.xml", main},
       {"xl/_rels/workbook.xml.rels", kRelations + relation("a", "worksheet", "../xl/Sheet.xml") + "</Relationships>"},
       {"xl/sheet.xml",
        "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"}});
  CHECK(codec::read_xlsx(zip, "f.xlsx").value().at(0).rows == Rows{{"5"}});
}

TEST_CASE("entities of the document's own are not expanded") {
  Book book;
  book.sheets = {"<sheetData><row><c t=\"str\"><v>a&x;b</v></c></row></sheetData>"};
  CHECK(rows(book) == Rows{{"a&x;b"}});
}

TEST_CASE("bombs and oversized tables stop at a limit") {
  codec::TableLimits limits;
  std::string cells;
  for (int i = 0; i < 2000; ++i) cells += "<row><c t=\"s\"><v>0</v></c></row>";
  Book book = sheet(cells);
  book.strings = "<si><t>" + std::string(60'000, 'x') + "</t></si>";
  limits.unpacked_bytes = 10u << 20;
  CHECK(refused(book.bytes(), limits).message == "table.too_large");  // 120 MB of one shared text
  limits = {};
  limits.cell_bytes = 59'999;
  CHECK(refused(book.bytes(), limits).message == "table.too_large");
  limits = {};
  limits.rows = 1999;
  CHECK(refused(book.bytes(), limits).message == "table.too_large");
  CHECK(refused(sheet("<row><c r=\"SS1\"><v>1</v></c></row>").bytes()).message == "table.too_large");
  limits = {};
  limits.unpacked_bytes = 1000;
  CHECK(refused(book.bytes(), limits).message == "table.too_large");
  limits = {};
  limits.bytes = 100;
  CHECK(refused(book.bytes(), limits).message == "table.too_large");
}

TEST_CASE("what is no workbook is told apart") {
  const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
  CHECK(refused(ole).message == "table.xls");
  CHECK(refused(ole + text::encode("EncryptedPackage", text::Encoding::utf16le).value()).message == "table.encrypted");
  CHECK(refused("").message == "table.xlsx");
  CHECK(refused("番号,名称\n").message == "table.xlsx");
  CHECK(refused(codec::make_zip({{"word/document.xml", "<w/>"}})).message == "table.xlsx");
  Book broken;
  broken.sheets = {"<sheetData><row>"};
  CHECK(refused(broken.bytes()).message == "table.xlsx");
  Book empty;
  empty.sheets = {};
  CHECK(refused(empty.bytes()).message == "table.xlsx");
}

TEST_CASE("a table file is told by its content") {
  CHECK(codec::read_table_file("a,b\n", "f.xlsx").value().at(0).rows == Rows{{"a", "b"}});
  CHECK(codec::read_table_file(sheet("<row><c><v>1</v></c></row>").bytes(), "f.csv").value().at(0).rows == Rows{{"1"}});
  CHECK(codec::read_table_file("%PDF-1.7\n", "f.xlsx").error().message == "table.page");
  CHECK(codec::read_table_file("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "f.csv").error().message == "table.xls");
}

TEST_CASE("what is written is read back, every cell as text") {
  const Rows table = {{"番号", "名称"}, {"001", "=1+1"}, {"2026/4/1", " a\nb "}, {"", "髙𠮷<&>\"'_x000D_"}};
  const auto back = codec::read_xlsx(codec::write_xlsx("資産/台帳", table).value(), "f.xlsx").value();
  REQUIRE(back.size() == 1);
  CHECK(back[0].sheet == "資産台帳");
  CHECK(back[0].rows == table);
  CHECK(codec::read_xlsx(codec::write_xlsx("", {}).value(), "f.xlsx").value().at(0).sheet == "Sheet1");
  CHECK(codec::write_xlsx("s", {{"a"}, {"b", std::string(32'768, 'x')}}).error().message == "table.cell_too_large");
}

TEST_CASE("tables cross the worker's pipe") {
  const std::vector<codec::Table> tables = {{"表", {{"a", ""}, {}}, {3, 4}, text::Encoding::cp932}, {}};
  const std::string wire = codec::to_wire(tables);
  const auto back = codec::from_wire(wire).value();
  REQUIRE(back.size() == 2);
  CHECK(back[0].sheet == "表");
  CHECK(back[0].rows == tables[0].rows);
  CHECK(back[0].lines == tables[0].lines);
  CHECK(back[0].encoding == text::Encoding::cp932);
  for (std::size_t length = 0; length < wire.size(); ++length)
    CHECK_FALSE(codec::from_wire(std::string_view(wire).substr(0, length)));
  CHECK_FALSE(codec::from_wire(wire + "x"));
}

TEST_CASE("no damage to a workbook breaks the reader") {
  const std::string good =
      sheet(R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)", R"(<mergeCells><mergeCell ref="A1:B2"/></mergeCells>)")
          .bytes();
  CHECK(rc::check([&good] {
    std::string bad = good;
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i)
      bad[*rc::gen::inRange<std::size_t>(0, bad.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
    static_cast<void>(codec::read_xlsx(bad, "f.xlsx"));
  }));
}
