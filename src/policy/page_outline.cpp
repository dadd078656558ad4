// A web page may number what it says before the policy itself: 1 情報セキュリティポリシーについて … 2 基本方針, and
// then the policy's title. Such an outline is no document.

#include <algorithm>

#include "policy/chars.h"
#include "policy/outline.h"
#include "policy/phrases.h"
#include "policy/title.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kMostParts = 3;  // of a page; a policy has more

bool names_policy(std::string_view words) {
  return looks_like_heading(words) && contains_any(words, {"方針", "ポリシー", "規程", "基準"});
}

bool introduces(std::string_view words) {
  return names_policy(words) && ends_with_any(words, {"について", "とは", "の公表", "の策定", "の概要", "の構成",
                                                      "の紹介", "のお知らせ", "の見直し", "の改定", "の改正"});
}

std::string_view rest_of(std::string_view source, const Entry& entry) {
  return without_blanks_around(source.substr(entry.words, entry.end - entry.words));
}

bool is_page(std::string_view source, const std::vector<Line>& lines, const Outline& page, const Outline& next) {
  if (page.entries.empty() || page.entries.size() > kMostParts || !page.annexes.empty()) return false;
  if (next.first >= next.last || body_in_title(lines[next.first].words(source)).empty()) return false;
  const bool named = std::any_of(page.head.begin(), page.head.end(), [&](std::uint32_t i) {
    const std::string_view words = lines[i].words(source);
    return looks_like_title(words) && !body_in_title(words).empty();
  });
  if (named) return false;
  const bool nested =
      std::any_of(page.entries.begin(), page.entries.end(), [](const Entry& entry) { return entry.parent != kNone; });
  const std::string title = squeezed_key(lines[next.first].words(source));
  const std::string_view last = rest_of(source, page.entries.back());
  const bool leads = page.entries.back().body.empty() && names_policy(last) && title.ends_with(squeezed_key(last));
  return !nested && (leads || introduces(rest_of(source, page.entries.front())));
}

}  // namespace

void drop_pages(std::string_view source, const std::vector<Line>& lines, std::vector<Outline>& outlines) {
  for (std::size_t k = outlines.size(); k-- > 1;) {
    if (!is_page(source, lines, outlines[k - 1], outlines[k])) continue;
    outlines.erase(outlines.begin() + static_cast<std::ptrdiff_t>(k - 1));
  }
}

}  // namespace sekisho::policy
