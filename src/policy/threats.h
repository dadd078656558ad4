#pragma once

#include <vector>

#include "policy/lexicon_rules.h"
#include "policy/meaning_tree.h"

namespace sekisho::policy {

// How many threat families a document lists as clauses; 0 where it only names them inside a sentence.
int threats_of(const ClauseTree& tree, const std::vector<ClauseWords>& words, const Lexicon::Rules& rules);

}  // namespace sekisho::policy
