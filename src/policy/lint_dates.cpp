// Dates that cannot all be right.

#include <optional>

#include "base/date.h"
#include "policy/dates_of.h"
#include "policy/lint_parts.h"

namespace sekisho::policy {

namespace {

std::string printed(const Date& date) {
  return to_era(date) + " (" + to_iso(date) + ")";
}

void note_order(std::size_t at, const Date& date, const Date& before, Notes& notes) {
  Finding finding;
  finding.id = "lint.date.order";
  finding.severity = Severity::defect;
  if (at != kWholeDocument) finding.clause = "supplementary";
  finding.params = {{"date", printed(date)}, {"before", printed(before)}};
  notes.push_back({at, std::move(finding)});
}

// A list of amendments in order, none before the enactment; a full revision may list what came before it.
void note_amendments(const Document& document, Notes& notes) {
  std::optional<Date> before;
  if (document.preamble.find("全部") == std::string::npos) before = document.enacted;
  for (const Date& date : document.amended) {
    if (before && date < *before) note_order(kWholeDocument, date, *before, notes);
    before = date;
  }
}

}  // namespace

void note_dates(const ReviewedText& text, Notes& notes) {
  const Document& document = text.document();
  note_amendments(document, notes);
  // Of each 附則 the first date counts: a proviso may put off one article.
  std::optional<Date> before;
  for (std::size_t i = 0; i < document.supplementary.size(); ++i) {
    const Supplementary& part = document.supplementary[i];
    if (!part.label.starts_with("附") && !part.label.starts_with("付")) continue;
    const std::size_t at = text.passages().size() - document.supplementary.size() + i;
    const std::vector<Date> dates = effective_dates(part.text);
    for (const Date& date : dates) {
      if (!document.enacted || date >= *document.enacted) continue;
      notes.push_back(note(text, at, "lint.date.effective_before_enacted", Severity::defect,
                           {{"date", printed(date)}, {"enacted", printed(*document.enacted)}}));
    }
    if (dates.empty()) continue;
    if (before && dates.front() < *before) note_order(at, dates.front(), *before, notes);
    before = dates.front();
  }
}

}  // namespace sekisho::policy
