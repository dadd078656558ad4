#include "base/date.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace sekisho;

namespace {

// The dates found in a text, as ISO dates; those written past their era's end are marked.
std::string found(std::string_view text) {
  std::string out;
  for (const FoundDate& date : find_dates(text)) {
    out += (out.empty() ? "" : " ") + to_iso(date.date) + (date.era_overrun ? "!" : "");
  }
  return out;
}

std::string parsed(std::string_view text) {
  const auto date = parse_date(text);
  return date ? to_iso(*date) : "-";
}

}  // namespace

TEST_CASE("dates that exist") {
  CHECK(is_valid({2024, 2, 29}));
  CHECK_FALSE(is_valid({2026, 2, 29}));
  CHECK_FALSE(is_valid({1900, 2, 29}));
  CHECK_FALSE(is_valid({2026, 13, 1}));
  CHECK_FALSE(is_valid({2026, 0, 1}));
  CHECK_FALSE(is_valid({2026, 1, 0}));
  CHECK_FALSE(is_valid({0, 1, 1}));
  CHECK_FALSE(is_valid({10000, 1, 1}));
}

TEST_CASE("ISO dates") {
  CHECK(parse_iso_date("2026-04-01").value() == Date{2026, 4, 1});
  CHECK(to_iso({2026, 4, 1}) == "2026-04-01");
  CHECK(to_iso({987, 12, 31}) == "0987-12-31");
  for (const char* text : {"2026-4-1", "2026-02-30", "20260401", "2026-04-01 ", "", "２０２６-04-01", "2026/04/01"}) {
    CAPTURE(text);
    const auto date = parse_iso_date(text);
    REQUIRE_FALSE(date);
    CHECK(date.error().message == "date.invalid");
    CHECK(date.error().params == std::vector<std::pair<std::string, std::string>>{{"text", text}});
  }
}

TEST_CASE("counting days and months") {
  CHECK(days_from_epoch({1970, 1, 1}) == 0);
  CHECK(days_from_epoch({2026, 11, 21}) == 20778);
  CHECK(date_from_days(-1) == Date{1969, 12, 31});
  CHECK(add_days({2026, 12, 31}, 1) == Date{2027, 1, 1});
  CHECK(add_months({2026, 1, 31}, 1) == Date{2026, 2, 28});
  CHECK(add_months({2024, 2, 29}, 12) == Date{2025, 2, 28});
  CHECK(add_months({2026, 1, 15}, -2) == Date{2025, 11, 15});
  CHECK(weekday({2026, 11, 21}) == 6);
  CHECK(weekday({2026, 11, 22}) == 0);
}

TEST_CASE("every written form of a date is found") {
  for (const char* text : {"令和8年4月1日",
                           "令和８年４月１日",
                           "令和八年四月一日",
                           "令和 8 年 4 月 1 日",
                           "令和8年 4月 1日",
                           "令和　８年　４月　１日",
                           "㋿8年4月1日",
                           "令8.4.1",
                           "令 8．4．1",
                           "R8.4.1",
                           "R 8.4.1",
                           "Ｒ８．４．１",
                           "R08.04.01",
                           "R8/4/1",
                           "R8-4-1",
                           "令和8.4.1",
                           "令和8・4・1",
                           "2026/4/1",
                           "2026/04/01",
                           "２０２６／４／１",
                           "2026-04-01",
                           "2026.4.1",
                           "2026年4月1日",
                           "２０２６年４月１日",
                           "二〇二六年四月一日",
                           "二千二十六年四月一日",
                           "20260401",
                           "２０２６０４０１",
                           "2026年（令和8年）4月1日",
                           "令和8(2026)年4月1日",
                           "令和8年（2026年）4月1日",
                           "令和8年\n4月1日"}) {
    CAPTURE(text);
    CHECK(found(text) == "2026-04-01");
    CHECK(parsed(text) == "2026-04-01");
    const std::string inside = "（" + std::string(text) + "施行）";
    const auto date = find_date(inside);
    REQUIRE(date);
    CHECK(date->begin == 3);
    CHECK(inside.substr(date->begin, date->end - date->begin) == text);
  }
}

TEST_CASE("eras") {
  CHECK(found("令和元年5月1日") == "2019-05-01");
  CHECK(found("令和1年5月1日") == "2019-05-01");
  CHECK(found("㍻元年1月8日 ㍼64年1月7日 ㍽15年12月25日 ㍾45年7月30日") ==
        "1989-01-08 1989-01-07 1926-12-25 1912-07-30");
  CHECK(found("昭和51年10月 8日") == "1976-10-08");
  CHECK(found("平成17.10.1 平 17.10.1 H 17.10.1 H17.10.1") == "2005-10-01 2005-10-01 2005-10-01 2005-10-01");
  CHECK(found("M45.7.30、T1.7.31、S51.10.8") == "1912-07-30 1912-07-31 1976-10-08");
  CHECK(found("昭和五十六年三月三十一日") == "1981-03-31");
  CHECK(found("平成三十年十月十日") == "2018-10-10");
  CHECK(found("明治6年1月1日") == "1873-01-01");
  CHECK(found("明治5年12月2日") == "");  // lunar
}

TEST_CASE("an era that had ended is resolved and said") {
  CHECK(found("平成34年4月1日") == "2022-04-01!");
  CHECK(found("平成三十二年四月一日") == "2020-04-01!");
  CHECK(found("平成31年4月30日 平成31年5月1日") == "2019-04-30 2019-05-01!");
  CHECK(found("昭和64年1月7日 昭和64年2月1日") == "1989-01-07 1989-02-01!");
  CHECK(found("令和元年4月1日") == "2019-04-01");
}

TEST_CASE("no date is seen inside a longer number, nor where there is none") {
  for (const char* text :
       {"12026年4月1日", "120260401",        "202604011",     "1.2026.4.1", "2026.4.1.5",  "2026-04-011",
        "192.168.10.1",  "20261301",         "2026年2月30日", "令和8年4月", "令和8年度",   "第8条4項1号",
        "SR8.4.1",       "v1R8.4.1",         "S1.2.3",        "T1.2.3",     "8.4.1",       "2026.4-1",
        "令和0年1月1日", "二十六年四月一日", "2026年4月1",    "①年②月③日",  "平成二〇二六"}) {
    CAPTURE(text);
    CHECK(found(text) == "");
  }
}

TEST_CASE("several dates in a text, by their bytes") {
  CHECK(found("2026/4/1-2027/3/31") == "2026-04-01 2027-03-31");
  CHECK(found("20260401-20270331") == "2026-04-01 2027-03-31");
  CHECK(found("令和8年4月1日から令和9年3月31日まで") == "2026-04-01 2027-03-31");
  CHECK(found("〇2026年4月1日 一2026.4.1") == "2026-04-01 2026-04-01");
  CHECK(found("附 則（令和３年12月１日）\n2026-04-01T09:00:00") == "2021-12-01 2026-04-01");
  const auto second = find_date("H17.10.1 R8.4.1", 3);
  REQUIRE(second);
  CHECK(second->begin == 9);
  CHECK(second->end == 15);
}

TEST_CASE("a cell is a date only as a whole") {
  CHECK(parsed(" 令和8年4月1日　") == "2026-04-01");
  CHECK(parsed("r8.4.1") == "2026-04-01");
  CHECK(parsed("ｈ１７．１０．１") == "2005-10-01");
  CHECK(parsed("令和8年4月1日から") == "-");
  CHECK(parsed("約2026/4/1") == "-");
  CHECK(parsed("46113") == "-");
  CHECK(parsed("") == "-");
}

TEST_CASE("every day from 1873 to 2100 goes to its era text and back") {
  for (std::int64_t day = days_from_epoch({1873, 1, 1}); day <= days_from_epoch({2100, 12, 31}); ++day) {
    const Date date = date_from_days(day);
    const std::string era = to_era(date);
    const auto back = find_date(era);
    if (!back || back->date != date || back->end != era.size() || back->era_overrun) FAIL(era);
    if (parse_iso_date(to_iso(date)).value() != date || days_from_epoch(date) != day) FAIL(era);
  }
}

TEST_CASE("era texts") {
  CHECK(with_era_dates("期限 2026-04-01 を過ぎました（前回：2019-05-01）") ==
        "期限 令和8年4月1日 を過ぎました（前回：令和元年5月1日）");
  CHECK(with_era_dates("2026-04-01") == "令和8年4月1日");
  for (const char* other :
       {"R-2026-04-01", "2026-04-01T00:00", "12026-04-01", "2026-04-011", "2026-13-01", "a/2026-04-01", ""})
    CHECK(with_era_dates(other) == other);
  CHECK(to_era({2026, 4, 1}) == "令和8年4月1日");
  CHECK(to_era({2019, 5, 1}) == "令和元年5月1日");
  CHECK(to_era({2019, 4, 30}) == "平成31年4月30日");
  CHECK(to_era({1926, 12, 25}) == "昭和元年12月25日");
  CHECK(to_era({1872, 12, 31}) == "1872-12-31");
}

TEST_CASE("a search never fails on any text") {
  static const std::u32string kLetters = U"0189９一十〇元年月日令和平成昭RHＳ./-・ 　\n（）①㋿a";
  CHECK(rc::check([] {
    std::u32string mixed;
    const int length = *rc::gen::inRange(0, 30);
    for (int i = 0; i < length; ++i) mixed += kLetters[*rc::gen::inRange<std::size_t>(0, kLetters.size())];
    std::string utf8;
    for (const char32_t c : mixed) {
      if (c < 0x80) {
        utf8 += static_cast<char>(c);
      } else {
        utf8 += static_cast<char>(0xE0 | (c >> 12));
        utf8 += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        utf8 += static_cast<char>(0x80 | (c & 0x3F));
      }
    }
    std::size_t end = 0;
    for (const FoundDate& date : find_dates(utf8)) {
      RC_ASSERT(is_valid(date.date));
      RC_ASSERT(date.begin >= end && date.end > date.begin && date.end <= utf8.size());
      end = date.end;
    }
    find_dates(utf8.substr(utf8.size() / 2));  // a cut code point is no trap either
  }));
}

TEST_CASE("fiscal years") {
  CHECK(fiscal_year({2027, 3, 31}) == 2026);
  CHECK(fiscal_year({2026, 4, 1}) == 2026);
  CHECK(fiscal_year_start(2026) == Date{2026, 4, 1});
  CHECK(fiscal_year_end(2026) == Date{2027, 3, 31});
}

TEST_CASE("instants") {
  const Instant instant = parse_rfc3339("2026-11-21T13:05:06.123456+09:00").value();
  CHECK(to_rfc3339(instant) == "2026-11-21T04:05:06.123456Z");
  CHECK(parse_rfc3339("2026-11-21t04:05:06.1234569z").value() == instant);
  CHECK(to_rfc3339(Instant{-1}) == "1969-12-31T23:59:59.999999Z");
  CHECK(date_in_tokyo(parse_rfc3339("2026-03-31T14:59:59Z").value()) == Date{2026, 3, 31});
  CHECK(date_in_tokyo(parse_rfc3339("2026-03-31T15:00:00Z").value()) == Date{2026, 4, 1});
  CHECK(to_rfc3339(start_of_day_in_tokyo({2026, 4, 1})) == "2026-03-31T15:00:00.000000Z");
  for (const char* text :
       {"2026-11-21", "2026-11-21T04:05Z", "2026-11-21T04:05:06", "2026-11-21 04:05:06Z", "2026-11-21T24:00:00Z",
        "2026-11-21T04:05:06.Z", "2026-11-21T04:05:06.1234567890Z", "2026-11-21T04:05:06+0900", "2026-11-21T04:05:60Z",
        "2026-02-30T04:05:06Z", "2026-11-21T04:05:06Zx", ""}) {
    CAPTURE(text);
    const auto refused = parse_rfc3339(text);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "instant.invalid");
  }
}

TEST_CASE("periods") {
  CHECK(parse_period("P1Y").value() == Period{12, 0});
  CHECK(parse_period("P13M").value() == Period{13, 0});
  CHECK(parse_period("P30D").value() == Period{0, 30});
  CHECK(parse_period("P1Y6M").value() == Period{18, 0});
  CHECK(parse_period("P2W").value() == Period{0, 14});
  for (const char* text : {"", "P", "1Y", "P1", "PT1H", "P1M1Y", "P-1D", "P1Y2", "P99999D", "p1y", "P1.5Y"}) {
    CAPTURE(text);
    const auto refused = parse_period(text);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "period.invalid");
  }
  CHECK(add({2026, 1, 31}, {1, 1}) == Date{2026, 3, 1});
  CHECK(subtract({2026, 3, 31}, {1, 0}) == Date{2026, 2, 28});
  CHECK(subtract({2026, 11, 21}, {13, 0}) == Date{2025, 10, 21});
}
