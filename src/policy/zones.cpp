#include "policy/zones.h"

#include <algorithm>

#include "policy/duty.h"

namespace sekisho::policy {

namespace {

// 「…」という or 「…」と総称する right after the name.
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
  for (const std::string_view ending : {"をいう", "という", "をいいます", "を指す", "をさす", "のこと", "のことです",
                                        "である", "です", "データ", "系", "領域", "環境"}) {
    if (form.ends_with(ending)) return true;
  }
  return form.find("をいう") != std::string_view::npos || form.find("をいいます") != std::string_view::npos;
}

bool begins_with(const Scanned& text, GroupId words, const Lexicon::Rules& rules) {
  return text.present.has(words) && std::any_of(text.hits.begin(), text.hits.end(), [&](const Hit& hit) {
           return hit.begin == 0 && rules.in_group(hit.word, words);
         });
}

bool names(const Scanned& text, GroupId words, const Lexicon::Rules& rules) {
  return text.present.has(words) && std::any_of(text.hits.begin(), text.hits.end(), [&](const Hit& hit) {
           return rules.in_group(hit.word, words) && is_named_here(text, hit);
         });
}

// Most clauses are ruled out by what is known of them.
bool may_define(const Clause& clause, const ClauseWords& words, const Lexicon::Rules& rules) {
  if (clause.text.find("「") != std::string::npos) return true;
  return std::any_of(rules.zones.begin(), rules.zones.end(), [&](const ZoneRule& zone) {
    return (words.heading != nullptr && words.heading->present.has(zone.words)) ||
           (words.last_sentence != nullptr && words.last_sentence->scanned.present.has(zone.words));
  });
}

}  // namespace

std::vector<std::string> zones_of(const Document& document, const std::vector<ClauseWords>& words,
                                  const Lexicon::Rules& rules) {
  std::vector<bool> defined(rules.zones.size(), false);
  for (std::size_t i = 0; i < document.clauses.size(); ++i) {
    if (!may_define(document.clauses[i], words[i], rules)) continue;
    const Scanned text = scan(document.clauses[i].text, rules);
    const bool is_definition = defines(text);
    for (std::size_t zone = 0; zone < rules.zones.size(); ++zone) {
      const GroupId zone_words = rules.zones[zone].words;
      const Scanned& term = words[i].heading != nullptr ? *words[i].heading : text;
      if (names(text, zone_words, rules) || (is_definition && begins_with(term, zone_words, rules)))
        defined[zone] = true;
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
