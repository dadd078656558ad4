#include "policy/noise.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "policy/chars.h"
#include "policy/contents.h"
#include "policy/dates_of.h"
#include "policy/numbering.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestRunningHead = 60;  // characters
constexpr std::size_t kLongestHead = 8;          // lines

// Lines that may well stand twice: they are no running heads.
bool may_repeat(std::string_view words) {
  const Marks marks = read_marks(words);
  if (!marks.empty() && (marks.begin()->spaced || marks.begin()->family == Family::article)) return true;
  if (has_sentence(words) || ends_open(words) || begins_inside(words)) return true;
  if (starts_with_any(words, {"附則", "附 則", "附　則", "付則"}) || !caption_inside(words).empty()) return true;
  return read_digits(words).length != 0 || contains_any(words, {"年", "改正", "制定", "削除"});
}

// A short line that stands again and again, next to a page number, or at least three times.
void drop_running_heads(std::string_view source, std::vector<Line>& lines) {
  struct Seen {
    std::size_t times = 0;
    std::size_t beside_page = 0;
  };
  std::unordered_map<std::string, Seen> seen;
  std::vector<std::string> keys(lines.size());
  const auto is_page = [&](std::size_t i) {
    return i < lines.size() && (lines[i].page_number || lines[i].number_only);
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view words = lines[i].words(source);
    if (lines[i].flat || lines[i].row || lines[i].chars > kLongestRunningHead || lines[i].chars < 4 || is_page(i))
      continue;
    if (may_repeat(words)) continue;
    std::string key = squeezed_key(words);
    Seen& entry = seen[key];
    ++entry.times;
    if (is_page(i + 1) || (i > 0 && is_page(i - 1))) ++entry.beside_page;
    keys[i] = std::move(key);
  }
  std::string head;  // the title may be broken over the first lines
  for (std::size_t i = 0; i < lines.size() && i < kLongestHead; ++i) head += squeezed_key(lines[i].words(source));
  bool paged = false;
  for (std::size_t i = 0; i < lines.size(); ++i) paged = paged || is_page(i);
  std::unordered_map<std::string, std::size_t> kept;
  std::vector<Line> rest;
  rest.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!keys[i].empty()) {
      const Seen& entry = seen[keys[i]];
      const bool at_head = i < kLongestHead;
      const bool beside = entry.beside_page * 2 >= entry.times;
      const bool title = !at_head && (is_page(i + 1) || is_page(i - 1)) && head.find(keys[i]) != std::string::npos;
      const bool running =
          title || (entry.times >= 3 && (beside || !paged)) || (entry.times == 2 && entry.beside_page == 2);
      const bool first = kept[keys[i]]++ == 0;
      // The title stands at the head once without a page number beside it; every other copy is a running head.
      if (running && !(first && (at_head || entry.beside_page < entry.times))) continue;
    }
    rest.push_back(lines[i]);
  }
  lines = std::move(rest);
}

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

}  // namespace

bool is_page_frame(std::string_view words) {
  if (words.size() > 240 || ends_sentence(words)) return false;
  if (contains(words, "ページ") &&
      contains_any(words, {"の先頭", "ページトップ", "ページ上部", "トップページ", "印刷用", "ページ番号", "前のページ",
                           "次のページ", "に関する", "は役に", "の情報を"})) {
    return true;
  }
  if (contains_any(
          words, {"サイトマップ", "文字サイズ", "ここから本文", "ここまで本文", "本文へ", "本文ここ", "メニューここ",
                  "印刷する", "Copyright", "All Rights Reserved", "ツイート", "シェアする", "Adobe", "ふりがなをつける",
                  "読み上げる", "PDFファイルを", "PDF形式", "アンケート", "Save this"})) {
    return true;
  }
  if (contains_any(words, {" > ", "＞", " » ", " &gt; "}) && !has_sentence(words)) return true;
  if (words.starts_with("[") && words.ends_with(")") && words.find("](") != std::string_view::npos) return true;
  if (starts_with_any(words, {"http://", "https://", "©", "更新日", "最終更新", "掲載日", "公開日", "登録日",
                              "ホーム >", "![", "▲"}))
    return true;
  if (words.size() > 40) return false;
  const std::string key = squeezed_key(words);
  return key == "トップ" || key == "ホーム" || key == "戻る" || key == "MENU" || key == "メニュー" || key == "TOP" ||
         key == "リンク集" || key == "お問い合わせ" || key == "アクセス";
}

bool is_contact(std::string_view words) {
  if (words.size() > 240 || has_sentence(words)) return false;
  if (contains_any(words,
                   {"問合せ先", "問い合わせ先", "問合わせ先", "お問い合わせ窓口", "お問合せ窓口", "連絡先",  "担当課",
                    "【問",     "（問合せ",     "電話番号",   "ＴＥＬ",           "TEL",          "Tel",     "ＦＡＸ",
                    "FAX",      "Fax",          "ファクス",   "ファックス",       "〒",           "郵便番号"})) {
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
