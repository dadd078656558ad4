#include "policy/phrases.h"

#include <algorithm>
#include <array>

#include "policy/chars.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestHeading = 45;  // characters
constexpr std::size_t kLongestCaption = 40;

std::string_view tail_of(std::string_view s, std::size_t bytes) {
  if (s.size() <= bytes) return s;
  std::size_t at = s.size() - bytes;
  while (at < s.size() && is_tail(s[at])) ++at;
  return s.substr(at);
}

std::string_view head_of(std::string_view s, std::size_t bytes) {
  if (s.size() <= bytes) return s;
  std::size_t end = bytes;
  while (end > 0 && is_tail(s[end])) --end;
  return s.substr(0, end);
}

bool has_open_bracket(std::string_view s) {
  int open = 0;
  for (std::size_t at = 0; at < s.size();) {
    const Char c = char_at(s, at);
    if (closing_of(c.value) != 0) ++open;
    if (as_closing(c.value) != 0 && open > 0) --open;
    at += c.length;
  }
  return open > 0;
}

// Any byte that could end a 。, ｡ or ．: most lines of a broken text have none.
bool may_have_stop(std::string_view s) {
  for (std::size_t i = 2; i < s.size(); ++i) {
    const auto last = static_cast<unsigned char>(s[i]);
    const auto middle = static_cast<unsigned char>(s[i - 1]);
    if ((last == 0x82 && middle == 0x80) || (last == 0xA1 && middle == 0xBD) || (last == 0x8E && middle == 0xBC))
      return true;
  }
  return false;
}

// Verbs and other words that no noun phrase ends with.
bool ends_as_verb(std::string_view s) {
  if (ends_with_any(s, {"とおり", "通り", "ます", "です", "ない", "から", "まで", "なら"})) return true;
  constexpr std::u32string_view endings = U"るうくすつぬむぶぐただばずよね";
  return endings.find(last_char(s).value) != std::u32string_view::npos;
}

bool ends_as_particle(std::string_view s) {
  if (ends_with_any(s, {"はじめに", "終わりに", "おわりに", "初めに", "について", "に関して", "つきまして", "こと",
                        "もと", "あと", "もの", "すべて", "ほか"}))
    return false;
  constexpr std::u32string_view particles = U"をはがにのとへもやかで";
  const char32_t c = last_char(s).value;
  return particles.find(c) != std::u32string_view::npos || c == U'て';
}

// 責任者（Chief Officer、以下「責任者」という。） is 責任者: how a heading is called from here on is no part of its
// shape.
std::string_view without_alias(std::string_view s) {
  constexpr std::size_t kLongest = 400;  // bytes
  if (s.size() > kLongest || !is_close_paren(last_char(s).value)) return s;
  const std::size_t alias = s.rfind("以下");
  if (alias == std::string_view::npos || !contains(s.substr(alias), "という")) return s;
  std::size_t open = std::string_view::npos;
  for (std::size_t at = 0; at < alias; at += char_at(s, at).length) {
    if (is_open_paren(char_at(s, at).value)) open = at;
  }
  return open == std::string_view::npos || open == 0 ? s : s.substr(0, open);
}

// 3、4及び5の規定は: what follows the first number of a reference to several.
bool lists_numbers(std::string_view rest) {
  const Numeral n = read_digits(rest);
  if (n.length == 0) return false;
  rest.remove_prefix(skip_blanks(rest, n.length));
  if (starts_with_any(rest,
                      {"及び", "又は", "並びに", "若しくは", "から", "の規定", "に規定", "に定め", "に掲げ", "の各"}))
    return true;
  const Char sign = first_char(rest);
  constexpr std::u32string_view signs = U"、，,・～〜";
  return sign.length != 0 && signs.find(sign.value) != std::u32string_view::npos &&
         lists_numbers(rest.substr(sign.length));
}

// みやこ町の: a name in hiragana; するまち and よる町 are none.
bool begins_town(std::string_view s) {
  std::size_t at = 0;
  std::size_t chars = 0;
  char32_t last = 0;
  for (Char c = first_char(s); is_hiragana(c.value); c = char_at(s, at)) {
    last = c.value;
    at += c.length;
    ++chars;
  }
  constexpr std::u32string_view verbs = U"るたいうすくつむぶぐだなをはがにへ";
  constexpr std::u32string_view towns = U"市町村";
  const char32_t next = char_at(s, at).value;
  return chars >= 2 && chars <= 6 && next != 0 && towns.find(next) != std::u32string_view::npos &&
         verbs.find(last) == std::u32string_view::npos;
}

}  // namespace

bool ends_sentence(std::string_view s) {
  s = tail_of(without_blanks_around(s), 24);
  const Char last = last_char(s);
  return is_stop(last.value, char_before(s, s.size() - last.length).value);
}

bool has_sentence(std::string_view s) {
  s = head_of(s, 4096);
  if (!may_have_stop(s)) return false;
  int open = 0;
  char32_t before = 0;
  for (std::size_t at = 0; at < s.size();) {
    const Char c = char_at(s, at);
    if (closing_of(c.value) != 0) ++open;
    if (as_closing(c.value) != 0 && open > 0) --open;
    if (open == 0 && is_stop(c.value, before)) return true;
    before = c.value;
    at += c.length;
  }
  return false;
}

bool ends_open(std::string_view s) {
  s = tail_of(without_blanks_around(s), 180);
  if (s.empty()) return false;
  return ends_torn(s) || (!ends_sentence(s) && ends_as_verb(s));
}

bool ends_torn(std::string_view s) {
  s = tail_of(without_blanks_around(s), 180);
  if (s.empty()) return false;
  if (has_open_bracket(s)) return true;
  if (ends_sentence(s)) return false;
  constexpr std::u32string_view signs = U"、，・／/＝=〜～「『（(：:";
  if (signs.find(last_char(s).value) != std::u32string_view::npos) return true;
  if (ends_with_any(s, {"及び", "又は", "並びに", "若しくは", "かつ", "第", "平成", "令和", "昭和", "上記", "前記",
                        "別表", "同法", "同条"})) {
    return true;
  }
  return ends_as_particle(s);
}

bool begins_inside(std::string_view s) {
  s = head_of(without_blanks_around(s), 48);
  const Char c = first_char(s);
  if (c.length == 0) return false;
  constexpr std::u32string_view signs = U"、。，．・ーゃゅょっぁぃぅぇぉャュョッァィゥェォ々";
  if (signs.find(c.value) != std::u32string_view::npos || as_closing(c.value) != 0) return true;
  if (starts_with_any(s,
                      {"及び", "又は", "並びに", "若しくは", "等を", "等の", "等に", "等は", "等が", "等で", "等、"}))
    return true;
  if (!is_hiragana(c.value)) return false;
  if (begins_town(s)) return false;
  return !starts_with_any(
      s, {"この",     "これ",     "その",     "それ",   "また", "ただし",   "なお",   "すべて", "あらかじめ",
          "いかなる", "おおむね", "ここ",     "どの",   "あら", "いわゆる", "しかし", "さらに", "したが",
          "もって",   "よって",   "やむを",   "みだり", "ひと", "さまざ",   "いずれ", "たとえ", "とりわけ",
          "まず",     "わが",     "もっぱら", "ご",     "お",   "こうした", "こと",   "はじめ", "あり方",
          "かかる",   "そこで",   "そのため", "つい",   "うち", "ほか",     "いつ",   "ゆえ"});
}

bool looks_like_heading(std::string_view s) {
  s = without_alias(without_blanks_around(s));
  if (s.empty() || s.size() > kLongestHeading * 4 || count_chars(s) > kLongestHeading) return false;
  if (has_sentence(s) || ends_sentence(s) || ends_open(s) || ends_as_verb(s)) return false;
  return !contains_any(s, {"は、", "が、", "て、", "ため、", "り、", "は，", "て，"});
}

bool announces_list(std::string_view s) {
  return contains_any(tail_of(without_blanks_around(s), 150), {"次の", "次に", "次を", "以下の", "以下に", "下記の",
                                                               "下記に", "左の", "とおりとする", "のとおり", "掲げる"});
}

bool is_definition(std::string_view s) {
  const std::string_view tail = tail_of(without_blanks_around(s), 60);
  return contains_any(tail, {"をいう", "をいいます", "を指す", "のことをいう", "を示す", "と定義する"});
}

bool is_counted(const Mark& mark, std::string_view line) {
  constexpr std::u32string_view commas = U"、，,・";
  const Char sign = char_before(line, mark.printed);
  if (mark.family == Family::digit && commas.find(sign.value) != std::u32string_view::npos &&
      lists_numbers(head_of(line.substr(mark.length), 60)))
    return true;
  const bool letter = mark.family == Family::kana || mark.family == Family::iroha || mark.family == Family::latin ||
                      mark.family == Family::capital;
  if (mark.dotted_mark || letter || is_enclosed(mark.family) || mark.family == Family::article) return false;
  const bool glued = mark.length == mark.printed;
  const std::string_view s = without_blanks_around(head_of(line.substr(mark.printed), 24));
  if (starts_with_any(s,
                      {"か月", "ヶ月", "ヵ月", "カ月", "箇月", "か所", "ヶ所", "箇所", "以上", "以下", "以内", "以降"}))
    return true;
  const Char c = first_char(s);
  const char32_t next = char_at(s, c.length).value;
  constexpr std::u32string_view dates = U"年月日号条項回件円";
  if (dates.find(c.value) != std::u32string_view::npos && c.length != 0)
    return glued || !is_kanji(next) || next == U'間';
  constexpr std::u32string_view counters =
      U"人名時分秒万億千百十以個つ種級階台桁度％%歳才週倍割冊枚本版者次期類位表層要系行字文列";
  if (glued && c.length != 0 && counters.find(c.value) != std::u32string_view::npos) return true;
  // 3 層の対策, as PDF text spaces it: a counter that begins no heading, and a particle.
  constexpr std::u32string_view plain_counters = U"層台個箇種階段桁割枚冊歳名円倍週回件";
  constexpr std::u32string_view particles = U"のにをはがでと、";
  return c.length != 0 && plain_counters.find(c.value) != std::u32string_view::npos && next != 0 &&
         particles.find(next) != std::u32string_view::npos;
}

bool refers(const Mark& mark, std::string_view rest) {
  if (begins_inside(rest)) return true;
  const char32_t c = first_char(rest).value;
  constexpr std::u32string_view dashes = U"～〜~-－―–";
  if (c != 0 && dashes.find(c) != std::u32string_view::npos) return true;
  if (mark.family != Family::article && mark.family != Family::section && mark.family != Family::chapter) return false;
  if (!mark.spaced &&
      starts_with_any(rest, {"第", "ただし", "各", "前", "後", "関係", "中", "本文", "項", "号", "―", "-", "－"})) {
    return true;
  }
  std::size_t length = 0;
  leading_caption(rest, length);
  if (length == 0) return false;
  const std::string_view after = rest.substr(length);
  return !after.empty() && begins_inside(after);
}

std::string_view leading_caption(std::string_view s, std::size_t& length) {
  const Char open = first_char(s);
  const char32_t close = closing_of(open.value);
  if (close == 0 || close == U'」' || close == U'』') return {};
  std::size_t at = open.length;
  int depth = 0;
  for (std::size_t taken = 0; taken <= kLongestCaption; ++taken) {
    const Char c = char_at(s, at);
    if (c.length == 0) return {};
    if (as_closing(c.value) != 0 && depth-- == 0) {
      const std::string_view inside = without_blanks_around(s.substr(open.length, at - open.length));
      length = at + c.length;
      return as_closing(c.value) == close && !has_sentence(inside) && !inside.ends_with("。") ? inside
                                                                                              : std::string_view{};
    }
    if (closing_of(c.value) != 0) ++depth;
    at += c.length;
  }
  return {};
}

std::string_view caption_inside(std::string_view s) {
  std::size_t length = 0;
  const std::string_view inside = leading_caption(s, length);
  return length == s.size() ? inside : std::string_view{};
}

}  // namespace sekisho::policy
