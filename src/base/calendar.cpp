#include "base/calendar.h"

namespace sekisho {

namespace {

Date next_open_day(Date day, const Holidays& holidays) {
  while (holidays.is_closed(day)) day = add_days(day, 1);
  return day;
}

}  // namespace

bool Holidays::is_closed(const Date& day) const {
  const int on = weekday(day);
  const bool turn_of_year = (day.month == 12 && day.day >= 29) || (day.month == 1 && day.day <= 3);
  return on == 0 || on == 6 || turn_of_year || is_holiday(day);
}

Date breach_deadline(const Date& learned_on, int days, const Holidays& holidays) {
  return next_open_day(add_days(learned_on, days - 1), holidays);
}

Date request_deadline(const Date& received_on, int days, const Holidays& holidays) {
  return next_open_day(add_days(received_on, days), holidays);
}

}  // namespace sekisho
