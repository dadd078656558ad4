// links: policy codec base
// Reads any words as the clauses of a policy, one a line, without the structure half before it: what is promised must
// name known concepts, each once and in the order of the catalogue, `other` alone, and stand in a sentence that is
// there.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "app/embedded.h"
#include "base/text.h"
#include "policy/lexicon.h"
#include "policy/lexicon_rules.h"
#include "policy/read.h"

namespace {

using sekisho::policy::Document;
using sekisho::policy::Lexicon;

const Lexicon& lexicon() {
  static const Lexicon made = std::move(Lexicon::create(sekisho::app::embedded_catalog())).value();
  return made;
}

// A line is a clause; a tab makes it a child of the line before, and what stands before a | is its heading.
Document document_of(std::string_view text) {
  Document document;
  document.title = "情報セキュリティ基本方針";
  int top = 0;
  int below = 0;
  for (std::string_view line : sekisho::text::split_lines(text)) {
    sekisho::policy::Clause clause;
    const bool is_child = line.starts_with('\t') && top > 0;
    if (is_child) line.remove_prefix(1);
    below = is_child ? below + 1 : 0;
    if (!is_child) ++top;
    clause.id = is_child ? std::to_string(top) + "." + std::to_string(below) : std::to_string(top);
    if (const std::size_t bar = line.find('|'); bar != std::string_view::npos) {
      clause.heading = std::string(line.substr(0, bar));
      line.remove_prefix(bar + 1);
    }
    clause.text = line;
    if (!line.empty()) clause.sentences.push_back({std::string(line), {0, line.size()}});
    document.clauses.push_back(std::move(clause));
  }
  return document;
}

bool is_sound(const Document& document, const sekisho::policy::Duty& duty) {
  const auto clause = std::find_if(document.clauses.begin(), document.clauses.end(),
                                   [&](const auto& one) { return one.id == duty.clause; });
  if (clause == document.clauses.end() || duty.sentence != 1 || clause->sentences.size() != 1) return false;
  if (duty.text != clause->sentences[0].text || duty.concepts.empty()) return false;
  if (duty.doubtful == duty.doubt.empty()) return false;
  const auto& known = lexicon().rules().concepts;
  std::size_t after = 0;
  for (const std::string& id : duty.concepts) {
    const auto from = known.begin() + static_cast<std::ptrdiff_t>(after);
    const auto it = std::find_if(from, known.end(), [&](const auto& one) { return one.id == id; });
    if (it == known.end() || (id == "other" && duty.concepts.size() > 1)) return false;
    after = static_cast<std::size_t>(it - known.begin()) + 1;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 4096));
  if (!sekisho::text::is_valid_utf8(bytes)) return 0;
  sekisho::policy::Reading reading;
  reading.documents.push_back(document_of(bytes));
  sekisho::policy::read_meaning(reading, lexicon());
  const Document& document = reading.documents.front();
  for (const auto& duty : document.duties) {
    if (!is_sound(document, duty)) std::abort();
  }
  return 0;
}
