#pragma once

// Tables of contents and lists of link titles: headings that stand again further on, where the text is.

#include <string>
#include <string_view>
#include <vector>

#include "policy/lines.h"

namespace sekisho::policy {

std::vector<Line> without_contents(std::string_view source, std::vector<Line> lines);

}  // namespace sekisho::policy
