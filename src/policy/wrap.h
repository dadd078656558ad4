#pragma once

// Whether a text's lines were broken at a fixed width (as text taken out of a PDF is), and whether a line fills that
// width: then what it says may go on in the next one.

#include <cstddef>
#include <string_view>
#include <vector>

#include "policy/lines.h"

namespace sekisho::policy {

class Wrap {
 public:
  Wrap() = default;  // not broken
  static Wrap measure(std::string_view source, const std::vector<Line>& lines);
  bool broken() const { return chars_ != 0; }
  bool fills(std::string_view source, const Line& line) const;

 private:
  std::size_t chars_ = 0;
  std::size_t columns_ = 0;
};

}  // namespace sekisho::policy
