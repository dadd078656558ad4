#pragma once

// Reading a policy: text in, documents, clauses, sentences, duties and concepts out. Pure.

#include <string_view>

#include "policy/lexicon.h"
#include "policy/reading.h"

namespace sekisho::policy {

// Reads the text (UTF-8) of a published policy. Never fails on odd text: what is no policy is of kind `other`.
// Errors: invalid "policy.empty" where there is no text at all; exhausted "policy.too_large" beyond 20 MB, 100,000
// lines or sentences, 20,000 clauses.
Result<Reading> read(std::string_view text, const Lexicon& lexicon);

// Its two halves. `read_structure` gives everything but duties, zones and threats; `read_meaning` adds those and
// decides `kind`.
Result<Reading> read_structure(std::string_view text);
void read_meaning(Reading& reading, const Lexicon& lexicon);

}  // namespace sekisho::policy
