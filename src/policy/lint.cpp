#include "policy/lint.h"

#include <algorithm>

#include "base/text.h"
#include "policy/lint_parts.h"

namespace sekisho::policy {

const char* name_of(Regime regime) {
  return regime == Regime::local_public_body ? "local_public_body" : "mutual_aid_association";
}

std::optional<Regime> regime_named(std::string_view name) {
  for (const Regime regime : {Regime::local_public_body, Regime::mutual_aid_association}) {
    if (name == name_of(regime)) return regime;
  }
  return std::nullopt;
}

Regime regime_of(const Document& document) {
  const std::string name = text::squeezed(document.body.empty() ? document.title : document.body);
  return name.find("共済組合") != std::string::npos ? Regime::mutual_aid_association : Regime::local_public_body;
}

const char* name_of(Severity severity) {
  return severity == Severity::defect ? "defect" : "advice";
}

std::vector<Finding> lint(const Document& document, const Lexicon& lexicon, Regime regime) {
  if (document.kind == Kind::other) return {};
  const ReviewedText text(document, lexicon.rules());
  const std::vector<Term> terms = terms_of(text);
  Notes notes;
  note_terms(text, terms, notes);
  note_references(text, notes);
  note_dates(text, notes);
  if (document.kind == Kind::security_policy) {
    note_posts(text, terms, notes);
    note_vague(text, notes);
    note_coverage(text, regime, notes);
  }
  std::stable_sort(notes.begin(), notes.end(), [](const Noted& a, const Noted& b) { return a.at < b.at; });
  std::vector<Finding> findings;
  findings.reserve(notes.size());
  for (Noted& noted : notes) findings.push_back(std::move(noted.finding));
  return findings;
}

codec::Value to_value(const Finding& finding, const Messages& messages) {
  using codec::Object;
  const Object message = {{"ja", messages.text(finding.id, Language::ja, finding.params)},
                          {"en", messages.text(finding.id, Language::en, finding.params)}};
  return Object{{"id", finding.id},         {"severity", name_of(finding.severity)},
                {"clause", finding.clause}, {"sentence", finding.sentence},
                {"message", message},       {"span", codec::Array{finding.span.begin, finding.span.end}}};
}

}  // namespace sekisho::policy
