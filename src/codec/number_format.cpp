#include "codec/number_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>

#include "base/date.h"
#include "base/text.h"

namespace sekisho::codec {

namespace {

constexpr double kLastSerial = 2'958'465;  // 9999-12-31
constexpr std::int64_t kDaySeconds = 86'400;

// As printf in the C locale, whatever the process's locale is.
std::string printed(double number, std::chars_format format, int precision) {
  std::array<char, 400> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format, precision).ptr;
  return {buffer.data(), end};
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string two_digits(std::int64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string clock_time(std::int64_t seconds) {
  return two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" + two_digits(seconds % 60);
}

// The serial's day. The 1900 system counts a 29 February 1900 that never was, so its first 59 days are one off.
std::string serial_day(std::int64_t serial, bool from_1904) {
  if (from_1904) return to_iso(add_days({1904, 1, 1}, serial));
  if (serial == 60) return "1900-02-29";
  return to_iso(add_days({1899, 12, 30}, serial < 60 ? serial + 1 : serial));
}

// Decimal digits of a number ≥ 0 with its point, rounded half up from its fifteen significant digits as spreadsheets
// do.
struct Decimal {
  std::string whole;
  std::string fraction;
};

Decimal to_decimal(double number, std::size_t decimals) {
  const std::string text = printed(number, std::chars_format::scientific, 14);  // 1.23450000000000e+05
  const std::string digits_of_exponent = text.substr(text.find('e') + 2);
  int exponent = 0;
  std::from_chars(digits_of_exponent.data(), digits_of_exponent.data() + digits_of_exponent.size(), exponent);
  if (text[text.find('e') + 1] == '-') exponent = -exponent;
  std::string digits = text[0] + text.substr(2, 14);
  // `digits` with the point after position `point`.
  std::ptrdiff_t point = exponent + 1;
  if (point < 0) digits.insert(0, static_cast<std::size_t>(-point), '0');
  point = std::max<std::ptrdiff_t>(point, 0);
  const std::size_t keep = static_cast<std::size_t>(point) + decimals;
  const bool up = keep < digits.size() && digits[keep] >= '5';
  digits.resize(keep, '0');
  digits.insert(0, 1, '0');
  if (up) {
    std::size_t at = digits.size() - 1;
    while (digits[at] == '9') digits[at--] = '0';
    ++digits[at];
  }
  Decimal result{digits.substr(0, static_cast<std::size_t>(point) + 1),
                 digits.substr(static_cast<std::size_t>(point) + 1)};
  result.whole.erase(0, std::min(result.whole.find_first_not_of('0'), result.whole.size()));
  return result;
}

bool is_general(std::string_view code) {
  std::string small(code);
  std::transform(small.begin(), small.end(), small.begin(), lower);
  return small.find("general") != std::string::npos || small.find("g/標準") != std::string::npos;
}

// The first section: up to a ';' outside quotes, escapes and brackets.
std::string_view first_section(std::string_view code) {
  bool quoted = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (code[i] == '\\' || code[i] == '!') ++i;
    if (i < code.size() && code[i] == ';') return code.substr(0, i);
  }
  return code;
}

}  // namespace

std::string show_general(double number) {
  if (number == 0) return "0";
  const bool whole = std::abs(number) < 9e15 && std::floor(number) == number;
  return whole ? printed(number, std::chars_format::fixed, 0) : printed(number, std::chars_format::general, 15);
}

NumberFormat::NumberFormat(std::string_view code) {
  code = first_section(code);
  if (is_general(code)) return;
  for (std::size_t at = 0; at < code.size();) {
    const char c = lower(code[at]);
    if (c == '[') {
      at = take_bracket(code, at);
    } else if (std::string_view("ymdhsgeabr").find(c) != std::string_view::npos) {
      at = take_letters(code, at);
    } else {
      take_other(code, at);
    }
  }
  decide();
}

NumberFormat NumberFormat::built_in(int id) {
  if (id == 1) return NumberFormat("0");
  if (id == 2 || id == 4 || id == 39 || id == 40) return NumberFormat("0.00");
  if (id == 3 || id == 37 || id == 38) return NumberFormat("0");
  if (id == 9 || id == 10) return NumberFormat(id == 9 ? "0%" : "0.00%");
  if (id == 22) return NumberFormat("yyyy/m/d h:mm");
  if (id == 46) return NumberFormat("[h]:mm:ss");
  if ((id >= 18 && id <= 21) || id == 32 || id == 33 || id == 45 || id == 47) return NumberFormat("h:mm:ss");
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return NumberFormat("yyyy/m/d");
  return {};
}

// [Red] and [DBNum1] say nothing here, [$¥-411] holds a literal, [h] is time beyond a day, [>100] a condition.
std::size_t NumberFormat::take_bracket(std::string_view code, std::size_t at) {
  const std::size_t close = std::min(code.find(']', at), code.size());
  const std::string_view inside = code.substr(at + 1, close - at - 1);
  if (inside.starts_with('$')) {
    pieces_.push_back({0, std::string(inside.substr(1, inside.find('-') - 1))});
  } else if (!inside.empty() && std::string_view("<>=").find(inside[0]) != std::string_view::npos) {
    odd_ = true;
  } else if (!inside.empty() && std::string_view("hms").find(lower(inside[0])) != std::string_view::npos &&
             inside.find_first_not_of(inside[0]) == std::string_view::npos) {
    pieces_.push_back({'H', {}});
  }
  return close + 1;
}

// A run of one date letter is one piece; AM/PM and A/P tell of a time; E+ is an exponent.
std::size_t NumberFormat::take_letters(std::string_view code, std::size_t at) {
  const std::string_view rest = code.substr(at);
  const char letter = lower(rest[0]);
  if (letter == 'a' && rest.size() > 2 && (lower(rest[1]) == 'm' || rest[1] == '/')) {
    pieces_.push_back({'h', {}});
    return at + (rest[1] == '/' ? 3 : 5);
  }
  if (letter == 'e' && rest.size() > 1 && (rest[1] == '+' || rest[1] == '-')) {
    odd_ = true;
    return at + 2;
  }
  std::size_t end = at;
  while (end < code.size() && lower(code[end]) == letter) ++end;
  pieces_.push_back({letter == 'm' || letter == 'h' || letter == 's' ? letter : 'd', {}});
  return end;
}

void NumberFormat::take_other(std::string_view code, std::size_t& at) {
  const char c = code[at];
  if (c == '"') {
    const std::size_t close = std::min(code.find('"', at + 1), code.size());
    pieces_.push_back({0, std::string(code.substr(at + 1, close - at - 1))});
    at = close + 1;
  } else if (c == '_' || c == '*') {  // the width of a character, or a fill: padding
    at += 1 + text::code_point_at(code, at + 1).length;
  } else if (std::string_view("0#?.,%").find(c) != std::string_view::npos) {
    pieces_.push_back({c, {}});
    ++at;
  } else {
    if (c == '\\' || c == '!') ++at;
    if (c == '/') pieces_.push_back({'/', {}});
    const std::size_t length = text::code_point_at(code, at).length;
    if (c != '/' && c != '@') pieces_.push_back({0, std::string(code.substr(at, length))});
    at += std::max<std::size_t>(length, 1);
  }
}

void NumberFormat::decide() {
  std::string shape;  // the pieces that are no literals
  for (const Piece& piece : pieces_) {
    if (piece.placeholder != 0) shape += piece.placeholder;
  }
  const auto has = [&shape](std::string_view any) { return shape.find_first_of(any) != std::string::npos; };
  if (has("H")) {
    kind_ = Kind::elapsed;
  } else if (has("dmhs")) {
    std::string letters = shape;
    letters.erase(std::remove_if(letters.begin(), letters.end(),
                                 [](char c) { return std::string_view("dmhs").find(c) == std::string_view::npos; }),
                  letters.end());
    bool month = false;  // an m is a minute after an hour or before a second
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const bool minute = (i > 0 && letters[i - 1] == 'h') || (i + 1 < letters.size() && letters[i + 1] == 's');
      month = month || (letters[i] == 'm' && !minute);
    }
    const bool day = month || has("d");
    kind_ = day && has("hs") ? Kind::date_time : day ? Kind::date : Kind::time;
  } else if (has("0#?") && !odd_ && !has("/")) {
    kind_ = Kind::number;
  }
}

std::string NumberFormat::show(double number, bool from_1904) const {
  if (!std::isfinite(number)) return {};
  if (kind_ == Kind::general) return show_general(number);
  if (kind_ == Kind::number) return show_number(number);
  if (number < 0 || number >= kLastSerial + 1 - (from_1904 ? 1462 : 0)) return show_general(number);
  const auto seconds = static_cast<std::int64_t>(std::llround(number * static_cast<double>(kDaySeconds)));
  if (kind_ == Kind::elapsed) return clock_time(seconds);
  if (kind_ == Kind::time) return clock_time(seconds % kDaySeconds);
  if (kind_ == Kind::date) return serial_day(static_cast<std::int64_t>(std::floor(number)), from_1904);
  return serial_day(seconds / kDaySeconds, from_1904) + "T" + clock_time(seconds % kDaySeconds);
}

std::size_t NumberFormat::point() const {
  std::size_t at = 0;
  while (at < pieces_.size() && pieces_[at].placeholder != '.') ++at;
  return at;
}

std::string NumberFormat::show_number(double number) const {
  double scaled = std::abs(number);
  std::size_t decimals = 0;
  const std::size_t decimal_point = point();
  bool after_digits = false;  // a comma after the last digit of the whole part divides by a thousand
  for (std::size_t i = pieces_.size(); i-- > 0;) {
    const char c = pieces_[i].placeholder;
    const bool digit = c == '0' || c == '#' || c == '?';
    if (c == '%') scaled *= 100;
    if (digit && i > decimal_point) ++decimals;
    if (c == ',' && i < decimal_point && !after_digits) scaled /= 1000;
    after_digits = after_digits || (digit && i < decimal_point);
  }
  const Decimal decimal = to_decimal(scaled, std::min<std::size_t>(decimals, 15));
  const std::string shown = show_integer(decimal.whole) + show_fraction(decimal.fraction);
  if (shown.find_first_of("0123456789") == std::string::npos) return show_general(number);
  const bool zero = decimal.whole.empty() && decimal.fraction.find_first_not_of('0') == std::string::npos;
  return (number < 0 && !zero ? "-" : "") + shown;
}

// The whole part fills its placeholders from the right; what is left over stands before the first.
std::string NumberFormat::show_integer(std::string_view digits) const {
  std::vector<std::string> shown;
  const std::size_t end = point();
  std::size_t first = end;
  for (std::size_t i = end; i-- > 0;) {
    if (std::string_view("0#?").find(pieces_[i].placeholder) != std::string_view::npos && pieces_[i].placeholder != 0)
      first = i;
  }
  for (std::size_t i = end; i-- > 0;) {
    const char c = pieces_[i].placeholder;
    if (c == 0) shown.push_back(pieces_[i].literal);
    if (c == '%') shown.emplace_back("%");
    if (c != '0' && c != '#' && c != '?') continue;
    const std::size_t taken = i == first ? digits.size() : std::min<std::size_t>(digits.size(), 1);
    if (taken > 0) shown.emplace_back(digits.substr(digits.size() - taken));
    if (taken == 0 && c == '0') shown.emplace_back("0");
    digits.remove_suffix(taken);
  }
  std::string out;
  for (auto part = shown.rbegin(); part != shown.rend(); ++part) out += *part;
  return out;
}

std::string NumberFormat::show_fraction(std::string_view digits) const {
  std::string out;
  std::string pending;  // zeros that only a later digit would show
  std::string tail;
  for (std::size_t i = point() + 1; i < pieces_.size(); ++i) {
    const char c = pieces_[i].placeholder;
    if (c == 0) tail += pieces_[i].literal;
    if (c == '%') tail += '%';
    if (c != '0' && c != '#' && c != '?') continue;
    const char digit = digits.empty() ? '0' : digits.front();
    if (!digits.empty()) digits.remove_prefix(1);
    pending += digit;
    if (c == '0' || digit != '0') out += std::exchange(pending, {});
  }
  return (out.empty() ? "" : "." + out) + tail;
}

}  // namespace sekisho::codec
