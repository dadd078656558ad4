// Reading a policy's structure: lines, without what surrounds the policy, into an outline, into documents.

#include "policy/chars.h"
#include "policy/clauses.h"
#include "policy/dates_of.h"
#include "policy/front.h"
#include "policy/noise.h"
#include "policy/outline.h"
#include "policy/read.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestText = std::size_t{20} << 20U;

constexpr std::size_t kMostSentences = 100'000;  // of one file; no policy has a tenth of it

Error too_large(const std::string& limit) {
  return fail(Code::exhausted, "policy text: more than " + limit, "policy.too_large").with("limit", limit);
}

bool more_stops_than(std::string_view text, std::size_t limit) {
  std::size_t stops = 0;
  for (const std::string_view stop : {"。", "｡", "．"}) {
    for (std::size_t at = text.find(stop); at != std::string_view::npos; at = text.find(stop, at + stop.size())) {
      if (++stops > limit) return true;
    }
  }
  return false;
}

// 附 則（令和３年12月１日） is 附則（令和３年12月１日）.
std::string label_of(std::string_view printed) {
  std::string label;
  for (std::size_t at = 0; at < printed.size();) {
    const Char c = char_at(printed, at);
    if (!is_blank(c.value)) label.append(printed.substr(at, c.length));
    at += c.length;
  }
  return label;
}

Supplementary supplementary_of(std::string_view source, const std::vector<Line>& lines, const Annex& annex) {
  const Line& line = lines[annex.line];
  const std::size_t length = annex_label(line.words(source));
  Supplementary part;
  part.label = label_of(line.words(source).substr(0, length));
  Joined text;
  text.append(source, line.begin + length, line.end, line.row);
  for (std::size_t k = 0; k < annex.body.size(); ++k) {
    const Line& next = lines[annex.body[k]];
    const bool date =
        k == 0 && text.empty() && (is_date_line(next.words(source)) || is_number_line(next.words(source)));
    if (date) {
      part.label += label_of(next.words(source));
    } else {
      text.append(source, next);
    }
  }
  part.text = text.text();
  return part;
}

Document document_of(std::string_view source, const std::vector<Line>& lines, Outline outline) {
  Document document;
  const std::vector<std::uint32_t> foot = take_foot(source, lines, outline);
  if (outline.first < outline.last) document.span = {lines[outline.first].begin, lines[outline.last - 1].end};
  for (const Annex& annex : outline.annexes) {
    Supplementary part = supplementary_of(source, lines, annex);
    if (part.label.starts_with("附") || part.label.starts_with("付")) {
      for (const Date& date : effective_dates(part.text)) document.effective.push_back(date);
    }
    document.supplementary.push_back(std::move(part));
  }
  document.clauses = make_clauses(source, lines, outline);
  read_front(source, lines, outline, foot, document);
  return document;
}

}  // namespace

Result<Reading> read_structure(std::string_view text) {
  if (text.size() > kLongestText) return too_large("20 MB");
  if (without_blanks_around(text).empty()) return fail(Code::invalid, "no text", "policy.empty");
  std::vector<Line> lines = read_lines(text);
  if (lines.size() > kMostLines) return too_large(std::to_string(kMostLines) + " 行 (lines)");
  if (more_stops_than(text, kMostSentences)) return too_large(std::to_string(kMostSentences) + " 文 (sentences)");
  lines = without_noise(text, cut_flat_lines(text, lines));
  std::vector<Outline> outlines = read_outlines(text, lines);
  std::size_t entries = 0;
  for (const Outline& outline : outlines) entries += outline.entries.size();
  if (entries >= kMostEntries) return too_large(std::to_string(kMostEntries) + " 条項 (clauses)");
  Reading reading;
  for (Outline& outline : outlines) reading.documents.push_back(document_of(text, lines, std::move(outline)));
  return reading;
}

}  // namespace sekisho::policy
