#pragma once

// For tests: documents built by hand, without reading a file's structure.

#include <string>
#include <string_view>
#include <vector>

#include "policy/lexicon.h"
#include "policy/reading.h"

namespace sekisho::policy::testing {

// The lexicon of the catalogue.
const Lexicon& lexicon();

// Sentences end at 。 outside brackets.
std::vector<Sentence> sentences_of(std::string_view text);

// One clause a line: "6.1 | 組織体制 | 本文。"; an empty heading is none. "preamble | | 本文。" is the preamble.
Document document_of(std::string title, std::string_view lines);

// "6.1:1 organization.structure human.education", one line a duty, as read_meaning gives them.
std::string duties_of(Document document);
Document read(Document document);

}  // namespace sekisho::policy::testing
