#include "registers/individual_number.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

namespace sekisho::registers {
namespace {

// The check digit computed the other way round, from the lowest digit up, as the ordinance writes it.
char check_digit(const std::string& eleven) {
  int sum = 0;
  for (int n = 1; n <= 11; ++n) sum += (eleven[static_cast<std::size_t>(11 - n)] - '0') * (n <= 6 ? n + 1 : n - 5);
  return static_cast<char>('0' + (sum % 11 <= 1 ? 0 : 11 - sum % 11));
}

// Never all zero, and no time stamp.
std::string number() {
  std::string digits = "3";
  for (int i = 1; i < 11; ++i) digits += static_cast<char>('0' + *rc::gen::inRange(0, 10));
  return digits + check_digit(digits);
}

std::string widened(const std::string& digits) {
  std::string wide;
  for (const char c : digits) wide += c == '-' ? "－" : std::string("\xEF\xBC") + static_cast<char>(0x90 + (c - '0'));
  return wide;
}

bool found(std::string_view text) {
  return !find_individual_numbers(text).empty();
}

TEST_CASE("individual number: the check digit") {
  CHECK(is_individual_number("621498320257"));
  CHECK(is_individual_number("123456789018"));
  CHECK(is_individual_number("111111111118"));
  CHECK(is_individual_number("000000100030"));  // the rest is 1, the check digit 0
  CHECK_FALSE(is_individual_number("123456789012"));
  CHECK_FALSE(is_individual_number("777777777777"));
  CHECK_FALSE(is_individual_number("000000000000"));
  CHECK_FALSE(is_individual_number("12345678901"));
  CHECK_FALSE(is_individual_number("1234567890187"));
  CHECK_FALSE(is_individual_number("12345678901a"));
}

TEST_CASE("individual number: digits in other forms") {
  for (const char* text : {"①②③④⑤⑥⑦⑧⑨⓪①⑧", "₁₂₃₄₅₆₇₈₉₀₁₈", "𝟏𝟐𝟑𝟒 𝟓𝟔𝟕𝟖 𝟗𝟎𝟏𝟖", "¹²³⁴⁵⁶⁷⁸⁹⁰¹⁸", "１２３４5678₉₀₁₈",
                           "個人番号 一二三四五六七八九〇一八", "マイナンバー：一二三四 五六七八 九〇一八"}) {
    CAPTURE(text);
    CHECK(found(text));
  }
  // Marks of items, and figures that nothing calls a number.
  for (const char* text : {"① 1234 ② 5678 ③ 9018", "①②③④⑤⑥⑦⑧⑨", "①②③④⑤⑥⑦⑧⑨⓪①②", "一二三四五六七八九〇一八",
                           "第一二三条から第四五六条まで"}) {
    CAPTURE(text);
    CHECK_FALSE(found(text));
  }
  CHECK(found("①1234-5678-9018"));  // a mark before one hides none
  CHECK(count_digits("①2３四 五", 9) == 5);
  CHECK(count_digits("123", 2) == 2);
  // As a spreadsheet shows large numbers, where all digits are left.
  CHECK(holds_individual_number("1.23456789018E+11", "", false));
  CHECK_FALSE(holds_individual_number("1.23457E+11", "", false));
  CHECK_FALSE(holds_individual_number("1.23456789018E+12", "", false));
}

TEST_CASE("individual number: every way of writing one is found") {
  for (const char* text : {"123456789018",
                           "１２３４５６７８９０１８",
                           "1234 5678 9018",
                           "1234-5678-9018",
                           "1234－5678－9018",
                           "１２３４－５６７８－９０１８",
                           "1234　5678　9018",
                           "1234‐5678‐9018",
                           "1 2 3 4 5 6 7 8 9 0 1 8",
                           "マイナンバーは123456789018です",
                           "個人番号：1234-5678-9018（本人）",
                           "山田太郎 123456789018",
                           "My Number: 1234 5678 9018",
                           "備考\n123456789018",
                           "1234 5678 9018 6214 9832 0257",
                           "個人番号 1234.5678.9018",
                           "個人番号 1234・5678・9018",
                           "1 1234-5678-9018",
                           "個人番号 1 1234-5678-9018",
                           "1234\xE2\x80\x8B"
                           "56789018"}) {
    CAPTURE(std::string(text));
    CHECK(found(text));
  }
}

TEST_CASE("individual number: where it stands in the text") {
  const std::string text = "番号は1234-5678-9018です";
  const auto hits = find_individual_numbers(text);
  REQUIRE(hits.size() == 1);
  CHECK(text.substr(hits[0].begin, hits[0].end - hits[0].begin) == "1234-5678-9018");
  CHECK_FALSE(hits[0].labelled);
  CHECK(find_individual_numbers("マイナンバー " + text)[0].labelled);
}

TEST_CASE("individual number: other numbers are left alone") {
  for (const char* text : {"7123456789012",          "4011001098993",
                           "7010705000725",          "7-1234-5678-9018",
                           "1234567890180",          "1234-5678-9018-6214",
                           "0123456789018",          "090-1234-5678",
                           "03-1234-5678",           "+123456789018",
                           "1.123456789018",         "123456789018.50",
                           "口座 123456789018",      "電話：123456789018",
                           "TEL 1234-5678-9018",     "シリアル番号 123456789018",
                           "S/N:123456789018",       "製造番号123456789018",
                           "契約番号は123456789018", "法人番号 123456789018",
                           "SN123456789018",         "AB-123456789018",
                           "123456789018X",          "第123456789018号",
                           "12-3456-789018",         "123-456-789-018",
                           "000000000000",           "0000-0000-0000",
                           "￥123456789018",         "",
                           "777777777777",           "1234 5678 9012"}) {
    CAPTURE(text);
    CHECK_FALSE(found(text));
  }
}

TEST_CASE("individual number: a time stamp is one only under a label") {
  std::string stamp;
  for (int minute = 0; stamp.empty(); ++minute) {
    const std::string eleven = "2026040110" + std::to_string(minute / 10);
    if (check_digit(eleven) == static_cast<char>('0' + minute % 10)) stamp = eleven + check_digit(eleven);
  }
  REQUIRE(is_individual_number(stamp));
  CHECK_FALSE(found(stamp));
  CHECK(found("個人番号 " + stamp));
}

TEST_CASE("individual number: a cell with its header") {
  CHECK(holds_individual_number("123456789018", "備考", false));
  CHECK(holds_individual_number("123456789018", "契約番号", false));  // only digits_allowed acquits a bare one
  CHECK_FALSE(holds_individual_number("123456789018", "契約番号", true));
  CHECK(holds_individual_number("123456789018", "個人番号", true));
  CHECK(holds_individual_number("個人番号 123456789018", "備考", true));
  CHECK(holds_individual_number("23456789017", "マイナンバー", false) == is_individual_number("023456789017"));
  CHECK(holds_individual_number("100030", "マイナンバー", false) == false);
  CHECK(holds_individual_number("0000100030", "マイナンバー", false));  // leading zeros lost
  // A telephone number; only a header that names an Individual Number itself makes it one that lost its zero.
  const std::string phone = "09012340017";
  REQUIRE(is_individual_number("0" + phone));
  for (const char* header :
       {"個人番号利用事務の電話番号", "マイナンバー担当の連絡先", "電話番号（個人番号利用事務）", "個人番号事務 電話"})
    CHECK_FALSE(holds_individual_number(phone, header, false));
  for (const char* header : {"個人番号", "本人の個人番号", "個人番号（12桁）", "My Number", "マイナンバー",
                             "マイナンバー番号", "個人番号は", "氏名／個人番号 備考", "個人番号欄"}) {
    CAPTURE(header);
    CHECK(holds_individual_number(phone, header, false));
  }
  CHECK(holds_individual_number("123456789018", "個人番号利用事務の電話番号",
                                true));  // all twelve are no telephone number
  CHECK(holds_individual_number("AB123456789018", "個人番号(本人)", false));
  CHECK_FALSE(holds_individual_number("7123456789012", "個人番号", false));
}

TEST_CASE("individual number: a cell to itself, in the groups of a spreadsheet or a form") {
  for (const char* cell :
       {"123,456,789,018", "１２３，４５６，７８９，０１８", "123456789018.0", "123456789018.00", "1234/5678/9018",
        "1234_5678_9018", "1234\n5678\n9018", "1234\r\n5678\r\n9018", " 1234/5678/9018 "}) {
    CAPTURE(cell);
    CHECK(holds_individual_number(cell, "備考", false));
    CHECK_FALSE(holds_individual_number(cell, "契約番号", true));
  }
  // Another check digit, decimals, addresses, years, ranges, and what stands within words.
  REQUIRE(is_individual_number("202020002001"));
  for (const char* cell : {"123,456,789,012", "123456789018.5", "123.456.789.018", "2020/2000/2001", "123456/789018",
                           "1234/5678_9018", "計 123,456,789,018 円", "123,456,789,018,000", "1234/5678/90189"}) {
    CAPTURE(cell);
    CHECK_FALSE(holds_individual_number(cell, "備考", false));
  }
}

TEST_CASE("individual number: any valid one is found, in any grouping and width, and hides in no longer number") {
  CHECK(rc::check("found", [] {
    const std::string digits = number();
    const std::string grouped = digits.substr(0, 4) + "-" + digits.substr(4, 4) + "-" + digits.substr(8);
    RC_ASSERT(is_individual_number(digits));
    for (const std::string& form : {digits, grouped, widened(digits), widened(grouped)}) {
      RC_ASSERT(found(form));
      RC_ASSERT(found("氏名 " + form + "。"));
      RC_ASSERT(!found("1" + form));
      RC_ASSERT(!found(form + "2"));
    }
    RC_ASSERT(!found("3-" + grouped));
    std::string wrong = digits;
    wrong.back() = static_cast<char>('0' + (wrong.back() - '0' + *rc::gen::inRange(1, 10)) % 10);
    RC_ASSERT(!found(wrong));
    RC_ASSERT(!found("個人番号 " + wrong));
  }));
}

}  // namespace
}  // namespace sekisho::registers
