#include "registers/individual_number.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "base/text.h"

namespace sekisho::registers {
namespace {

constexpr std::size_t kDigits = 12;
constexpr std::size_t kContextBytes = 120;  // about forty Japanese characters before a number

// One character of the text: a digit, or what stands between digits.
struct Token {
  enum class Kind : std::uint8_t { digit, space, hyphen, letter, other };
  Kind kind = Kind::other;
  char digit = 0;
  char32_t value = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// How digits may be written. Circled ones mark items and kanji ones stand in words, so that they are looked for apart.
enum class Script : std::uint8_t { plain, all };

struct DigitRange {
  char32_t first;  // bears `value`; those after it one more each
  char32_t last;
  int value;
};
constexpr DigitRange kPlainDigits[] = {{'0', '9', 0}, {0xFF10, 0xFF19, 0}};
// What NFKC makes a digit: sub- and superscript, circled, in brackets, with a full stop, of mathematics; other
// scripts'.
constexpr DigitRange kOtherDigits[] = {
    {0x2080, 0x2089, 0},   {0x2070, 0x2070, 0},   {0x00B9, 0x00B9, 1},   {0x00B2, 0x00B3, 2},   {0x2074, 0x2079, 4},
    {0x24EA, 0x24EA, 0},   {0x2460, 0x2468, 1},   {0x2474, 0x247C, 1},   {0x2488, 0x2490, 1},   {0x24F5, 0x24FD, 1},
    {0x24FF, 0x24FF, 0},   {0x2776, 0x277E, 1},   {0x2780, 0x2788, 1},   {0x278A, 0x2792, 1},   {0x1D7CE, 0x1D7D7, 0},
    {0x1D7D8, 0x1D7E1, 0}, {0x1D7E2, 0x1D7EB, 0}, {0x1D7EC, 0x1D7F5, 0}, {0x1D7F6, 0x1D7FF, 0}, {0x1FBF0, 0x1FBF9, 0},
    {0x0660, 0x0669, 0},   {0x06F0, 0x06F9, 0},   {0x0966, 0x096F, 0}};
constexpr std::u32string_view kKanjiDigits = U"〇一二三四五六七八九";

// -1 where it is none.
int digit_in(char32_t c, std::span<const DigitRange> ranges) {
  for (const DigitRange& range : ranges)
    if (c >= range.first && c <= range.last) return range.value + static_cast<int>(c - range.first);
  return -1;
}
bool is_kanji_digit(char32_t c) {
  return kKanjiDigits.find(c) != std::u32string_view::npos;
}
int digit_of(char32_t c, Script script) {
  const int plain = digit_in(c, kPlainDigits);
  if (plain >= 0 || script == Script::plain || c < 0xB2) return plain;
  if (is_kanji_digit(c)) return static_cast<int>(kKanjiDigits.find(c));
  return digit_in(c, kOtherDigits);
}

bool is_invisible(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

bool is_hyphen(char32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D || c == 0x30FC || c == 0xFF70 ||
         c == 0x2500;
}

Token::Kind kind_of(char32_t c) {
  if (c != '\n' && c != '\r' && text::is_space(c)) return Token::Kind::space;
  if (is_hyphen(c)) return Token::Kind::hyphen;
  const bool latin = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xFF21 && c <= 0xFF3A) ||
                     (c >= 0xFF41 && c <= 0xFF5A) || c == '_' || c == 0xFF3F;
  return latin ? Token::Kind::letter : Token::Kind::other;
}

std::vector<Token> tokens_of(std::string_view utf8, Script script = Script::plain) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < utf8.size();) {
    const text::CodePoint c = text::code_point_at(utf8, at);
    const std::size_t length = std::max<std::size_t>(c.length, 1);
    if (!is_invisible(c.value)) {
      const int digit = digit_of(c.value, script);
      if (digit >= 0)
        tokens.push_back({Token::Kind::digit, static_cast<char>('0' + digit), c.value, at, at + length});
      else
        tokens.push_back({kind_of(c.value), 0, c.value, at, at + length});
    }
    at += length;
  }
  return tokens;
}

// Digits without a break: tokens [begin, end).
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

std::vector<Run> runs_of(const std::vector<Token>& tokens) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Token::Kind::digit) continue;
    if (!runs.empty() && runs.back().end == i)
      ++runs.back().end;
    else
      runs.push_back({i, i + 1});
  }
  return runs;
}

constexpr std::array<std::string_view, 6> kLabels{"個人番号", "マイナンバ",       "個人no",
                                                  "mynumber", "individualnumber", "individualno"};

bool is_label_form(std::string_view form) {
  return std::any_of(kLabels.begin(), kLabels.end(),
                     [&](std::string_view label) { return form.find(label) != std::string_view::npos; });
}

bool is_bracket_or_mark(char32_t c) {
  constexpr std::u32string_view kMarks = U"()[]{}<>:;,./|*#=「」『』【】（）［］〔〕〈〉《》、。，．・：；／｜＊＃＝※";
  return kMarks.find(c) != std::u32string_view::npos;
}

// Whether a word of the context ends with the label: 個人番号, 個人番号（本人）, My number; not
// 個人番号利用事務の電話番号.
bool has_label_at_the_end_of_a_word(std::string_view context) {
  const auto ends = [&](std::size_t end) {
    std::string form = text::matching_form(context.substr(0, end));
    for (const std::string_view tail : {"は", "欄", "番号"})
      if (form.ends_with(tail) && !form.ends_with("個人番号")) form.resize(form.size() - tail.size());
    return std::any_of(kLabels.begin(), kLabels.end(), [&](std::string_view label) { return form.ends_with(label); });
  };
  for (std::size_t at = 0; at < context.size();) {
    const text::CodePoint c = text::code_point_at(context, at);
    if (text::is_space(c.value) || is_bracket_or_mark(c.value)) {
      if (ends(at)) return true;
    }
    at += std::max<std::size_t>(c.length, 1);
  }
  return ends(context.size());
}

// A label of another kind at the very end of what precedes a number.
bool ends_with_other_label(std::string form) {
  while (!form.empty()) {
    const std::string_view view = form;
    if (view.ends_with(':') || view.ends_with('.') || view.ends_with('=') || view.ends_with('#'))
      form.pop_back();
    else if (view.ends_with("は") || view.ends_with("。") || view.ends_with("「") || view.ends_with("】"))
      form.resize(form.size() - 3);
    else
      break;
  }
  for (const std::string_view word : {"電話", "tel", "fax", "ファクス", "ファックス", "携帯", "口座", "シリアル",
                                      "serial", "s/n", "第", "imei", "isbn", "型番", "追跡", "法人番号"})
    if (form.ends_with(word)) return true;
  for (const std::string_view noun : {"番号", "no", "コード", "id"}) {
    if (!form.ends_with(noun)) continue;
    form.resize(form.size() - noun.size());
    for (const std::string_view word :
         {"電話",       "fax",  "口座",   "シリアル", "製造",   "法人", "契約",   "管理",       "資産", "備品",
          "機器",       "受付", "整理",   "伝票",     "注文",   "発注", "問合せ", "問い合わせ", "追跡", "jan",
          "ライセンス", "証書", "証明書", "請求書",   "納品書", "部品", "製品",   "識別",       "回線"})
      if (form.ends_with(word)) return true;
    return false;
  }
  return false;
}

// The tokens of a candidate, first to last, and its digits.
struct Candidate {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string digits;
  bool grouped = false;
};

class Finder {
 public:
  Finder(std::string_view utf8, Script script)
      : utf8_(utf8), tokens_(tokens_of(utf8, script)), runs_(runs_of(tokens_)) {}

  std::vector<NumberHit> find() {
    for (std::size_t i = 0; i < runs_.size();) i += take(i);
    for (std::size_t i = 0; i < runs_.size();) i += take_loosely(i);
    return std::move(hits_);
  }

 private:
  // What joins two runs: a hyphen, with a space on either side or none, or one or two spaces; 0 where anything else
  // does.
  char32_t joint(std::size_t left, std::size_t right) const {
    const std::size_t from = runs_[left].end;
    const std::size_t gap = runs_[right].begin - from;
    if (gap == 1 && tokens_[from].kind == Token::Kind::hyphen) return '-';
    if (gap == 3 && tokens_[from].kind == Token::Kind::space && tokens_[from + 1].kind == Token::Kind::hyphen &&
        tokens_[from + 2].kind == Token::Kind::space)
      return '-';
    if (gap == 0 || gap > 2) return 0;
    for (std::size_t i = from; i < from + gap; ++i)
      if (tokens_[i].kind != Token::Kind::space) return 0;
    return ' ';
  }

  // Looks at the runs from `i` on; returns how many it used.
  std::size_t take(std::size_t i) {
    std::size_t count = 1;
    const char32_t first_joint = i + 1 < runs_.size() ? joint(i, i + 1) : 0;
    while (first_joint != 0 && i + count < runs_.size() && joint(i + count - 1, i + count) == first_joint) ++count;
    if (count == 1) {
      if (runs_[i].size() == kDigits) judge(candidate(i, 1));
      return 1;
    }
    const std::size_t before = hits_.size();
    take_chain(i, count);
    // A row's number before it (1 1234-5678-9018) hides none: where another joint follows, the last run may begin one.
    const bool goes_on = i + count < runs_.size() && joint(i + count - 1, i + count) != 0;
    return goes_on && hits_.size() == before ? count - 1 : count;
  }

  // `count` runs with one kind of joint. 4-4-4, possibly several one after another; twelve single digits; or runs
  // of 12.
  void take_chain(std::size_t i, std::size_t count) {
    const auto all = [&](std::size_t size) {
      return std::all_of(runs_.begin() + static_cast<std::ptrdiff_t>(i),
                         runs_.begin() + static_cast<std::ptrdiff_t>(i + count),
                         [size](const Run& run) { return run.size() == size; });
    };
    if (all(1) && count == kDigits) return judge(candidate(i, kDigits));
    if (all(4) && count % 3 == 0) {
      for (std::size_t k = 0; k < count; k += 3) judge(candidate(i + k, 3));
      return;
    }
    const bool spaced = joint(i, i + 1) == ' ';
    for (std::size_t k = 0; k < count; ++k) {
      if (spaced && runs_[i + k].size() == kDigits) judge(candidate(i + k, 1));
      // Among other figures on a line 4 4 4 is too weak unless a label stands before it, and a 13th digit makes it
      // another number.
      const bool three =
          k + 2 < count && runs_[i + k].size() == 4 && runs_[i + k + 1].size() == 4 && runs_[i + k + 2].size() == 4;
      const bool corporate = k > 0 && runs_[i + k - 1].size() == 1;
      if (spaced && three && !corporate && labelled(candidate(i + k, 3))) judge(candidate(i + k, 3));
    }
  }

  // Twelve digits in any grouping, whatever stands between (1234.5678・9018): only right after a label.
  std::size_t take_loosely(std::size_t i) {
    const auto near = [this](std::size_t left) {
      const std::size_t from = runs_[left].end;
      const std::size_t to = runs_[left + 1].begin;
      return to - from <= 2 && std::none_of(tokens_.begin() + static_cast<std::ptrdiff_t>(from),
                                            tokens_.begin() + static_cast<std::ptrdiff_t>(to), [](const Token& token) {
                                              return token.kind == Token::Kind::letter || token.value == '\n' ||
                                                     token.value == '\r';
                                            });
    };
    std::size_t count = 1;
    std::size_t digits = runs_[i].size();
    while (i + count < runs_.size() && near(i + count - 1)) digits += runs_[i + count++].size();
    if (digits != kDigits || count == 1) return count;
    const Candidate number = candidate(i, count);
    const bool found = std::any_of(hits_.begin(), hits_.end(), [&](const NumberHit& hit) {
      return hit.begin < tokens_[number.last].end && tokens_[number.first].begin < hit.end;
    });
    if (!found && !is_time_stamp(number.digits) && labelled(number)) judge(number);
    return count;
  }

  Candidate candidate(std::size_t run, std::size_t count) const {
    Candidate found{runs_[run].begin, runs_[run + count - 1].end - 1, {}, count > 1};
    for (std::size_t k = run; k < run + count; ++k)
      for (std::size_t i = runs_[k].begin; i < runs_[k].end; ++i) found.digits += tokens_[i].digit;
    return found;
  }

  std::string before(const Candidate& number) const {
    const std::size_t end = tokens_[number.first].begin;
    std::size_t begin = end > kContextBytes ? end - kContextBytes : 0;
    while (begin < end && (static_cast<unsigned char>(utf8_[begin]) & 0xC0U) == 0x80U) ++begin;
    const std::string_view near = utf8_.substr(begin, end - begin);
    const std::size_t line = near.find_last_of("\n\r");
    return text::matching_form(line == std::string_view::npos ? near : near.substr(line + 1));
  }

  bool labelled(const Candidate& number) const { return is_label_form(before(number)); }

  // A sign or point that makes the digits part of a larger figure. A comma does not: twelve digits without one are no
  // group of thousands, but a field of a list.
  bool is_part_of_a_figure(const Candidate& number) const {
    const auto is_point = [](char32_t c) { return c == '.' || c == 0xFF0E; };
    if (number.first > 0) {
      const char32_t c = tokens_[number.first - 1].value;
      if (is_point(c) && number.first > 1 && tokens_[number.first - 2].kind == Token::Kind::digit) return true;
      if (c == '+' || c == 0xFF0B || c == 0xA5 || c == 0xFFE5 || c == '$') return true;
    }
    const std::size_t next = number.last + 1;
    return next + 1 < tokens_.size() && is_point(tokens_[next].value) && tokens_[next + 1].kind == Token::Kind::digit;
  }

  bool touches_a_letter(const Candidate& number) const {
    const auto letter = [this](std::size_t i) { return i < tokens_.size() && tokens_[i].kind == Token::Kind::letter; };
    const auto joined = [this, &letter](std::size_t i, bool left) {
      if (letter(i)) return true;  // also through one hyphen: AB-123456789018
      return i < tokens_.size() && tokens_[i].kind == Token::Kind::hyphen && letter(left ? i - 1 : i + 1);
    };
    return (number.first > 0 && joined(number.first - 1, true)) || joined(number.last + 1, false);
  }

  static bool is_time_stamp(const std::string& d) {
    const auto part = [&d](std::size_t at, std::size_t size) { return std::stoi(d.substr(at, size)); };
    return part(0, 4) >= 1990 && part(0, 4) <= 2099 && part(4, 2) >= 1 && part(4, 2) <= 12 && part(6, 2) >= 1 &&
           part(6, 2) <= 31 && part(8, 2) <= 23 && part(10, 2) <= 59;
  }

  void judge(const Candidate& number) {
    if (!is_individual_number(number.digits)) return;
    const std::string context = before(number);
    const bool label = is_label_form(context);
    if (!label) {
      if (is_part_of_a_figure(number)) return;
      if (tokens_[number.first].value > 0xFF && is_kanji_digit(tokens_[number.first].value)) return;
      if (touches_a_letter(number) || ends_with_other_label(context)) return;
      if (!number.grouped && is_time_stamp(number.digits)) return;
    }
    hits_.push_back({tokens_[number.first].begin, tokens_[number.last].end, label});
  }

  std::string_view utf8_;
  std::vector<Token> tokens_;
  std::vector<Run> runs_;
  std::vector<NumberHit> hits_;
};

// What parts the groups of a number that has a cell to itself, the same everywhere; 0 where something else does.
char32_t only_separator(const std::vector<Token>& tokens, const std::vector<Run>& runs) {
  char32_t separator = 0;
  for (std::size_t k = 0; k + 1 < runs.size(); ++k) {
    const Token& first = tokens[runs[k].end];
    const std::size_t gap = runs[k + 1].begin - runs[k].end;
    const bool line_end = gap == 2 && first.value == '\r' && tokens[runs[k].end + 1].value == '\n';
    if (gap != 1 && !line_end) return 0;
    const char32_t here = first.value == '\r' ? U'\n' : first.value;
    if (separator != 0 && here != separator) return 0;
    separator = here;
  }
  return separator;
}

// digits . digits E digits, with or without a plus sign
bool is_scientific(const std::vector<Token>& tokens, const std::vector<Run>& runs) {
  const std::size_t e = runs[1].end;
  const std::size_t gap = runs[2].begin - e;
  if (runs[1].begin - runs[0].end != 1 || tokens[runs[0].end].value != '.') return false;
  if (tokens[e].value != 'E' && tokens[e].value != 'e') return false;
  return gap == 1 || (gap == 2 && tokens[e + 1].value == '+');
}

// A cell that holds one number and nothing else, as a spreadsheet or a form shows it: 123,456,789,018, 123456789018.0,
// 1234/5678/9018, 1234_5678_9018 or a line a group. In running text these are amounts, years and paths.
bool is_alone_in_groups(std::string_view cell) {
  const std::vector<Token> tokens = tokens_of(text::trim(cell));
  const std::vector<Run> runs = runs_of(tokens);
  if (runs.size() < 2 || runs.front().begin != 0 || runs.back().end != tokens.size()) return false;
  const char32_t separator = only_separator(tokens, runs);
  const auto digits_of = [&](std::size_t run) {
    std::string digits;
    for (std::size_t i = runs[run].begin; i < runs[run].end; ++i) digits += tokens[i].digit;
    return digits;
  };
  // As a spreadsheet writes large numbers: 1.23456789018E+11.
  if (runs.size() == 3 && is_scientific(tokens, runs) && digits_of(0).size() == 1 && digits_of(1).size() == kDigits - 1)
    return digits_of(2) == "11" && is_individual_number(digits_of(0) + digits_of(1));
  if (runs.size() == 2 && (separator == '.' || separator == 0xFF0E))
    return digits_of(1).find_first_not_of('0') == std::string::npos && is_individual_number(digits_of(0));
  const bool threes = runs.size() == 4 && (separator == ',' || separator == 0xFF0C);
  const bool fours = runs.size() == 3 && separator != 0;
  if (!threes && !fours) return false;
  std::string digits;
  bool years = true;  // 2024/2025/2026
  for (std::size_t k = 0; k < runs.size(); ++k) {
    const std::string group = digits_of(k);
    if (group.size() != (threes ? 3U : 4U)) return false;
    years = years && (group.starts_with("19") || group.starts_with("20"));
    digits += group;
  }
  return (threes || !years) && is_individual_number(digits);
}

bool has_other_digits(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    const text::CodePoint point = text::code_point_at(utf8, at);
    if (point.value >= 0x80 && digit_of(point.value, Script::plain) < 0 && digit_of(point.value, Script::all) >= 0)
      return true;
    at += std::max<std::size_t>(point.length, 1);
  }
  return false;
}

}  // namespace

bool is_individual_number(std::string_view digits) {
  constexpr std::array<int, kDigits - 1> kWeights{6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
  if (digits.size() != kDigits || digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
  if (digits.find_first_not_of('0') == std::string_view::npos) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (digits[i] - '0') * kWeights[i];
  const int rest = sum % 11;
  return digits.back() - '0' == (rest <= 1 ? 0 : 11 - rest);
}

bool is_individual_number_label(std::string_view utf8) {
  return is_label_form(text::matching_form(utf8));
}

std::size_t count_digits(std::string_view utf8, std::size_t enough) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size() && count < enough;) {
    const auto c = static_cast<unsigned char>(utf8[at]);
    if (c < 0x80) {
      count += c >= '0' && c <= '9' ? 1 : 0;
      ++at;
      continue;
    }
    const text::CodePoint point = text::code_point_at(utf8, at);
    count += digit_of(point.value, Script::all) >= 0 ? 1 : 0;
    at += std::max<std::size_t>(point.length, 1);
  }
  return count;
}

std::vector<NumberHit> find_individual_numbers(std::string_view utf8) {
  const auto plain = std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '\xBC';  // the second byte of a full-width digit
  });
  std::vector<NumberHit> hits;
  if (plain >= static_cast<std::ptrdiff_t>(kDigits)) hits = Finder(utf8, Script::plain).find();
  if (utf8.size() <= kDigits || count_digits(utf8, kDigits) < kDigits) return hits;
  if (!has_other_digits(utf8)) return hits;
  for (const NumberHit& hit : Finder(utf8, Script::all).find()) {
    const bool known = std::any_of(hits.begin(), hits.end(),
                                   [&](const NumberHit& one) { return one.begin < hit.end && hit.begin < one.end; });
    if (!known) hits.push_back(hit);
  }
  return hits;
}

bool holds_individual_number(std::string_view cell, std::string_view context, bool digits_allowed) {
  const std::vector<NumberHit> hits = find_individual_numbers(cell);
  if (!digits_allowed && (!hits.empty() || is_alone_in_groups(cell))) return true;
  if (std::any_of(hits.begin(), hits.end(), [](const NumberHit& hit) { return hit.labelled; })) return true;
  // A label beside the cell condemns what the cell alone would acquit.
  if (!is_individual_number_label(context)) return false;
  std::string alone = text::squeezed(cell);
  const bool digits_only = !alone.empty() && alone.find_first_not_of("0123456789") == std::string::npos;
  // A spreadsheet drops leading zeros; but ten or eleven digits are a telephone number as well.
  if (digits_only && alone.size() < kDigits && alone.size() + 2 >= kDigits && has_label_at_the_end_of_a_word(context))
    return is_individual_number(std::string(kDigits - alone.size(), '0') + alone);
  return !find_individual_numbers("個人番号 " + std::string(cell)).empty();
}

}  // namespace sekisho::registers
