#pragma once

// Inside the reviewer: the document as a row of passages, and what each part of the review notes in them.

#include <string>
#include <string_view>
#include <vector>

#include "policy/lexicon_rules.h"
#include "policy/lint.h"
#include "policy/meaning_tree.h"

namespace sekisho::policy {

// A heading, a sentence, or a whole 附則.
struct Passage {
  std::string clause;                     // id, "preamble" or "supplementary"
  std::size_t index = ClauseTree::kNone;  // of the clause in the document
  int sentence = 0;                       // from 1; 0 for a heading or a 附則
  std::string text;                       // as published
  std::string form;                       // in matching form
  Span span;
  bool is_sentence() const { return sentence > 0; }
  bool is_heading() const { return sentence == 0 && index != ClauseTree::kNone; }
};

class ReviewedText {
 public:
  ReviewedText(const Document& document, const Lexicon::Rules& rules);

  const Document& document() const { return document_; }
  const Lexicon::Rules& rules() const { return rules_; }
  const ClauseTree& tree() const { return tree_; }
  const std::vector<Passage>& passages() const { return passages_; }
  // The passages of a clause and of all below it: from the first to one past the last.
  std::pair<std::size_t, std::size_t> range_of(std::size_t clause) const;
  bool has_articles() const { return has_articles_; }  // 第1条, 第2条 …

 private:
  const Document& document_;
  const Lexicon::Rules& rules_;
  ClauseTree tree_;
  std::vector<Passage> passages_;
  std::vector<std::size_t> first_;  // passage of each clause
  bool has_articles_ = false;
};

inline constexpr std::size_t kWholeDocument = static_cast<std::size_t>(-1);

// A finding and the passage that it stands at, for the order.
struct Noted {
  std::size_t at = kWholeDocument;
  Finding finding;
};
using Notes = std::vector<Noted>;

Noted note(const ReviewedText& text, std::size_t passage, std::string id, Severity severity, MessageParams params);

// Words found in a passage's form as they were published there; the found words where they cannot be told apart.
std::string as_written(const Passage& passage, std::string_view found);

// The term that a clause under 定義 defines, in matching form and in every way it may be used; none where it is not
// clear.
struct Term {
  std::string name;  // as published
  std::vector<std::string> forms;
  std::size_t at = 0;    // the passage that defines it
  std::size_t from = 0;  // what belongs to the definition: passages [from, to), …
  std::size_t to = 0;
  std::size_t begin = 0;  // … and of the only one the bytes [begin, end), where end is not 0
  std::size_t end = 0;
};
std::vector<Term> terms_of(const ReviewedText& text);

void note_terms(const ReviewedText& text, const std::vector<Term>& terms, Notes& notes);
void note_posts(const ReviewedText& text, const std::vector<Term>& terms, Notes& notes);
void note_dates(const ReviewedText& text, Notes& notes);
void note_references(const ReviewedText& text, Notes& notes);
void note_coverage(const ReviewedText& text, Regime regime, Notes& notes);
void note_vague(const ReviewedText& text, Notes& notes);

}  // namespace sekisho::policy
