#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "codec/table.h"

using namespace sekisho;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows(std::string_view bytes) {
  return codec::read_csv(bytes, "f.csv").value().rows;
}

std::string refused(std::string_view bytes, const codec::TableLimits& limits = {}) {
  const auto table = codec::read_csv(bytes, "f.csv", limits);
  if (table) return "read";
  std::string told = table.error().message;
  for (const auto& [name, value] : table.error().params) told += " " + name + "=" + value;
  return told;
}

}  // namespace

TEST_CASE("CSV as RFC 4180 has it") {
  const codec::Table table =
      codec::read_csv("番号,名称\r\n001,\"a,\"\"b\"\"\r\nc\"\r\n\r\n,\r\n002,x", "f.csv").value();
  CHECK(table.rows == Rows{{"番号", "名称"}, {"001", "a,\"b\"\nc"}, {"", ""}, {"002", "x"}});
  CHECK(table.lines == std::vector<std::size_t>{1, 2, 5, 6});
  CHECK(table.sheet.empty());
  CHECK(rows("").empty());
  CHECK(rows("a\rb\n\"\"\n") == Rows{{"a"}, {"b"}, {""}});
  CHECK(rows(" a , \"b\"") == Rows{{" a ", " \"b\""}});
}

TEST_CASE("CSV as Excel has it") {
  CHECK(rows("a\tb,c\n1\t2\n") == Rows{{"a", "b,c"}, {"1", "2"}});
  CHECK(rows("sep=;\r\na;b,c\r\n") == Rows{{"a", "b,c"}});
  CHECK(rows("sep=,\na,b\n") == Rows{{"a", "b"}});
  CHECK(rows("=\"001\",1\n") == Rows{{"001", "1"}});
  CHECK(rows("\"a\tb\tc\",d\n") == Rows{{"a\tb\tc", "d"}});
}

TEST_CASE("CSV in the encodings of offices") {
  const std::string utf8 = "番号,氏名\r\n００１,髙﨑①表ソ能ﾊﾝｶｸ\r\n";
  const Rows expected = {{"番号", "氏名"}, {"００１", "髙﨑①表ソ能ﾊﾝｶｸ"}};
  for (const text::Encoding encoding :
       {text::Encoding::utf8, text::Encoding::cp932, text::Encoding::utf16le, text::Encoding::euc_jp}) {
    const codec::Table table = codec::read_csv(text::encode(utf8, encoding).value(), "f.csv").value();
    CHECK(table.rows == expected);
    CHECK(table.encoding == encoding);
  }
  CHECK(rows("\xEF\xBB\xBF" + utf8) == expected);
  CHECK(rows("\xFF\xFE" + text::encode("番号\t氏名\r\n1\t令和\r\n", text::Encoding::utf16le).value()) ==
        Rows{{"番号", "氏名"}, {"1", "令和"}});
}

TEST_CASE("CSV that cannot be read says where") {
  CHECK(refused("a,b\n1,\"x\n2,y\n") == "table.csv_open_quote file=f.csv line=2");
  CHECK(refused("a,b\n\"x\ny\"z,1\n") == "table.csv_after_quote file=f.csv line=3");
  CHECK(refused("表,\xFF\xFF\n") == "table.undecodable offset=4 file=f.csv");
}

TEST_CASE("CSV is bounded") {
  codec::TableLimits limits;
  limits.bytes = 100;
  CHECK(refused(std::string(101, 'a'), limits) == "table.too_large file=f.csv limit=100 B");
  limits.rows = 2;
  CHECK(refused("a\nb\nc\n", limits) == "table.too_large file=f.csv limit=2 行 (rows)");
  limits.columns = 2;
  CHECK(refused("a,b,c\n", limits) == "table.too_large file=f.csv limit=2 列 (columns)");
  limits.cell_bytes = 3;
  CHECK(refused("aaaa\n", limits) == "table.too_large file=f.csv limit=3 B / セル (cell)");
}

TEST_CASE("formulas are neutralized, and given back") {
  CHECK(codec::neutralize_formula("=1+1") == "'=1+1");
  CHECK(codec::neutralize_formula("'=1+1") == "''=1+1");
  CHECK(codec::neutralize_formula("'s") == "'s");
  CHECK(codec::neutralize_formula("1-1") == "1-1");
  CHECK(codec::unneutralize_formula("'-5") == "-5");
  CHECK(codec::unneutralize_formula("'s") == "'s");
  CHECK(rows(codec::write_csv({{"sep=;"}, {""}, {"a;b"}})) == Rows{{"sep=;"}, {""}, {"a;b"}});
  CHECK(rows(codec::write_csv({{"sep=", ""}})) == Rows{{"sep=", ""}});
  CHECK(codec::write_csv({{"番号", "=a"}, {"\"x\"", "b,\nc"}}) ==
        "\xEF\xBB\xBF番号,'=a\r\n\"\"\"x\"\"\",\"b,\nc\"\r\n");
}

TEST_CASE("what is written is read back") {
  static const std::string kPieces[] = {"=", "'", "\"", ",", "\t", "a", "表", "\n", " ", "-", "@", "", "00", ";"};
  CHECK(rc::check([] {
    Rows table;
    for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
      std::vector<std::string> row;
      for (int j = *rc::gen::inRange(1, 5); j > 0; --j) {
        std::string cell;
        for (int k = *rc::gen::inRange(0, 5); k > 0; --k) cell += kPieces[*rc::gen::inRange(0, 14)];
        row.push_back(cell);
      }
      table.push_back(row);
    }
    Rows back = rows(codec::write_csv(table));
    for (auto& row : back) {
      for (auto& cell : row) cell = codec::unneutralize_formula(cell);
    }
    RC_ASSERT(back == table);
  }));
}
