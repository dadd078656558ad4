#include "policy/kind.h"

#include <algorithm>

namespace sekisho::policy {

namespace {

int count_words(const Scanned& scanned, GroupId group, const Lexicon::Rules& rules) {
  return static_cast<int>(std::count_if(scanned.hits.begin(), scanned.hits.end(),
                                        [&](const Hit& hit) { return rules.in_group(hit.word, group); }));
}

// Preamble, headings and the first clauses: enough to know the subject, little enough to be quick.
std::string opening_of(const Document& document) {
  constexpr std::size_t kClauses = 12;
  std::string text = document.preamble.substr(0, 6000);
  for (std::size_t i = 0; i < document.clauses.size(); ++i) {
    const Clause& clause = document.clauses[i];
    if (clause.heading) text += *clause.heading + "\n";
    if (i < kClauses) text += clause.text + "\n";
  }
  return text;
}

Kind by_text(const Document& document, const Lexicon::Rules& rules) {
  const Scanned text = scan(opening_of(document), rules);
  Kind best = Kind::other;
  int most = 0;
  for (const KindRule& rule : rules.kinds) {
    if (!rule.text) continue;
    const int count = count_words(text, *rule.text, rules);
    if (count < rule.at_least || count <= most) continue;
    most = count;
    best = rule.kind;
  }
  return best;
}

}  // namespace

Kind kind_of(const Document& document, const Lexicon::Rules& rules) {
  if (document.title.empty()) return by_text(document, rules);
  const Scanned title = scan(document.title, rules);
  for (const KindRule& rule : rules.kinds) {
    if (!rule.title || !title.present.has(*rule.title)) continue;
    if (rule.without && title.present.has(*rule.without)) continue;
    if (rule.text && by_text(document, rules) != rule.kind) continue;
    return rule.kind;
  }
  return Kind::other;
}

}  // namespace sekisho::policy
