#include "policy/duty.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "policy/duty_parts.h"

namespace sekisho::policy {

namespace {

// A sentence of published policies has at most some hundred letters. Of what is longer the end decides.
constexpr std::size_t kLongest = 6000;

std::string last_part(std::string form) {
  if (form.size() <= kLongest) return form;
  std::size_t from = form.size() - kLongest;
  while ((static_cast<unsigned char>(form[from]) & 0xC0) == 0x80) ++from;
  return form.substr(from);
}

bool is_in(char32_t letter, std::u32string_view letters) {
  return letters.find(letter) != std::u32string_view::npos;
}

// Where the sentence ends but for its full stop and closing brackets.
std::size_t end_of_words(std::string_view form) {
  std::size_t end = form.size();
  while (end > 0) {
    const std::size_t start = last_letter_start(form.substr(0, end));
    const char32_t letter = text::code_point_at(form, start).value;
    if (!is_in(letter, U"。.、!」』】;:・")) break;
    end = start;
  }
  return end;
}

struct Ended {
  Ending ending = Ending::never;
  std::size_t begin = 0;  // of the word that decided
};

// The longest ending that stands right before `stop`.
std::optional<Ended> ending_at(const Scanned& scanned, std::size_t stop, const Lexicon::Rules& rules) {
  std::optional<Ended> best;
  for (const Hit& hit : scanned.hits) {
    if (hit.end != stop || (best && hit.begin >= best->begin)) continue;
    for (std::size_t i = 0; i < kEndings; ++i) {
      if (rules.in(hit.word, static_cast<Ending>(i))) {
        best = Ended{static_cast<Ending>(i), hit.begin};
        break;
      }
    }
  }
  return best;
}

bool negates(std::string_view before_nai) {
  if (before_nai.empty()) return false;
  return !is_in(text::code_point_at(before_nai, last_letter_start(before_nai)).value, U"はがもでく少切危");
}

// 所管す, without the full stop: what is left of 所管する…, where 見直す is a verb.
bool is_cut_off(std::string_view words, std::string_view form) {
  constexpr std::string_view su = "す";
  if (form.ends_with("。") || !words.ends_with(su) || words.size() < 3 * su.size()) return false;
  const std::string_view stem = words.substr(0, words.size() - su.size());
  const std::size_t at = last_letter_start(stem);
  const char32_t last = text::code_point_at(stem, at).value;
  const char32_t before = text::code_point_at(stem, last_letter_start(stem.substr(0, at))).value;
  const auto is_kanji = [](char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; };
  return is_kanji(last) && is_kanji(before) && !is_in(last, U"直消出渡返戻移示貸表残促期課施託正通回下落");
}

// No ending of the lexicon fits: the last letter tells a verb, a denial, a noun or a sentence cut off.
void by_last_letter(std::string_view words, bool after_koto, const Lexicon::Rules& rules, Sense& sense) {
  sense.ending = Ending::never;
  if (words.empty()) return;
  const char32_t last = text::code_point_at(words, last_letter_start(words)).value;
  if (is_cut_off(words, sense.scanned.form)) return;
  if (words.ends_with("ない")) {
    if (negates(words.substr(0, words.size() - std::string_view("ない").size()))) sense.ending = Ending::prohibition;
  } else if (words.ends_with("ません")) {
    sense.ending = Ending::prohibition;
  } else if (is_in(last, U"るうくすつむぶぐぬ")) {
    sense.ending = Ending::plain;
  } else if (words.ends_with("こと") && !after_koto) {
    sense.is_item = true;
    by_last_letter(words.substr(0, words.size() - std::string_view("こと").size()), true, rules, sense);
  } else if (!is_kana_only(last)) {
    sense.is_item = true;
    sense.is_act = ends_in_act(sense.scanned, words, rules);
    if (sense.is_act) sense.ending = words.ends_with("禁止") ? Ending::prohibition : Ending::plain;
  }
}

void find_ending(const Lexicon::Rules& rules, Sense& sense) {
  const std::string_view form = sense.scanned.form;
  std::size_t stop = end_of_words(form);
  for (int i = 0; i < 5; ++i) {
    const auto found = ending_at(sense.scanned, stop, rules);
    if (!found) return by_last_letter(form.substr(0, stop), false, rules, sense);
    if (found->ending != Ending::wrap || found->begin == 0) {
      sense.ending = found->ending == Ending::wrap ? Ending::never : found->ending;
      sense.is_item = form.substr(0, stop).ends_with("こと");
      return;
    }
    stop = found->begin;
  }
}

bool tells_state(std::string_view form) {
  const std::string_view words = form.substr(0, end_of_words(form));
  return words.ends_with("ている") || words.ends_with("ています") || words.ends_with("ております");
}

Strength strength_of(Ending ending) {
  switch (ending) {
    case Ending::must:
      return Strength::must;
    case Ending::prohibition:
      return Strength::prohibition;
    case Ending::effort:
      return Strength::effort;
    default:
      return Strength::plain;
  }
}

bool stands_first(const Scanned& scanned, const Hit& hit) {
  return hit.begin == 0 || std::string_view(scanned.form).substr(0, hit.begin).ends_with("、");
}

void find_speaker(const Lexicon::Rules& rules, Sense& sense) {
  const std::size_t stop = end_of_words(sense.scanned.form);
  bool speaks_of_itself = false;
  bool only_tells = false;
  for (const Hit& hit : sense.scanned.hits) {
    if (rules.in(hit.word, List::others)) sense.of_others |= stands_first(sense.scanned, hit);
    if (rules.in(hit.word, List::self)) speaks_of_itself |= stands_first(sense.scanned, hit);
    if (rules.in(hit.word, List::left_open)) speaks_of_itself = true;
    if (hit.end == stop && rules.in(hit.word, List::self_says)) only_tells = true;
  }
  sense.of_itself = speaks_of_itself && only_tells;
}

// What the list holds is said after 次の and the like.
bool announces_nothing(const Sense& lead, const Lexicon::Rules& rules) {
  bool announced = false;
  for (std::size_t i = 0; i < lead.places.size(); ++i) {
    // Also 次に掲げる脅威から守るため、…: the list is one of threats, whatever the purpose.
    if (lead.places[i].layer != Layer::promise && lead.places[i].layer != Layer::purpose) continue;
    const std::uint32_t word = lead.scanned.hits[i].word;
    announced |= rules.in(word, List::list_ahead);
    if (announced && rules.in(word, List::lead_of_nothing)) return true;
  }
  return false;
}

// 管理するとともに職員を…: とともに after a verb ends a predicate, whether a comma follows or not.
std::string with_commas(std::string form) {
  constexpr std::string_view together = "とともに";
  constexpr std::string_view comma = "、";
  for (std::size_t at = form.find(together); at != std::string::npos; at = form.find(together, at + together.size())) {
    const std::size_t end = at + together.size();
    if (at == 0 || form.compare(end, comma.size(), comma) == 0) continue;
    const char32_t before = text::code_point_at(form, last_letter_start(std::string_view(form).substr(0, at))).value;
    if (is_in(before, U"るうくすつむぶぐぬ")) form.insert(end, comma);
  }
  return form;
}

}  // namespace

Sense understand(std::string_view sentence, const Lexicon::Rules& rules) {
  Sense sense;
  sense.scanned = scan_form(with_commas(last_part(without_brackets(text::matching_form(sentence)))), rules);
  find_ending(rules, sense);
  sense.is_state = tells_state(sense.scanned.form);
  sense.strength = strength_of(sense.ending);
  find_speaker(rules, sense);
  sense.founds = sense.has(List::founding, rules);
  const bool promises = sense.ending != Ending::never && sense.ending != Ending::permit;
  if (!promises && !sense.has(List::list_ahead, rules)) return sense;
  Partition partition = partition_of(sense.scanned, rules);
  sense.places = places_of(sense.scanned, partition, rules);
  sense.ranges = std::move(partition.ranges);
  for (std::size_t i = 0; i < sense.places.size() && !sense.announces; ++i) {
    sense.announces = sense.places[i].layer == Layer::promise && rules.in(sense.scanned.hits[i].word, List::list_ahead);
  }
  return sense;
}

Judgement judge(const Sense& sense, Standing standing) {
  if (sense.of_others || sense.of_itself) return {};
  const bool is_strict = sense.ending == Ending::must || sense.ending == Ending::prohibition;
  if (standing == Standing::nothing && (sense.is_item || !is_strict)) return {};
  switch (sense.ending) {
    case Ending::must:
    case Ending::prohibition:
    case Ending::effort:
    case Ending::plain:
      if (sense.is_act) return {standing == Standing::announced, "policy.doubt.noun"};
      return {true, ""};
    case Ending::weak:
      return {true, "policy.doubt.weak"};
    case Ending::office:
      return {sense.founds, ""};
    default:
      return {};
  }
}

bool is_empty_heading(const Scanned& heading, const Lexicon::Rules& rules) {
  return heading.present.has(rules.list(List::heading_of_nothing)) &&
         !heading.present.has(rules.list(List::heading_of_something));
}

Standing standing_below(const Scanned* heading, const Sense* lead, bool lead_is_duty, const Lexicon::Rules& rules) {
  const bool empty_heading = heading != nullptr && is_empty_heading(*heading, rules);
  if (lead == nullptr) {
    if (heading == nullptr) return Standing::plain;
    if (empty_heading) return Standing::nothing;
    return heading->present.has(rules.list(List::list_of_duties)) ? Standing::announced : Standing::plain;
  }
  if (!lead->has(List::list_ahead, rules)) return empty_heading && !lead_is_duty ? Standing::nothing : Standing::plain;
  if (!lead_is_duty && lead->has(List::list_of_posts, rules)) return Standing::plain;
  if (announces_nothing(*lead, rules)) return Standing::nothing;
  if (lead_is_duty && lead->has(List::list_of_duties, rules)) return Standing::announced;
  return lead_is_duty ? Standing::plain : Standing::nothing;
}

}  // namespace sekisho::policy
