// Lines of a web page's frame. A policy may speak of questionnaires, PDF files and printing itself, so a line is a
// frame only where all of it is one: the words of a button, a notice that browsers and readers need something, a path
// of links.

#include <algorithm>
#include <array>

#include "policy/chars.h"
#include "policy/noise.h"
#include "policy/numbering.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestFrame = 360;  // bytes

// The whole line, without blanks and the signs around it.
bool is_button(std::string_view key) {
  constexpr std::array<std::string_view, 50> buttons = {"トップ",
                                                        "ホーム",
                                                        "戻る",
                                                        "前のページ",
                                                        "次のページ",
                                                        "前のページへ",
                                                        "次のページへ",
                                                        "前のページに戻る",
                                                        "MENU",
                                                        "Menu",
                                                        "メニュー",
                                                        "TOP",
                                                        "HOME",
                                                        "リンク集",
                                                        "お問い合わせ",
                                                        "アクセス",
                                                        "サイトマップ",
                                                        "印刷する",
                                                        "印刷用ページ",
                                                        "印刷用ページへ",
                                                        "このページを印刷する",
                                                        "ページを印刷する",
                                                        "印刷用ページを開く",
                                                        "印刷用画面を開く",
                                                        "本文へ",
                                                        "本文へ移動",
                                                        "本文へ移動する",
                                                        "本文へスキップ",
                                                        "本文へスキップする",
                                                        "本文へジャンプ",
                                                        "本文へジャンプする",
                                                        "本文へ戻る",
                                                        "トップへ戻る",
                                                        "トップに戻る",
                                                        "トップページ",
                                                        "トップページへ",
                                                        "トップページへ戻る",
                                                        "トップページに戻る",
                                                        "ページトップ",
                                                        "ページトップへ",
                                                        "ページトップへ戻る",
                                                        "ページトップに戻る",
                                                        "ページ上部へ",
                                                        "ページ上部へ戻る",
                                                        "ツイート",
                                                        "ツイートする",
                                                        "シェアする",
                                                        "ふりがなをつける",
                                                        "読み上げる",
                                                        "音声読み上げ"};
  return std::find(buttons.begin(), buttons.end(), key) != buttons.end();
}

std::string_view without_signs(std::string_view key) {
  constexpr std::u32string_view signs = U"[]［］【】()（）<>＜＞〈〉《》「」｜|▲△▼^↑→←»«・。.";
  const auto sign = [&](const Char& c) { return c.length != 0 && signs.find(c.value) != std::u32string_view::npos; };
  for (Char c = first_char(key); sign(c); c = first_char(key)) key.remove_prefix(c.length);
  for (Char c = last_char(key); sign(c); c = last_char(key)) key.remove_suffix(c.length);
  return key;
}

// The words that only a page says of itself, and of what its readers need.
bool is_notice(std::string_view key) {
  if (key.size() <= 60 && ends_with_any(key, {"ここから", "ここまで"})) return true;
  if (starts_with_any(key, {"このページに関する",
                            "このページの一番上",
                            "このページの上",
                            "ページの一番上",
                            "サイトメニュー",
                            "グローバルメニュー",
                            "ページの上へ",
                            "ページの上に",
                            "このページについての",
                            "このページの先頭",
                            "このページの情報",
                            "このページの本文",
                            "このページのトップ",
                            "ページの先頭",
                            "ページ番号",
                            "ここから本文",
                            "ここまで本文",
                            "本文ここから",
                            "本文ここまで",
                            "メニューここ",
                            "文字サイズ",
                            "文字の大きさ",
                            "アンケートにご協力",
                            "Savethis",
                            "SaveThis",
                            "GetAdobe"}))
    return true;
  if (contains_any(key, {"Reader", "Acrobat", "AdobeWeb"}) &&
      contains_any(key, {"です", "ます", "ください", "下さい"}) &&
      contains_any(key, {"必要", "ダウンロード", "入手", "お持ちでない", "無償", "無料"}))
    return true;
  if (starts_with_any(key, {"PDF形式のファイルを", "PDFファイルを"}) &&
      contains_any(key, {"ご覧", "見るには", "ご利用"}))
    return true;
  return contains_any(key, {"役に立ちましたか", "見つけやすかったですか", "わかりやすかったですか"});
}

bool is_copyright(std::string_view key) {
  if (key.starts_with("©") || contains_any(key, {"AllRightsReserved", "Allrightsreserved", "ALLRIGHTSRESERVED"}))
    return true;
  return starts_with_any(key, {"Copyright", "copyright", "COPYRIGHT"});
}

// 更新日：2026年4月1日, 掲載日 令和8年4月1日.
bool is_page_date(std::string_view words) {
  for (const std::string_view word :
       {"更新日", "最終更新日", "最終更新", "掲載日", "公開日", "登録日", "ページ更新日", "記事公開日"}) {
    if (!words.starts_with(word)) continue;
    const Char next = first_char(words.substr(word.size()));
    constexpr std::u32string_view signs = U":：(（[［【";
    if (next.length == 0 || is_blank(next.value) || digit_of(next.value) >= 0) return true;
    if (signs.find(next.value) != std::u32string_view::npos) return true;
    return starts_with_any(words.substr(word.size()), {"令和", "平成", "R"});
  }
  return false;
}

// 基本方針（PDF：120KB）, [基本方針](/policy.pdf): the title of a link.
bool is_link(std::string_view words) {
  if (words.starts_with("![") || (words.starts_with("[") && words.ends_with(")") && contains(words, "]("))) return true;
  if (starts_with_any(words, {"http://", "https://"})) {
    return std::none_of(words.begin(), words.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  }
  return contains_any(words, {"PDF", "ＰＤＦ", "pdf", "Word", "Excel"}) &&
         contains_any(words, {"KB", "MB", "ＫＢ", "ＭＢ", "キロバイト", "メガバイト"}) && !has_sentence(words);
}

// ホーム > 組合の紹介 > 基本方針: the path of links to the page. One sign alone is a path only from a known beginning.
bool is_path(std::string_view words) {
  std::size_t signs = 0;
  for (const std::string_view sign : {" > ", "＞", " » ", " &gt; ", " › "}) {
    for (std::size_t at = words.find(sign); at != std::string_view::npos; at = words.find(sign, at + sign.size())) {
      signs += at != 0 && at + sign.size() < words.size() ? 1 : 0;
    }
  }
  if (signs == 0 || has_sentence(words) || contains(words, "＜") || contains(words, " < ")) return false;
  return signs >= 2 ||
         starts_with_any(words, {"ホーム", "トップ", "Home", "HOME", "TOP", "Top", "現在", "サイト", "HP", "ＨＯＭＥ"});
}

// TOP 組合の概要 事業案内 お知らせ …: the words of a menu on one line.
bool is_menu(std::string_view words) {
  constexpr std::size_t kFewest = 4;
  constexpr std::size_t kLongestWord = 16;  // characters
  if (has_sentence(words) || contains(words, "、") || !read_marks(words).empty()) return false;
  std::size_t parts = 0;
  std::size_t buttons = 0;
  for (std::string_view rest = words; !rest.empty();) {
    std::size_t end = 0;
    while (end < rest.size() && !is_blank(char_at(rest, end).value)) end += char_at(rest, end).length;
    const std::string_view part = rest.substr(0, end);
    if (count_chars(part) > kLongestWord) return false;
    buttons += is_button(part) || is_notice(part) ? 1 : 0;
    ++parts;
    rest = without_blanks_around(rest.substr(end));
  }
  return parts >= kFewest &&
         (buttons >= 2 || (buttons == 1 && starts_with_any(words, {"TOP", "トップ", "ホーム", "HOME", "Home"})));
}

}  // namespace

bool is_page_frame(std::string_view words) {
  if (words.size() > kLongestFrame) return false;
  const std::string key = squeezed_key(words);
  if (is_copyright(without_signs(key)) || is_copyright(key)) return true;
  const Marks marks = read_marks(words);
  if (!marks.empty() && marks.begin()->spaced) return false;
  const std::string_view inside = without_signs(key);
  return is_button(inside) || is_notice(inside) || is_page_date(words) || is_link(words) || is_path(words) ||
         is_menu(words);
}

}  // namespace sekisho::policy
