// Marks that begin with 第: articles with their branches and deleted ranges, chapters, sections.

#include "policy/numbering_parts.h"

namespace sekisho::policy {
namespace {

Family unit_family(char32_t c) {
  switch (c) {
    case U'条':
      return Family::article;
    case U'章':
    case U'節':
    case U'款':
    case U'編':
    case U'部':
    case U'目':
      return Family::chapter;
    default:
      return Family::digit;
  }
}

// の2の3 of a branch article.
std::size_t read_branches(std::string_view line, std::size_t at, Mark& mark) {
  for (;;) {
    const Char c = char_at(line, at);
    if (c.value != U'の') return at;
    Numeral n = read_digits(line.substr(at + c.length));
    if (n.length == 0) n = read_kanji_number(line.substr(at + c.length));
    if (n.length == 0 || n.value == 0) return at;
    mark.ordinal.push(n.value);
    at += c.length + n.length;
  }
}

// Where の2の3 after an article of a range ends.
std::size_t read_branch_end(std::string_view line, std::size_t at) {
  Mark ignored;
  return read_branches(line, at, ignored);
}

constexpr unsigned kWidestRange = 50;  // deleted articles in one range

// から第5条, 及び第6条の2: one step of a list of articles.
struct Step {
  std::size_t end = 0;  // 0: no step
  unsigned number = 0;
  bool range = false;  // から rather than 及び
};

Step read_step(std::string_view line, std::size_t at) {
  Step step;
  std::size_t sign = 0;
  for (const std::string_view word : {"から", "―", "－", "～", "〜", "-", "及び", "・", "、", "，"}) {
    if (sign != 0 || !line.substr(at).starts_with(word)) continue;
    sign = word.size();
    step.range = word != "及び" && word != "・" && word != "、" && word != "，";
  }
  const std::size_t dai = skip_blanks(line, at + sign);
  if (sign == 0 || !line.substr(dai).starts_with("第")) return step;
  const std::size_t digits = skip_blanks(line, dai + std::string_view("第").size());
  Numeral n = read_digits(line.substr(digits));
  if (n.length == 0) n = read_kanji_number(line.substr(digits));
  const std::size_t unit = skip_blanks(line, digits + n.length);
  if (n.length == 0 || !line.substr(unit).starts_with("条")) return step;
  step.number = n.value;
  step.end = read_branch_end(line, unit + std::string_view("条").size());
  if (line.substr(step.end).starts_with("まで")) step.end += std::string_view("まで").size();
  return step;
}

// から第5条まで, 及び第6条 after a deleted article: part of the mark where 削除 follows.
std::size_t read_deleted_range(std::string_view line, std::size_t at, Mark& mark) {
  const std::string_view rest = line.substr(at, 100);
  const std::size_t deleted = rest.find("削除");
  if (deleted == std::string_view::npos || count_chars(rest.substr(0, deleted)) > 16) return at;
  unsigned last = mark.ordinal.count == 1 ? mark.ordinal.part[0] : 0;
  for (std::size_t next = at;;) {
    const Step step = read_step(line, skip_blanks(line, next));
    if (step.end == 0) return at;
    next = step.end;
    const bool follows =
        step.range ? step.number > last && step.number - last <= kWidestRange : step.number == last + 1;
    last = last != 0 && follows ? step.number : 0;
    if (!starts_with_any(without_blanks_around(line.substr(next, 24)), {"削除", "（削除", "(削除"})) continue;
    mark.through = static_cast<std::uint16_t>(last);
    return next;
  }
}

}  // namespace

std::optional<Mark> read_ordinal(std::string_view line) {
  const Char dai = first_char(line);
  if (dai.value != U'第') return std::nullopt;
  std::size_t at = skip_blanks(line, dai.length);
  const bool loose = at > dai.length;  // 第 1 節, as PDF text spaces it
  Numeral n = read_digits(line.substr(at));
  const bool arabic = n.length != 0;
  if (!arabic) n = read_kanji_number(line.substr(at));
  if (n.length == 0 || n.value == 0 || n.value > 999) return std::nullopt;
  at += n.length;
  const std::size_t after_blanks = skip_blanks(line, at);
  const Char unit = char_at(line, after_blanks);
  const Family family = unit_family(unit.value);
  const bool subject = unit.value == U'目' && char_at(line, after_blanks + unit.length).value == U'的';
  const bool apart = family == Family::chapter && arabic && !loose && after_blanks > at;  // 第1 部署の…
  if (family == Family::digit || subject || apart) {
    if (unit.length != 0 && after_blanks == at && !arabic) return std::nullopt;  // 第三者
    Mark mark = make_mark(Family::section, n.value, at);
    const Char sign = char_at(line, at);
    if (sign.value == U'.' || sign.value == U'．') mark.printed += sign.length;
    return finish_mark(line, mark, false);
  }
  Mark mark = make_mark(family, n.value, 0);
  at = after_blanks + unit.length;
  if (family == Family::article) at = read_deleted_range(line, read_branches(line, at, mark), mark);
  mark.printed = static_cast<std::uint32_t>(at);
  return finish_mark(line, mark, false);
}

}  // namespace sekisho::policy
