#pragma once

// What the readers of marks share: see numbering.h.

#include <optional>
#include <string_view>

#include "policy/chars.h"
#include "policy/numbering.h"

namespace sekisho::policy {

inline Mark make_mark(Family family, unsigned number, std::size_t printed) {
  Mark mark;
  mark.family = family;
  mark.ordinal.push(number);
  mark.printed = static_cast<std::uint32_t>(printed);
  return mark;
}

// Sets where the words begin; `enclosed` marks need no blank after them.
inline Mark finish_mark(std::string_view line, Mark mark, bool enclosed) {
  const std::size_t after = skip_blanks(line, mark.printed);
  mark.length = static_cast<std::uint32_t>(after);
  mark.spaced = enclosed || after > mark.printed || after == line.size();
  return mark;
}

// 第3条, 第16条の3, 第4条及び第5条 削除, 第1章, 第1.
std::optional<Mark> read_ordinal(std::string_view line);

}  // namespace sekisho::policy
