#pragma once

// Policies as stored versions. A version never changes: its original bytes are kept by SHA-256 (in the data folder's
// blobs), its reading as it was read then. What a machine read is a proposal until a person confirms it; on amendment a
// duty whose words and concepts are the same keeps its confirmation, the others wait for a person.
//
// A duty's id is "<document>/<clause>/<sentence>", the place where it stands in its version, which stands beside; where
// the text prints a clause's number twice, the second is "3#2" (documents/clause_ids.h). In another version the same id
// may be another sentence: documents/lineage.h tells which duty goes on from which.

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "db/database.h"
#include "policy/reading.h"

namespace sekisho::documents {

std::span<const db::Migration> migrations();

// The views over the stored documents that checks may read (documents, clauses, duties, promises, threats,
// defined_zones): name → SELECT with the parameter :as_of.
std::vector<std::pair<std::string, std::string>> views();

struct NewVersion {
  std::string document;  // id: [a-z0-9-]+
  std::string file_name;
  std::string sha256;     // of the original bytes, hex
  std::string extractor;  // how its text was won, "text/1 utf-8"
  policy::Document reading;
  // On amendment: for each duty of `reading` how it relates to the version before (same, reworded, split, merged,
  // added); empty in a first version.
  std::vector<std::string> aligned;
  // For a duty that is `same`, the id it had in the version before; "" otherwise.
  std::vector<std::string> same_as;
};

struct StoredDocument {
  std::string id;
  int version = 0;
  std::string title;
  std::string body;
  std::string kind;
  std::string enacted;
  std::string file_name;
  std::string sha256;
  std::string extractor;
  std::string added_at;
};

struct StoredDuty {
  std::string id;
  std::string document;
  int version = 0;
  std::string clause;
  int sentence = 0;
  std::string text;
  std::vector<std::string> concepts;
  std::string condition;
  std::string cadence;
  std::string strength;
  std::string actor;
  bool doubtful = false;
  bool confirmed = false;
  std::string aligned;
};

struct StoredClause {
  std::string document;
  std::string clause;
  std::string heading;
};

// Stores a version (documents are made as they come) and returns its number, from 1. Runs in the caller's transaction.
// The ids of its clauses are distinct (with_distinct_clauses). Error: internal where they are not.
Result<int> add_version(db::Database& database, const NewVersion& version, Instant at);

// What was read of a stored version: title, clauses and duties, as `policy diff` needs them.
Result<policy::Document> reading_of(db::Database& database, const std::string& document, int version);

// When each version of a document was added, from the first.
Result<std::vector<Instant>> versions_of(db::Database& database, const std::string& document);

// The last version of a document that was read from this file; nothing where none was.
Result<std::optional<int>> version_of_file(db::Database& database, const std::string& document,
                                           const std::string& sha256);

// The newest version of each document at an instant, and their duties and clauses in the order of the text.
Result<std::vector<StoredDocument>> documents_at(db::Database& database, Instant as_of);
Result<std::vector<StoredDuty>> duties_at(db::Database& database, Instant as_of);
Result<std::vector<StoredClause>> clauses_at(db::Database& database, Instant as_of);

// Confirms the reading of one version: every duty, or the one named. Returns how many were newly confirmed.
// Error: not_found "documents.no_duty" {duty}.
Result<std::int64_t> confirm(db::Database& database, const std::string& document, int version,
                             const std::optional<std::string>& duty, const std::string& actor, Instant at);

std::string duty_id(const std::string& document, const policy::Duty& duty);

}  // namespace sekisho::documents
