#pragma once

#include "policy/lexicon_rules.h"

namespace sekisho::policy {

// What a document is: by its title; where that is missing or tells nothing, by what its clauses speak of.
Kind kind_of(const Document& document, const Lexicon::Rules& rules);

}  // namespace sekisho::policy
