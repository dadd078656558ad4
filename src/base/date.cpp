#include "base/date.h"

#include <chrono>

#include "base/eras.h"

namespace sekisho {

namespace {

std::chrono::year_month_day to_chrono(const Date& date) {
  return {std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
          std::chrono::day(static_cast<unsigned>(date.day))};
}

std::chrono::sys_days to_days(const Date& date) {
  return std::chrono::sys_days(to_chrono(date));
}

Date from_chrono(const std::chrono::year_month_day& ymd) {
  return {static_cast<int>(ymd.year()), static_cast<std::int32_t>(static_cast<unsigned>(ymd.month())),
          static_cast<std::int32_t>(static_cast<unsigned>(ymd.day()))};
}

void append_padded(std::string& out, std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

// Reads exactly `width` digits at `at`; -1 where there are fewer.
int digits_at(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(at, width)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

Error bad_period(std::string_view text) {
  return fail(Code::invalid, "not a period: " + std::string(text), "period.invalid").with("text", std::string(text));
}

}  // namespace

bool is_valid(const Date& date) {
  if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1) return false;
  return to_chrono(date).ok();
}

Result<Date> parse_iso_date(std::string_view text) {
  const Date date{digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2)};
  if (text.size() == 10 && text[4] == '-' && text[7] == '-' && is_valid(date)) return date;
  return fail(Code::invalid, "not an ISO date: " + std::string(text), "date.invalid").with("text", std::string(text));
}

std::string to_iso(const Date& date) {
  std::string out;
  append_padded(out, date.year, 4);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
  return out;
}

std::int64_t days_from_epoch(const Date& date) {
  return to_days(date).time_since_epoch().count();
}

Date date_from_days(std::int64_t days) {
  return from_chrono(std::chrono::sys_days(std::chrono::days(static_cast<int>(days))));
}

Date add_days(const Date& date, std::int64_t days) {
  return date_from_days(days_from_epoch(date) + days);
}

Date add_months(const Date& date, int months) {
  const auto from = to_chrono(date);
  const auto month = from.year() / from.month() + std::chrono::months(months);
  const auto same_day = month / from.day();
  return from_chrono(same_day.ok() ? same_day : std::chrono::year_month_day(month / std::chrono::last));
}

int weekday(const Date& date) {
  return static_cast<int>(std::chrono::weekday(to_days(date)).c_encoding());
}

std::string to_era(const Date& date) {
  for (const Era& era : kEras) {
    if (date < era.first) continue;
    const int year = date.year - year_zero(era);
    return std::string(era.name) + (year == 1 ? "元" : std::to_string(year)) + "年" + std::to_string(date.month) +
           "月" + std::to_string(date.day) + "日";
  }
  return to_iso(date);
}

std::string with_era_dates(std::string_view utf8) {
  constexpr std::size_t kLength = 10;
  const auto belongs = [&](std::size_t at) {
    const char c = at < utf8.size() ? utf8[at] : ' ';
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '/';
  };
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const bool alone = (at == 0 || !belongs(at - 1)) && !belongs(at + kLength);
    std::optional<Date> day;
    if (alone && utf8[at] >= '0' && utf8[at] <= '9')
      if (const auto date = parse_iso_date(utf8.substr(at, kLength))) day = *date;
    out += day ? to_era(*day) : std::string(1, utf8[at]);
    at += day ? kLength : 1;
  }
  return out;
}

int fiscal_year(const Date& date) {
  return date.month >= 4 ? date.year : date.year - 1;
}
Date fiscal_year_start(int year) {
  return {year, 4, 1};
}
Date fiscal_year_end(int year) {
  return {year + 1, 3, 31};
}

Result<Period> parse_period(std::string_view text) {
  if (!text.starts_with('P') || text.size() < 3) return bad_period(text);
  constexpr std::string_view kUnits = "YMWD";
  Period period;
  std::size_t next_unit = 0;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const std::size_t begin = at;
    int value = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 5)
      value = value * 10 + (text[at++] - '0');
    const std::size_t unit = at < text.size() ? kUnits.find(text[at], next_unit) : std::string_view::npos;
    if (at == begin || at - begin > 4 || unit == std::string_view::npos) return bad_period(text);
    next_unit = unit + 1;
    if (unit == 0) period.months += 12 * value;
    if (unit == 1) period.months += value;
    if (unit == 2) period.days += 7 * value;
    if (unit == 3) period.days += value;
  }
  return period;
}

Date add(const Date& date, const Period& period) {
  return add_days(add_months(date, period.months), period.days);
}

Date subtract(const Date& date, const Period& period) {
  return add_days(add_months(date, -period.months), -static_cast<std::int64_t>(period.days));
}

namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr std::int64_t kTokyo = kMicrosPerSecond * 9 * 3600;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

Error bad_instant(std::string_view text) {
  return fail(Code::invalid, "not an RFC 3339 instant: " + std::string(text), "instant.invalid")
      .with("text", std::string(text));
}

// "Z", "+09:00" … as minutes east; nullopt where it is neither.
std::optional<int> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  const int hours = digits_at(text, 1, 2);
  const int minutes = digits_at(text, 4, 2);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::string to_rfc3339(Instant instant) {
  const std::int64_t days = floor_div(instant.micros, kMicrosPerDay);
  const std::int64_t rest = instant.micros - days * kMicrosPerDay;
  const std::int64_t seconds = rest / kMicrosPerSecond;
  std::string out = to_iso(date_from_days(days));
  out += 'T';
  append_padded(out, seconds / 3600, 2);
  out += ':';
  append_padded(out, seconds / 60 % 60, 2);
  out += ':';
  append_padded(out, seconds % 60, 2);
  out += '.';
  append_padded(out, rest % kMicrosPerSecond, 6);
  return out += 'Z';
}

Result<Instant> parse_rfc3339(std::string_view text) {
  const auto date = parse_iso_date(text.substr(0, 10));
  const int hour = digits_at(text, 11, 2);
  const int minute = digits_at(text, 14, 2);
  const int second = digits_at(text, 17, 2);
  if (!date || text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') {
    return bad_instant(text);
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return bad_instant(text);
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (text[at] == '.') {
    const std::size_t begin = ++at;
    for (std::int64_t unit = kMicrosPerSecond / 10; at < text.size() && text[at] >= '0' && text[at] <= '9';
         ++at, unit /= 10) {
      micros += unit * (text[at] - '0');
    }
    if (at == begin || at - begin > 9) return bad_instant(text);
  }
  const std::optional<int> offset = parse_offset(text.substr(at));
  if (!offset) return bad_instant(text);
  const std::int64_t minutes = hour * 60 + minute - *offset;
  return Instant{days_from_epoch(*date) * kMicrosPerDay + (minutes * 60 + second) * kMicrosPerSecond + micros};
}

Date date_in_tokyo(Instant instant) {
  return date_from_days(floor_div(instant.micros + kTokyo, kMicrosPerDay));
}

Instant start_of_day_in_tokyo(const Date& date) {
  return Instant{days_from_epoch(date) * kMicrosPerDay - kTokyo};
}

Instant end_of_day_in_tokyo(const Date& date) {
  return Instant{start_of_day_in_tokyo(date).micros + kMicrosPerDay - 1};
}

}  // namespace sekisho
