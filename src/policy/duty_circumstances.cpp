#include <algorithm>

#include "base/text.h"
#include "policy/duty.h"
#include "policy/duty_parts.h"

namespace sekisho::policy {

namespace {

constexpr std::string_view kComma = "、";

std::string_view without_comma(std::string_view words) {
  while (words.ends_with(kComma)) words.remove_suffix(kComma.size());
  return words;
}

// The earliest word of a list, the longest where several begin together.
std::string first_of(const Scanned& scanned, List list, const Lexicon::Rules& rules) {
  const Hit* found = nullptr;
  for (const Hit& hit : scanned.hits) {
    if (!rules.in_group(hit.word, rules.list(list))) continue;
    if (found == nullptr || (hit.begin == found->begin && hit.end > found->end)) found = &hit;
  }
  return found == nullptr ? "" : scanned.form.substr(found->begin, found->end - found->begin);
}

// 職員、会計年度任用職員その他の者は: the names before は reach back over the commas between names.
std::string actor_of(const Scanned& scanned, const Range& range) {
  const std::string_view form = scanned.form;
  std::size_t begin = range.begin;
  const std::string_view before = form.substr(0, begin);
  const bool only_names = before.find("を") == std::string_view::npos && before.find("は") == std::string_view::npos &&
                          before.find("に") == std::string_view::npos;
  if (only_names) begin = 0;
  std::string_view words = form.substr(begin, range.end - begin);
  for (const std::string_view opening : {"また、", "なお、", "ただし、", "さらに、", "併せて、", "この場合において、"}) {
    if (words.starts_with(opening)) words.remove_prefix(opening.size());
  }
  if (words.ends_with("は")) words.remove_suffix(std::string_view("は").size());
  return std::string(words);
}

}  // namespace

Circumstances circumstances_of(std::string_view sentence, const Lexicon::Rules& rules) {
  const Scanned scanned = scan_form(without_brackets(text::squeezed(sentence)), rules);
  const Partition partition = partition_of(scanned, rules);
  Circumstances found;
  for (const Range& range : partition.ranges) {
    if (range.layer == Layer::actor && found.actor.empty()) found.actor = actor_of(scanned, range);
    if (range.layer == Layer::condition && found.condition.empty()) {
      found.condition =
          without_comma(std::string_view(scanned.form).substr(range.begin, range.end - range.begin));
    }
  }
  if (found.condition.empty()) found.condition = first_of(scanned, List::circumstance, rules);
  found.cadence = first_of(scanned, List::cadence, rules);
  return found;
}

}  // namespace sekisho::policy
