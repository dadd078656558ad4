#include "registers/value_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/date.h"
#include "base/text.h"
#include "registers/row.h"

namespace sekisho::registers {
namespace {

constexpr std::size_t kLongestText = 1'000;  // characters
constexpr std::size_t kLongestLongText = 20'000;

template <std::size_t N>
bool is_one_of(std::string_view form, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), form) != words.end();
}

std::size_t characters_in(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

ParsedValue wrong(std::string message, std::string_view text, MessageParams params = {}) {
  params.emplace_back("value", shortened(text));
  return {{}, std::move(message), std::move(params)};
}

bool has_control_character(std::string_view utf8) {
  return std::any_of(utf8.begin(), utf8.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
  });
}

// Dashes, dots, slashes and question marks, which offices draw through a cell that says nothing.
bool has_only_strokes(std::string_view utf8) {
  constexpr std::u32string_view kStrokes = U"-－ー―—–−‐─━…‥・.．/／?？*＊~～〜 　";
  for (std::size_t at = 0; at < utf8.size();) {
    const text::CodePoint c = text::code_point_at(utf8, at);
    if (kStrokes.find(c.value) == std::u32string_view::npos) return false;
    at += std::max<std::size_t>(c.length, 1);
  }
  return true;
}

// What a spreadsheet shows where a formula failed: never a value that somebody meant.
bool is_spreadsheet_error(std::string_view text) {
  constexpr std::array<std::string_view, 12> kErrors{"#N/A",   "#REF!",     "#VALUE!", "#DIV/0!",
                                                     "#NAME?", "#NUM!",     "#NULL!",  "#SPILL!",
                                                     "#CALC!", "#BLOCKED!", "#FIELD!", "#GETTING_DATA"};
  return is_one_of(text, kErrors) || (text.size() >= 3 && text.find_first_not_of('#') == std::string_view::npos);
}

// A single line: line breaks within a cell (Alt+Enter) become a space.
std::string on_one_line(std::string_view utf8) {
  std::string line(utf8);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return line;
}

ParsedValue parse_text(const Field& field, std::string_view text) {
  const std::size_t limit = field.type == FieldType::long_text ? kLongestLongText : kLongestText;
  if (characters_in(text) > limit) return wrong("registers.too_long", text, {{"limit", std::to_string(limit)}});
  return {field.type == FieldType::long_text ? std::string(text) : on_one_line(text), {}, {}};
}

// A counter after a figure: 3台, 50人. A unit of measure only where the title names it, so that 36か月 never becomes 36
// years.
bool is_unit(const Field& field, std::string_view suffix) {
  constexpr std::array<std::string_view, 24> kCounters{"人", "名", "件",   "台",   "回",   "個",   "本",   "枚",
                                                       "冊", "箱", "円",   "席",   "部",   "式",   "点",   "種",
                                                       "校", "社", "箇所", "か所", "ヶ所", "カ所", "種類", "系統"};
  if (is_one_of(suffix, kCounters)) return true;
  return text::squeezed(field.title.ja).find(suffix) != std::string::npos;
}

ParsedValue parse_integer(const Field& field, std::string_view text) {
  std::string digits = text::squeezed(text);
  bool negative = false;
  for (const std::string_view sign : {"-", "△", "▲", "−", "¥", "\\", "+"}) {
    if (!digits.starts_with(sign)) continue;
    negative = negative || (sign != "¥" && sign != "\\" && sign != "+");
    digits.erase(0, sign.size());
  }
  std::size_t end = digits.find_first_not_of("0123456789,");
  std::string_view suffix = end == std::string::npos ? std::string_view() : std::string_view(digits).substr(end);
  if (suffix.starts_with('.')) suffix.remove_prefix(std::min(suffix.find_first_not_of('0', 1), suffix.size()));  // 3.0
  if (!suffix.empty() && !is_unit(field, suffix)) return wrong("registers.not_integer", text);
  std::string plain(digits, 0, std::min(end, digits.size()));
  plain.erase(std::remove(plain.begin(), plain.end(), ','), plain.end());
  std::int64_t value = 0;
  const auto [last, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || last != plain.data() + plain.size()) return wrong("registers.not_integer", text);
  return {negative ? -value : value, {}, {}};
}

// Takes a weekday and a time of day off the end: 令和8年4月1日（水）, 2026/4/1 0:00:00.
std::string without_weekday_and_time(std::string_view utf8) {
  std::string text = text::nfkc(text::trim(utf8));
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos &&
      text.find_first_not_of("0123456789:.TZ ", text.find_last_of(" T", colon) + 1) == std::string::npos) {
    const std::size_t gap = text.find_last_of(" T", colon);
    if (gap != std::string::npos) text.resize(gap);
  }
  for (const std::string_view day : {"月", "火", "水", "木", "金", "土", "日"}) {
    for (const std::string_view form : {"(", ")", "曜日)", "曜)"}) {
      const std::string whole = "(" + std::string(day) + std::string(form == "(" ? ")" : form);
      if (text.ends_with(whole)) text.resize(text.size() - whole.size());
    }
    const std::string plain = std::string(day) + "曜日";
    if (text.ends_with(plain)) text.resize(text.size() - plain.size());
  }
  return std::string(text::trim(text));
}

ParsedValue parse_date_text(std::string_view text) {
  auto date = parse_date(text);
  if (!date) date = parse_date(without_weekday_and_time(text));
  if (!date) return wrong("registers.not_date", text);
  return {to_iso(*date), {}, {}};
}

ParsedValue parse_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 25> kYes{"〇",  "○",    "◯",    "◎",    "●",  "✓",    "✔",      "☑",    "レ",
                                                  "有",  "有り", "あり", "はい", "済", "済み", "実施済", "該当", "要",
                                                  "yes", "y",    "true", "on",   "1",  "o",    "t"};
  constexpr std::array<std::string_view, 23> kNo{"×",        "✕",    "✖",    "✗",      "☓",     "╳",    "x",  "-",
                                                 "無",       "無し", "なし", "いいえ", "未",    "未済", "否", "非該当",
                                                 "該当なし", "不要", "no",   "n",      "false", "off",  "0"};
  const std::string form = text::matching_form(text);
  if (is_one_of(form, kYes)) return {std::int64_t{1}, {}, {}};
  if (is_one_of(form, kNo)) return {std::int64_t{0}, {}, {}};
  return wrong("registers.not_boolean", text);
}

ParsedValue parse_choice(const Field& field, std::string_view text) {
  for (const Choice& choice : field.choices)  // as exported: no folding needed
    if (text == choice.value || text == choice.title.ja || text == choice.title.en) return {choice.value, {}, {}};
  const std::string form = header_form(text);
  std::string known;
  for (const Choice& choice : field.choices) {
    const auto same = [&form](const std::string& word) { return header_form(word) == form; };
    if (same(choice.value) || same(choice.title.ja) || same(choice.title.en) ||
        std::any_of(choice.synonyms.begin(), choice.synonyms.end(), same))
      return {choice.value, {}, {}};
    known += (known.empty() ? "" : "、") + choice.title.ja;
  }
  if (is_blank_mark(text) && !field.required) return {};  // where one is wanted, 無 is no answer: which are there?
  return wrong("registers.not_choice", text, {{"known", known}});
}

ParsedValue parse_list(std::string_view text) {
  std::vector<std::string> items;
  std::size_t from = 0;
  const auto take = [&](std::size_t to) {
    const std::string item = on_one_line(text::trim(text.substr(from, to - from)));
    if (!item.empty() && std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
  };
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::code_point_at(text, at);
    if (c.value == U'、' || c.value == U'，' || c.value == U',' || c.value == U';' || c.value == U'；' ||
        c.value == U'／' || c.value == U'\n' || c.value == U'|') {
      take(at);
      from = at + c.length;
    }
    at += c.length;
  }
  take(text.size());
  if (items.size() == 1 && is_ditto(items.front())) return wrong("registers.ditto_alone", text);
  if (items.size() == 1 && is_blank_mark(items.front())) items.clear();
  const std::string stored = join_list(items);
  if (characters_in(stored) > kLongestLongText)
    return wrong("registers.too_long", text, {{"limit", std::to_string(kLongestLongText)}});
  return {stored.empty() ? db::Cell() : db::Cell(stored), {}, {}};
}

}  // namespace

bool is_blank_mark(std::string_view text) {
  constexpr std::array<std::string_view, 24> kBlank{"無",     "無し",     "なし",   "該当なし", "該当無し", "特になし",
                                                    "未",     "未定",     "未実施", "未記入",   "未入力",   "未承認",
                                                    "未確認", "未報告",   "未提出", "未作成",   "未済",     "不明",
                                                    "空欄",   "（空欄）", "n/a",    "na",       "none",     "tbd"};
  if (text.empty() || text.size() > 20) return false;
  return has_only_strokes(text) || is_one_of(text::matching_form(text), kBlank);
}

bool is_ditto(std::string_view text) {
  constexpr std::array<std::string_view, 12> kDitto{"同上", "〃", "々",    "仝", "同", "\"",
                                                    "”",    "″",  "ditto", "″″", "''", "↑"};
  const std::string_view trimmed = text::trim(text);
  if (trimmed.empty() || trimmed.size() > 20) return false;
  return is_one_of(text::matching_form(trimmed), kDitto) || is_one_of(trimmed, kDitto);
}

bool is_total_word(std::string_view text) {
  constexpr std::array<std::string_view, 8> kTotals{"合計", "計",     "小計",  "総計",
                                                    "累計", "総合計", "total", "subtotal"};
  if (text.size() > 40) return false;
  std::string form = text::matching_form(text);
  while (form.ends_with(':')) form.pop_back();
  return is_one_of(form, kTotals);
}

bool is_note_start(std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  if (trimmed.starts_with("※")) return true;
  const std::string form = text::squeezed(trimmed.substr(0, std::min<std::size_t>(trimmed.size(), 24)));
  for (const std::string_view word : {"注)", "注:", "(注", "注1", "*注", "備考:", "【注", "記入例", "(記入例", "<注"})
    if (form.starts_with(word)) return true;
  return false;
}

bool is_heading_start(std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  return trimmed.starts_with("【") || trimmed.starts_with("■");
}

std::string shortened(std::string_view utf8, std::size_t characters) {
  std::string out;
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const text::CodePoint c = text::code_point_at(utf8, at);
    if (++count > characters) return out + "…";
    out += c.value < 0x20 ? " " : std::string(utf8.substr(at, c.length));
    at += std::max<std::size_t>(c.length, 1);
  }
  return out;
}

ParsedValue parse_value(const Field& field, std::string_view raw) {
  if (!text::is_valid_utf8(raw) || has_control_character(raw)) {
    const std::string clean = text::replace_all(text::replace_all(std::string(raw), "\r\n", "\n"), "\r", "\n");
    if (!text::is_valid_utf8(clean) || has_control_character(clean)) return {{}, "registers.control_character", {}};
    return parse_value(field, clean);
  }
  const std::string_view text = text::trim(raw);
  if (text.empty()) return {};
  if (is_ditto(text)) return wrong("registers.ditto_alone", text);
  if (is_spreadsheet_error(text)) return wrong("registers.spreadsheet_error", text);
  const bool may_mean_it = field.type == FieldType::boolean || field.type == FieldType::choice;
  if (!may_mean_it && is_blank_mark(text)) return {};
  switch (field.type) {
    case FieldType::integer:
      return parse_integer(field, text);
    case FieldType::date:
      return parse_date_text(text);
    case FieldType::boolean:
      return parse_boolean(text);
    case FieldType::choice:
      return parse_choice(field, text);
    case FieldType::list:
      return parse_list(text);
    default:
      return parse_text(field, text);
  }
}

}  // namespace sekisho::registers
