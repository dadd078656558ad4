// What the policy does not say, and what it says so vaguely that nobody could check it.

#include <algorithm>
#include <set>

#include "policy/lint_parts.h"

namespace sekisho::policy {

namespace {

struct Said {
  GroupSet headings;
  GroupSet sentences;
  std::set<std::string> concepts;
};

Said said_in(const ReviewedText& text) {
  Said said{GroupSet(text.rules().group_count), GroupSet(text.rules().group_count), {}};
  for (const Passage& passage : text.passages()) {
    const Scanned scanned = scan_form(passage.form, text.rules());
    if (passage.is_heading()) said.headings.add(scanned.present);
    if (passage.is_sentence()) said.sentences.add(scanned.present);
  }
  for (const Duty& duty : text.document().duties) said.concepts.insert(duty.concepts.begin(), duty.concepts.end());
  return said;
}

bool answers(const Said& said, const Expected& expected, const Lexicon::Rules& rules) {
  if (expected.headings && said.headings.has(*expected.headings)) return true;
  if (expected.text && said.sentences.has(*expected.text)) return true;
  return std::any_of(expected.concepts.begin(), expected.concepts.end(),
                     [&](std::uint16_t index) { return said.concepts.count(rules.concepts[index].id) != 0; });
}

// A promise of its own words: neither a lead nor one that a control was found for by what it says.
bool is_vague(const Duty& duty, const Lexicon::Rules& rules) {
  const bool is_other = duty.concepts == std::vector<std::string>{rules.concepts[rules.other].id};
  const bool is_inferred = duty.doubt == "policy.doubt.surroundings";
  if (!is_other && !is_inferred) return false;
  const Scanned scanned = scan(duty.text, rules);
  if (scanned.present.has(rules.list(List::vague_object))) return true;
  return is_other && (duty.strength == Strength::effort || scanned.present.has(rules.list(List::vague)));
}

}  // namespace

void note_coverage(const ReviewedText& text, Regime regime, Notes& notes) {
  const Said said = said_in(text);
  for (const Expected& expected : text.rules().expected) {
    const bool is_item = expected.scheme == "items";
    // 共済組合 are no 地方公共団体: the order does not bind them.
    if (!is_item && regime != Regime::local_public_body) continue;
    if (answers(said, expected, text.rules())) continue;
    Finding finding;
    finding.id = is_item ? "lint.item.missing" : "lint.area.missing";
    finding.params = {{is_item ? "item" : "area", expected.title.ja},
                      {is_item ? "item_en" : "area_en", expected.title.en}};
    notes.push_back({kWholeDocument, std::move(finding)});
  }
}

void note_vague(const ReviewedText& text, Notes& notes) {
  const std::vector<Passage>& passages = text.passages();
  std::size_t at = 0;  // duties stand in the order of the text
  for (const Duty& duty : text.document().duties) {
    const auto is_here = [&](const Passage& passage) {
      return passage.sentence == duty.sentence && passage.clause == duty.clause;
    };
    while (at < passages.size() && !is_here(passages[at])) ++at;
    if (at == passages.size()) return;
    if (!is_vague(duty, text.rules())) continue;
    notes.push_back(note(text, at, "lint.promise.vague", Severity::advice, {{"promise", duty.text}}));
  }
}

}  // namespace sekisho::policy
