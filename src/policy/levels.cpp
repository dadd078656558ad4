#include "policy/levels.h"

#include <algorithm>
#include <cstdlib>

namespace sekisho::policy {
namespace {

constexpr std::size_t kDeepest = 8;  // levels; no policy nests deeper
constexpr unsigned kWidestGap = 10;  // numbers that may be lost between two marks

unsigned difference(std::uint32_t a, std::uint32_t b) {
  return a > b ? a - b : b - a;
}

bool nests_in_article(Family family) {
  return family == Family::digit || family == Family::paren;
}

}  // namespace

std::optional<std::size_t> Levels::deepest(Family family) const {
  for (std::size_t k = levels_.size(); k-- > 0;) {
    if (levels_[k].family == family) return k;
  }
  return std::nullopt;
}

// The open level whose next number this is; among several the one that stands as far from the margin, then the deepest.
std::optional<std::size_t> Levels::continued(const Mark& mark, const Place& place) const {
  std::optional<std::size_t> best;
  for (std::size_t k = levels_.size(); k-- > 0;) {
    const Level& level = levels_[k];
    if (level.family != mark.family || level.last + 1 != mark.ordinal.last()) continue;
    if (!best || difference(level.indent, place.indent) < difference(levels_[*best].indent, place.indent)) best = k;
  }
  return best;
}

Decision Levels::decide_article(const Mark& mark, const Place& place) const {
  const unsigned number = mark.ordinal.part[0];
  const bool branch = mark.ordinal.count > 1;
  const bool root = levels_.empty() || levels_[0].family == mark.family;
  const unsigned last = root && !levels_.empty() ? levels_[0].last : mark.family == Family::article ? last_article_ : 0;
  if (branch) return number <= last + 1 && place.strong ? Decision{Fit::next, 0} : Decision{};
  if (number == last + 1 && (place.strong || place.complete)) return {Fit::next, 0};
  if (!place.strong || !place.complete) return {};
  if (number > last) return {last == 0 || number - last <= kWidestGap * 2 ? Fit::gap : Fit::none, 0};
  return {number == 1 || number == last ? Fit::repeat : Fit::none, 0};
}

Decision Levels::decide_path(const Mark& mark, const Place& place) const {
  if (!place.strong) return {};
  const std::size_t count = mark.ordinal.count;
  const unsigned number = mark.ordinal.last();
  std::size_t same = 0;
  while (same < count && same < levels_.size() && levels_[same].last == mark.ordinal.part[same] &&
         (same == 0 ? is_heading_family(levels_[0].family) : levels_[same].family == Family::dotted)) {
    ++same;
  }
  const bool open_next = same < levels_.size() && levels_[same].last + 1 == mark.ordinal.part[same];
  if (same + 1 == count) {  // 4.2 after 4.1, 4.1 after 4
    const bool dotted = same < levels_.size() && (levels_[same].family == Family::dotted || same == 0);
    if (dotted && open_next) return {Fit::next, same};
    if (number == 1) return {Fit::first, same};
    if (dotted && number > levels_[same].last && number - levels_[same].last <= kWidestGap && place.complete)
      return {Fit::gap, same};
    return {!dotted && place.complete && number <= 3 ? Fit::orphan : Fit::none, same};
  }
  // 2―1 after 1―10, 1.1 at the beginning
  const bool ones =
      std::all_of(mark.ordinal.part.begin() + static_cast<std::ptrdiff_t>(same) + 1,
                  mark.ordinal.part.begin() + static_cast<std::ptrdiff_t>(count), [](unsigned n) { return n == 1; });
  const bool begins =
      levels_.empty() || fresh_ || open_next || (same == levels_.size() && mark.ordinal.part[same] == 1);
  const bool skips = same < levels_.size() && mark.ordinal.part[same] > levels_[same].last &&
                     mark.ordinal.part[same] - levels_[same].last <= kWidestGap;
  if (!ones || !place.complete) return {};
  return {begins ? Fit::first : skips ? Fit::gap : Fit::none, same};
}

Decision Levels::decide_first(const Mark& mark, const Place& place) const {
  if (place.weak && (place.cut || !(place.followed || (place.complete && place.announced)))) return {};
  if (levels_.empty()) return {Fit::first, 0};
  const std::size_t top = levels_.size() - 1;
  const auto same = deepest(mark.family);
  const bool deeper = same && place.indent > levels_[*same].indent + 1;
  if (same && !(place.announced || deeper) && place.complete)
    return {Fit::repeat, *same};  // the numbering starts again
  if (same && !(place.announced || deeper)) return {};
  const bool heading = is_heading_family(mark.family);
  if (heading && !is_heading_family(levels_[0].family) && !place.announced)
    return {Fit::first, 0};                        // 1 after a list ⑴…⑺
  const bool listed = deeper && mark.dotted_mark;  // a list inside a list
  if (mark.family == Family::digit && !place.announced && !listed && !(place.complete && place.followed)) return {};
  if (top + 1 >= kDeepest) return {};
  return {Fit::first, top + 1};
}

Decision Levels::decide(const Mark& mark, const Place& place) const {
  if (mark.family == Family::article || mark.family == Family::section) return decide_article(mark, place);
  if (mark.family == Family::dotted) return decide_path(mark, place);
  const unsigned number = mark.ordinal.last();
  if (const auto depth = continued(mark, place)) {
    if (mark.family == Family::digit && !mark.dotted_mark && place.cut) return {};
    if (place.weak && (place.cut || (!place.strong && !place.complete))) return {};
    if (mark.family == Family::digit && !place.complete && !place.strong) return {};
    return {Fit::next, *depth};
  }
  if (number == 1) return decide_first(mark, place);
  const auto same = deepest(mark.family);
  const bool under_article = !levels_.empty() && levels_[0].family == Family::article;
  const bool under_section = levels_.size() == 1 && levels_[0].family == Family::section;  // 要綱: 第1, and its 項
  if (!same && under_section && mark.family == Family::digit && number == 2 && place.complete && !place.announced &&
      place.strong && !place.weak)
    return {Fit::paragraph, 1};
  if (!same && under_article && nests_in_article(mark.family) && !place.cut && place.strong && !place.weak &&
      (mark.family == Family::digit ? number <= 3 : number == 2 && !place.announced)) {
    return {Fit::paragraph, 1};
  }
  if (!place.strong || !place.complete || place.weak) return {};
  if (same) {
    const unsigned last = levels_[*same].last;
    if (number > last) return {number - last <= kWidestGap ? Fit::gap : Fit::none, *same};
    const bool misprint = number == last || (is_enclosed(mark.family) && *same + 1 == levels_.size());
    return {misprint ? Fit::repeat : Fit::none, *same};
  }
  const bool lost =
      is_enclosed(mark.family) ? number <= 10 : number <= 3 && (levels_.empty() || mark.family != Family::digit);
  return {lost && levels_.size() < kDeepest ? Fit::orphan : Fit::none, levels_.size()};
}

std::int32_t Levels::parent_at(std::size_t depth) const {
  for (std::size_t k = depth; k-- > 0;) {
    if (levels_[k].entry >= 0) return levels_[k].entry;
  }
  return -1;
}

Levels::Opened Levels::open_path(const Mark& mark, std::uint32_t indent, std::int32_t entry) {
  std::size_t keep = 0;
  while (keep + 1 < mark.ordinal.count && keep < levels_.size() && levels_[keep].last == mark.ordinal.part[keep] &&
         (keep == 0 || levels_[keep].family == Family::dotted)) {
    ++keep;
  }
  levels_.resize(keep);
  for (std::size_t k = keep; k < mark.ordinal.count; ++k) {
    Level level;
    level.family = k == 0 ? Family::digit : Family::dotted;
    level.last = mark.ordinal.part[k];
    level.entry = k + 1 == mark.ordinal.count ? entry : -1;
    level.indent = indent;
    level.id = (k == 0 ? std::string() : levels_[k - 1].id + ".") + std::to_string(level.last);
    levels_.push_back(std::move(level));
  }
  return {levels_.back().id, parent_at(levels_.size() - 1)};
}

Levels::Opened Levels::open(const Mark& mark, const Decision& decision, std::uint32_t indent, std::int32_t entry) {
  fresh_ = false;
  const unsigned last = std::max<unsigned>(mark.ordinal.part[0], mark.through);
  if (mark.family == Family::article) last_article_ = last;
  if (mark.family == Family::dotted) return open_path(mark, indent, entry);
  const std::size_t depth = std::min(decision.depth, levels_.size());
  levels_.resize(depth);
  Level level;
  level.family = mark.family;
  level.last = last;
  level.entry = entry;
  level.indent = indent;
  level.id = (depth == 0 ? std::string() : levels_[depth - 1].id + ".") + id_of(mark);
  levels_.push_back(std::move(level));
  return {levels_.back().id, parent_at(depth)};
}

void Levels::begin_chapter() {
  if (levels_.empty()) return;
  fresh_ = true;
  if (levels_[0].family == Family::article) {
    levels_.clear();
    return;
  }
  levels_.resize(1);
}

void Levels::clear() {
  levels_.clear();
  last_article_ = 0;
  fresh_ = true;
}

}  // namespace sekisho::policy
