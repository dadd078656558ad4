#include "base/edit_distance.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"

namespace sekisho::text {

std::size_t edit_distance(std::string_view left, std::string_view right) {
  const std::u32string from = to_u32(left);
  const std::u32string to = to_u32(right);
  std::vector<std::size_t> above_last(to.size() + 1);
  std::vector<std::size_t> above(to.size() + 1);
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t k = 0; k <= to.size(); ++k) above[k] = k;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t k = 1; k <= to.size(); ++k) {
      const bool same = from[i - 1] == to[k - 1];
      row[k] = std::min({above[k] + 1, row[k - 1] + 1, above[k - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && k > 1 && from[i - 1] == to[k - 2] && from[i - 2] == to[k - 1];
      if (swapped) row[k] = std::min(row[k], above_last[k - 2] + 1);
    }
    above_last.swap(above);
    above.swap(row);
  }
  return above[to.size()];
}

}  // namespace sekisho::text
