// Terms: defined and never used, used and never defined.

#include <algorithm>
#include <set>

#include "base/text.h"
#include "policy/chars.h"
#include "policy/lint_parts.h"

namespace sekisho::policy {

namespace {

constexpr std::string_view kOpen = "「";
constexpr std::string_view kClose = "」";
constexpr std::size_t kLongestTerm = 120;  // bytes
constexpr std::size_t kMostTerms = 5000;

bool is_meaning(std::string_view form) {
  return contains_any(form,
                      {"をいう", "をいいます", "を指す", "をさす", "を指します", "のこと", "とおりとする", "であって"});
}

// 通信経路の分割 is used where 通信経路を分割する stands.
void add_inflected(Term& term, const std::string& form) {
  term.forms.push_back(form);
  const std::size_t no = form.rfind("の");
  if (no == std::string::npos || no == 0) return;
  for (const std::string_view particle : {"を", "が", ""}) {
    std::string other = form;
    other.replace(no, std::string_view("の").size(), particle);
    term.forms.push_back(std::move(other));
  }
}

// The name with its second name in brackets: マイナンバー利用事務系（個人番号利用事務系）.
void set_name(Term& term, std::string_view name) {
  term.name = std::string(text::trim(name));
  if (term.name.size() > 2 * kLongestTerm || contains_any(term.name, {"、", "及び", "又は", "。"})) return;
  std::string form = text::matching_form(term.name);
  for (const std::string_view mark : {kOpen, kClose, std::string_view("『"), std::string_view("』")}) {
    form = text::replace_all(form, mark, "");
  }
  const std::size_t open = form.find('(');
  if (open != std::string::npos && open > 0 && form.ends_with(")")) {
    add_inflected(term, form.substr(open + 1, form.size() - open - 2));
    form.resize(open);
  }
  add_inflected(term, form);
  std::erase_if(term.forms, [](const std::string& each) { return count_chars(each) < 2; });
}

// The term before its meaning in one line: 「…」とは, …とは、, or parted by a blank.
std::string_view leading_term(std::string_view line) {
  line = without_blanks_around(line);
  if (line.starts_with(kOpen)) {
    const std::size_t close = line.find(kClose);
    return close == std::string_view::npos ? std::string_view{} : line.substr(kOpen.size(), close - kOpen.size());
  }
  std::size_t end = std::min(line.find("とは、"), line.find("とは，"));
  for (std::size_t at = 0; at < line.size() && at <= kLongestTerm; at += char_at(line, at).length) {
    if (!is_blank(char_at(line, at).value)) continue;
    end = std::min(end, at);
    break;
  }
  return end > kLongestTerm ? std::string_view{} : line.substr(0, end);
}

bool is_definition_clause(const Clause& clause) {
  if (clause.heading) return contains_any(*clause.heading, {"定義", "用語"});
  return contains_any(clause.text, {"用語の意義", "用語の定義", "用語は、"});
}

bool is_under_definitions(const ReviewedText& text, std::size_t clause) {
  const std::size_t above = text.tree().parent(clause);
  if (above == ClauseTree::kNone) return false;
  const std::vector<Clause>& clauses = text.document().clauses;
  if (!is_definition_clause(clauses[above])) {
    // The items of an article's first paragraph: 2.1.1 under 2.1 under 定義.
    const std::size_t top = text.tree().parent(above);
    return top != ClauseTree::kNone && !clauses[above].heading && is_definition_clause(clauses[top]) &&
           !is_meaning(text::matching_form(clauses[above].text));
  }
  return true;
}

void add_clause_term(const ReviewedText& text, std::size_t index, std::vector<Term>& terms) {
  const Clause& clause = text.document().clauses[index];
  const bool has_children = !text.tree().children(index).empty();
  if (!is_under_definitions(text, index) || is_definition_clause(clause)) return;
  if (!is_meaning(text::matching_form(clause.text)) && !(clause.heading && has_children)) return;
  Term term;
  set_name(term, clause.heading ? std::string_view(*clause.heading) : leading_term(clause.text));
  if (term.forms.empty()) return;
  const auto range = text.range_of(index);
  term.at = term.from = range.first;
  term.to = range.second;
  terms.push_back(std::move(term));
}

bool says_name(std::string_view rest) {
  return starts_with_any(rest, {"という", "といい", "と総称", "と略", "と称", "と呼", "と表記", "とする", ")"});
}

// 以下「…」という; also with the misprint 以下「…という。」.
void add_named_terms(const ReviewedText& text, std::size_t at, std::vector<Term>& terms) {
  const std::string& form = text.passages()[at].form;
  constexpr std::string_view kMark = "以下";
  constexpr std::size_t kFar = 60;
  for (std::size_t mark = form.find(kMark); mark != std::string::npos; mark = form.find(kMark, mark + 1)) {
    const std::size_t open = form.find(kOpen, mark);
    if (open == std::string::npos) return;
    if (open > mark + kFar || form.substr(mark, open - mark).find("。") != std::string::npos) continue;
    const std::size_t close = form.find(kClose, open);
    if (close == std::string::npos || close - open > kLongestTerm) continue;
    std::string_view inside = std::string_view(form).substr(open + kOpen.size(), close - open - kOpen.size());
    const std::size_t misprint = inside.find("という");
    if (misprint != std::string_view::npos) inside = inside.substr(0, misprint);
    if (misprint == std::string_view::npos && !says_name(std::string_view(form).substr(close + kClose.size())))
      continue;
    if (count_chars(inside) < 2) continue;
    Term term;
    term.name = as_written(text.passages()[at], inside);
    term.forms = {std::string(inside)};
    term.at = term.from = at;
    term.to = at + 1;
    term.begin = mark;
    term.end = close;
    terms.push_back(std::move(term));
  }
}

bool is_use(const Term& term, std::size_t passage, const Hit& hit) {
  if (passage < term.from || passage >= term.to) return true;
  return term.end != 0 && (hit.end <= term.begin || hit.begin >= term.end);
}

std::vector<bool> used_terms(const ReviewedText& text, const std::vector<Term>& terms) {
  Words words;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    for (const std::string& form : terms[i].forms) words.add(form, static_cast<GroupId>(i));
  }
  words.freeze();
  std::vector<bool> used(terms.size(), false);
  std::vector<Hit> hits;
  for (std::size_t at = 0; at < text.passages().size(); ++at) {
    hits.clear();
    words.find(text.passages()[at].form, hits);
    for (const Hit& hit : hits) {
      for (const GroupId term : words.groups_of(hit.word)) {
        if (is_use(terms[term], at, hit)) used[term] = true;
      }
    }
  }
  return used;
}

// Definitions that stand in another document.
bool borrows_terms(const ReviewedText& text) {
  return std::any_of(text.passages().begin(), text.passages().end(), [](const Passage& passage) {
    return passage.form.find("用語") != std::string::npos &&
           contains_any(passage.form,
                        {"の例による", "定めるところによる", "において使用する用語", "で使用する用語の例"});
  });
}

bool is_word_letter(char32_t c) {
  return is_kanji(c) || is_katakana(c) || latin_of(c) != 0 || digit_of(c) >= 0;
}

// X（…をいう。）, 「X」, Xとは: said what it is right there.
bool explains(std::string_view form, const Hit& hit) {
  const std::string_view rest = form.substr(hit.end);
  if (rest.starts_with("とは")) return true;
  if (rest.starts_with(kClose) && form.substr(0, hit.begin).ends_with(kOpen)) return true;
  return rest.starts_with("(") &&
         contains_any(rest.substr(0, rest.find(')')), {"をいう", "をいい", "を含む", "以下同じ"});
}

void note_undefined(const ReviewedText& text, const std::vector<Term>& terms, Notes& notes) {
  if (terms.empty() || text.document().kind != Kind::security_policy || borrows_terms(text)) return;
  std::set<std::string> settled;  // defined, or noted already
  for (const Term& term : terms) settled.insert(term.forms.begin(), term.forms.end());
  std::vector<std::pair<std::size_t, std::string>> open;
  for (std::size_t at = 0; at < text.passages().size(); ++at) {
    const Passage& passage = text.passages()[at];
    const Scanned scanned = scan_form(passage.form, text.rules());
    for (const Hit& hit : scanned.hits) {
      if (!text.rules().in_group(hit.word, text.rules().list(List::term_expected))) continue;
      std::string word = scanned.form.substr(hit.begin, hit.end - hit.begin);
      if (passage.is_heading() || explains(scanned.form, hit)) {
        // A clause of its own may say what it means.
        if (!passage.is_heading() || passage.form == word) settled.insert(std::move(word));
        continue;
      }
      const char32_t before = char_before(scanned.form, hit.begin).value;
      const char32_t after = char_at(scanned.form, hit.end).value;
      if (passage.is_sentence() && !is_word_letter(before) && !is_word_letter(after))
        open.emplace_back(at, std::move(word));
    }
  }
  for (const auto& [at, word] : open) {
    if (!settled.insert(word).second) continue;
    notes.push_back(
        note(text, at, "lint.term.undefined", Severity::advice, {{"term", as_written(text.passages()[at], word)}}));
  }
}

}  // namespace

std::vector<Term> terms_of(const ReviewedText& text) {
  std::vector<Term> terms;
  for (std::size_t i = 0; i < text.document().clauses.size(); ++i) add_clause_term(text, i, terms);
  for (std::size_t at = 0; at < text.passages().size(); ++at) add_named_terms(text, at, terms);
  if (terms.size() > kMostTerms) terms.resize(kMostTerms);
  return terms;
}

void note_terms(const ReviewedText& text, const std::vector<Term>& terms, Notes& notes) {
  const std::vector<bool> used = used_terms(text, terms);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (used[i]) continue;
    notes.push_back(note(text, terms[i].at, "lint.term.unused", Severity::advice, {{"term", terms[i].name}}));
  }
  note_undefined(text, terms, notes);
}

}  // namespace sekisho::policy
