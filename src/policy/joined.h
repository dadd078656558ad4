#pragma once

// Words of several lines joined into one text, with the way back into the source: which source bytes each part came
// from.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "policy/lines.h"
#include "policy/reading.h"

namespace sekisho::policy {

class Joined {
 public:
  // Adds source[begin, end). Japanese lines are joined without a blank, Latin words with one; the bars of a table row
  // become blanks.
  void append(std::string_view source, std::size_t begin, std::size_t end, bool row = false);
  void append(std::string_view source, const Line& line) { append(source, line.begin, line.end, line.row); }

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  // The source bytes of text()[begin, end); both inside the text, begin < end.
  Span span_of(std::size_t begin, std::size_t end) const;
  Span span() const { return empty() ? Span{} : span_of(0, text_.size()); }

 private:
  struct Piece {
    std::size_t at = 0;  // in the text
    std::size_t source = 0;
    std::size_t length = 0;
  };
  void add(std::string_view source, std::size_t begin, std::size_t end);
  void add_piece(std::string_view source, std::size_t begin, std::size_t end);
  std::size_t source_of(std::size_t at) const;

  std::string text_;
  std::vector<Piece> pieces_;
};

// The sentences of a text. A 。 inside brackets ends none; a bracket that is never closed is no bracket.
std::vector<Sentence> split_sentences(const Joined& joined);

}  // namespace sekisho::policy
