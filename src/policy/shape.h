#pragma once

// Which of a clause's words are its heading. A noun phrase alone on its line is one where text or numbered children
// follow; a defined term on the same line as its definition is not; in a flattened text a heading is what stands
// between the number and the first blank.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/joined.h"
#include "policy/outline.h"

namespace sekisho::policy {

// A run of a clause's words on one line of the source.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool row = false;
  bool flat = false;
  bool fills = false;  // the line is as wide as lines get: it may go on in the next one
  std::string_view words(std::string_view source) const { return source.substr(begin, end - begin); }
};

// What a clause stands in.
struct Setting {
  Family family = Family::digit;
  bool children = false;        // numbered parts follow below it
  bool nested = false;          // it is a part of a clause
  bool in_article = false;      // the document is numbered by articles
  bool in_definitions = false;  // its parent defines terms
};

struct Shape {
  std::optional<std::string> heading;
  std::size_t runs = 0;    // how many runs the heading takes
  std::size_t offset = 0;  // source offset inside the next run where the text begins; 0: at its beginning
  bool sure = true;        // false: the siblings decide
};

Shape shape_of(std::string_view source, const std::vector<Run>& runs, const Setting& setting);

}  // namespace sekisho::policy
