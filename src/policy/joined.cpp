#include "policy/joined.h"

#include <algorithm>

#include "policy/chars.h"

namespace sekisho::policy {
namespace {

bool is_word_byte(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

struct Bracket {
  char32_t closing = 0;
  std::size_t at = 0;
};

// For every opening bracket that is closed: where it stands, and where its end is, in the order of the ends.
std::vector<std::pair<std::size_t, std::size_t>> closed_brackets(std::string_view s) {
  constexpr std::size_t kDeepest = 16;  // how far a closing bracket looks back over unclosed ones
  std::vector<std::pair<std::size_t, std::size_t>> closed;
  std::vector<Bracket> open;
  for (std::size_t at = 0; at < s.size();) {
    const Char c = char_at(s, at);
    if (const char32_t closing = closing_of(c.value); closing != 0) {
      open.push_back({closing, at});
    } else if (const char32_t close = as_closing(c.value); close != 0) {
      const std::size_t limit = std::min(open.size(), kDeepest);
      for (std::size_t k = 1; k <= limit; ++k) {
        if (open[open.size() - k].closing != close) continue;
        closed.emplace_back(open[open.size() - k].at, at + c.length);
        open.resize(open.size() - k);
        break;
      }
    }
    at += c.length;
  }
  return closed;
}

bool has_words(std::string_view s) {
  for (std::size_t at = 0; at < s.size();) {
    const Char c = char_at(s, at);
    if (is_kanji(c.value) || is_hiragana(c.value) || is_katakana(c.value) || latin_of(c.value) != 0 ||
        digit_of(c.value) >= 0) {
      return true;
    }
    at += c.length;
  }
  return false;
}

// A whole bracket right after a sentence, where it ends with 。 inside or nothing follows it: （…を含む。）. Its end;
// `at` where there is none.
std::size_t end_of_remark(std::string_view s, std::size_t at, std::size_t closed) {
  const std::string_view inside = s.substr(at, closed - at);
  if (!is_open_paren(first_char(inside).value) || !is_close_paren(last_char(inside).value)) return at;
  const std::size_t last = closed - last_char(inside).length;
  const Char stop = char_before(s, last);
  const bool sentence = is_stop(stop.value, char_before(s, last - stop.length).value);
  return sentence || without_blanks_around(s.substr(closed)).empty() ? closed : at;
}

// " - 3 - " inside a flattened text: a page number. Its length, 0 where there is none.
std::size_t page_number_at(std::string_view s) {
  constexpr std::string_view dash = " - ";
  if (!s.starts_with(dash)) return 0;
  std::size_t at = dash.size();
  while (at < s.size() && at < dash.size() + 3 && s[at] >= '0' && s[at] <= '9') ++at;
  return at > dash.size() && s.substr(at).starts_with(dash) ? at + dash.size() : 0;
}

}  // namespace

void Joined::add(std::string_view source, std::size_t begin, std::size_t end) {
  const std::string_view all = source.substr(begin, end - begin);
  std::size_t from = 0;
  for (std::size_t at = all.find(" - "); at != std::string_view::npos; at = all.find(" - ", at + 1)) {
    const std::size_t length = page_number_at(all.substr(at));
    if (length == 0) continue;
    add_piece(source, begin + from, begin + at);
    from = at + length;
  }
  add_piece(source, begin + from, end);
}

void Joined::add_piece(std::string_view source, std::size_t begin, std::size_t end) {
  if (end <= begin) return;
  const std::string_view words = without_blanks_around(source.substr(begin, end - begin));
  if (words.empty()) return;
  if (!text_.empty() && is_word_byte(text_.back()) && is_word_byte(words.front())) text_.push_back(' ');
  pieces_.push_back({text_.size(), static_cast<std::size_t>(words.data() - source.data()), words.size()});
  text_.append(words);
}

void Joined::append(std::string_view source, std::size_t begin, std::size_t end, bool row) {
  for (std::size_t bar = begin; row && bar < end; ++bar) {
    if (source[bar] != '|') continue;
    add(source, begin, bar);
    if (!text_.empty() && text_.back() != ' ') text_.push_back(' ');
    begin = bar + 1;
  }
  add(source, begin, end);
}

std::size_t Joined::source_of(std::size_t at) const {
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), at, [](std::size_t a, const Piece& p) { return a < p.at; });
  const Piece& piece = *std::prev(after);
  return piece.source + std::min(at - piece.at, piece.length);
}

Span Joined::span_of(std::size_t begin, std::size_t end) const {
  return {source_of(begin), source_of(end - 1) + 1};
}

std::vector<Sentence> split_sentences(const Joined& joined) {
  const std::string_view s = joined.text();
  std::vector<std::pair<std::size_t, std::size_t>> brackets = closed_brackets(s);
  std::sort(brackets.begin(), brackets.end());
  std::vector<Sentence> sentences;
  auto bracket = brackets.begin();
  std::size_t begin = 0;
  const auto add_to_last = [&](std::size_t end) {
    const std::string_view words = without_blanks_around(s.substr(begin, end - begin));
    const auto from = static_cast<std::size_t>(words.data() - s.data());
    sentences.back().text.append(words);
    sentences.back().span.end = joined.span_of(from, from + words.size()).end;
    begin = end;
  };
  const auto close = [&](std::size_t end) {
    const std::string_view words = without_blanks_around(s.substr(begin, end - begin));
    const auto from = static_cast<std::size_t>(words.data() - s.data());
    if (words.empty()) {
      begin = end;
      return;
    }
    if (!has_words(words) && !sentences.empty()) return add_to_last(end);  // a stray bracket or 。
    begin = end;
    sentences.push_back({std::string(words), joined.span_of(from, from + words.size())});
  };
  char32_t before = 0;
  for (std::size_t at = 0; at < s.size();) {
    while (bracket != brackets.end() && bracket->first < at) ++bracket;
    if (bracket != brackets.end() && bracket->first == at) {
      const bool opens = !sentences.empty() && skip_blanks(s, begin) == at;
      const bool remark = opens && end_of_remark(s, at, bracket->second) != at;
      at = bracket->second;
      before = U'）';
      if (remark) add_to_last(at);
      continue;
    }
    const Char c = char_at(s, at);
    at += c.length;
    if (is_stop(c.value, before)) close(at);
    before = c.value;
  }
  close(s.size());
  return sentences;
}

}  // namespace sekisho::policy
