#pragma once

// What holds of every reading of every text; the fuzz target and the tests share it.

#include <string>
#include <string_view>

#include "policy/chars.h"
#include "policy/reading.h"

namespace sekisho::policy::test {

inline bool inside(const Span& span, std::size_t from, std::size_t to) {
  return span.begin <= span.end && from <= span.begin && span.end <= to;
}

// Sentences are trimmed, so only their words must be those of the text.
inline std::string check_sentences(const std::vector<Sentence>& sentences, std::string_view text, std::size_t size) {
  std::string joined;
  std::size_t last = 0;
  for (const Sentence& sentence : sentences) {
    if (sentence.text.empty()) return "an empty sentence";
    if (!inside(sentence.span, last, size) || sentence.span.begin == sentence.span.end)
      return "a sentence out of order";
    last = sentence.span.end;
    joined += sentence.text;
  }
  return squeezed_key(joined) == squeezed_key(text) ? "" : "sentences that are not the text";
}

// What is broken, "" where nothing is.
inline std::string broken_invariant_of(const Reading& reading, std::string_view source) {
  std::size_t last_document = 0;
  for (const Document& document : reading.documents) {
    if (!inside(document.span, last_document, source.size())) return "a document out of order";
    last_document = document.span.end;
    if (const std::string why = check_sentences(document.preamble_sentences, document.preamble, source.size());
        !why.empty())
      return why;
    std::size_t last = document.span.begin;
    for (const Clause& clause : document.clauses) {
      if (clause.id.empty()) return "a clause without an id";
      if (!inside(clause.span, last, document.span.end)) return "clause " + clause.id + " out of order";
      last = clause.span.begin;
      const std::string why = check_sentences(clause.sentences, clause.text, source.size());
      if (!why.empty()) return "clause " + clause.id + ": " + why;
      for (const Sentence& sentence : clause.sentences) {
        if (!inside(sentence.span, clause.span.begin, clause.span.end)) return "a sentence outside clause " + clause.id;
      }
    }
  }
  return "";
}

}  // namespace sekisho::policy::test
