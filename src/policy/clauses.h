#pragma once

// The clauses of one document out of its outline: headings told from text, broken lines joined, 項 set apart.

#include <string_view>
#include <vector>

#include "policy/lines.h"
#include "policy/outline.h"
#include "policy/reading.h"

namespace sekisho::policy {

std::vector<Clause> make_clauses(std::string_view source, const std::vector<Line>& lines, Outline outline);

}  // namespace sekisho::policy
