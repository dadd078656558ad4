#include "base/calendar.h"

#include <doctest/doctest.h>

using namespace sekisho;

TEST_CASE("closed days") {
  Holidays holidays;
  CHECK(holidays.is_closed({2026, 11, 21}));        // Saturday
  CHECK(holidays.is_closed({2026, 11, 22}));        // Sunday
  CHECK_FALSE(holidays.is_closed({2026, 11, 23}));  // Monday, a holiday not yet told of
  holidays.add({2026, 11, 23});
  CHECK(holidays.is_closed({2026, 11, 23}));
  CHECK_FALSE(holidays.is_closed({2026, 12, 28}));
  CHECK(holidays.is_closed({2026, 12, 29}));
  CHECK(holidays.is_closed({2027, 1, 1}));
  CHECK_FALSE(holidays.is_closed({2027, 1, 4}));
  CHECK(holidays.size() == 1);
}

TEST_CASE("the two ways of counting differ by a day") {
  const Holidays none;
  CHECK(breach_deadline({2026, 6, 1}, 30, none) == Date{2026, 6, 30});
  CHECK(request_deadline({2026, 6, 1}, 30, none) == Date{2026, 7, 1});
  CHECK(breach_deadline({2026, 6, 1}, 1, none) == Date{2026, 6, 1});
}
