#include "policy/dates_of.h"

#include <algorithm>

#include "policy/chars.h"
#include "policy/numbering.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestDateLine = 60;  // characters

bool has_digit_or_era(std::string_view line) {
  return contains_any(line, {"年", "元"}) ||
         std::any_of(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; }) ||
         contains_any(line, {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"});
}

// 訓令第4号, 規則8号, 組合告示第１号.
bool begins_number(std::string_view s) {
  s = without_blanks_around(s).substr(0, 120);
  const std::size_t go = s.find("号");
  if (go == std::string_view::npos) return false;
  return contains_any(s.substr(0, go), {"訓令", "規則", "告示", "規程", "条例", "達", "要綱", "訓", "公告", "細則",
                                        "要領", "指令", "通達", "規定", "訓 令"});
}

// More than the date stands on the line, and it is the line's only date.
bool has_words_of(std::string_view line, const FoundDate& found) {
  return line.size() - (found.end - found.begin) > 6 && !find_date(line, found.end) &&
         find_date(line)->begin == found.begin;
}

std::string_view skip_signs(std::string_view s) {
  for (Char c = first_char(s); c.length != 0; c = first_char(s)) {
    constexpr std::u32string_view signs = U"(（)）:：・、,，〔［[]］〕";
    if (!is_blank(c.value) && signs.find(c.value) == std::u32string_view::npos) break;
    s.remove_prefix(c.length);
  }
  return s;
}

std::string_view skip_signs_back(std::string_view s) {
  for (Char c = last_char(s); c.length != 0; c = last_char(s)) {
    constexpr std::u32string_view signs = U"(（:：・、,，〔［[";
    if (!is_blank(c.value) && signs.find(c.value) == std::u32string_view::npos) break;
    s.remove_suffix(c.length);
  }
  return s;
}

}  // namespace

PrintedDates::Word PrintedDates::word_at(std::string_view s) {
  for (const std::string_view word : {"一部改正", "最終改正", "最終改定", "最終改訂", "全部改正", "全面改正",
                                      "全部改定", "改正", "改定", "改訂", "改版", "変更"}) {
    if (s.starts_with(word)) return {Meaning::amended, word.size()};
  }
  for (const std::string_view word : {"制定", "策定", "決定", "作成", "新規", "公布", "初版", "制　定", "制 定"}) {
    if (s.starts_with(word)) return {Meaning::enacted, word.size()};
  }
  for (const std::string_view word : {"施行", "適用", "更新", "掲載", "公開", "実施", "現在", "発効", "登録", "から"}) {
    if (s.starts_with(word)) return {Meaning::ignored, word.size()};
  }
  return {};
}

PrintedDates::Word PrintedDates::word_before(std::string_view s) {
  for (const std::string_view unit : {"年月日", "日", "年"}) {
    if (s.ends_with(unit)) s.remove_suffix(unit.size());
  }
  for (const std::string_view word : {"改正", "改定", "改訂", "改版", "変更"}) {
    if (s.ends_with(word)) return {Meaning::amended, word.size()};
  }
  for (const std::string_view word : {"制定", "策定", "決定", "作成", "公布", "初版", "制　定", "制 定"}) {
    if (s.ends_with(word)) return {Meaning::enacted, word.size()};
  }
  for (const std::string_view word : {"施行", "適用", "更新", "掲載", "公開", "実施", "登録", "施行期"}) {
    if (s.ends_with(word)) return {Meaning::ignored, word.size()};
  }
  return {};
}

PrintedDates::Meaning PrintedDates::meaning_of(std::string_view line, const FoundDate& found) const {
  const std::string_view after = line.substr(found.end);
  if (const Word direct = word_at(after); direct.meaning != Meaning::none) return direct.meaning;
  const std::string_view before = skip_signs_back(line.substr(0, found.begin));
  if (const Word word = word_before(before); word.meaning != Meaning::none) return word.meaning;
  const std::string_view later = skip_signs(after);
  const std::size_t number = begins_number(later) ? later.find("号") : std::string_view::npos;
  const std::string_view past_number = number == std::string_view::npos ? later : skip_signs(later.substr(number + 3));
  if (const Word word = word_at(past_number); word.meaning != Meaning::none) return word.meaning;
  if (listing_) return Meaning::amended;
  if (number == std::string_view::npos && has_words_of(line, found)) {  // 令和7年4月1日 第2版（一部改訂）
    if (contains_any(line, {"改正", "改定", "改訂"})) return Meaning::amended;
    if (contains_any(line, {"制定", "策定", "初版"})) return Meaning::enacted;
  }
  return number != std::string_view::npos ? Meaning::enacted : Meaning::none;
}

void PrintedDates::enact(const Date& date, int certainty) {
  if (certainty <= certainty_) return;
  enacted_ = date;
  certainty_ = certainty;
}

void PrintedDates::amend(const Date& date) {
  if (std::find(amended_.begin(), amended_.end(), date) == amended_.end()) amended_.push_back(date);
}

void PrintedDates::begin_revisions() {
  revisions_ = true;
  rows_ = 0;
}

void PrintedDates::read_revision(std::string_view line, const std::vector<FoundDate>& dates) {
  const bool first = contains_any(line, {"初版", "制定", "新規", "策定", "第1版", "第１版", "初回"}) || rows_ == 0;
  ++rows_;
  if (first && certainty_ < 3) return enact(dates.front().date, 3);
  if (!enacted_ || *enacted_ != dates.front().date) amend(dates.front().date);
}

void PrintedDates::read(std::string_view line) {
  if (line.size() > 600) return;
  const std::string_view plain = skip_signs(skip_signs_back(without_blanks_around(line)));
  std::vector<FoundDate> dates;
  if (has_digit_or_era(line)) dates = find_dates(line);
  if (revisions_) {
    if (!dates.empty()) return read_revision(line, dates);
    revisions_ = rows_ == 0;
    if (revisions_) return;
  }
  if (dates.empty()) {
    const Word word = word_at(plain);
    if (word.meaning == Meaning::enacted && word.length == plain.size() && bare_) enact(*bare_, 3);
    if (word.meaning == Meaning::amended) listing_ = true;
    if (bare_ && !listing_ && begins_number(plain)) enact(*bare_, 2);
    if (begins_number(plain)) bare_.reset();
    return;
  }
  for (const FoundDate& found : dates) {
    switch (meaning_of(line, found)) {
      case Meaning::enacted:
        enact(found.date, word_at(skip_signs(line.substr(found.end))).meaning == Meaning::enacted ||
                                  word_before(skip_signs_back(line.substr(0, found.begin))).meaning == Meaning::enacted
                              ? 3
                              : 2);
        listing_ = false;
        break;
      case Meaning::amended:
        amend(found.date);
        listing_ = true;
        break;
      case Meaning::none:
        bare_ = found.date;
        enact(found.date, 1);
        break;
      case Meaning::ignored:
        break;
    }
  }
}

bool is_number_line(std::string_view line) {
  const std::string_view plain = skip_signs(without_blanks_around(line));
  return count_chars(plain) <= 40 && begins_number(plain) && !has_sentence(plain) && !ends_open(plain);
}

bool is_date_line(std::string_view line) {
  line = without_blanks_around(line);
  if (line.empty() || count_chars(line) > kLongestDateLine || has_sentence(line) || !has_digit_or_era(line))
    return false;
  std::size_t covered = 0;
  std::size_t at = 0;
  std::size_t left = 0;  // characters that are no date
  for (const FoundDate& found : find_dates(line)) {
    left += count_chars(line.substr(at, found.begin - at));
    covered += found.end - found.begin;
    at = found.end;
  }
  left += count_chars(line.substr(at));
  if (covered == 0) return false;
  const bool says = contains_any(line, {"制定", "改正", "改定", "改訂", "施行", "適用", "策定", "公布", "号", "決定"});
  return left <= (says ? 30U : 4U);
}

bool is_amendment_note(std::string_view line) {
  if (line.starts_with("注") && contains(line, "条文注記")) return true;  // 注 … から条文注記入る。
  const std::string_view inside = caption_inside(line);
  if (inside.empty() || !starts_with_any(inside, {"令", "平", "昭", "全改", "旧", "追加", "本条", "R", "H"}))
    return false;
  return contains_any(inside, {"改正", "追加", "全改", "繰上", "繰下", "削"}) &&
         contains_any(inside, {"規則", "訓令", "条例", "告示", "規程", "要綱", "達", "旧第"});
}

std::vector<Date> effective_dates(std::string_view text) {
  std::vector<Date> dates;
  if (!contains_any(text, {"施行"})) return dates;
  for (const FoundDate& found : find_dates(text)) {
    std::string_view after = text.substr(found.end, 240);
    std::size_t length = 0;
    if (is_open_paren(first_char(after).value)) {  // 令和4年4月1日（以下「施行日」という。）から施行する
      std::size_t close = 0;
      for (std::size_t at = 0; at < after.size(); at += char_at(after, at).length) {
        if (!is_close_paren(char_at(after, at).value)) continue;
        close = at + char_at(after, at).length;
        break;
      }
      length = close;
    }
    after = without_blanks_around(after.substr(length));
    const bool starts =
        starts_with_any(after, {"から施行", "に施行", "より施行", "から、施行", "施行", "をもって施行", "から実施"});
    const std::string_view before = skip_signs_back(text.substr(0, found.begin));
    if (starts || ends_with_any(before, {"施行日", "施行期日"})) dates.push_back(found.date);
  }
  return dates;
}

}  // namespace sekisho::policy
