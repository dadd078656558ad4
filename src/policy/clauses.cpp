#include "policy/clauses.h"

#include <algorithm>
#include <utility>

#include "policy/chars.h"
#include "policy/joined.h"
#include "policy/phrases.h"
#include "policy/shape.h"
#include "policy/title.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLongestPartHeading = 35;  // characters

struct Draft {
  std::vector<Run> runs;
  Shape shape;
  Setting setting;
};

class Maker {
 public:
  Maker(const std::vector<Line>& lines, Outline outline) : lines_(lines), outline_(std::move(outline)) {}

  std::vector<Clause> make(std::string_view source) {
    settle_part_headings(source);
    mark_children();
    drafts_.resize(outline_.entries.size());
    for (std::size_t e = 0; e < outline_.entries.size(); ++e) draft(source, e);
    for (std::size_t e = 0; e < outline_.entries.size(); ++e) {
      if (!drafts_[e].shape.sure && !siblings_have_headings(e)) drafts_[e].shape = {};
    }
    std::vector<Clause> clauses;
    clauses.reserve(outline_.entries.size());
    for (std::size_t e = 0; e < outline_.entries.size(); ++e) write(source, e, clauses);
    return clauses;
  }

 private:
  const Entry& entry(std::size_t e) const { return outline_.entries[e]; }
  std::string_view words(std::string_view source, std::uint32_t line) const { return lines_[line].words(source); }

  // An unnumbered heading stands alone before a clause: 総則, ■運用. It is a bare caption of the article after it, or
  // it is left out.
  void settle_part_headings(std::string_view source) {
    std::vector<std::pair<std::size_t, std::uint32_t>> bare;   // article, line
    std::vector<std::pair<std::size_t, std::uint32_t>> parts;  // the clause before, line
    std::size_t articles = 0;
    for (std::size_t e = 0; e < outline_.entries.size(); ++e) {
      Entry& next = outline_.entries[e];
      const bool article = next.mark.family == Family::article || next.mark.family == Family::section;
      articles += article && next.caption == kNone ? 1 : 0;
      std::vector<std::uint32_t>& before = e == 0 ? outline_.head : outline_.entries[e - 1].body;
      if (before.empty() || !stands_alone(source, e, before, article && next.caption == kNone)) continue;
      const std::uint32_t line = before.back();
      const std::string_view rest = source.substr(next.words, next.end - next.words);
      if (article && next.caption == kNone && (has_sentence(rest) || (rest.empty() && !next.body.empty())))
        bare.emplace_back(e, line);
      if (e == 0) continue;
      if (is_part_heading(source, next, line)) {
        before.pop_back();
      } else if (may_be_part_heading(source, e, before)) {
        parts.emplace_back(e - 1, line);
      }
    }
    // One alone may be a clause that lost its mark.
    for (const auto& [e, line] : parts) {
      std::vector<std::uint32_t>& before = outline_.entries[e].body;
      if (parts.size() >= 2 && !before.empty() && before.back() == line) before.pop_back();
    }
    if (bare.size() < 2 || bare.size() * 2 < articles) return;
    for (const auto& [e, line] : bare) {
      outline_.entries[e].caption = static_cast<std::int32_t>(line);
      outline_.entries[e].caption_end = line + 1;
      std::vector<std::uint32_t>& before = e == 0 ? outline_.head : outline_.entries[e - 1].body;
      if (!before.empty() && before.back() == line) before.pop_back();
    }
  }

  bool stands_alone(std::string_view source, std::size_t e, const std::vector<std::uint32_t>& before,
                    bool may_be_caption) const {
    const std::uint32_t line = before.back();
    const std::string_view heading = words(source, line);
    if (lines_[line].chars > kLongestPartHeading || !looks_like_heading(heading) || begins_inside(heading))
      return false;
    if (outline_.wrap.fills(source, lines_[line])) return false;
    if (before.size() >= 2) return finished(source, before[before.size() - 2]);
    if (e == 0) return true;
    const Entry& owner = entry(e - 1);
    const std::string_view rest = source.substr(owner.words, owner.end - owner.words);
    const bool finished = ends_sentence(rest) || lines_[line].bullet || (may_be_caption && !ends_open(rest));
    return finished && !outline_.wrap.fills(source, lines_[owner.line]);
  }

  bool finished(std::string_view source, std::uint32_t line) const {
    return ends_sentence(words(source, line)) || looks_like_heading(words(source, line));
  }

  bool is_part_heading(std::string_view source, const Entry& next, std::uint32_t line) const {
    if (lines_[line].hash || lines_[line].symbol) return true;
    if (next.parent != kNone) return false;
    return next.mark.ordinal.last() == 1 || looks_like_title(words(source, line));
  }

  // A noun phrase between a full stop and a clause of the first level.
  bool may_be_part_heading(std::string_view source, std::size_t e, const std::vector<std::uint32_t>& before) const {
    constexpr std::size_t kLongest = 20;  // characters
    const std::uint32_t line = before.back();
    if (entry(e).parent != kNone || lines_[line].chars > kLongest || lines_[line].bullet || lines_[line].row)
      return false;
    if (before.size() >= 2) return ends_sentence(words(source, before[before.size() - 2]));
    const Entry& owner = entry(e - 1);
    return ends_sentence(source.substr(owner.words, owner.end - owner.words));
  }

  void mark_children() {
    children_.assign(outline_.entries.size(), false);
    in_article_ = false;
    for (const Entry& e : outline_.entries) {
      if (e.parent != kNone) children_[static_cast<std::size_t>(e.parent)] = true;
      in_article_ = in_article_ || e.mark.family == Family::article;
    }
  }

  Run run_of(std::string_view source, std::uint32_t line) const {
    const Line& l = lines_[line];
    return {l.begin, l.end, l.row, l.flat, outline_.wrap.fills(source, l)};
  }

  void draft(std::string_view source, std::size_t e) {
    Draft& d = drafts_[e];
    const Entry& own = entry(e);
    if (own.words < own.end) {
      Run run = run_of(source, own.line);
      run.begin = own.words;
      d.runs.push_back(run);
    }
    std::uint32_t before = own.line;
    for (const std::uint32_t line : own.body) {
      if (lines_[line].tail && line == before + 1 && !d.runs.empty()) {
        d.runs.back().end = lines_[line].end;  // it was cut off in vain
      } else {
        d.runs.push_back(run_of(source, line));
      }
      before = line;
    }
    d.setting.family = own.mark.family;
    d.setting.children = children_[e];
    d.setting.in_article = in_article_;
    if (own.parent != kNone) {
      const auto parent = static_cast<std::size_t>(own.parent);
      const std::string above = squeezed_key(heading_of(source, parent).value_or(""));
      d.setting.nested = true;
      d.setting.in_definitions = contains_any(above, {"定義", "用語", "意義"});
    }
    if (own.caption == kNone) d.shape = shape_of(source, d.runs, d.setting);
  }

  std::optional<std::string> heading_of(std::string_view source, std::size_t e) const {
    if (entry(e).caption == kNone) return drafts_[e].shape.heading;
    Joined caption;
    for (auto i = static_cast<std::uint32_t>(entry(e).caption); i < entry(e).caption_end; ++i)
      caption.append(source, lines_[i]);
    const std::string_view inside = caption_inside(caption.text());
    return std::string(inside.empty() ? std::string_view(caption.text()) : inside);
  }

  // Whether more of the clause's siblings surely have headings than have none.
  bool siblings_have_headings(std::size_t e) const {
    constexpr std::size_t kReach = 40;  // entries to each side
    const std::size_t from = e > kReach ? e - kReach : 0;
    const std::size_t to = std::min(outline_.entries.size(), e + kReach);
    int balance = 0;
    for (std::size_t k = from; k < to; ++k) {
      if (k == e || entry(k).parent != entry(e).parent || entry(k).mark.family != entry(e).mark.family) continue;
      if (drafts_[k].shape.sure) balance += drafts_[k].shape.heading ? 1 : -1;
    }
    return balance >= 0;
  }

  // The first 項 has no number: where the second one is printed, the article's own words are N.1 and its 号 N.1.1.
  std::size_t end_of_first_paragraph(std::size_t e) const {
    const Family own = entry(e).mark.family;
    if (own != Family::article && own != Family::section) return 0;
    const auto self = static_cast<std::int32_t>(e);
    bool items = false;  // (1) was printed: what follows are 号
    for (std::size_t k = e + 1; k < outline_.entries.size() && entry(k).mark.family != own; ++k) {
      const Mark& mark = entry(k).mark;
      if (entry(k).parent != self) continue;
      if (mark.family == Family::digit) return mark.ordinal.last() == 1 ? 0 : k;
      if (own == Family::article && mark.family == Family::paren && !items && mark.ordinal.last() == 2) return k;
      items = items || mark.family == Family::paren;
    }
    return 0;
  }

  void write(std::string_view source, std::size_t e, std::vector<Clause>& clauses) {
    const Entry& own = entry(e);
    const Draft& d = drafts_[e];
    Clause clause;
    clause.id = renumbered(own.id, e);
    clause.marker = std::string(without_blanks_around(source.substr(own.begin, own.mark.printed)));
    clause.heading = heading_of(source, e);
    clause.span = {own.begin, own.begin + own.mark.printed};
    if (d.shape.runs > 0) clause.span.end = d.runs[d.shape.runs - 1].end;
    Joined text;
    for (std::size_t k = d.shape.runs; k < d.runs.size(); ++k) {
      const bool partly = k == d.shape.runs && d.shape.offset != 0;
      text.append(source, partly ? d.shape.offset : d.runs[k].begin, d.runs[k].end, d.runs[k].row);
    }
    const std::size_t first_paragraph = end_of_first_paragraph(e);
    if (first_paragraph == 0) {
      fill(clause, text);
      clauses.push_back(std::move(clause));
      // 第4条及び第5条 削除 deletes two articles.
      for (unsigned n = own.mark.ordinal.part[0] + 1U; n <= own.mark.through; ++n) {
        clauses.push_back(clauses.back());
        clauses.back().id = std::to_string(n);
      }
      return;
    }
    Clause paragraph;
    paragraph.id = clause.id + ".1";
    clauses.push_back(std::move(clause));
    if (text.empty() && first_paragraph == e + 1) return;
    paragraph.span = {own.words, own.words};
    fill(paragraph, text);
    if (!text.empty()) paragraph.span.begin = text.span().begin;
    clauses.push_back(std::move(paragraph));
    moved_from_ = own.id;
    moved_until_ = first_paragraph;
  }

  static void fill(Clause& clause, const Joined& text) {
    clause.text = text.text();
    clause.sentences = split_sentences(text);
    if (!text.empty()) clause.span.end = std::max(clause.span.end, text.span().end);
  }

  // The id of what stands under an unnumbered first 項.
  std::string renumbered(const std::string& id, std::size_t e) const {
    return e < moved_until_ && id.starts_with(moved_from_ + ".") ? moved_from_ + ".1" + id.substr(moved_from_.size())
                                                                 : id;
  }

  const std::vector<Line>& lines_;
  Outline outline_;
  std::vector<Draft> drafts_;
  std::vector<bool> children_;
  bool in_article_ = false;
  std::string moved_from_;
  std::size_t moved_until_ = 0;
};

}  // namespace

std::vector<Clause> make_clauses(std::string_view source, const std::vector<Line>& lines, Outline outline) {
  return Maker(lines, std::move(outline)).make(source);
}

}  // namespace sekisho::policy
