#pragma once

// What a published file holds beside the policy: page numbers, running heads, tables of contents, link titles, menus,
// and the blocks that say whom to ask. They are taken out before the structure is read.

#include <string_view>
#include <vector>

#include "policy/lines.h"

namespace sekisho::policy {

std::vector<Line> without_noise(std::string_view source, std::vector<Line> lines);

// Takes out the short lines that stand again at the edge of page after page.
void drop_running_heads(std::string_view source, std::vector<Line>& lines);

// A line of a web page's frame, wherever it stands: ページの先頭へ, 印刷用ページ.
bool is_page_frame(std::string_view words);

// Begins the block at a document's foot that says whom to ask.
bool is_contact(std::string_view words);

}  // namespace sekisho::policy
