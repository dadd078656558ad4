#include "controls/parameters.h"

namespace sekisho::controls {

QueryParameters query_parameters(Instant as_of, const std::string& regime) {
  const Date today = date_in_tokyo(as_of);
  const int year = fiscal_year(today);
  QueryParameters out{{"as_of", to_rfc3339(as_of)}, {"regime", regime}};
  const auto add = [&](const char* name, const Date& date) { out.emplace_back(name, to_iso(date)); };
  add("today", today);
  add("fiscal_year_start", fiscal_year_start(year));
  add("fiscal_year_end", fiscal_year_end(year));
  add("last_fiscal_year_start", fiscal_year_start(year - 1));
  add("last_fiscal_year_end", fiscal_year_end(year - 1));
  add("month_start", Date{today.year, today.month, 1});
  add("week_ago", add_days(today, -7));
  add("month_ago", add_months(today, -1));
  add("quarter_ago", add_months(today, -3));
  add("half_year_ago", add_months(today, -6));
  add("year_ago", add_months(today, -12));
  add("thirteen_months_ago", add_months(today, -13));
  add("two_years_ago", add_months(today, -24));
  add("three_years_ago", add_months(today, -36));
  add("in_30_days", add_days(today, 30));
  add("in_90_days", add_days(today, 90));
  return out;
}

}  // namespace sekisho::controls
