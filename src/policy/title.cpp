#include "policy/title.h"

#include <algorithm>
#include <array>

#include "policy/chars.h"
#include "policy/numbering.h"
#include "policy/phrases.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestTitle = 70;  // characters
constexpr std::size_t kLongestName = 40;

constexpr std::array<std::string_view, 27> kUnions = {
    "組合",         "広域連合", "企業団",   "連合会",   "協議会",   "事業団",   "公社",     "機構",   "協会",
    "一部事務組合", "大学",     "大学法人", "病院",     "消防本部", "センター", "共済会",   "財団",   "基金",
    "学園",         "学院",     "連盟",     "支援機構", "小学校",   "中学校",   "高等学校", "幼稚園", "研究所"};

// 社会福祉法人 and the like may stand before a name, with a blank between.
constexpr std::array<std::string_view, 13> kCorporations = {
    "社会福祉法人", "学校法人",     "医療法人社団",      "医療法人",     "地方独立行政法人",
    "独立行政法人", "国立大学法人", "公立大学法人",      "一般社団法人", "公益社団法人",
    "一般財団法人", "公益財団法人", "特定非営利活動法人"};

// 情報セキュリティ…, 個人情報…: where a title's subject begins.
bool begins_subject(std::string_view s) {
  return s.empty() ||
         starts_with_any(without_blanks_around(s),
                         {"情報",         "個人",         "特定",           "電子",     "電算",         "セキュリティ",
                          "サイバー",     "行政",         "保有",           "公式",     "ソーシャル",   "SNS",
                          "ＳＮＳ",       "ホームページ", "ウェブ",         "職員",     "庁",           "議会",
                          "教育",         "水道",         "における",       "の",       "に",           "が",
                          "プライバシー", "サイト",       "ネットワーク",   "パソコン", "データ",       "住民",
                          "文書",         "コンピュータ", "インターネット", "番号",     "マイナンバー", "は",
                          "USB",          "ＵＳＢ",       "外部",           "記録",     "記憶",         "端末",
                          "電磁",         "LAN",          "ＬＡＮ",         "クラウド", "生成",         "AI",
                          "ＡＩ",         "テレワーク",   "無線",           "Web",      "WEB",          "IT",
                          "ＩＴ",         "ICT",          "ＩＣＴ",         "DX",       "デジタル",     "システム",
                          "LINE",         "学校",         "立学校",         "病院事業", "下水道",       "重要"});
}

std::string_view without_bracket_at_end(std::string_view words) {
  for (int i = 0; i < 2; ++i) {
    if (!is_close_paren(last_char(words).value)) return words;
    const std::size_t half = words.rfind('(');
    const std::size_t full = words.rfind("（");
    const std::size_t open = half == std::string_view::npos   ? full
                             : full == std::string_view::npos ? half
                                                              : std::max(half, full);
    if (open == std::string_view::npos || open == 0) return words;
    words = without_blanks_around(words.substr(0, open));
  }
  return words;
}

// How long the 組合 is that goes on with a name, as in 病院組合, 病院企業団; 0 where none does.
std::size_t union_going_on(std::string_view rest) {
  for (const std::string_view suffix : kUnions) {
    if (rest.starts_with(suffix) &&
        !starts_with_any(rest.substr(suffix.size()), {"員", "等", "会", "立", "長", "業務", "法人", "事業"}))
      return suffix.size();
  }
  return 0;
}

// 愛知県支部 after the name of the body; 0 where there is none.
std::size_t branch_end(std::string_view rest) {
  constexpr std::size_t kLongest = 8;  // characters
  std::size_t at = 0;
  for (std::size_t chars = 0; chars < kLongest && at < rest.size(); ++chars) {
    if (rest.substr(at).starts_with("支部")) return chars == 0 ? 0 : at + std::string_view("支部").size();
    const Char c = char_at(rest, at);
    if (!is_kanji(c.value)) return 0;
    at += c.length;
  }
  return 0;
}

// The end of the first 組合, 広域連合 … that no 員 or the like follows; 0 where there is none.
std::size_t union_end(std::string_view s) {
  for (std::size_t at = 0; at < s.size() && at < kLongestName * 3;) {
    for (const std::string_view suffix : kUnions) {
      if (at == 0 || !s.substr(at).starts_with(suffix)) continue;
      const std::size_t end = at + suffix.size();
      const std::string_view rest = s.substr(end);
      if (starts_with_any(rest, {"員", "等", "会", "立", "長", "業務", "法人", "事業"})) continue;
      if (const std::size_t more = union_going_on(rest); more != 0) return end + more;
      if (const std::size_t branch = branch_end(rest); branch != 0) return end + branch;
      const std::size_t longer = rest.empty() ? 0 : union_end(rest);
      return longer != 0 && longer <= 12 && !begins_subject(rest) ? end + longer : end;
    }
    at += char_at(s, at).length;
  }
  return 0;
}

// The end of 印南町, 千葉県: 市町村 before the subject; 0 where there is none.
std::size_t town_end(std::string_view s) {
  std::size_t end = 0;
  std::size_t chars = 0;
  for (std::size_t at = 0; at < s.size() && chars < 14; ++chars) {
    const Char c = char_at(s, at);
    at += c.length;
    constexpr std::u32string_view towns = U"市町村区県府都道";
    if (chars > 0 && towns.find(c.value) != std::u32string_view::npos && begins_subject(s.substr(at))) end = at;
  }
  return end;
}

}  // namespace

bool looks_like_title(std::string_view words) {
  words = without_blanks_around(words);
  if (words.empty() || words.size() > kLongestTitle * 4) return false;
  const std::string_view bare = without_bracket_at_end(words);
  // ポリシーの概要（基本方針）: the bracket says what the document is.
  if (bare.size() < words.size() && ends_with_any(bare, {"の概要", "について", "の抜粋"}) &&
      looks_like_title(caption_inside(words.substr(bare.size()))))
    return true;
  if (!ends_with_any(bare, {"方針", "ポリシー", "規程",   "規則", "要綱",         "要領",       "基準", "条例",
                            "細則", "指針",     "宣言",   "規約", "ガイドライン", "マニュアル", "内規", "憲章",
                            "要項", "手順",     "手順書", "規定", "心得",         "訓令"})) {
    return false;
  }
  if (count_chars(words) > kLongestTitle || has_sentence(words) || ends_sentence(words) || begins_inside(words))
    return false;
  if (contains_any(bare, {"は、", " > "})) return false;
  const Marks marks = read_marks(words);
  return marks.empty() || !marks.begin()->spaced;
}

std::string_view body_in_title(std::string_view title) {
  title = without_blanks_around(title);
  std::size_t end = begins_subject(title) && !is_hiragana(first_char(title).value) ? 0 : union_end(title);
  for (const std::string_view corporation : kCorporations) {
    if (!title.starts_with(corporation)) continue;
    const std::size_t name = union_end(title.substr(corporation.size()));
    if (name != 0) end = corporation.size() + name;
  }
  if (end == 0) end = town_end(title);
  // An assembly is an organ of its own: 花咲町議会情報セキュリティ基本方針.
  constexpr std::string_view kAssembly = "議会";
  if (end != 0 && title.substr(end).starts_with(kAssembly) && title.size() > end + kAssembly.size() &&
      begins_subject(title.substr(end + kAssembly.size())))
    end += kAssembly.size();
  std::string_view name = title.substr(0, end);
  if (!name.empty() && has_sentence(name)) return {};
  return without_blanks_around(name);
}

bool is_body_name(std::string_view words) {
  words = without_blanks_around(words);
  if (words.empty() || count_chars(words) > kLongestName) return false;
  for (const std::string_view corporation : kCorporations) {
    if (!words.starts_with(corporation)) continue;
    const std::string_view name = without_blanks_around(words.substr(corporation.size()));
    return !name.empty() && count_chars(name) <= 20 && looks_like_heading(name) && !looks_like_title(name) &&
           std::none_of(name.begin(), name.end(), [](char c) { return c == ' '; });
  }
  if (union_end(words) == words.size()) return true;
  return town_end(words) == words.size() && count_chars(words) <= 8;
}

std::string body_in_text(std::string_view text) {
  // 以下「本組合」という: the name stands before the bracket that says so.
  for (std::size_t at = text.find("以下"); at != std::string_view::npos; at = text.find("以下", at + 1)) {
    const std::size_t quote = text.substr(at, 40).find("「");
    const Char open = char_before(text, at);
    if (quote == std::string_view::npos || !is_open_paren(open.value)) continue;
    const std::string_view alias = text.substr(at + quote, 60);
    const std::size_t close = alias.find("」");
    if (close == std::string_view::npos) continue;
    const std::string_view inside = alias.substr(0, std::min(close, alias.find("という")));
    if (!ends_with_any(inside, {"組合",   "連合", "企業団", "町",   "市",   "村",   "県",    "区",       "連合会",
                                "協議会", "本会", "事業団", "公社", "機構", "病院", "会",    "センター", "法人",
                                "財団",   "学園", "学院",   "基金", "連盟", "大学", "研究所"}))
      continue;
    std::string_view before = text.substr(0, at - open.length);
    if (before.size() > 240) before.remove_prefix(before.size() - 240);
    std::size_t begin = before.size();
    std::size_t chars = 0;
    for (; begin > 0 && chars < kLongestName; ++chars) {  // back to where the name begins
      const Char c = char_before(before, begin);
      if (!(is_kanji(c.value) || is_katakana(c.value) || c.value == U'・' || c.value == U'ヶ')) break;
      begin -= c.length;
    }
    std::string_view name = before.substr(begin);
    const Char left = char_before(before, begin);
    constexpr std::u32string_view edges = U"、。（(「はがをにでとき";
    const bool whole = begin == 0 || edges.find(left.value) != std::u32string_view::npos || is_blank(left.value);
    if (whole && !name.empty() &&
        (union_end(name) == name.size() || town_end(name) == name.size() || is_body_name(name)))
      return std::string(name);
    // A name with hiragana in it (ひたちなか市): from the last punctuation.
    const std::size_t from = before.find_last_of("\n ");
    std::string_view wide = before.substr(from == std::string_view::npos ? 0 : from + 1);
    for (const std::string_view mark : {"、", "。", "「", "（", "は、", "　"}) {
      const std::size_t cut = wide.rfind(mark);
      if (cut != std::string_view::npos) wide.remove_prefix(cut + mark.size());
    }
    if (is_body_name(wide)) return std::string(wide);
  }
  return {};
}

std::string speaker_of(std::string_view text) {
  text = without_blanks_around(text).substr(0, (kLongestName + 8) * 3);
  for (const std::string_view particle : {"では、", "においては、", "は、"}) {
    const std::size_t end = text.find(particle);
    if (end == std::string_view::npos) continue;
    const std::string_view name = without_bracket_at_end(text.substr(0, end));
    if (const std::string_view body = body_in_title(name); !is_body_name(name) && !body.empty() && body.size() > 6)
      return std::string(body);  // 宮代町公式ホームページでは、
    if (is_body_name(name) && !starts_with_any(name, {"当", "本", "この", "各", "貴", "弊", "市町村", "都道府県"}))
      return std::string(name);
  }
  return {};
}

}  // namespace sekisho::policy
