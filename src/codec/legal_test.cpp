#include "codec/legal.h"

#include <doctest/doctest.h>

#include <set>

#include "app/embedded.h"

using namespace sekisho;

namespace {

const char* const kLocal = "local_public_body";
const char* const kMutual = "mutual_aid_association";
constexpr Date kToday{2026, 11, 21};

Holidays shipped() {
  return codec::load_holidays(app::embedded_catalog()).value();
}

std::string rule(const std::string& changed) {
  return "[[rule]]\nid = \"a\"\neffective_from = 2026-01-01\nvalue = 1\nunit = \"days\"\ntitle = { ja = \"あ\", en = "
         "\"a\" }\nsource = \"s\"\n" +
         changed;
}

}  // namespace

TEST_CASE("the shipped holidays hold substitutes, bridges and moved days") {
  const Holidays holidays = shipped();
  for (const Date day : {Date{2026, 5, 6}, Date{2026, 9, 22}, Date{2027, 3, 22}, Date{2019, 5, 1}, Date{2019, 4, 30},
                         Date{2019, 10, 22}, Date{2020, 7, 24}, Date{2021, 8, 9}, Date{2026, 2, 23}, Date{2018, 12, 24},
                         Date{2049, 9, 21}, Date{2050, 3, 21}}) {
    CHECK(holidays.is_holiday(day));
  }
  for (const Date day :
       {Date{2020, 10, 12}, Date{2021, 7, 19}, Date{2019, 12, 23}, Date{2026, 5, 7}, Date{2026, 9, 24}}) {
    CHECK_FALSE(holidays.is_holiday(day));
  }
}

TEST_CASE("every shipped year has from sixteen to twenty-two holidays") {
  const Holidays holidays = shipped();
  for (int year = 2016; year <= 2050; ++year) {
    int count = 0;
    for (Date day{year, 1, 1}; day.year == year; day = add_days(day, 1)) count += holidays.is_holiday(day) ? 1 : 0;
    CAPTURE(year);
    CHECK(count >= 16);
    CHECK(count <= 22);
  }
}

TEST_CASE("breach reports: the due days of a real calendar") {
  const Holidays holidays = shipped();
  struct Case {
    Date learned, thirty, sixty;
  };
  const Case cases[] = {
      {{2026, 11, 21}, {2026, 12, 21}, {2027, 1, 19}}, {{2026, 12, 1}, {2027, 1, 4}, {2027, 1, 29}},
      {{2026, 12, 2}, {2027, 1, 4}, {2027, 2, 1}},     {{2026, 11, 2}, {2026, 12, 1}, {2027, 1, 4}},
      {{2026, 11, 5}, {2026, 12, 4}, {2027, 1, 4}},    {{2027, 4, 1}, {2027, 4, 30}, {2027, 5, 31}},
  };
  for (const Case& c : cases) {
    CHECK(to_iso(breach_deadline(c.learned, 30, holidays)) == to_iso(c.thirty));
    CHECK(to_iso(breach_deadline(c.learned, 60, holidays)) == to_iso(c.sixty));
  }
}

TEST_CASE("requests: the first day is not counted, a closed last day moves") {
  const Holidays holidays = shipped();
  CHECK(request_deadline({2026, 4, 1}, 30, holidays) == Date{2026, 5, 1});
  CHECK(request_deadline({2026, 4, 3}, 30, holidays) == Date{2026, 5, 7});  // 05-03 … 05-06 are holidays
  CHECK(request_deadline({2026, 11, 20}, 30, holidays) == Date{2026, 12, 21});
  CHECK(request_deadline({2026, 12, 1}, 30, holidays) == Date{2027, 1, 4});
  CHECK(request_deadline({2026, 8, 22}, 30, holidays) == Date{2026, 9, 24});  // 09-21 … 09-23 are holidays
}

TEST_CASE("the shipped rules by regime and day") {
  const codec::LegalRules rules = codec::load_legal_rules(app::embedded_catalog()).value();
  CHECK(rules.lookup("breach.threshold", kLocal, kToday)->value == 100);
  CHECK(rules.lookup("breach.threshold", kMutual, kToday)->value == 1000);
  CHECK(rules.lookup("breach.threshold_my_number", kMutual, kToday)->value == 100);
  CHECK(rules.lookup("law.policy_duty", kLocal, kToday)->date == Date{2026, 4, 1});
  CHECK(rules.lookup("law.measures", kLocal, kToday)->date == Date{2027, 7, 1});
  CHECK(rules.lookup("law.measures", kMutual, kToday) == nullptr);
  CHECK(rules.lookup("request.disclosure", kMutual, kToday) == nullptr);
  CHECK(rules.lookup("breach.threshold", kLocal, {2020, 1, 1}) == nullptr);
  CHECK_FALSE(rules.lookup("file_register.threshold", kLocal, kToday)->verified);
  const Holidays holidays = shipped();
  const codec::LegalRule& final_report = *rules.lookup("breach.final_report", kLocal, kToday);
  CHECK(codec::LegalRules::deadline(final_report, {2026, 12, 1}, holidays) == Date{2027, 1, 4});
  const codec::LegalRule& disclosure = *rules.lookup("request.disclosure", kLocal, kToday);
  CHECK(codec::LegalRules::deadline(disclosure, {2026, 4, 1}, holidays) == Date{2026, 5, 1});
}

TEST_CASE("a later rule follows, a regime's own goes before one for both") {
  CatalogFiles files = {
      {"legal/clocks.toml", rule("") + rule("regime = \"local_public_body\"\n")},
      {"legal/clocks-own.toml",
       "[[rule]]\nid = \"a\"\nregime = \"local_public_body\"\neffective_from = 2027-04-01\nvalue = 15\n"
       "unit = \"days\"\ntitle = { ja = \"条例\", en = \"own\" }\nsource = \"条例第3条\"\nverified = true\n"}};
  const codec::LegalRules rules = codec::load_legal_rules(files).value();
  CHECK(rules.lookup("a", kLocal, {2027, 3, 31})->value == 1);
  CHECK(rules.lookup("a", kLocal, {2027, 3, 31})->regime == kLocal);
  CHECK(rules.lookup("a", kLocal, {2027, 4, 1})->value == 15);
  CHECK(rules.lookup("a", kMutual, {2027, 4, 1})->regime.empty());
}

TEST_CASE("rules and holidays that are wrong are refused with their line") {
  const auto refused = [](const std::string& text) {
    const auto rules = codec::load_legal_rules({{"legal/clocks.toml", text}});
    if (rules) return std::string("read");
    return rules.error().params.at(1).second + " " + rules.error().params.at(3).second;
  };
  CHECK(refused(rule("")) == "read");
  CHECK(refused(rule("") + rule("")) == "8 二重 (twice)");
  CHECK(refused(rule("regime = \"x\"\n")) == "1 regime");
  CHECK(refused(rule("counting = \"x\"\n")) == "1 counting");
  CHECK(refused("x = 1") == "1 [[rule]]");
  const auto day = codec::load_holidays(
      {{"legal/holidays-own.toml", "[holidays]\n2026-06-01 = \"創立記念日\"\n2026-02-30 = \"x\"\n"}});
  REQUIRE_FALSE(day);
  CHECK(day.error().message == "legal.holiday");
  CHECK(day.error().params.at(1).second == "3");
  CHECK(codec::load_holidays({{"legal/holidays-own.toml", "[holidays]\n2026-06-01 = \"創立記念日\"\n"}})
            .value()
            .is_holiday({2026, 6, 1}));
}
