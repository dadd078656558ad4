#pragma once

// Legal clocks: the two ways of counting days, holidays, and the deadlines built on them. Pure: rules and holidays are
// data (catalog/legal/), dated and by regime. Sources: 行政機関の休日に関する法律 and the body's own 条例 (closed
// days); 個人情報保護法施行規則 第44条 / 第8条 with the guidelines' counting (the day of knowing is day 1, a last day
// that falls on a closed day moves on); 民法140条・142条 (the first day is not counted).

#include <set>
#include <string>
#include <string_view>

#include "base/date.h"

namespace sekisho {

class Holidays {
 public:
  Holidays() = default;
  explicit Holidays(std::set<Date> days) : days_(std::move(days)) {}
  void add(const Date& day) { days_.insert(day); }
  bool is_holiday(const Date& day) const { return days_.contains(day); }
  bool is_closed(const Date& day) const;  // Saturday, Sunday, a holiday, 12-29 … 01-03
  std::size_t size() const { return days_.size(); }

 private:
  std::set<Date> days_;
};

// The n-th day counting the day of knowing as day 1, moved to the next open day where it falls on a closed one.
Date breach_deadline(const Date& learned_on, int days, const Holidays& holidays);

// The n-th day not counting the first day (民法140条; counted where the period begins at midnight), moved where the
// last day is a Sunday or holiday (民法142条); Saturdays and 12-29…01-03 move it too, as offices are closed then.
Date request_deadline(const Date& received_on, int days, const Holidays& holidays);

}  // namespace sekisho
