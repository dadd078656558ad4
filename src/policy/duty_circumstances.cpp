#include <algorithm>

#include "policy/duty.h"
#include "policy/duty_parts.h"
#include "policy/duty_written.h"

namespace sekisho::policy {

namespace {

constexpr std::string_view kComma = "、";

Range without_comma(std::string_view form, Range range) {
  while (range.end > range.begin && form.substr(0, range.end).ends_with(kComma)) range.end -= kComma.size();
  return range;
}

// The earliest word of a list, the longest where several begin together; an empty range where there is none.
Range first_of(const Scanned& scanned, List list, const Lexicon::Rules& rules) {
  Range found;
  for (const Hit& hit : scanned.hits) {
    if (!rules.in(hit.word, list)) continue;
    const bool is_first = found.end == 0;
    if (is_first || (hit.begin == found.begin && hit.end > found.end)) found = {hit.begin, hit.end};
  }
  return found;
}

// 職員、会計年度任用職員その他の者は: the names before は reach back over the commas between names.
Range actor_of(std::string_view form, Range range) {
  const std::string_view before = form.substr(0, range.begin);
  const auto has = [&](std::string_view particle) { return before.find(particle) != std::string_view::npos; };
  if (!has("を") && !has("は") && !has("に")) range.begin = 0;
  for (const std::string_view opening : {"又、", "なお、", "ただし、", "さらに、", "併せて、", "この場合において、"}) {
    if (form.substr(range.begin).starts_with(opening)) range.begin += opening.size();
  }
  if (form.substr(0, range.end).ends_with("は")) range.end -= std::string_view("は").size();
  return range;
}

}  // namespace

Circumstances circumstances_of(std::string_view sentence, const Sense& sense, const Lexicon::Rules& rules) {
  const std::string_view form = sense.scanned.form;
  const Written written(sentence, form);
  const auto words = [&](const Range& range) {
    return range.end > range.begin ? written.words(range.begin, range.end) : "";
  };
  Circumstances found;
  for (const Range& range : sense.ranges) {
    if (range.layer == Layer::actor && found.actor.empty()) found.actor = words(actor_of(form, range));
    if (range.layer == Layer::condition && found.condition.empty()) found.condition = words(without_comma(form, range));
  }
  if (found.condition.empty()) found.condition = words(first_of(sense.scanned, List::circumstance, rules));
  found.cadence = words(first_of(sense.scanned, List::cadence, rules));
  return found;
}

}  // namespace sekisho::policy
