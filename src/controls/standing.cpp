#include "controls/standing.h"

#include <algorithm>
#include <charconv>

namespace sekisho::controls {
namespace {

bool matches(const std::string& wanted, const std::string& found) {
  return wanted.empty() || wanted == found;
}

documents::FormerPlace place_now(const DutyInput& duty, const DocumentInput& document) {
  return {document.version, duty.id, duty.clause, duty.sentence, true};
}

// How what `names` a place of one version bears on a duty of the newest.
template <class Names>
Bearing bearing(const DutyInput& duty, const DocumentInput& document, int version, const Names& names) {
  const bool named_now = names(place_now(duty, document));
  if (version >= document.version) return named_now ? Bearing::holds : Bearing::none;
  Bearing found = named_now ? Bearing::lapsed : Bearing::none;
  for (const documents::FormerPlace& place : duty.stood) {
    if (place.version != version || !names(place)) continue;
    if (place.same) return Bearing::holds;
    found = Bearing::lapsed;
  }
  return found;
}

bool is_about_a_place(const ScopeDecision& decision) {
  return !decision.document.empty() || !decision.clause.empty() || decision.sentence;
}

// "p@2/7/1" → "p/7/1" and 2.
struct Bound {
  std::string id;
  std::optional<int> version;
};

Bound bound_to(const std::string& written) {
  const std::size_t at = written.find('@');
  const std::size_t slash = written.find('/');
  if (at == std::string::npos || slash == std::string::npos || at > slash) return {written, std::nullopt};
  int version = 0;
  const char* end = written.data() + slash;
  const auto read = std::from_chars(written.data() + at + 1, end, version);
  if (read.ec != std::errc() || read.ptr != end) return {written, std::nullopt};
  return {written.substr(0, at) + written.substr(slash), version};
}

// Whether the duty has stood under its id since the first version, with the same words.
bool never_moved(const DutyInput& duty, const DocumentInput& document) {
  for (int version = 1; version < document.version; ++version) {
    const bool stood = std::any_of(duty.stood.begin(), duty.stood.end(), [&](const documents::FormerPlace& place) {
      return place.version == version && place.same && place.id == duty.id;
    });
    if (!stood) return false;
  }
  return true;
}

Bearing bearing_of(const Bound& bound, const DutyInput& duty, const DocumentInput& document) {
  const auto names = [&](const documents::FormerPlace& place) { return place.id == bound.id; };
  if (bound.version && *bound.version > document.version) return Bearing::none;
  if (bound.version) return bearing(duty, document, *bound.version, names);
  if (names(place_now(duty, document))) return never_moved(duty, document) ? Bearing::holds : Bearing::lapsed;
  return std::any_of(duty.stood.begin(), duty.stood.end(), names) ? Bearing::lapsed : Bearing::none;
}

}  // namespace

int version_at(const DocumentInput& document, Instant at) {
  const auto later = std::upper_bound(document.added.begin(), document.added.end(), at);
  if (document.added.empty()) return document.version;
  return std::clamp(static_cast<int>(later - document.added.begin()), 1, document.version);
}

Bearing bearing_of(const ScopeDecision& decision, const DutyInput& duty, const DocumentInput& document,
                   const std::string& idea) {
  const bool other_document = !matches(decision.document, duty.document) && decision.document != document.title;
  if (decision.kind != "promise" || other_document || !matches(decision.idea, idea)) return Bearing::none;
  if (!is_about_a_place(decision)) return decision.idea.empty() ? Bearing::none : Bearing::holds;
  return bearing(duty, document, version_at(document, decision.recorded), [&](const documents::FormerPlace& place) {
    return matches(decision.clause, place.clause) && decision.sentence.value_or(place.sentence) == place.sentence;
  });
}

Bearing bearing_of(const ExceptionInForce& exception, const DutyInput& duty, const DocumentInput& document,
                   const std::string& idea) {
  if (!matches(exception.idea, idea) || (exception.idea.empty() && exception.duty.empty())) return Bearing::none;
  if (exception.duty.empty()) return Bearing::holds;
  return bearing(duty, document, version_at(document, exception.recorded),
                 [&](const documents::FormerPlace& place) { return place.id == exception.duty; });
}

Bearing bearing_of(const Control& control, const DutyInput& duty, const DocumentInput& document,
                   const std::string& idea) {
  if (!control.serves(idea)) return Bearing::none;
  if (control.duties.empty()) return Bearing::holds;
  Bearing found = Bearing::none;
  for (const std::string& written : control.duties) {
    const Bearing one = bearing_of(bound_to(written), duty, document);
    if (one == Bearing::holds) return one;
    if (one == Bearing::lapsed) found = one;
  }
  return found;
}

bool names_sentences(const Catalog& catalog, const Evaluation& evaluation) {
  return std::any_of(catalog.all().begin(), catalog.all().end(),
                     [](const Control& control) { return !control.duties.empty(); }) ||
         std::any_of(evaluation.exceptions.begin(), evaluation.exceptions.end(),
                     [](const ExceptionInForce& one) { return !one.duty.empty(); }) ||
         std::any_of(evaluation.scope_decisions.begin(), evaluation.scope_decisions.end(), is_about_a_place);
}

}  // namespace sekisho::controls
