#pragma once

#include "policy/lexicon_rules.h"
#include "policy/meaning_tree.h"

namespace sekisho::policy {

// How many threat families a document lists as clauses; 0 where it only names them inside a sentence.
int threats_of(const Document& document, const ClauseTree& tree, const Lexicon::Rules& rules);

// The clause whose children they are; ClauseTree::kNone where there is none.
std::size_t threat_list_of(const Document& document, const ClauseTree& tree, const Lexicon::Rules& rules);

}  // namespace sekisho::policy
