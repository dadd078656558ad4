#include "policy/threats.h"

#include "policy/duty.h"

namespace sekisho::policy {

namespace {

bool is_headed_so(const ClauseWords& words, const Lexicon::Rules& rules) {
  return words.heading != nullptr && words.heading->present.has(rules.list(List::threat));
}

// 情報資産に対する脅威として、以下の脅威を想定し…: speaks of threats and announces a list of them.
bool lists_threats(const ClauseWords& words, const Lexicon::Rules& rules) {
  return words.last_sentence != nullptr && words.last_sentence->has(List::threat, rules) &&
         words.last_sentence->has(List::list_ahead, rules);
}

}  // namespace

int threats_of(const ClauseTree& tree, const std::vector<ClauseWords>& words, const Lexicon::Rules& rules) {
  std::size_t listed = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t children = tree.children(i).size();
    if (children == 0) continue;
    if (is_headed_so(words[i], rules)) return static_cast<int>(children);
    if (listed == 0 && lists_threats(words[i], rules)) listed = children;
  }
  return static_cast<int>(listed);
}

}  // namespace sekisho::policy
