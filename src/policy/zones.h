#pragma once

#include <string>
#include <vector>

#include "policy/lexicon_rules.h"
#include "policy/meaning_tree.h"

namespace sekisho::policy {

// The network zones that a document defines: in a clause of definitions, or as 「LGWAN接続系」という。 One that it
// merely names does not count. In the order of the lexicon.
std::vector<std::string> zones_of(const Document& document, const std::vector<ClauseWords>& words,
                                  const Lexicon::Rules& rules);

}  // namespace sekisho::policy
