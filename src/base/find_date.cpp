#include <string>

#include "base/date.h"
#include "base/eras.h"
#include "base/text.h"

// Dates in running text. The text is read as it stands, never normalized, so that offsets hold and ① stays no digit.

namespace sekisho {

namespace {

using text::code_point_at;
using text::CodePoint;

// 0–9 for ASCII and full-width digits, else -1.
int digit_of(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
  if (c >= U'０' && c <= U'９') return static_cast<int>(c - U'０');
  return -1;
}

int kanji_digit_of(char32_t c) {
  switch (c) {
    case U'〇':
    case U'零':
      return 0;
    case U'一':
      return 1;
    case U'二':
      return 2;
    case U'三':
      return 3;
    case U'四':
      return 4;
    case U'五':
      return 5;
    case U'六':
      return 6;
    case U'七':
      return 7;
    case U'八':
      return 8;
    case U'九':
      return 9;
    default:
      return -1;
  }
}

int kanji_unit_of(char32_t c) {
  return c == U'十' ? 10 : c == U'百' ? 100 : c == U'千' ? 1000 : 0;
}

bool is_any_digit(char32_t c) {
  return digit_of(c) >= 0;
}

bool is_letter(char32_t c) {
  return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') || (c >= U'Ａ' && c <= U'Ｚ') ||
         (c >= U'ａ' && c <= U'ｚ');
}

// The separators of numeric dates by kind: '.', '/', '-'; 0 for anything else.
char separator_of(char32_t c) {
  if (c == U'.' || c == U'．' || c == U'・') return '.';
  if (c == U'/' || c == U'／') return '/';
  if (c == U'-' || c == U'－' || c == 0x2010 || c == 0x2011 || c == 0x2212) return '-';
  return 0;
}

char32_t code_point_before(std::string_view text, std::size_t offset) {
  if (offset == 0 || offset > text.size()) return 0;
  std::size_t start = offset - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return code_point_at(text, start).value;
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  char32_t peek() const { return code_point_at(text_, at_).value; }
  char32_t before() const { return code_point_before(text_, at_); }
  void skip() { at_ += code_point_at(text_, at_).length; }
  bool take(char32_t c) {
    if (peek() != c) return false;
    skip();
    return true;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  // Padding inside a date; a line may break there once (PDF), a paragraph may not end.
  void skip_spaces() {
    int breaks = 0;
    while (text::is_space(peek())) {
      if (peek() == U'\n' && ++breaks > 1) return;
      skip();
    }
  }
  void skip_blanks() {
    while (text::is_space(peek()) && peek() != U'\n' && peek() != U'\r') skip();
  }

  struct Number {
    int value = -1;
    int digits = 0;  // of an Arabic number; 0 for one in kanji
  };
  Number number() {
    if (is_any_digit(peek())) return arabic();
    return {kanji(), 0};
  }

 private:
  Number arabic() {
    Number number{0, 0};
    for (; is_any_digit(peek()); skip()) {
      if (++number.digits > 8) return {};
      number.value = number.value * 10 + digit_of(peek());
    }
    return number;
  }

  // 三十四, 二〇二六, 二千二十六; -1 where none stands here.
  int kanji() {
    int total = 0;
    int current = -1;
    int count = 0;
    for (;; skip()) {
      const char32_t c = peek();
      if (const int digit = kanji_digit_of(c); digit >= 0) {
        current = (current < 0 ? 0 : current * 10) + digit;
      } else if (const int unit = kanji_unit_of(c); unit != 0) {
        total += (current < 0 ? 1 : current) * unit;
        current = -1;
      } else {
        break;
      }
      if (++count > 8) return -1;
    }
    return count == 0 ? -1 : total + (current < 0 ? 0 : current);
  }

  std::string_view text_;
  std::size_t at_;
};

// A date must not begin inside a longer number (12026…, 1.2026.4.1) nor end inside one (2026.4.1.5). Another separator
// than its own may join two dates: 2026/4/1-2026/4/30.
bool is_inside_number(std::string_view text, std::size_t begin, char separator) {
  const char32_t before = code_point_before(text, begin);
  if (is_any_digit(before)) return true;
  if (separator == 0 || separator_of(before) != separator) return false;
  const std::size_t length = before < 0x80 ? 1 : before < 0x800 ? 2 : 3;
  return begin > length && is_any_digit(code_point_before(text, begin - length));
}

bool runs_on(std::string_view text, std::size_t end, char separator) {
  const CodePoint next = code_point_at(text, end);
  if (is_any_digit(next.value)) return true;
  return separator_of(next.value) == separator && is_any_digit(code_point_at(text, end + next.length).value);
}

struct EraMark {
  const Era* era = nullptr;
  bool in_full = false;  // 令和 or ㋿, not 令 or R
};

EraMark take_era(Reader& reader, bool small_letters) {
  for (const Era& era : kEras) {
    if (reader.take(era.name) || reader.take(era.square)) return {&era, true};
    if (reader.take(era.short_name)) return {&era, false};
    const char32_t wide = era.letter - U'A' + U'Ａ';
    const char32_t c = reader.peek();
    const bool small = small_letters && (c == era.letter + 32 || c == wide + 32);
    if (c != era.letter && c != wide && !small) continue;
    if (const char32_t before = reader.before(); is_letter(before) || is_any_digit(before)) return {};
    reader.skip();
    return {&era, false};
  }
  return {};
}

// The other way of saying the year, in brackets: 2019年（平成31年）4月1日, 令和8(2026)年.
void skip_other_year(Reader& reader) {
  Reader ahead = reader;
  ahead.skip_blanks();
  if (!ahead.take(U'（') && !ahead.take(U'(')) return;
  ahead.skip_blanks();
  take_era(ahead, false);
  ahead.take("西暦");
  ahead.skip_blanks();
  if (!ahead.take(U'元') && ahead.number().value < 0) return;
  ahead.skip_blanks();
  ahead.take(U'年');
  ahead.skip_blanks();
  if (ahead.take(U'）') || ahead.take(U')')) reader = ahead;
}

constexpr char kWords = 0;  // the separator of 年月日

bool take_words(Reader& reader, Date& date) {
  skip_other_year(reader);
  reader.skip_spaces();
  date.month = reader.number().value;
  reader.skip_spaces();
  if (!reader.take(U'月')) return false;
  reader.skip_spaces();
  date.day = reader.number().value;
  reader.skip_spaces();
  return reader.take(U'日');
}

bool take_numeric(Reader& reader, std::string_view text, Date& date, char separator) {
  reader.skip();
  reader.skip_blanks();
  const Reader::Number month = reader.number();
  if (month.digits == 0 || month.digits > 2 || separator_of(reader.peek()) != separator) return false;
  reader.skip();
  reader.skip_blanks();
  const Reader::Number day = reader.number();
  date.month = month.value;
  date.day = day.value;
  return day.digits != 0 && day.digits <= 2 && !runs_on(text, reader.at(), separator);
}

// What follows the year, 年4月1日 or .4.1, goes into `date`; the separator, or nullopt where no date is here.
std::optional<char> take_month_and_day(Reader& reader, std::string_view text, Date& date) {
  skip_other_year(reader);
  Reader words = reader;
  words.skip_spaces();
  if (words.take(U'年')) {
    if (!take_words(words, date)) return std::nullopt;
    reader = words;
    return kWords;
  }
  const char separator = separator_of(reader.peek());
  if (separator == 0 || !take_numeric(reader, text, date, separator)) return std::nullopt;
  return separator;
}

std::optional<FoundDate> era_date_at(std::string_view text, std::size_t begin, bool small_letters) {
  Reader reader(text, begin);
  const EraMark mark = take_era(reader, small_letters);
  if (mark.era == nullptr) return std::nullopt;
  reader.skip_spaces();
  const bool first_year = reader.take(U'元');
  const Reader::Number number = first_year ? Reader::Number{1, 1} : reader.number();
  if (number.value < 1 || number.value > 200) return std::nullopt;
  FoundDate found;
  found.date.year = year_zero(*mark.era) + number.value;
  const auto separator = take_month_and_day(reader, text, found.date);
  if (!separator || !is_valid(found.date)) return std::nullopt;
  // 明治 before the solar reform is another calendar; S1.2.3 and the like are rather versions than days before the era.
  const bool too_early = found.date < (mark.era->letter == U'M' ? mark.era->first : Date{mark.era->first.year, 1, 1}) ||
                         (found.date < mark.era->first && (*separator != kWords || !mark.in_full));
  if (too_early) return std::nullopt;
  found.begin = begin;
  found.end = reader.at();
  found.era_overrun = found.date > mark.era->last;
  return found;
}

std::optional<FoundDate> western_date_at(std::string_view text, std::size_t begin) {
  Reader reader(text, begin);
  const Reader::Number year = reader.number();
  FoundDate found;
  found.begin = begin;
  if (year.digits == 8) {
    found.date = {year.value / 10000, year.value / 100 % 100, year.value % 100};
    if (is_inside_number(text, begin, '.') || runs_on(text, reader.at(), '.')) return std::nullopt;
  } else {
    if ((year.digits != 4 && year.digits != 0) || year.value < 1000 || year.value > 9999) return std::nullopt;
    found.date.year = year.value;
    const auto separator = take_month_and_day(reader, text, found.date);
    if (!separator || is_inside_number(text, begin, *separator)) return std::nullopt;
    if (*separator != kWords && year.digits == 0) return std::nullopt;
  }
  found.end = reader.at();
  return is_valid(found.date) ? std::optional(found) : std::nullopt;
}

bool is_kanji_number(char32_t c) {
  return kanji_digit_of(c) >= 0 || kanji_unit_of(c) != 0;
}

bool is_era_letter(char32_t c, bool small_letters) {
  if (c >= U'Ａ' && c <= U'ｚ') c -= U'Ａ' - U'A';
  if (small_letters && c >= U'a' && c <= U'z') c -= 32;
  return c == U'R' || c == U'H' || c == U'S' || c == U'T' || c == U'M';
}

// Whether a date may begin with this character; nearly all text is passed over by it.
bool may_begin(char32_t c, bool small_letters) {
  if (is_any_digit(c) || is_era_letter(c, small_letters)) return true;
  if (c >= 0x4E00 && c <= 0x9FFF) {
    return is_kanji_number(c) || c == U'令' || c == U'平' || c == U'昭' || c == U'大' || c == U'明';
  }
  return c == U'〇' || c == U'㋿' || (c >= U'㍻' && c <= U'㍾');
}

// Past the digits of one kind that begin here: none of them but the first begins a number.
std::size_t after_number(std::string_view text, std::size_t at) {
  const bool arabic = is_any_digit(code_point_at(text, at).value);
  for (CodePoint c = code_point_at(text, at); arabic ? is_any_digit(c.value) : is_kanji_number(c.value);) {
    at += c.length;
    c = code_point_at(text, at);
  }
  return at;
}

std::optional<FoundDate> search(std::string_view text, std::size_t from, bool small_letters) {
  while (from < text.size()) {
    const CodePoint point = code_point_at(text, from);
    if (!may_begin(point.value, small_letters)) {
      from += point.length;
      continue;
    }
    if (is_any_digit(point.value) || is_kanji_number(point.value)) {
      if (auto found = western_date_at(text, from)) return found;
      from = after_number(text, from);
    } else {
      if (auto found = era_date_at(text, from, small_letters)) return found;
      from += point.length;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<FoundDate> find_date(std::string_view text, std::size_t from) {
  return search(text, from, false);
}

std::vector<FoundDate> find_dates(std::string_view text) {
  std::vector<FoundDate> dates;
  for (auto found = find_date(text); found; found = find_date(text, found->end)) dates.push_back(*found);
  return dates;
}

std::optional<Date> parse_date(std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  const auto found = search(trimmed, 0, true);
  if (!found || found->begin != 0 || found->end != trimmed.size()) return std::nullopt;
  return found->date;
}

}  // namespace sekisho
