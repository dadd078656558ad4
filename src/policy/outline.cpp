#include "policy/outline.h"

#include <algorithm>
#include <optional>

#include "policy/chars.h"
#include "policy/levels.h"
#include "policy/phrases.h"
#include "policy/title.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kLookAhead = 150;       // lines
constexpr std::size_t kMostLookAheads = 400;  // of one file: keeps hostile files linear

std::size_t skip_bar(std::string_view words, std::size_t at) {
  at = skip_blanks(words, at);
  return at < words.size() && words[at] == '|' ? skip_blanks(words, at + 1) : at;
}

bool is_weak(const Mark& mark, std::string_view words) {
  if (mark.family == Family::article || mark.family == Family::chapter) return false;
  if (mark.family == Family::capital || mark.family == Family::latin) return true;
  if (mark.family == Family::roman) return static_cast<unsigned char>(words.front()) < 0x80;
  return !mark.spaced || (mark.family == Family::kanji && !mark.dotted_mark);
}

// Digits, dates and the words of resolutions are no captions.
bool is_caption(std::string_view words) {
  const std::string_view inside = caption_inside(words);
  if (inside.empty() || count_chars(inside) > 40) return false;
  for (std::size_t at = 0; at < inside.size(); at += char_at(inside, at).length) {
    if (digit_of(char_at(inside, at).value) >= 0) return false;
  }
  return !ends_with_any(inside, {"制定", "改正", "改定", "改訂", "施行", "公布"}) && inside != "案" && inside != "抄";
}

class Reader {
 public:
  explicit Reader(const std::vector<Line>& lines) : lines_(lines) {}

  std::vector<Outline> read(std::string_view source) {
    wrap_ = Wrap::measure(source, lines_);
    for (std::uint32_t i = 0; i < lines_.size(); ++i) take(source, i);
    finish(source, static_cast<std::uint32_t>(lines_.size()));
    return std::move(outlines_);
  }

 private:
  std::string_view words(std::string_view source, std::size_t i) const { return lines_[i].words(source); }

  void take(std::string_view source, std::uint32_t i) {
    if (pending_caption_ != kNone && i < caption_end_) return;
    if (begins_document(source, i)) finish(source, i);
    if (take_annex(source, i)) return;
    if (take_chapter(source, i)) return;
    if (take_caption(source, i)) return;
    if (take_mark(source, i)) return;
    pending_caption_ = kNone;
    (now_.entries.empty() ? now_.head : now_.entries.back().body).push_back(i);
  }

  // Another policy begins: a title, after which the numbering starts again.
  bool begins_document(std::string_view source, std::uint32_t i) {
    const Line& line = lines_[i];
    if (now_.entries.empty() && now_.annexes.empty()) return false;
    if (line.flat || !looks_like_title(words(source, i))) return false;
    const bool own =
        line.symbol || !now_.annexes.empty() || !body_in_title(words(source, i)).empty() || dated(source, i + 1);
    return own && !ends_open(words(source, i - 1)) && starts_again(source, i + 1);
  }

  bool dated(std::string_view source, std::uint32_t i) const {
    return i < lines_.size() && lines_[i].chars < 40 && words(source, i).find("年") != std::string_view::npos &&
           words(source, i).find("日") != std::string_view::npos && !has_sentence(words(source, i));
  }

  bool starts_again(std::string_view source, std::uint32_t from) const {
    for (std::size_t k = from; k < lines_.size() && k < from + kLookAhead; ++k) {
      const std::string_view line = words(source, k);
      for (const Mark& mark : read_marks(line)) {
        const bool heading = is_heading_family(mark.family) || mark.family == Family::chapter;
        if (!heading || !(mark.spaced || mark.family == Family::article)) continue;
        if (is_counted(mark, line) || refers(mark, line.substr(mark.length))) continue;
        return mark.ordinal.part[0] == 1 && mark.ordinal.last() == 1;
      }
    }
    return false;
  }

  bool take_annex(std::string_view source, std::uint32_t i) {
    const std::string_view line = words(source, i);
    const bool clauses = !now_.entries.empty() || !now_.annexes.empty();
    const bool supplement = starts_with_any(line, {"附", "付"});
    if (annex_label(line) != 0 && (clauses || (supplement && head_has_sentence_)) && !cut_before(source, i)) {
      now_.annexes.push_back({i, {}});
      return true;
    }
    if (!now_.annexes.empty()) {
      now_.annexes.back().body.push_back(i);
      return true;
    }
    if (!clauses) head_has_sentence_ = head_has_sentence_ || ends_sentence(line) || has_sentence(line);
    return false;
  }

  bool cut_before(std::string_view source, std::uint32_t i) const {
    if (i <= now_.first || lines_[i].flat) return false;
    const std::string_view before = words(source, i - 1);
    return wrap_.fills(source, lines_[i - 1]) ? ends_open(before) : ends_torn(before);
  }

  bool take_chapter(std::string_view source, std::uint32_t i) {
    const std::string_view line = words(source, i);
    if (chapter_alone_ && !dated(source, i)) {  // 第1章 on one line, 総則 on the next
      chapter_alone_ = false;
      if (read_marks(line).empty() && !is_caption(line) && looks_like_heading(line) && lines_[i].chars <= 30)
        return true;
    }
    const Marks marks = read_marks(line);
    if (marks.empty() || marks.begin()->family != Family::chapter) return false;
    const std::string_view rest = line.substr(marks.begin()->length);
    if (refers(*marks.begin(), rest) || has_sentence(rest) || count_chars(rest) > 45 || cut_before(source, i))
      return false;
    if (!marks.begin()->spaced && !looks_like_heading(rest)) return false;
    levels_.begin_chapter();
    chapter_alone_ = rest.empty();
    return true;
  }

  // The end of a caption that begins here, broken over lines or not; 0 where none does.
  std::uint32_t caption_end(std::string_view source, std::uint32_t i) const {
    const std::string_view line = words(source, i);
    if (is_caption(line)) return i + 1;
    if (!wrap_.broken() || !is_open_paren(first_char(line).value)) return 0;
    std::string joined(line);
    for (std::uint32_t k = i + 1; k < lines_.size() && k < i + 4; ++k) {
      joined.append(words(source, k));
      if (is_caption(joined)) return k + 1;
    }
    return 0;
  }

  // A caption belongs to the article after it. Where the article was lost, its caption is left out.
  bool take_caption(std::string_view source, std::uint32_t i) {
    const std::string_view line = words(source, i);
    const std::uint32_t end = closing_of(first_char(line).value) != 0 ? caption_end(source, i) : 0;
    if (end == 0 || cut_before(source, i)) return false;
    if (end < lines_.size()) {
      const std::string_view next = words(source, end);
      for (const Mark& mark : read_marks(next)) {
        if (!is_heading_family(mark.family) || mark.family == Family::dotted || is_counted(mark, next)) continue;
        if (now_.entries.empty() && contains_any(line, {"方針", "ポリシー"})) continue;  // the end of a title
        if (mark.family == Family::digit && end == i + 1 && !looks_like_heading(caption_inside(line))) continue;
        pending_caption_ = static_cast<std::int32_t>(i);
        caption_end_ = end;
        captions_seen_ = true;
        return true;
      }
    }
    return end == i + 1 && captions_seen_ && i > 0 && ends_sentence(words(source, i - 1)) &&
           looks_like_heading(caption_inside(line)) && caption_inside(line).size() <= 75;
  }

  // Whether the next number of the family stands within the next lines.
  bool is_followed(std::string_view source, std::uint32_t i, const Mark& mark) {
    if (lookaheads_ >= kMostLookAheads) return false;
    ++lookaheads_;
    for (std::size_t k = i + 1; k < lines_.size() && k < i + kLookAhead; ++k) {
      for (const Mark& next : read_marks(words(source, k))) {
        if (next.family == mark.family && next.ordinal.count == 1 && next.ordinal.last() == mark.ordinal.last() + 1)
          return true;
      }
    }
    return false;
  }

  Place place_of(std::string_view source, std::uint32_t i, const Mark& mark) {
    const std::string_view line = words(source, i);
    Place place;
    place.indent = lines_[i].indent;
    place.weak = is_weak(mark, line);
    const bool parted = mark.spaced || mark.family == Family::article;
    place.strong = parted && (mark.length < line.size() || is_enclosed(mark.family) || mark.dotted_mark || mark.spaced);
    if (i > now_.first) {
      const std::string_view before = words(source, i - 1);
      const bool full = wrap_.fills(source, lines_[i - 1]) && !ends_sentence(before);
      const bool captioned = pending_caption_ != kNone && caption_end_ == i;
      place.cut = !captioned && (full ? ends_open(before) : ends_torn(before));
      place.complete = captioned || lines_[i].hash || lines_[i].bullet || (!place.cut && !full);
      place.announced =
          now_.entries.empty() ? looks_like_title(before) : announces_list(before) || is_bare_heading(source, i - 1);
    }
    const bool asks = place.weak || (mark.family == Family::digit && mark.ordinal.last() == 1 && !now_.entries.empty());
    place.followed = asks && is_followed(source, i, mark);
    return place;
  }

  // The line before is a clause's mark and heading, and nothing more.
  bool is_bare_heading(std::string_view source, std::uint32_t i) const {
    const Entry& last = now_.entries.back();
    if (last.line != i) return false;
    const std::string_view rest = source.substr(last.words, last.end - last.words);
    return rest.empty() || looks_like_heading(rest);
  }

  // A line "2. (2) …" follows.
  bool is_doubled(std::string_view source, std::uint32_t i) const {
    for (std::size_t k = i + 1; k < lines_.size() && k < i + kLookAhead; ++k) {
      const std::string_view line = words(source, k);
      const Marks outer = read_marks(line);
      if (outer.empty() || outer.begin()->family != Family::digit || outer.begin()->ordinal.last() != 2) continue;
      const Marks inner = read_marks(line.substr(outer.begin()->length));
      return !inner.empty() && is_enclosed(inner.begin()->family) && inner.begin()->ordinal.last() == 2;
    }
    return false;
  }

  // "1. (1) 語": a list of HTML numbered once by the page and once by the writer.
  std::optional<Mark> inner_mark(std::string_view source, std::uint32_t i, const Mark& outer) const {
    const std::string_view line = words(source, i);
    if (outer.family != Family::digit || !outer.spaced) return std::nullopt;
    const Marks marks = read_marks(line.substr(outer.length));
    if (marks.empty() || !is_enclosed(marks.begin()->family) || marks.begin()->ordinal.last() != outer.ordinal.last()) {
      return std::nullopt;
    }
    if (outer.ordinal.last() == 1 && !is_doubled(source, i)) return std::nullopt;
    Mark inner = *marks.begin();
    inner.printed += outer.length;
    inner.length += outer.length;
    return inner;
  }

  // A lone number is a mark only before words that begin something.
  bool stands_before_words(std::string_view source, std::uint32_t i) const {
    if (i + 1 >= lines_.size() || lines_[i + 1].number_only) return false;
    const std::string_view next = words(source, i + 1);
    const Marks marks = read_marks(next);
    return !begins_inside(next) && !is_caption(next) && (marks.empty() || !marks.begin()->spaced);
  }

  bool take_mark(std::string_view source, std::uint32_t i) {
    if (now_.entries.size() + made_ >= kMostEntries) return false;
    if (lines_[i].number_only && !stands_before_words(source, i)) return false;
    const std::string_view line = words(source, i);
    std::optional<Mark> best;
    Decision chosen;
    for (const Mark& read : read_marks(line)) {
      const Mark mark = inner_mark(source, i, read).value_or(read);
      if (mark.family == Family::chapter || refers(mark, line.substr(mark.length))) continue;
      if (is_counted(mark, line)) continue;
      const Decision decision = levels_.decide(mark, place_of(source, i, mark));
      if (decision.fit <= chosen.fit) continue;
      chosen = decision;
      best = mark;
    }
    if (!best) return false;
    push_entry(source, i, *best, chosen);
    return true;
  }

  void push_entry(std::string_view source, std::uint32_t i, const Mark& mark, const Decision& decision) {
    const Line& line = lines_[i];
    Entry entry;
    entry.mark = mark;
    entry.line = i;
    entry.begin = line.begin;
    const std::size_t at = line.row ? skip_bar(words(source, i), mark.printed) : mark.length;
    entry.words = line.begin + static_cast<std::uint32_t>(at);
    entry.end = line.end;
    if (is_heading_family(mark.family) && pending_caption_ != kNone) {
      entry.caption = pending_caption_;
      entry.caption_end = caption_end_;
    }
    pending_caption_ = kNone;
    Levels::Opened opened = levels_.open(mark, decision, line.indent, static_cast<std::int32_t>(now_.entries.size()));
    entry.id = std::move(opened.id);
    entry.parent = opened.parent;
    now_.entries.push_back(std::move(entry));
  }

  void finish(std::string_view source, std::uint32_t end) {
    made_ += now_.entries.size();
    now_.last = end;
    const std::vector<Line> own(lines_.begin() + now_.first, lines_.begin() + end);
    now_.wrap = Wrap::measure(source, own);
    outlines_.push_back(std::move(now_));
    now_ = {};
    now_.first = end;
    levels_.clear();
    pending_caption_ = kNone;
    captions_seen_ = chapter_alone_ = head_has_sentence_ = false;
  }

  const std::vector<Line>& lines_;
  Wrap wrap_;
  Levels levels_;
  Outline now_;
  std::vector<Outline> outlines_;
  std::int32_t pending_caption_ = kNone;
  std::uint32_t caption_end_ = 0;  // the line after the pending caption
  bool captions_seen_ = false;
  bool chapter_alone_ = false;
  bool head_has_sentence_ = false;
  std::size_t made_ = 0;
  std::size_t lookaheads_ = 0;
};

}  // namespace

std::size_t annex_label(std::string_view words) {
  if (!starts_with_any(words, {"附", "付", "別", "様", "参"})) return 0;
  std::size_t at = 0;
  for (const std::string_view word : {"附則", "附 則", "附　則", "附  則", "付則", "付 則", "附　　則"}) {
    if (words.starts_with(word)) at = word.size();
  }
  if (at == 0) {
    for (const std::string_view word : {"別表", "別記様式", "様式", "別記", "別紙", "別添", "別図", "参考様式"}) {
      if (at != 0 || !words.starts_with(word) || count_chars(words) > 40 || has_sentence(words)) continue;
      at = word.size();
      const Char dai = char_at(words, at);
      if (dai.value == U'第') at += dai.length;
      const Numeral number = read_digits(words.substr(at));
      at += number.length;
      if (words.substr(at).starts_with("号")) at += std::string_view("号").size();
      if (dai.value == U'第' && number.length == 0) return 0;
    }
    if (at == 0) return 0;
  }
  const std::size_t label = at;
  at = skip_blanks(words, at);
  std::size_t length = 0;
  const bool bracket = !leading_caption(words.substr(at), length).empty();
  const std::string_view rest = words.substr(at + (bracket ? length : 0));
  if (bracket && (rest.empty() || is_blank(first_char(rest).value))) return at + length;
  if (rest.empty() || at == label || begins_inside(rest)) return rest.empty() ? label : 0;
  return label;
}

std::vector<Outline> read_outlines(std::string_view source, const std::vector<Line>& lines) {
  std::vector<Outline> outlines = Reader(lines).read(source);
  drop_pages(source, lines, outlines);
  return outlines;
}

}  // namespace sekisho::policy
