#include "policy/threats.h"

namespace sekisho::policy {

namespace {

// 情報資産に対する脅威として、以下の脅威を想定し…: speaks of threats and announces a list of them.
bool lists_threats(const Clause& clause, const Lexicon::Rules& rules) {
  if (clause.text.empty()) return false;
  const Scanned text = scan(clause.text, rules);
  return text.present.has(rules.list(List::threat)) && text.present.has(rules.list(List::list_ahead));
}

bool is_headed_so(const Clause& clause, const Lexicon::Rules& rules) {
  return clause.heading && scan(*clause.heading, rules).present.has(rules.list(List::threat));
}

}  // namespace

std::size_t threat_list_of(const Document& document, const ClauseTree& tree, const Lexicon::Rules& rules) {
  std::size_t by_text = ClauseTree::kNone;
  for (std::size_t i = 0; i < document.clauses.size(); ++i) {
    const Clause& clause = document.clauses[i];
    if (tree.children(i).empty()) continue;
    if (is_headed_so(clause, rules)) return i;
    if (by_text == ClauseTree::kNone && lists_threats(clause, rules)) by_text = i;
  }
  return by_text;
}

int threats_of(const Document& document, const ClauseTree& tree, const Lexicon::Rules& rules) {
  const std::size_t list = threat_list_of(document, tree, rules);
  return list == ClauseTree::kNone ? 0 : static_cast<int>(tree.children(list).size());
}

}  // namespace sekisho::policy
