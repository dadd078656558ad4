#include "policy/noise.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "base/text.h"
#include "policy/chars.h"
#include "policy/contents.h"
#include "policy/dates_of.h"
#include "policy/numbering.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

// Whether bare numbers on lines of their own are marks. They are where no number stands before words, and 1 and 2 both
// begin something.
bool lone_numbers_are_marks(std::string_view source, const std::vector<Line>& lines) {
  bool alone[3] = {};
  std::size_t lone_marks = 0;
  std::array<unsigned, 32> with_words{};  // by family: 1 and 2 seen before words
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view words = lines[i].words(source);
    if (lines[i].number_only) {
      const Numeral number = read_digits(words);
      const bool before_words = i + 1 < lines.size() && !lines[i + 1].number_only && !lines[i + 1].page_number;
      if (number.value <= 2 && before_words) alone[number.value] = true;
      continue;
    }
    for (const Mark& mark : read_marks(words)) {
      if (is_enclosed(mark.family) && mark.length == words.size()) ++lone_marks;
      const bool counts =
          is_heading_family(mark.family) && (mark.spaced || mark.family == Family::article) && mark.ordinal.last() <= 2;
      if (counts && (mark.length < words.size() || mark.family != Family::digit) && !is_counted(mark, words)) {
        with_words[static_cast<std::size_t>(mark.family)] |= mark.ordinal.last();
      }
    }
  }
  if (lone_marks >= 2) return true;  // the text's columns were taken apart: (1) stands alone too
  return alone[1] && alone[2] &&
         std::none_of(with_words.begin(), with_words.end(), [](unsigned seen) { return seen == 3; });
}

// 南町2丁目13-1, 大字中1番地: where the body has its seat.
bool is_address(std::string_view words) {
  constexpr std::size_t kLongest = 60;  // characters
  if (count_chars(words) > kLongest || contains_any(words, {"は、", "を", "別表"})) return false;
  for (const std::string_view unit : {"丁目", "番地"}) {
    const std::size_t at = words.find(unit);
    if (at == std::string_view::npos || at == 0) continue;
    const char32_t before = char_before(words, at).value;
    constexpr std::u32string_view kanji = U"一二三四五六七八九十";
    if (digit_of(before) >= 0 || kanji.find(before) != std::u32string_view::npos) return true;
  }
  return false;
}

// 総務課　電話 000-000-0000: as many digits as no other number has follow the word.
bool has_telephone_number(std::string_view words) {
  constexpr std::u32string_view kBetween = U" 　:：-－‐―ー−()（）番号代表直通";
  constexpr int kFewest = 9;
  const std::size_t at = words.find("電話");
  if (at == std::string_view::npos) return false;
  int digits = 0;
  for (std::size_t i = at + std::string_view("電話").size(); i < words.size() && digits < kFewest;) {
    const text::CodePoint point = text::code_point_at(words, i);
    const bool is_digit =
        (point.value >= U'0' && point.value <= U'9') || (point.value >= U'０' && point.value <= U'９');
    if (!is_digit && kBetween.find(point.value) == std::u32string_view::npos) return false;
    digits += is_digit ? 1 : 0;
    i += point.length;
  }
  return digits >= kFewest;
}

}  // namespace

bool is_contact(std::string_view words) {
  if (words.size() > 240 || has_sentence(words)) return false;
  if (has_telephone_number(words) || is_address(words)) return true;
  if (contains_any(
          words,
          {"問合せ先", "問い合わせ先", "問合わせ先", "お問い合わせ窓口", "お問合せ窓口", "連絡先", "担当課",
           "【問",     "【窓口】",     "（問合せ",   "電話番号",         "ＴＥＬ",       "TEL",    "Tel",
           "ＦＡＸ",   "FAX",          "Fax",        "ファクス",         "ファックス",   "〒",     "郵便番号"})) {
    return true;
  }
  return starts_with_any(words, {"お問い合わせ", "お問合せ", "問い合わせ", "問合せ", "電話", "住所", "所在地",
                                 "メールアドレス", "E-mail", "E-Mail", "Email", "電子メール"});
}

std::vector<Line> without_noise(std::string_view source, std::vector<Line> lines) {
  drop_running_heads(source, lines);
  const bool keep_numbers = lone_numbers_are_marks(source, lines);
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [&](const Line& line) {
                               if (line.page_number || (line.number_only && !keep_numbers)) return true;
                               const std::string_view words = line.words(source);
                               return is_amendment_note(words) || (!line.flat && is_page_frame(words));
                             }),
              lines.end());
  return without_contents(source, std::move(lines));
}

}  // namespace sekisho::policy
