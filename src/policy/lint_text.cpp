#include "base/text.h"
#include "policy/chars.h"
#include "policy/lint_parts.h"

namespace sekisho::policy {

namespace {

Passage passage_of(std::string clause, std::size_t index, int sentence, std::string_view text, Span span) {
  return {std::move(clause), index, sentence, std::string(text), text::matching_form(text), span};
}

}  // namespace

ReviewedText::ReviewedText(const Document& document, const Lexicon::Rules& rules)
    : document_(document), rules_(rules), tree_(document) {
  int number = 0;
  for (const Sentence& sentence : document.preamble_sentences) {
    passages_.push_back(passage_of("preamble", ClauseTree::kNone, ++number, sentence.text, sentence.span));
  }
  for (std::size_t i = 0; i < document.clauses.size(); ++i) {
    const Clause& clause = document.clauses[i];
    first_.push_back(passages_.size());
    if (clause.marker.starts_with("第") && clause.marker.find("条") != std::string::npos) has_articles_ = true;
    if (clause.heading) passages_.push_back(passage_of(clause.id, i, 0, *clause.heading, clause.span));
    number = 0;
    for (const Sentence& sentence : clause.sentences) {
      passages_.push_back(passage_of(clause.id, i, ++number, sentence.text, sentence.span));
    }
  }
  first_.push_back(passages_.size());
  for (const Supplementary& part : document.supplementary) {
    passages_.push_back(passage_of("supplementary", ClauseTree::kNone, 0, part.text, {}));
  }
}

std::pair<std::size_t, std::size_t> ReviewedText::range_of(std::size_t clause) const {
  const std::string below = document_.clauses[clause].id + ".";
  std::size_t last = clause + 1;
  while (last < document_.clauses.size() && document_.clauses[last].id.starts_with(below)) ++last;
  return {first_[clause], first_[last]};
}

Noted note(const ReviewedText& text, std::size_t passage, std::string id, Severity severity, MessageParams params) {
  const Passage& at = text.passages()[passage];
  return {passage, {std::move(id), severity, at.clause, at.sentence, std::move(params), at.span}};
}

std::string as_written(const Passage& passage, std::string_view found) {
  constexpr std::size_t kLongestSentence = 900;
  constexpr std::size_t kSlack = 12;  // bytes by which spellings of one thing differ
  const std::string written = text::squeezed(passage.text);
  if (written.find(found) != std::string::npos || written.size() > kLongestSentence) return std::string(found);
  for (std::size_t begin = 0; begin < written.size(); begin += char_at(written, begin).length) {
    std::size_t end = begin + (found.size() > kSlack ? found.size() - kSlack : 1);
    while (end < written.size() && is_tail(written[end])) ++end;
    for (; end <= written.size() && end <= begin + found.size() + kSlack; end += char_at(written, end).length) {
      const std::string_view words = std::string_view(written).substr(begin, end - begin);
      if (text::matching_form(words) == found) return std::string(words);
      if (end == written.size()) break;
    }
  }
  return std::string(found);
}

}  // namespace sekisho::policy
