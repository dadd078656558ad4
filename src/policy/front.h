#pragma once

// What stands around a policy's clauses: title, body, dates and preamble at its head, date and signature at its foot.

#include <string>
#include <string_view>
#include <vector>

#include "policy/joined.h"
#include "policy/lines.h"
#include "policy/outline.h"
#include "policy/reading.h"

namespace sekisho::policy {

// Takes the foot (a bare date, whom to ask, who signs) off the document's last clause or 附則, and gives its lines.
std::vector<std::uint32_t> take_foot(std::string_view source, const std::vector<Line>& lines, Outline& outline);

// Fills title, body as far as the head and foot name it, enacted, amended and preamble.
void read_front(std::string_view source, const std::vector<Line>& lines, const Outline& outline,
                const std::vector<std::uint32_t>& foot, Document& document);

}  // namespace sekisho::policy
