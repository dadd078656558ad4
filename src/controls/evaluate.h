#pragma once

// Runs the checks of the catalogue on a database and resolves their subjects by the pure rules (judge.h). The queries
// read views, so that this room knows no other room's tables; all of one evaluation see one state of the database.
//
// What cannot be decided is not passed: a query that fails or takes too long leaves its check unresolved, with the
// reason.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "controls/catalog.h"
#include "controls/judge.h"
#include "controls/legal_facts.h"
#include "controls/parameters.h"
#include "db/data_query.h"
#include "db/database.h"

namespace sekisho::controls {

struct Offence {
  std::size_t subject = 0;  // index into CheckResult::subjects
  std::string reason;       // a key of the control's reasons; "" where an observation failed
  std::string detail;
};

struct CheckResult {
  std::string id;
  CheckState state;                           // state.subjects[i] resolves subjects[i]
  std::vector<std::string> subjects;          // sorted by bytes, each once
  std::vector<std::string> shared;            // of these, sorted, names that several rows go by
  std::vector<std::optional<Instant>> given;  // one a subject: when the dated evidence was given by which it passes
  std::vector<Offence> offences;              // sorted by subject
  std::optional<Error> trouble;               // why it could not be decided
};

// How the question was answered whether a conditional duty arose: kept with the verdict that rests on it.
struct TriggerResult {
  bool arose = false;
  std::vector<std::string> undeclared;  // registers that were not declared complete
};

struct ControlResult {
  std::string id;
  bool applies = true;                   // to the body's regime
  bool counts = true;                    // applies, and rests on verified facts only
  std::vector<CheckResult> checks;       // in the order of the file
  std::optional<TriggerResult> trigger;  // where it was asked
  Judgement own;                         // of this control alone
};

// Rows of the registers `exceptions` and `scope_decisions` that hold at T.
struct ExceptionInForce {
  std::string idea;  // a concept
  std::string duty;  // "" for every duty
  Instant recorded;  // by its row as it stands
};
struct ScopeDecision {
  std::string kind;      // "promise", "rule_16_3" (the exemption of the rule), "other"
  std::string document;  // id or title; "" for every document, and so on
  std::string clause;
  std::optional<std::int64_t> sentence;
  std::string idea;
  std::string reason;
  Instant recorded;
};

// The row of the register `declarations` that says a register complete; of several, the one that holds longest.
struct Declaration {
  std::string register_id;
  std::string row;  // its row id
  std::string declared_on;
  std::string period_end;  // "" where it holds for a year
};

struct Evaluation {
  Instant as_of;
  std::string regime;
  std::vector<ControlResult> controls;  // by id, as in the catalogue
  std::vector<ExceptionInForce> exceptions;
  std::vector<ScopeDecision> scope_decisions;
  std::map<std::string, Declaration> declared;  // by register
  std::vector<LegalDeadline> deadlines;         // where a control asks for them

  const ControlResult* find(std::string_view id) const;
};

// The queries of one check as the database takes them; "" where there is none or it could not be made.
struct CheckQueries {
  std::string subjects;
  std::string offenders;
  std::string observations;
};

class Evaluator {
 public:
  // `views`: those of the registers and documents; those over observations and legal_deadlines are added here.
  Evaluator(Catalog catalog, std::vector<db::View> views, LegalClocks clocks = {});

  const Catalog& catalog() const { return catalog_; }
  // Queries that name a table which is no view: invalid "control.query_in" {file}{check}{why}.
  const std::vector<Error>& problems() const { return problems_; }

  // Of the controls that `only` names, or of all where it names none. At most `milliseconds` for each query. Errors:
  // those of the database; never those of a single query.
  Result<Evaluation> run(db::Database& database, const std::string& regime, Instant as_of,
                         const std::set<std::string>& only = {}, int milliseconds = 5000) const;

 private:
  struct Queries {
    std::vector<CheckQueries> checks;
    std::string trigger;
  };
  std::string with_views(const std::string& query, const Control& control, const std::string& check);
  bool asks_for_deadlines() const;

  Catalog catalog_;
  std::vector<db::View> views_;
  LegalClocks clocks_;
  std::vector<Queries> queries_;  // one a control
  std::string exceptions_;
  std::string scope_decisions_;
  std::string declarations_;
  LegalQueries legal_;
  std::vector<Error> problems_;
};

}  // namespace sekisho::controls
