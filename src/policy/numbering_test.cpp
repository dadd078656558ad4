#include "policy/numbering.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "policy/phrases.h"

using namespace sekisho::policy;

namespace {

// "article 16-3 +第16条の3" for the first reading of a line; the words after the mark follow a bar.
std::string first(std::string_view line) {
  const Marks marks = read_marks(line);
  if (marks.empty()) return "none";
  const Mark& mark = *marks.begin();
  return id_of(mark) + " " + std::string(line.substr(0, mark.printed)) + "|" + std::string(line.substr(mark.length));
}

Family family(std::string_view line) {
  return read_marks(line).begin()->family;
}

}  // namespace

TEST_CASE("articles, in any digits, with branches") {
  CHECK(first("第3条 この規程は") == "3 第3条|この規程は");
  CHECK(first("第１２条　職員は") == "12 第１２条|職員は");
  CHECK(first("第十二条 職員は") == "12 第十二条|職員は");
  CHECK(first("第百二十条　") == "120 第百二十条|");
  CHECK(first("第16条の3 次の") == "16-3 第16条の3|次の");
  CHECK(first("第252条の17の2　法") == "252-17-2 第252条の17の2|法");
  CHECK(first("第 7 条この規程") == "7 第 7 条|この規程");
  CHECK(first("第3条から第5条まで 削除") == "3 第3条から第5条まで|削除");
  CHECK(family("第3条 この") == Family::article);
}

TEST_CASE("chapters and sections are told apart") {
  CHECK(family("第1章 総則") == Family::chapter);
  CHECK(family("第２節　対策") == Family::chapter);
  CHECK(family("第 1 節 対策") == Family::chapter);
  CHECK(family("第1 趣旨") == Family::section);
  CHECK(family("第1目的この方針は") == Family::section);
  CHECK(first("第三者に提供") == "none");
}

TEST_CASE("numbers with every sign") {
  CHECK(first("1 目的") == "1 1|目的");
  CHECK(first("１　目的") == "1 １|目的");
  CHECK(first("1. 目的") == "1 1.|目的");
  CHECK(first("１．目的") == "1 １．|目的");
  CHECK(first("1、目的") == "1 1、|目的");
  CHECK(first("1\\. 目的") == "1 1\\.|目的");
  CHECK(family("1) 目的") == Family::digit_closed);
  CHECK(first("4.1 目的") == "4.1 4.1|目的");
  CHECK(first("4.1. 目的") == "4.1 4.1.|目的");
  CHECK(first("2―4―1 目的") == "2.4.1 2―4―1|目的");
  CHECK(first("1-2-3 目的") == "1.2.3 1-2-3|目的");
  CHECK(first("2026-03-30") == "none");
  CHECK(first("2026年4月1日") == "none");
}

TEST_CASE("brackets and enclosed characters") {
  CHECK(first("(1) 職員") == "1 (1)|職員");
  CHECK(first("（１）職員") == "1 （１）|職員");
  CHECK(first("( 1 )職員") == "1 ( 1 )|職員");
  CHECK(first("⑴ 職員") == "1 ⑴|職員");
  CHECK(first("⒛職員") == "20 ⒛|職員");
  CHECK(first("①ネットワーク") == "1 ①|ネットワーク");
  CHECK(first("㉑職員") == "21 ㉑|職員");
  CHECK(family("(一) 職員") == Family::paren_kanji);
  CHECK(family("㈠ 職員") == Family::paren_kanji);
  CHECK(family("(ア) 職員") == Family::paren_kana);
  CHECK(family("(a) x") == Family::paren_latin);
  CHECK(family("【1】職員") == Family::bracket);
  CHECK(first("Ⅲ 職員") == "3 Ⅲ|職員");
  CHECK(first("(以下「職員等」という。)") == "none");
  CHECK(first("「職員」とは") == "none");
}

TEST_CASE("letters: イ belongs to two orders") {
  const Marks marks = read_marks("イ 情報システム");
  REQUIRE(marks.count == 2);
  CHECK(marks.item[0].family == Family::kana);
  CHECK(marks.item[0].ordinal.last() == 2);
  CHECK(marks.item[1].family == Family::iroha);
  CHECK(marks.item[1].ordinal.last() == 1);
  CHECK(first("ア情報資産") == "1 ア|情報資産");
  CHECK(first("アクセス制御") == "none");
  CHECK(first("一 思想") == "1 一|思想");
  CHECK(first("一部改正") == "none");
  CHECK(first("a. 端末") == "1 a.|端末");
  CHECK(first("IT技術の進展") == "none");
}

TEST_CASE("what looks like a mark may count something or refer") {
  const auto counted = [](std::string_view line) { return is_counted(*read_marks(line).begin(), line); };
  CHECK(counted("10台のサーバ"));
  CHECK(counted("4 月 1 日"));
  CHECK(counted("25 号。以下"));
  CHECK_FALSE(counted("2 人的セキュリティ"));
  CHECK_FALSE(counted("3、個人情報の取得"));
  CHECK_FALSE(counted("1 日常の点検"));
  const auto refers_to = [](std::string_view line) {
    const Mark mark = *read_marks(line).begin();
    return refers(mark, line.substr(mark.length));
  };
  CHECK(refers_to("第3条第2項に規定する"));
  CHECK(refers_to("第2条ただし書の"));
  CHECK(refers_to("第5条（第2項を除く。）の規定"));
  CHECK(refers_to("(1) のとおりとする。"));
  CHECK(refers_to("(2)及び(3)の"));
  CHECK_FALSE(refers_to("第1条この規程は"));
  CHECK_FALSE(refers_to("第1条（目的）この規程は"));
}

TEST_CASE("a range of deleted articles, and what is none") {
  const auto through = [](std::string_view line) { return read_marks(line).begin()->through; };
  CHECK(through("第3条から第5条まで 削除") == 5);
  CHECK(through("第４条及び第５条　削除") == 5);
  CHECK(through("第四条、第五条及び第六条　削除") == 6);
  CHECK(through("第4条の2及び第4条の3 削除") == 0);
  CHECK(through("第4条及び第5条の規定により削除する。") == 0);
  CHECK(first("第4条及び第5条の規定により削除する。") == "4 第4条|及び第5条の規定により削除する。");
}
