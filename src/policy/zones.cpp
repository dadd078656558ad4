#include "policy/zones.h"

#include <algorithm>

#include "base/text.h"

namespace sekisho::policy {

namespace {

// 「…」という or 「…」と総称する right after the name, or the name as the term of a definition.
bool is_named_here(const Scanned& text, const Hit& hit) {
  const std::string_view rest = std::string_view(text.form).substr(hit.end);
  for (const std::string_view mark : {"」という", "」といい", "」と総称", "」とは", "とは、"}) {
    if (rest.starts_with(mark)) return true;
  }
  return false;
}

bool defines(const Scanned& text) {
  std::string_view form = text.form;
  while (form.ends_with("。")) form.remove_suffix(std::string_view("。").size());
  for (const std::string_view ending : {"をいう", "という", "をいいます", "を指す", "をさす", "のこと", "である", "データ", "系", "領域", "環境"}) {
    if (form.ends_with(ending)) return true;
  }
  return form.find("をいう") != std::string_view::npos || form.find("をいいます") != std::string_view::npos;
}

}  // namespace

std::vector<std::string> zones_of(const Document& document, const Lexicon::Rules& rules) {
  std::vector<bool> defined(rules.zones.size(), false);
  for (const Clause& clause : document.clauses) {
    const Scanned heading = scan(clause.heading.value_or(""), rules);
    const Scanned text = scan(clause.text, rules);
    const bool is_definition = defines(text);
    for (std::size_t zone = 0; zone < rules.zones.size(); ++zone) {
      const GroupId words = rules.zones[zone].words;
      const auto first = [&](const Scanned& in) {
        return std::any_of(in.hits.begin(), in.hits.end(),
                           [&](const Hit& hit) { return hit.begin == 0 && rules.in_group(hit.word, words); });
      };
      const bool named = std::any_of(text.hits.begin(), text.hits.end(), [&](const Hit& hit) {
        return rules.in_group(hit.word, words) && is_named_here(text, hit);
      });
      if (named || (is_definition && (first(heading) || (!clause.heading && first(text))))) defined[zone] = true;
    }
  }
  std::vector<std::string> ids;
  for (std::size_t zone = 0; zone < defined.size(); ++zone) {
    const std::string& id = rules.zones[zone].id;
    if (defined[zone] && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

}  // namespace sekisho::policy
