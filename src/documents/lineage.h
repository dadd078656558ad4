#pragma once

// Where a duty of the newest version stood in the versions before it, by the alignment of each version with the next.
// What was decided about a sentence (that it is out of scope, that an exception holds, that a control serves it) is
// about its words: it goes on with the sentence where it is moved, and ends where it is reworded.

#include <map>
#include <string>
#include <vector>

#include "db/database.h"
#include "policy/reading.h"

namespace sekisho::documents {

struct FormerPlace {
  int version = 0;
  std::string id;
  std::string clause;
  int sentence = 0;
  bool same = true;  // false: reworded, split or merged since
  bool operator==(const FormerPlace&) const = default;
};

using Lineage = std::map<std::string, std::vector<FormerPlace>>;  // duty → its places, newest version first

// `versions`: one reading a version, from the first. Pure.
Lineage lineage_of(const std::string& document, const std::vector<policy::Document>& versions);

// Of the duties of `version`. Errors: as reading_of.
Result<Lineage> lineage(db::Database& database, const std::string& document, int version);

}  // namespace sekisho::documents
