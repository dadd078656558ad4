#pragma once

// The lines of a policy as words: without blanks around, Markdown signs, bullets and table bars, and with a line that
// holds a whole document (HTML flattened to one line) cut where its numbers and captions stand. Offsets point into the
// source.

#include <cstdint>
#include <string_view>
#include <vector>

namespace sekisho::policy {

struct Line {
  std::uint32_t begin = 0;  // the words
  std::uint32_t end = 0;
  std::uint32_t chars = 0;
  std::uint16_t indent = 0;  // columns before the words
  bool after_blank = false;  // an empty line stands before it
  bool after_page = false;   // a form feed stands before it
  bool hash = false;         // a Markdown heading; its depth carries no meaning
  bool symbol = false;       // ○ ■ ◆ stood before it
  bool bullet = false;       // -, * or • stood before it
  bool row = false;          // a table row with bars
  bool flat = false;         // cut out of a longer line
  bool tail = false;         // and not its first part
  bool number_only = false;  // a bare number: a page number or a lone mark
  bool page_number = false;  // - 3 -, 3/12, P.3

  std::string_view words(std::string_view source) const { return source.substr(begin, end - begin); }
};

constexpr std::size_t kMostLines = 100'000;  // of one file; no policy has a tenth of it

// Empty lines and rules are left out. Stops after kMostLines + 1.
std::vector<Line> read_lines(std::string_view source);

// Cuts the lines that hold several numbered parts. A line is cut where it holds a document, or where its own 。 is
// followed by a list that begins with 1 and goes on.
std::vector<Line> cut_flat_lines(std::string_view source, const std::vector<Line>& lines);

}  // namespace sekisho::policy
