#include "documents/store.h"

#include <algorithm>
#include <map>
#include <set>

namespace sekisho::documents {
namespace {

using db::Cell;

Cell date_or_null(const std::optional<Date>& date) {
  return date ? Cell(to_iso(*date)) : Cell();
}

// Threats are the clauses directly below a duty that promises measures against them.
bool is_threat(const policy::Document& document, const std::string& clause) {
  if (document.threats == 0) return false;
  return std::any_of(document.duties.begin(), document.duties.end(), [&](const policy::Duty& duty) {
    const std::size_t size = duty.clause.size();
    return std::find(duty.concepts.begin(), duty.concepts.end(), "threat.coverage") != duty.concepts.end() &&
           clause.size() > size + 1 && clause.compare(0, size, duty.clause) == 0 && clause[size] == '.' &&
           clause.find('.', size + 1) == std::string::npos;
  });
}

Status add_clauses(db::Database& database, const NewVersion& added, std::int64_t version) {
  const policy::Document& reading = added.reading;
  for (std::size_t i = 0; i < reading.clauses.size(); ++i) {
    const policy::Clause& clause = reading.clauses[i];
    const Cell cells[] = {added.document,
                          version,
                          static_cast<std::int64_t>(i),
                          clause.id,
                          clause.marker,
                          clause.heading ? Cell(*clause.heading) : Cell(),
                          clause.text,
                          static_cast<std::int64_t>(is_threat(reading, clause.id))};
    SEK_CHECK(database.execute(
        "INSERT INTO document_clause (document, version, position, clause, marker, heading, text, is_threat)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        cells));
  }
  for (const std::string& zone : reading.zones) {
    const Cell cells[] = {added.document, version, zone};
    SEK_CHECK(database.execute("INSERT INTO document_zone (document, version, zone) VALUES ($1, $2, $3)", cells));
  }
  return {};
}

Status add_duty(db::Database& database, const NewVersion& added, std::int64_t version, std::size_t position) {
  const policy::Duty& duty = added.reading.duties[position];
  const std::string id = duty_id(added.document, duty);
  const auto at = static_cast<std::int64_t>(position);
  const Cell cells[] = {id,
                        added.document,
                        version,
                        at,
                        duty.clause,
                        static_cast<std::int64_t>(duty.sentence),
                        duty.text,
                        static_cast<std::int64_t>(duty.span.begin),
                        static_cast<std::int64_t>(duty.span.end),
                        duty.condition,
                        duty.cadence,
                        std::string(policy::name_of(duty.strength)),
                        duty.actor,
                        static_cast<std::int64_t>(duty.doubtful),
                        added.aligned.empty() ? std::string() : added.aligned[position]};
  SEK_CHECK(database.execute(
      "INSERT INTO document_duty (id, document, version, position, clause, sentence, text, span_begin, span_end,"
      " condition, cadence, strength, actor, doubtful, aligned)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      cells));
  for (std::size_t k = 0; k < duty.concepts.size(); ++k) {
    const Cell promise[] = {id, added.document, version, at, duty.concepts[k], static_cast<std::int64_t>(k)};
    SEK_CHECK(
        database.execute("INSERT INTO document_promise (duty, document, version, position, concept, ordinal)"
                         " VALUES ($1, $2, $3, $4, $5, $6)",
                         promise));
  }
  return {};
}

// A duty that is the same as one confirmed before stays confirmed, by the same person and instant.
Status carry_confirmation(db::Database& database, const NewVersion& added, std::int64_t version, std::size_t position) {
  if (added.same_as.empty() || added.same_as[position].empty()) return {};
  const Cell cells[] = {added.document, version - 1, duty_id(added.document, added.reading.duties[position]),
                        added.same_as[position]};
  SEK_CHECK(
      database.execute("INSERT INTO document_confirmation (document, version, duty, at, actor)"
                       " SELECT document, version + 1, $3, at, actor FROM document_confirmation"
                       " WHERE document = $1 AND version = $2 AND duty = $4",
                       cells));
  return {};
}

std::string or_empty(const Cell& cell) {
  return db::is_null(cell) ? std::string() : db::text(cell);
}

bool has_repeats(const policy::Document& reading) {
  std::set<std::string> ids;
  return !std::all_of(reading.clauses.begin(), reading.clauses.end(),
                      [&](const policy::Clause& clause) { return ids.insert(clause.id).second; });
}

policy::Strength strength_named(const std::string& name) {
  for (policy::Strength s : {policy::Strength::prohibition, policy::Strength::must, policy::Strength::effort})
    if (name == policy::name_of(s)) return s;
  return policy::Strength::plain;
}

}  // namespace

std::string duty_id(const std::string& document, const policy::Duty& duty) {
  return document + "/" + duty.clause + "/" + std::to_string(duty.sentence);
}

Result<int> add_version(db::Database& database, const NewVersion& added, Instant at) {
  const Cell key[] = {added.document};
  SEK_TRY(db::Rows last,
          database.query("SELECT COALESCE(MAX(version), 0) FROM document_version WHERE document = $1", key));
  const std::int64_t version = db::integer(last.rows[0][0]) + 1;
  const policy::Document& reading = added.reading;
  if (has_repeats(reading)) return fail(Code::internal, "a clause's id twice", "documents.clause_twice");
  const Cell cells[] = {added.document,
                        version,
                        to_rfc3339(at),
                        added.file_name,
                        added.sha256,
                        added.extractor,
                        reading.title,
                        reading.body,
                        std::string(policy::name_of(reading.kind)),
                        date_or_null(reading.enacted),
                        reading.effective.empty() ? Cell() : Cell(to_iso(reading.effective.back())),
                        reading.preamble};
  SEK_CHECK(database.execute(
      "INSERT INTO document_version (document, version, added_at, file_name, sha256, extractor, title, body, kind,"
      " enacted, effective, preamble) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      cells));
  SEK_CHECK(add_clauses(database, added, version));
  for (std::size_t i = 0; i < reading.duties.size(); ++i) {
    SEK_CHECK(add_duty(database, added, version, i));
    SEK_CHECK(carry_confirmation(database, added, version, i));
  }
  return static_cast<int>(version);
}

Result<policy::Document> reading_of(db::Database& database, const std::string& document, int version) {
  const Cell key[] = {document, static_cast<std::int64_t>(version)};
  policy::Document reading;
  SEK_TRY(
      db::Rows head,
      database.query("SELECT title, body, preamble FROM document_version WHERE document = $1 AND version = $2", key));
  if (head.rows.empty())
    return fail(Code::not_found, "no such version", "documents.no_version").with("document", document);
  reading.title = db::text(head.rows[0][0]);
  reading.body = db::text(head.rows[0][1]);
  reading.preamble = db::text(head.rows[0][2]);
  SEK_TRY(
      db::Rows clauses,
      database.query("SELECT clause, marker, heading, text FROM document_clause WHERE document = $1 AND version = $2"
                     " ORDER BY position",
                     key));
  for (const auto& row : clauses.rows) {
    policy::Clause clause;
    clause.id = db::text(row[0]);
    clause.marker = db::text(row[1]);
    if (!db::is_null(row[2])) clause.heading = db::text(row[2]);
    clause.text = db::text(row[3]);
    reading.clauses.push_back(std::move(clause));
  }
  SEK_TRY(db::Rows promises,
          database.query("SELECT position, concept FROM document_promise WHERE document = $1 AND version = $2"
                         " ORDER BY position, ordinal",
                         key));
  SEK_TRY(db::Rows duties,
          database.query("SELECT clause, sentence, text, condition, cadence, strength, actor, doubtful, position"
                         " FROM document_duty WHERE document = $1 AND version = $2 ORDER BY position",
                         key));
  for (const auto& row : duties.rows) {
    policy::Duty duty;
    duty.clause = db::text(row[0]);
    duty.sentence = static_cast<int>(db::integer(row[1]));
    duty.text = db::text(row[2]);
    duty.condition = db::text(row[3]);
    duty.cadence = db::text(row[4]);
    duty.strength = strength_named(db::text(row[5]));
    duty.actor = db::text(row[6]);
    duty.doubtful = db::integer(row[7]) != 0;
    for (const auto& promise : promises.rows)
      if (db::integer(promise[0]) == db::integer(row[8])) duty.concepts.push_back(db::text(promise[1]));
    reading.duties.push_back(std::move(duty));
  }
  return reading;
}

Result<std::vector<Instant>> versions_of(db::Database& database, const std::string& document) {
  const Cell key[] = {document};
  SEK_TRY(const db::Rows rows,
          database.query("SELECT added_at FROM document_version WHERE document = $1 ORDER BY version", key));
  std::vector<Instant> added;
  for (const auto& row : rows.rows) {
    const auto at = parse_rfc3339(db::text(row[0]));
    if (!at) return fail(Code::corrupt, "added_at of " + document, "documents.no_version").with("document", document);
    added.push_back(*at);
  }
  return added;
}

Result<std::optional<int>> version_of_file(db::Database& database, const std::string& document,
                                           const std::string& sha256) {
  const Cell key[] = {document, sha256};
  SEK_TRY(const db::Rows rows,
          database.query("SELECT MAX(version) FROM document_version WHERE document = $1 AND sha256 = $2", key));
  const Cell& version = rows.rows[0][0];
  return db::is_null(version) ? std::nullopt : std::optional(static_cast<int>(db::integer(version)));
}

Result<std::vector<StoredDocument>> documents_at(db::Database& database, Instant as_of) {
  const Cell cells[] = {to_rfc3339(as_of)};
  SEK_TRY(db::Rows rows,
          database.query(
              "SELECT v.document, v.version, v.title, v.body, v.kind, v.enacted, v.file_name, v.sha256, v.extractor,"
              " v.added_at FROM document_version v JOIN (SELECT document, MAX(version) AS version FROM"
              " document_version WHERE added_at <= $1 GROUP BY document) n"
              " ON n.document = v.document AND n.version = v.version ORDER BY v.document",
              cells));
  std::vector<StoredDocument> documents;
  for (const auto& row : rows.rows) {
    documents.push_back({db::text(row[0]), static_cast<int>(db::integer(row[1])), db::text(row[2]), db::text(row[3]),
                         db::text(row[4]), or_empty(row[5]), db::text(row[6]), db::text(row[7]), db::text(row[8]),
                         db::text(row[9])});
  }
  return documents;
}

Result<std::vector<StoredDuty>> duties_at(db::Database& database, Instant as_of) {
  const Cell cells[] = {to_rfc3339(as_of)};
  SEK_TRY(db::Rows rows, database.query("SELECT d.id, d.document, d.version, d.clause, d.sentence, d.text, "
                                        "d.condition, d.cadence, d.strength, d.actor, d.doubtful, d.aligned,"
                                        " d.position, CASE WHEN c.duty IS NULL THEN 0 ELSE 1 END FROM document_duty d"
                                        " JOIN (SELECT document, MAX(version) AS version FROM document_version WHERE "
                                        "added_at <= $1 GROUP BY document) n"
                                        " ON n.document = d.document AND n.version = d.version"
                                        " LEFT JOIN document_confirmation c ON c.document = d.document AND c.version = "
                                        "d.version AND c.duty = d.id AND c.at <= $1"
                                        " ORDER BY d.document, d.position",
                                        cells));
  SEK_TRY(
      db::Rows promises,
      database.query("SELECT p.document, p.position, p.concept FROM document_promise p"
                     " JOIN (SELECT document, MAX(version) AS version FROM document_version WHERE added_at <= $1 GROUP "
                     "BY document) n"
                     " ON n.document = p.document AND n.version = p.version ORDER BY p.document, p.position, p.ordinal",
                     cells));
  std::map<std::pair<std::string, std::int64_t>, std::vector<std::string>> concepts;
  for (const auto& row : promises.rows) concepts[{db::text(row[0]), db::integer(row[1])}].push_back(db::text(row[2]));
  std::vector<StoredDuty> duties;
  for (const auto& row : rows.rows) {
    StoredDuty duty;
    duty.id = db::text(row[0]);
    duty.document = db::text(row[1]);
    duty.version = static_cast<int>(db::integer(row[2]));
    duty.clause = db::text(row[3]);
    duty.sentence = static_cast<int>(db::integer(row[4]));
    duty.text = db::text(row[5]);
    duty.condition = db::text(row[6]);
    duty.cadence = db::text(row[7]);
    duty.strength = db::text(row[8]);
    duty.actor = db::text(row[9]);
    duty.doubtful = db::integer(row[10]) != 0;
    duty.aligned = db::text(row[11]);
    duty.confirmed = db::integer(row[13]) != 0;
    duty.concepts = concepts[{duty.document, db::integer(row[12])}];
    duties.push_back(std::move(duty));
  }
  return duties;
}

Result<std::vector<StoredClause>> clauses_at(db::Database& database, Instant as_of) {
  const Cell cells[] = {to_rfc3339(as_of)};
  SEK_TRY(
      db::Rows rows,
      database.query("SELECT c.document, c.clause, c.heading FROM document_clause c JOIN (SELECT document, MAX(version)"
                     " AS version FROM document_version WHERE added_at <= $1 GROUP BY document) n"
                     " ON n.document = c.document AND n.version = c.version ORDER BY c.document, c.position",
                     cells));
  std::vector<StoredClause> clauses;
  for (const auto& row : rows.rows) clauses.push_back({db::text(row[0]), db::text(row[1]), or_empty(row[2])});
  return clauses;
}

Result<std::int64_t> confirm(db::Database& database, const std::string& document, int version,
                             const std::optional<std::string>& duty, const std::string& actor, Instant at) {
  const Cell wanted = duty ? Cell(*duty) : Cell(std::string());
  const Cell cells[] = {document, static_cast<std::int64_t>(version), to_rfc3339(at), actor, wanted};
  if (duty) {
    const Cell key[] = {document, static_cast<std::int64_t>(version), *duty};
    SEK_TRY(db::Rows found,
            database.query("SELECT id FROM document_duty WHERE document = $1 AND version = $2 AND id = $3", key));
    if (found.rows.empty()) return fail(Code::not_found, "no such duty", "documents.no_duty").with("duty", *duty);
  }
  return database.execute(
      "INSERT INTO document_confirmation (document, version, duty, at, actor)"
      " SELECT DISTINCT d.document, d.version, d.id, $3, $4 FROM document_duty d WHERE d.document = $1 AND d.version = "
      "$2"
      " AND ($5 = '' OR d.id = $5) AND NOT EXISTS (SELECT 1 FROM document_confirmation c"
      " WHERE c.document = d.document AND c.version = d.version AND c.duty = d.id)",
      cells);
}

}  // namespace sekisho::documents
