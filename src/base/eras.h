#pragma once

// The eras that legal dates are written in. Source: CLDR calendarData; 明治 counts from the solar reform of 1873-01-01.

#include <array>
#include <string_view>

#include "base/date.h"

namespace sekisho {

struct Era {
  std::string_view name;
  std::string_view short_name;
  char32_t letter;
  char32_t square;  // the one-character form, ㋿
  Date first;
  Date last;  // the day of change belongs to both 明治 and 大正, and to both 大正 and 昭和
};

inline constexpr std::array kEras = {
    Era{"令和", "令", U'R', U'㋿', {2019, 5, 1}, {9999, 12, 31}},
    Era{"平成", "平", U'H', U'㍻', {1989, 1, 8}, {2019, 4, 30}},
    Era{"昭和", "昭", U'S', U'㍼', {1926, 12, 25}, {1989, 1, 7}},
    Era{"大正", "大", U'T', U'㍽', {1912, 7, 30}, {1926, 12, 25}},
    Era{"明治", "明", U'M', U'㍾', {1873, 1, 1}, {1912, 7, 30}},
};

// The year before the era's first: 令和8年 is 2018 + 8.
constexpr std::int32_t year_zero(const Era& era) {
  return era.letter == U'M' ? 1867 : era.first.year - 1;
}

}  // namespace sekisho
