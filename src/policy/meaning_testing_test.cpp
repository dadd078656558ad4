#include "policy/meaning_testing.h"
#include "app/embedded.h"
#include "base/text.h"
#include "policy/read.h"

namespace sekisho::policy::testing {

const Lexicon& lexicon() {
  static const Lexicon kLexicon = [] {
    auto made = Lexicon::create(app::embedded_catalog());
    if (!made) broken_invariant(made.error().detail.c_str(), __FILE__, __LINE__);
    return std::move(made).value();
  }();
  return kLexicon;
}

std::vector<Sentence> sentences_of(std::string_view text) {
  std::vector<Sentence> sentences;
  std::string current;
  std::size_t begin = 0;
  int depth = 0;
  const auto flush = [&](std::size_t end) {
    const std::string_view words = text::trim(current);
    if (!words.empty()) sentences.push_back({std::string(words), {begin, end}});
    current.clear();
    begin = end;
  };
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint point = text::code_point_at(text, at);
    current.append(text, at, point.length);
    at += point.length;
    const std::u32string_view opening = U"(（「『〔【";
    const std::u32string_view closing = U")）」』〕】";
    if (opening.find(point.value) != std::u32string_view::npos) ++depth;
    if (closing.find(point.value) != std::u32string_view::npos && depth > 0) --depth;
    if (point.value == U'。' && depth == 0) flush(at);
  }
  flush(text.size());
  return sentences;
}

Document document_of(std::string title, std::string_view lines) {
  Document document;
  document.title = std::move(title);
  for (const std::string_view line : text::split_lines(lines)) {
    const std::size_t first = line.find('|');
    const std::size_t second = line.find('|', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view id = text::trim(line.substr(0, first));
    const std::string_view heading = text::trim(line.substr(first + 1, second - first - 1));
    const std::string_view text = text::trim(line.substr(second + 1));
    if (id == "preamble") {
      document.preamble = text;
      document.preamble_sentences = sentences_of(text);
      continue;
    }
    Clause clause;
    clause.id = id;
    if (!heading.empty()) clause.heading = std::string(heading);
    clause.text = text;
    clause.sentences = sentences_of(text);
    document.clauses.push_back(std::move(clause));
  }
  return document;
}

Document read(Document document) {
  Reading reading;
  reading.documents.push_back(std::move(document));
  read_meaning(reading, lexicon());
  return std::move(reading.documents.front());
}

std::string duties_of(Document document) {
  std::string lines;
  for (const Duty& duty : read(std::move(document)).duties) {
    lines += duty.clause + ":" + std::to_string(duty.sentence);
    for (const std::string& id : duty.concepts) lines += " " + id;
    lines += "\n";
  }
  return lines;
}

}  // namespace sekisho::policy::testing
