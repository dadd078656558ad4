#pragma once

// The state of every promise, from the duties of the stored documents and an evaluation of the catalogue. Pure.
//
// A promise is judged by every check of every control that serves its concept (judge.h). A duty's verdict is its worst
// promise, a clause's its worst mandatory duty. `umbrella` is the roll-up of what stands below it: the duties of the
// clauses under its own, else those that follow it in the same clause; in the preamble, all of the document.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/messages.h"
#include "controls/catalog.h"
#include "controls/concepts.h"
#include "controls/evaluate.h"
#include "controls/judge.h"
#include "documents/lineage.h"

namespace sekisho::controls {

struct DocumentInput {
  std::string id;
  std::string title;
  int version = 0;
  std::vector<Instant> added;  // when each version was added, from the first
};

struct DutyInput {
  std::string id;
  std::string document;
  std::string clause;  // "6.3.1", "preamble"
  int sentence = 0;
  std::string text;
  std::vector<std::string> concepts;
  bool mandatory = true;           // an effort (努める) is not
  bool confirmed = true;           // the reading of it
  std::string cadence;             // its words on how often; "" where it has none
  std::optional<Period> validity;  // what they mean for its evidence (cadences.h)
  std::vector<documents::FormerPlace>
      stood;  // in earlier versions; needed where something names sentences (standing.h)
};

struct StatusInput {
  Date as_of;
  std::string body;
  std::vector<DocumentInput> documents;
  std::vector<DutyInput> duties;               // in the order of the text
  std::map<std::string, Bilingual> registers;  // id → title, for the sentences
  std::size_t most_troubles = 1;               // how many a promise tells one by one
};

struct PromiseStatus {
  std::string idea;  // the id of a concept
  Verdict verdict = Verdict::no_check;
  std::optional<Grade> grade;
  bool stale = false;
  bool excepted = false;
  Bilingual reason;                   // one sentence
  Bilingual fix;                      // what to do next; empty where there is nothing to do
  std::vector<Bilingual> troubles;    // what keeps it from being kept, as far as asked for; clauses, not sentences
  std::vector<std::string> controls;  // ids of those that serve it, the unverified among them
  std::size_t passing = 0;            // of subjects; of promises for an umbrella
  std::size_t total = 0;
  Bilingual note;  // of what was decided before an amendment and does not hold any more; `reason` ends with it
};

struct DutyStatus {
  DutyInput duty;
  Verdict verdict = Verdict::no_check;
  std::vector<PromiseStatus> promises;
};

struct ClauseStatus {
  std::string document;
  std::string clause;
  Verdict verdict = Verdict::no_check;
};

using VerdictCounts = std::map<Verdict, std::size_t>;  // holds every verdict
VerdictCounts no_counts();

struct StatusReport {
  Date as_of;
  std::string body;
  std::string regime;
  std::vector<DocumentInput> documents;
  std::vector<DutyStatus> duties;
  std::vector<ClauseStatus> clauses;     // those that hold duties
  VerdictCounts counts;                  // of promises
  std::vector<LegalDeadline> deadlines;  // those of the law that are still to be met, the next first
  std::vector<Bilingual> idle;  // decisions and exceptions in force that bear on no promise: misspelled, perhaps
  std::string exemption;        // the reason for an exemption from 施行規則 第16条の3, "" where there is none
  // 施行規則 第16条の3 is a rule for local public bodies; a mutual aid association is not one.
  bool concerns_rule_16_3() const { return regime == "local_public_body"; }
  bool is_bound_by_rule_16_3() const { return concerns_rule_16_3() && exemption.empty(); }
};

StatusReport assemble(const StatusInput& input, const Catalog& catalog, const Evaluation& evaluation,
                      const Messages& messages);

}  // namespace sekisho::controls
