#pragma once

// What the legal clocks need to know, asked of the registers: one evaluation asks once, before its checks, in the same
// state of the database. The view legal_deadlines stands empty in the queries that are made when a catalogue is loaded,
// and is filled in when they run.

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "controls/legal_deadlines.h"
#include "controls/parameters.h"
#include "db/database.h"

namespace sekisho::controls {

// "" where a register is missing.
struct LegalQueries {
  std::string incidents;
  std::string requests;
};
LegalQueries legal_queries(std::span<const db::View> views);

// The view without rows.
db::View legal_deadlines_view();
bool asks_for_legal_deadlines(const std::string& query);
std::string with_legal_deadlines(std::string query, const std::string& sql);

// The deadlines of every incident and request known at T. Errors: those of the database; invalid "query.…",
// "control.answer" {why}.
Result<std::vector<LegalDeadline>> legal_deadlines(db::Database& database, const LegalQueries& queries,
                                                   const LegalClocks& clocks, const QueryParameters& parameters,
                                                   const std::string& regime, int milliseconds);

}  // namespace sekisho::controls
