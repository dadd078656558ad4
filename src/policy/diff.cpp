#include "policy/diff.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"

namespace sekisho::policy {
namespace {

constexpr double kReworded = 0.50;   // as alike as this: one continues the other
constexpr double kContained = 0.70;  // this much of a part stands in the whole: split or merged

// A duty as a bag of overlapping pairs of characters of its matching form, without the numbers of clauses it refers to:
// those move with every amendment. A number with a unit (3年に1回, 8文字以上) is part of what is promised.
struct Profile {
  DutyPlace place;
  const Duty* duty = nullptr;
  std::string form;
  std::vector<std::uint64_t> pairs;  // sorted
};

std::string form_of(const Duty& duty) {
  constexpr std::u32string_view kUnits = U"年月日回時分秒週か箇ヶヵ人名文字桁件台度割%円歳倍個種段世";
  const std::u32string letters = text::to_u32(text::matching_form(duty.text));
  const auto is_digit = [&](std::size_t at) {
    return at < letters.size() && letters[at] >= U'0' && letters[at] <= U'9';
  };
  std::string kept;
  for (std::size_t at = 0; at < letters.size();) {
    std::size_t end = at;
    while (is_digit(end)) ++end;
    const bool counts = end < letters.size() && kUnits.find(letters[end]) != std::u32string_view::npos;
    if (end == at) {
      ++end;
    } else if (!counts) {
      at = end;
    }
    for (; at < end; ++at) text::append(kept, letters[at]);
  }
  return kept;
}

std::vector<std::uint64_t> pairs_of(const std::string& form) {
  const std::u32string letters = text::to_u32(form);
  std::vector<std::uint64_t> pairs;
  for (std::size_t i = 0; i + 1 < letters.size(); ++i)
    pairs.push_back((static_cast<std::uint64_t>(letters[i]) << 32) | letters[i + 1]);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

std::size_t common(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t count = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++count;
      ++i;
      ++j;
    } else {
      ++(a[i] < b[j] ? i : j);
    }
  }
  return count;
}

// Dice coefficient of the pairs, raised a little where the concepts agree and lowered where they have nothing in
// common.
double likeness(const Profile& a, const Profile& b) {
  if (a.form == b.form) return 1.0;
  if (a.pairs.empty() || b.pairs.empty()) return 0.0;
  const double words =
      2.0 * static_cast<double>(common(a.pairs, b.pairs)) / static_cast<double>(a.pairs.size() + b.pairs.size());
  const std::set<std::string> ours(a.duty->concepts.begin(), a.duty->concepts.end());
  const bool shares = std::any_of(b.duty->concepts.begin(), b.duty->concepts.end(),
                                  [&](const std::string& id) { return ours.contains(id); });
  return std::min(0.999, words * (shares ? 1.1 : 0.8));
}

// How much of `part` stands in `whole`.
double containment(const Profile& part, const Profile& whole) {
  if (part.pairs.size() < 4) return 0.0;
  return static_cast<double>(common(part.pairs, whole.pairs)) / static_cast<double>(part.pairs.size());
}

bool shares_concept(const Duty& a, const Duty& b) {
  return std::any_of(a.concepts.begin(), a.concepts.end(), [&](const std::string& id) {
    return std::find(b.concepts.begin(), b.concepts.end(), id) != b.concepts.end();
  });
}

// Documents of the same kind and, where there are several of one kind, the likest titles, in order.
std::map<std::size_t, std::size_t> pair_documents(const Reading& before, const Reading& after) {
  std::map<std::size_t, std::size_t> pairs;
  std::set<std::size_t> taken;
  const auto pair_where = [&](const auto& fits) {
    for (std::size_t i = 0; i < before.documents.size(); ++i) {
      if (pairs.contains(i)) continue;
      for (std::size_t j = 0; j < after.documents.size(); ++j) {
        if (taken.contains(j) || !fits(before.documents[i], after.documents[j])) continue;
        pairs[i] = j;
        taken.insert(j);
        break;
      }
    }
  };
  pair_where([](const Document& a, const Document& b) {
    return a.kind == b.kind && text::squeezed(a.title) == text::squeezed(b.title);
  });
  pair_where([](const Document& a, const Document& b) { return a.kind == b.kind; });
  if (before.documents.size() == 1 && after.documents.size() == 1)
    pair_where([](const Document&, const Document&) { return true; });
  return pairs;
}

std::vector<Profile> profiles_of(const Reading& reading, std::size_t document) {
  std::vector<Profile> profiles;
  for (std::size_t k = 0; k < reading.documents[document].duties.size(); ++k) {
    Profile profile;
    profile.place = {document, k};
    profile.duty = &reading.documents[document].duties[k];
    profile.form = form_of(*profile.duty);
    profile.pairs = pairs_of(profile.form);
    profiles.push_back(std::move(profile));
  }
  return profiles;
}

struct Candidate {
  double score;
  std::size_t from;
  std::size_t to;
};

// One to one, best pairs first. Of equally like ones the pair whose relative places differ least, then the earlier.
void match(const std::vector<Profile>& olds, const std::vector<Profile>& news,
           std::vector<std::optional<std::size_t>>& to_of, std::vector<bool>& taken) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < olds.size(); ++i)
    for (std::size_t j = 0; j < news.size(); ++j)
      if (const double score = likeness(olds[i], news[j]); score >= kReworded) candidates.push_back({score, i, j});
  const auto drift = [&](const Candidate& c) {
    return std::abs(static_cast<double>(c.from) / static_cast<double>(olds.size()) -
                    static_cast<double>(c.to) / static_cast<double>(news.size()));
  };
  std::sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    if (drift(a) != drift(b)) return drift(a) < drift(b);
    return std::pair(a.from, a.to) < std::pair(b.from, b.to);
  });
  for (const Candidate& candidate : candidates) {
    if (to_of[candidate.from] || taken[candidate.to]) continue;
    to_of[candidate.from] = candidate.to;
    taken[candidate.to] = true;
  }
}

// New duties left over that stand, for the most part, in an old one: it was split.
std::vector<std::size_t> parts_of(const Profile& old, const std::vector<Profile>& news,
                                  const std::vector<bool>& taken) {
  std::vector<std::size_t> parts;
  for (std::size_t j = 0; j < news.size(); ++j)
    if (!taken[j] && containment(news[j], old) >= kContained && shares_concept(*old.duty, *news[j].duty))
      parts.push_back(j);
  return parts;
}

void align_documents(const std::vector<Profile>& olds, const std::vector<Profile>& news, Difference& difference) {
  std::vector<std::optional<std::size_t>> to_of(olds.size());
  std::vector<bool> taken(news.size(), false);
  match(olds, news, to_of, taken);
  std::vector<Aligned> rows(olds.size());
  for (std::size_t i = 0; i < olds.size(); ++i) {
    rows[i].old = olds[i].place;
    rows[i].change = Change::repealed;
    if (to_of[i]) {
      rows[i].fresh.push_back(news[*to_of[i]].place);
      rows[i].change = olds[i].form == news[*to_of[i]].form ? Change::same : Change::reworded;
    }
    if (rows[i].change == Change::same) continue;
    for (const std::size_t part : parts_of(olds[i], news, taken)) {
      taken[part] = true;
      rows[i].fresh.push_back(news[part].place);
    }
    if (rows[i].fresh.size() > 1)
      rows[i].change = Change::split;
    else if (rows[i].fresh.size() == 1)
      rows[i].change = Change::reworded;
    std::sort(rows[i].fresh.begin(), rows[i].fresh.end());
  }
  // Old duties left over that stand, for the most part, in a new one: they were merged, and so was the one matched to
  // it.
  for (std::size_t i = 0; i < olds.size(); ++i) {
    if (rows[i].change != Change::repealed) continue;
    for (std::size_t j = 0; j < news.size() && rows[i].fresh.empty(); ++j) {
      const bool continues_same = std::any_of(rows.begin(), rows.end(), [&](const Aligned& row) {
        return row.change == Change::same && row.fresh.front() == news[j].place;
      });
      if (continues_same || containment(olds[i], news[j]) < kContained || !shares_concept(*olds[i].duty, *news[j].duty))
        continue;
      rows[i].fresh.push_back(news[j].place);
      rows[i].change = Change::merged;
      taken[j] = true;
      for (Aligned& row : rows)
        if (row.change == Change::reworded && row.fresh.front() == news[j].place) row.change = Change::merged;
    }
  }
  difference.duties.insert(difference.duties.end(), rows.begin(), rows.end());
  for (std::size_t j = 0; j < news.size(); ++j)
    if (!taken[j]) difference.added.push_back(news[j].place);
}

codec::Value place_value(const Reading& reading, const DutyPlace& place) {
  const Duty& duty = reading.documents[place.document].duties[place.duty];
  codec::Value value;
  value.set("clause", duty.clause);
  value.set("sentence", duty.sentence);
  if (reading.documents.size() > 1) value.set("document", place.document);
  return value;
}

}  // namespace

const char* name_of(Change change) {
  switch (change) {
    case Change::same:
      return "same";
    case Change::reworded:
      return "reworded";
    case Change::split:
      return "split";
    case Change::merged:
      return "merged";
    case Change::repealed:
      return "repealed";
  }
  return "same";
}

bool Difference::is_empty() const {
  return added.empty() &&
         std::all_of(duties.begin(), duties.end(), [](const Aligned& pair) { return pair.change == Change::same; });
}

Difference diff(const Reading& before, const Reading& after) {
  Difference difference;
  const std::map<std::size_t, std::size_t> pairs = pair_documents(before, after);
  std::set<std::size_t> continued;
  for (std::size_t i = 0; i < before.documents.size(); ++i) {
    const auto pair = pairs.find(i);
    const std::vector<Profile> news = pair == pairs.end() ? std::vector<Profile>() : profiles_of(after, pair->second);
    if (pair != pairs.end()) continued.insert(pair->second);
    align_documents(profiles_of(before, i), news, difference);
  }
  for (std::size_t j = 0; j < after.documents.size(); ++j)
    for (std::size_t k = 0; !continued.contains(j) && k < after.documents[j].duties.size(); ++k)
      difference.added.push_back({j, k});
  std::sort(difference.added.begin(), difference.added.end());
  return difference;
}

codec::Value to_value(const Difference& difference, const Reading& before, const Reading& after) {
  codec::Array duties;
  for (const Aligned& pair : difference.duties) {
    codec::Array fresh;
    for (const DutyPlace& place : pair.fresh) fresh.push_back(place_value(after, place));
    codec::Value row;
    row.set("old", place_value(before, pair.old));
    row.set("new", std::move(fresh));
    row.set("kind", name_of(pair.change));
    duties.push_back(std::move(row));
  }
  codec::Array added;
  for (const DutyPlace& place : difference.added) added.push_back(place_value(after, place));
  codec::Value value;
  value.set("duties", std::move(duties));
  value.set("added", std::move(added));
  return value;
}

}  // namespace sekisho::policy
