#pragma once

// Calendar dates as Japanese offices write them. A legal date is a calendar date in Asia/Tokyo with, where it was read,
// the text as written; instants are UTC inside and +09:00 at the edge (Japan has had no summer time since 1951).
// Source: era starts per CLDR calendarData (明治 from the 1873-01-01 solar reform); 年度 runs from 04-01 to 03-31.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sekisho {

struct Date {
  std::int32_t year = 1970;
  std::int32_t month = 1;
  std::int32_t day = 1;
  auto operator<=>(const Date&) const = default;
};

bool is_valid(const Date& date);                     // a day that exists, year 1..9999
Result<Date> parse_iso_date(std::string_view text);  // 2026-04-01 only. Error: invalid "date.invalid" {text}
std::string to_iso(const Date& date);
std::int64_t days_from_epoch(const Date& date);  // 1970-01-01 is 0
Date date_from_days(std::int64_t days);
Date add_days(const Date& date, std::int64_t days);
Date add_months(const Date& date, int months);  // the last day where the month is shorter (01-31 + 1 → 02-28)
int weekday(const Date& date);                  // 0 = Sunday

struct FoundDate {
  Date date;
  std::size_t begin = 0;  // bytes in the searched text
  std::size_t end = 0;
  bool era_overrun = false;  // written in an era that had ended (平成34年), resolved by counting on
};

// Every form that offices write: 令和8年4月1日, full-width and kanji digits, spaces and padding, 元年, 平17.10.1,
// H17.10.1,
// Ｒ８．４．１, 2026/4/1, 2026-04-01, 2026年4月1日, ㋿8年…; 20260401 only where it stands alone between
// non-digits.
std::optional<FoundDate> find_date(std::string_view text, std::size_t from = 0);
std::vector<FoundDate> find_dates(std::string_view text);
// The whole text, after trimming, is one date (also 8-digit, also an Excel serial is NOT one: see codec/xlsx).
std::optional<Date> parse_date(std::string_view text);

// Every ISO day that stands by itself in a text, as a reader of Japanese writes it: 2026-04-01 → 令和8年4月1日.
std::string with_era_dates(std::string_view utf8);
std::string to_era(const Date& date);  // 令和8年4月1日, 令和元年5月1日; before 1873 the ISO form
int fiscal_year(const Date& date);     // 2027-03-31 → 2026
Date fiscal_year_start(int fiscal_year);
Date fiscal_year_end(int fiscal_year);

// An instant in UTC, in microseconds since 1970.
struct Instant {
  std::int64_t micros = 0;
  auto operator<=>(const Instant&) const = default;
};
std::string to_rfc3339(Instant instant);               // 2026-11-21T04:05:06.123456Z, always six decimals
Result<Instant> parse_rfc3339(std::string_view text);  // any offset, T or t, seconds required, 0–9 decimals
Date date_in_tokyo(Instant instant);
Instant start_of_day_in_tokyo(const Date& date);
Instant end_of_day_in_tokyo(const Date& date);  // its last microsecond

// An ISO 8601 duration of whole calendar units: P1Y, P13M, P30D, P1Y6M. Used for validity and cadence.
struct Period {
  int months = 0;
  int days = 0;
  auto operator<=>(const Period&) const = default;
};
Result<Period> parse_period(std::string_view text);  // Error: invalid "period.invalid" {text}
Date add(const Date& date, const Period& period);
Date subtract(const Date& date, const Period& period);

}  // namespace sekisho
