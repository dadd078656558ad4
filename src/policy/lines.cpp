#include "policy/lines.h"

#include "policy/chars.h"
#include "policy/numbering.h"

namespace sekisho::policy {
namespace {

constexpr std::u32string_view kBullets = U"•‣◦▪∙●○◎◇◆□■★☆▼▲▶►→➢";
constexpr std::u32string_view kRule = U"-=*_＝－—─━＊・… ";

std::size_t end_of_line(std::string_view source, std::size_t at) {
  while (at < source.size() && source[at] != '\n' && source[at] != '\r' && source[at] != '\f') ++at;
  return at;
}

bool is_rule(std::string_view words) {
  std::size_t signs = 0;
  for (std::size_t at = 0; at < words.size();) {
    const Char c = char_at(words, at);
    if (kRule.find(c.value) == std::u32string_view::npos && c.value != U'|' && c.value != U':') return false;
    at += c.length;
    ++signs;
  }
  return signs >= 2;
}

bool is_dash(char32_t c) {
  constexpr std::u32string_view dashes = U"-‐‑–—―－−ー~〜～";
  return dashes.find(c) != std::u32string_view::npos;
}

// 3, - 3 -, 3/12, 3ページ, P.3, Page 3 of 12. `bare` where nothing but the number stands there.
bool is_page_number(std::string_view words, bool& bare) {
  if (words.size() > 40) return false;
  std::size_t at = 0;
  bool dashed = false;
  bool named = false;
  for (Char c = char_at(words, at); c.length != 0 && (is_dash(c.value) || is_blank(c.value)); c = char_at(words, at)) {
    dashed = dashed || is_dash(c.value);
    at += c.length;
  }
  for (const std::string_view name : {"Page", "page", "PAGE", "P.", "p.", "P", "p", "Ｐ", "ｐ", "頁"}) {
    if (!words.substr(at).starts_with(name)) continue;
    named = true;
    at = skip_blanks(words, at + name.size());
    break;
  }
  const Numeral number = read_digits(words.substr(at));
  if (number.length == 0) return false;
  at = skip_blanks(words, at + number.length);
  const Char slash = char_at(words, at);
  if (slash.value == U'/' || slash.value == U'／' || words.substr(at).starts_with("of ")) {
    at = skip_blanks(words, at + (slash.value == U'o' ? 3 : slash.length));
    const Numeral total = read_digits(words.substr(at));
    if (total.length == 0 || total.value < number.value) return false;
    named = true;
    at = skip_blanks(words, at + total.length);
  }
  for (const std::string_view name : {"ページ", "頁", "page"}) {
    if (!words.substr(at).starts_with(name)) continue;
    named = true;
    at = skip_blanks(words, at + name.size());
  }
  bool closed = false;
  for (Char c = char_at(words, at); c.length != 0 && is_dash(c.value); c = char_at(words, at)) {
    closed = true;
    at = skip_blanks(words, at + c.length);
  }
  if (at != words.size()) return false;
  bare = !dashed && !named && !closed;
  return bare || named || (dashed && closed);
}

void trim(std::string_view& rest) {
  rest = without_blanks_around(rest);
}

bool begins_enclosed(std::string_view words) {
  const Marks marks = read_marks(words);
  return !marks.empty() && is_enclosed(marks.begin()->family);
}

std::uint16_t take_indent(std::string_view& rest) {
  std::size_t columns = 0;
  for (Char c = first_char(rest); c.length != 0 && is_blank(c.value); c = first_char(rest)) {
    columns += c.value == U'\t' ? 4 : c.value == 0x3000 ? 2 : 1;
    rest.remove_prefix(c.length);
  }
  trim(rest);
  if (rest.ends_with("\\")) rest.remove_suffix(1);  // a hard line break of Markdown
  trim(rest);
  return static_cast<std::uint16_t>(columns > 400 ? 400 : columns);
}

bool take_hash(std::string_view& rest, Line& line) {
  std::size_t signs = 0;
  while (signs < rest.size() && rest[signs] == '#') ++signs;
  const bool quote = rest.starts_with("> ");
  if (!quote && (signs == 0 || signs > 6)) return false;
  if (signs != 0 && signs < rest.size() && !is_blank(char_at(rest, signs).value)) return false;
  line.hash = line.hash || signs != 0;
  rest.remove_prefix(quote ? 1 : signs);
  trim(rest);
  return true;
}

bool take_bullet(std::string_view& rest, Line& line) {
  const Char c = first_char(rest);
  const std::string_view after = rest.substr(c.length);
  const bool parted = after.empty() || is_blank(first_char(after).value);
  const bool ascii = c.value == U'-' || c.value == U'*' || c.value == U'+';
  if (ascii && !parted && !(c.value == U'-' && begins_enclosed(after))) return false;
  if (c.value == U'・' && !begins_enclosed(without_blanks_around(after))) return false;
  const bool sign = kBullets.find(c.value) != std::u32string_view::npos;
  if (c.length == 0 || (!ascii && !sign && c.value != U'・')) return false;
  if (sign && first_char(after).value == c.value) return false;  // ○○組合
  line.bullet = line.bullet || ascii || c.value == U'•' || c.value == U'・';
  line.symbol = line.symbol || (sign && c.value != U'•');
  rest = after;
  trim(rest);
  return true;
}

bool take_bold(std::string_view& rest) {
  for (const std::string_view sign : {"**", "__"}) {
    if (!rest.starts_with(sign) || rest.size() < 5) continue;
    rest.remove_prefix(sign.size());
    if (rest.ends_with(sign)) rest.remove_suffix(sign.size());
    trim(rest);
    return true;
  }
  return false;
}

bool take_bar(std::string_view& rest, Line& line) {
  if (!rest.starts_with("|")) return false;
  line.row = true;
  rest.remove_prefix(1);
  trim(rest);
  while (rest.ends_with("|")) {
    rest.remove_suffix(1);
    trim(rest);
  }
  return true;
}

// The words of a line and what stood around them; no words where nothing is left.
std::string_view strip(std::string_view rest, Line& line) {
  line.indent = take_indent(rest);
  if (is_rule(rest)) return {};
  bool bare = false;
  if (is_page_number(rest, bare)) {
    line.page_number = !bare;
    line.number_only = bare;
    return rest;
  }
  while (take_hash(rest, line) || take_bullet(rest, line) || take_bold(rest) || take_bar(rest, line)) {
  }
  line.number_only = is_page_number(rest, bare) && bare;
  return rest;
}

}  // namespace

std::vector<Line> read_lines(std::string_view source) {
  std::vector<Line> lines;
  bool blank = false;
  bool page = false;
  for (std::size_t at = 0; at < source.size() && lines.size() <= kMostLines;) {
    const std::size_t end = end_of_line(source, at);
    Line line;
    if (const std::string_view words = strip(source.substr(at, end - at), line); !words.empty()) {
      line.begin = static_cast<std::uint32_t>(words.data() - source.data());
      line.end = line.begin + static_cast<std::uint32_t>(words.size());
      line.chars = static_cast<std::uint32_t>(count_chars(words));
      line.after_blank = blank || lines.empty();
      line.after_page = page;
      lines.push_back(line);
      blank = page = false;
    } else {
      blank = true;
    }
    page = page || (end < source.size() && source[end] == '\f');
    at = end + 1;
    if (end + 1 < source.size() && source[end] == '\r' && source[end + 1] == '\n') ++at;
  }
  return lines;
}

}  // namespace sekisho::policy
