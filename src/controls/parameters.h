#pragma once

// The named parameters of data queries: dates computed from the instant T at which a status is asked for, in
// Asia/Tokyo.

#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "db/database.h"

namespace sekisho::controls {

using QueryParameters = std::vector<std::pair<std::string, db::Cell>>;

// :today :as_of :regime :fiscal_year_start :fiscal_year_end :last_fiscal_year_start :last_fiscal_year_end :month_start
// :week_ago :month_ago :quarter_ago :half_year_ago :year_ago :thirteen_months_ago :two_years_ago :three_years_ago
// :in_30_days :in_90_days. All are ISO dates but :as_of, an instant with six decimals, and :regime.
QueryParameters query_parameters(Instant as_of, const std::string& regime);

}  // namespace sekisho::controls
