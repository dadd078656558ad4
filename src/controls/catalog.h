#pragma once

// The catalogue of controls: catalog/controls/*.toml. A control serves concepts by checks, which are queries over the
// registers and over observations. A prefecture or an office adds controls of its own by laying files over these.
//
// A file is refused rather than half understood; queries are checked for what both engines take (db/data_query.h).
// Whether they name columns that exist is seen when they run.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/messages.h"
#include "base/result.h"
#include "base/seams.h"
#include "controls/concepts.h"

namespace sekisho::controls {

struct Check {
  std::string id;
  std::string subjects;   // SELECT subject [, proven_at] [, grade]
  std::string offenders;  // SELECT subject, reason [, detail]; "" where there is none
  bool mandatory = true;
  bool observed = false;          // observations of the control, or of "<control>/<check>", count too
  bool quiet_when_empty = false;  // when_empty = "not_triggered"
};

// What makes a conditional duty arise.
struct Trigger {
  std::string query;                  // a row: it arose
  std::vector<std::string> complete;  // registers that must be declared complete for an empty answer to count
  Bilingual not_triggered;
};

struct Control {
  std::string id;
  std::vector<std::string> concepts;
  std::vector<std::string> duties;  // where given, it serves the concepts of these duties only: ids (standing.h)
  Bilingual title;
  Bilingual why;
  Bilingual fix;
  std::string register_id;         // whose form settles it
  std::optional<Period> cadence;   // how often the office is asked to see to it
  std::optional<Period> validity;  // how long a row or observation is evidence; none: it does not run out
  bool repeats = false;            // what is done again and again: a sentence that says how often shortens the validity
  std::vector<std::string> regimes;  // empty: every regime
  bool unverified = false;           // shown, but neither breaks nor proves a promise
  std::vector<Bilingual> references;
  std::vector<Check> checks;
  std::optional<Trigger> trigger;
  std::map<std::string, Bilingual> reasons;
  std::string file;

  bool applies_to(std::string_view regime) const;
  bool serves(std::string_view idea) const;  // `idea`: the id of a concept
};

class Catalog {
 public:
  // Errors: the first of problems(): invalid "catalog.…" or "control.…" {file}{line}…, "codec.toml".
  static Result<Catalog> load(const CatalogFiles& files, const Concepts& concepts);
  // Everything that is wrong, for those who write control files; empty where load() succeeds.
  static std::vector<Error> problems(const CatalogFiles& files, const Concepts& concepts);

  const std::vector<Control>& all() const { return all_; }  // by id
  const Control* find(std::string_view id) const;

 private:
  std::vector<Control> all_;
};

// What an observation is worth by where it came from: catalog/sources.toml. What is not listed there is attested.
class Sources {
 public:
  struct Source {
    std::string id;
    std::string grade;
    bool own = false;  // Sekisho collects it itself; nobody can hand it in
    Bilingual title;
  };
  static Result<Sources> load(const CatalogFiles& files);
  std::string grade_of(std::string_view source) const;
  bool is_own(std::string_view source) const;
  const std::vector<Source>& all() const { return all_; }

 private:
  std::vector<Source> all_;
};

}  // namespace sekisho::controls
