#include "policy/concepts.h"

#include <algorithm>

namespace sekisho::policy {

namespace {

constexpr std::uint16_t kAnywhere = 0xFFFF;

struct Match {
  std::uint16_t about_concept = 0;
  std::uint16_t segment = kAnywhere;
  bool is_alone = false;
  bool is_firm = false;
};

class Matcher {
 public:
  Matcher(const Sense& sense, const Surroundings& surroundings, Kind kind, const Lexicon::Rules& rules)
      : sense_(sense), surroundings_(surroundings), kind_(kind), rules_(rules) {}

  // What the words say, strongly or weakly, of what is promised or also of what for.
  std::vector<Match> matches(bool weak, bool purposes_too) {
    purposes_too_ = purposes_too;
    std::vector<Match> found;
    for (const Rule& rule : rules_.rules) {
      if (rule.is_weak != weak || !may_apply(rule)) continue;
      if (rule.is_loose || rule.says.empty()) {
        if (fits_loosely(rule)) found.push_back({rule.about_concept, kAnywhere, rule.is_alone, rule.is_firm});
      } else {
        add_segments(rule, found);
      }
    }
    return found;
  }

 private:
  bool may_apply(const Rule& rule) const {
    const GroupSet& here = sense_.scanned.present;
    const auto said = [&](GroupId group) { return here.has(group); };
    const auto over = [&](GroupId group) { return surroundings_.over.has(group); };
    return std::all_of(rule.says.begin(), rule.says.end(), said) && has(rule.kinds, kind_) &&
           std::all_of(rule.about.begin(), rule.about.end(),
                       [&](GroupId group) { return said(group) || over(group); }) &&
           std::all_of(rule.under.begin(), rule.under.end(), over) &&
           std::none_of(rule.without.begin(), rule.without.end(), said) &&
           (rule.endings == 0 || (rule.endings & (1U << static_cast<unsigned>(sense_.ending))) != 0) &&
           std::all_of(rule.actor.begin(), rule.actor.end(), [&](GroupId group) { return acts(group); });
  }

  bool acts(GroupId group) const {
    if (!sense_.scanned.present.has(group)) return false;
    for (std::size_t i = 0; i < sense_.places.size(); ++i) {
      if (sense_.places[i].layer == Layer::actor && rules_.in_group(sense_.scanned.hits[i].word, group)) return true;
    }
    return false;
  }

  bool counts(std::size_t hit) const {
    const Layer layer = sense_.places[hit].layer;
    return layer == Layer::promise || (purposes_too_ && layer == Layer::purpose);
  }

  bool fits_loosely(const Rule& rule) const {
    return std::all_of(rule.says.begin(), rule.says.end(), [&](GroupId group) {
      for (std::size_t i = 0; i < sense_.places.size(); ++i) {
        if (counts(i) && rules_.in_group(sense_.scanned.hits[i].word, group)) return true;
      }
      return false;
    });
  }

  // A way through the groups in order, in every predicate.
  void add_segments(const Rule& rule, std::vector<Match>& found) const {
    for (std::size_t i = 0; i < sense_.places.size(); ++i) {
      if (!counts(i) || !rules_.in_group(sense_.scanned.hits[i].word, rule.says[0])) continue;
      const std::uint16_t segment = sense_.places[i].segment;
      std::uint16_t last = segment;
      const bool fits = goes_on(rule, 1, i, last);
      if (fits) found.push_back({rule.about_concept, last, rule.is_alone, rule.is_firm});
      // Without a distance to keep, what fails from the first word fails from any later one of the same predicate.
      if (!fits && rule.near != 0) continue;
      while (i + 1 < sense_.places.size() && sense_.places[i + 1].segment == segment) ++i;
    }
  }

  // Whether the groups from `next` on follow the word `at`. (Hits are in order of their beginnings.)
  // `last` becomes the predicate in which they end.
  bool goes_on(const Rule& rule, std::size_t next, std::size_t at, std::uint16_t& last) const {
    if (next == rule.says.size()) {
      last = sense_.places[at].segment;
      return true;
    }
    const bool is_free = sense_.places[at].is_topic;
    const std::size_t from = sense_.scanned.hits[at].end;
    for (std::size_t i = at + 1; i < sense_.places.size(); ++i) {
      const Hit& hit = sense_.scanned.hits[i];
      if (sense_.places[i].segment != sense_.places[at].segment && !is_free) return false;
      if (rule.near != 0 && hit.begin > from + rule.near) return false;
      if (hit.begin < from || !counts(i) || !rules_.in_group(hit.word, rule.says[next])) continue;
      if (goes_on(rule, next + 1, i, last)) return true;
      if (rule.near == 0 && !is_free) return false;
    }
    return false;
  }

  const Sense& sense_;
  const Surroundings& surroundings_;
  Kind kind_;
  const Lexicon::Rules& rules_;
  bool purposes_too_ = false;
};

// Where a predicate only announces a list, its other words promise nothing of their own, but for what is named firmly.
void let_umbrella_cover(std::vector<Match>& found, std::uint16_t umbrella) {
  std::vector<std::uint16_t> covered;
  for (const Match& match : found) {
    if (match.about_concept == umbrella) covered.push_back(match.segment);
  }
  if (covered.empty()) return;
  found.erase(std::remove_if(found.begin(), found.end(),
                             [&](const Match& match) {
                               if (match.about_concept == umbrella || match.is_firm) return false;
                               return match.segment == kAnywhere ||
                                      std::find(covered.begin(), covered.end(), match.segment) != covered.end();
                             }),
              found.end());
}

std::vector<std::uint16_t> settle(std::vector<Match> found, const Lexicon::Rules& rules) {
  let_umbrella_cover(found, rules.umbrella);
  const auto alone = std::find_if(found.begin(), found.end(), [](const Match& match) { return match.is_alone; });
  if (alone != found.end()) return {alone->about_concept};
  std::vector<std::uint16_t> all;
  all.reserve(found.size());
  for (const Match& match : found) all.push_back(match.about_concept);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<std::uint16_t> kept;
  for (const std::uint16_t one : all) {
    const auto& yields = rules.concepts[one].yields;
    const bool gives_way = std::any_of(yields.begin(), yields.end(), [&](std::uint16_t stronger) {
      return std::binary_search(all.begin(), all.end(), stronger);
    });
    const bool is_firm = std::any_of(found.begin(), found.end(),
                                     [&](const Match& match) { return match.is_firm && match.about_concept == one; });
    if (is_firm || !gives_way) kept.push_back(one);
  }
  // Something else stands beside nothing that has a name.
  if (kept.size() > 1) kept.erase(std::remove(kept.begin(), kept.end(), rules.other), kept.end());
  return kept;
}

// The nearest heading that tells what is promised below it.
const HeadingRule* rule_of_headings(const Surroundings& surroundings, Kind kind, bool broad,
                                    const Lexicon::Rules& rules) {
  for (const Scanned* heading : surroundings.headings) {
    for (const HeadingRule& rule : rules.headings) {
      if (rule.is_broad == broad && has(rule.kinds, kind) && heading->present.has(rule.words)) return &rule;
    }
  }
  return nullptr;
}

}  // namespace

Promised promises_of(const Sense& sense, const Surroundings& surroundings, Kind kind, const Lexicon::Rules& rules) {
  Matcher matcher(sense, surroundings, kind, rules);
  if (auto kept = settle(matcher.matches(false, false), rules); !kept.empty()) return {std::move(kept), false};
  for (const bool broad : {false, true}) {
    if (const HeadingRule* rule = rule_of_headings(surroundings, kind, broad, rules))
      return {{rule->about_concept}, true};
    if (broad) break;
    if (auto kept = settle(matcher.matches(false, true), rules); !kept.empty()) return {std::move(kept), true};
  }
  if (!surroundings.lead.empty()) return {surroundings.lead, true};
  if (auto kept = settle(matcher.matches(true, true), rules); !kept.empty()) return {std::move(kept), true};
  if (surroundings.before.size() == 1) return {surroundings.before, true};
  return {{rules.other}, true};
}

}  // namespace sekisho::policy
