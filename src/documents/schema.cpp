// The tables of stored policies, and the views over them that checks read.

#include "documents/store.h"

namespace sekisho::documents {
namespace {

using db::Sql;

constexpr Sql kVersions{
    "CREATE TABLE document_version (document TEXT NOT NULL, version INTEGER NOT NULL, added_at TEXT NOT NULL, "
    "file_name TEXT NOT NULL,"
    " sha256 TEXT NOT NULL, extractor TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, kind TEXT NOT NULL, "
    "enacted TEXT,"
    " effective TEXT, preamble TEXT NOT NULL, PRIMARY KEY (document, version)) STRICT;"
    "CREATE TABLE document_clause (document TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL, clause "
    "TEXT NOT NULL,"
    " marker TEXT NOT NULL, heading TEXT, text TEXT NOT NULL, is_threat INTEGER NOT NULL, PRIMARY KEY (document, "
    "version, position),"
    " FOREIGN KEY (document, version) REFERENCES document_version (document, version)) STRICT;"
    "CREATE TABLE document_zone (document TEXT NOT NULL, version INTEGER NOT NULL, zone TEXT NOT NULL,"
    " PRIMARY KEY (document, version, zone),"
    " FOREIGN KEY (document, version) REFERENCES document_version (document, version)) STRICT",
    "CREATE TABLE document_version (document TEXT COLLATE \"C\" NOT NULL, version BIGINT NOT NULL, added_at TEXT "
    "COLLATE \"C\" NOT NULL,"
    " file_name TEXT NOT NULL, sha256 TEXT NOT NULL, extractor TEXT NOT NULL, title TEXT COLLATE \"C\" NOT NULL, body "
    "TEXT NOT NULL,"
    " kind TEXT COLLATE \"C\" NOT NULL, enacted TEXT COLLATE \"C\", effective TEXT COLLATE \"C\", preamble TEXT NOT "
    "NULL,"
    " PRIMARY KEY (document, version));"
    "CREATE TABLE document_clause (document TEXT COLLATE \"C\" NOT NULL, version BIGINT NOT NULL, position BIGINT NOT "
    "NULL,"
    " clause TEXT COLLATE \"C\" NOT NULL, marker TEXT NOT NULL, heading TEXT COLLATE \"C\", text TEXT COLLATE \"C\" "
    "NOT NULL,"
    " is_threat BIGINT NOT NULL, PRIMARY KEY (document, version, position),"
    " FOREIGN KEY (document, version) REFERENCES document_version (document, version));"
    "CREATE TABLE document_zone (document TEXT COLLATE \"C\" NOT NULL, version BIGINT NOT NULL, zone TEXT COLLATE "
    "\"C\" NOT NULL,"
    " PRIMARY KEY (document, version, zone),"
    " FOREIGN KEY (document, version) REFERENCES document_version (document, version))"};

constexpr Sql kDuties{
    "CREATE TABLE document_duty (id TEXT NOT NULL, document TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER "
    "NOT NULL,"
    " clause TEXT NOT NULL, sentence INTEGER NOT NULL, text TEXT NOT NULL, span_begin INTEGER NOT NULL, span_end "
    "INTEGER NOT NULL,"
    " condition TEXT NOT NULL, cadence TEXT NOT NULL, strength TEXT NOT NULL, actor TEXT NOT NULL, doubtful INTEGER "
    "NOT NULL,"
    " aligned TEXT NOT NULL, PRIMARY KEY (document, version, position),"
    " FOREIGN KEY (document, version) REFERENCES document_version (document, version)) STRICT;"
    "CREATE TABLE document_promise (duty TEXT NOT NULL, document TEXT NOT NULL, version INTEGER NOT NULL, position "
    "INTEGER NOT NULL,"
    " concept TEXT NOT NULL, ordinal INTEGER NOT NULL, PRIMARY KEY (document, version, position, ordinal),"
    " FOREIGN KEY (document, version, position) REFERENCES document_duty (document, version, position)) STRICT;"
    "CREATE TABLE document_confirmation (document TEXT NOT NULL, version INTEGER NOT NULL, duty TEXT NOT NULL, at TEXT "
    "NOT NULL,"
    " actor TEXT NOT NULL, PRIMARY KEY (document, version, duty),"
    " FOREIGN KEY (document, version) REFERENCES document_version (document, version)) STRICT",
    "CREATE TABLE document_duty (id TEXT COLLATE \"C\" NOT NULL, document TEXT COLLATE \"C\" NOT NULL, version BIGINT "
    "NOT NULL,"
    " position BIGINT NOT NULL, clause TEXT COLLATE \"C\" NOT NULL, sentence BIGINT NOT NULL, text TEXT COLLATE \"C\" "
    "NOT NULL,"
    " span_begin BIGINT NOT NULL, span_end BIGINT NOT NULL, condition TEXT COLLATE \"C\" NOT NULL, cadence TEXT "
    "COLLATE \"C\" NOT NULL,"
    " strength TEXT NOT NULL, actor TEXT NOT NULL, doubtful BIGINT NOT NULL, aligned TEXT NOT NULL,"
    " PRIMARY KEY (document, version, position),"
    " FOREIGN KEY (document, version) REFERENCES document_version (document, version));"
    "CREATE TABLE document_promise (duty TEXT COLLATE \"C\" NOT NULL, document TEXT COLLATE \"C\" NOT NULL, version "
    "BIGINT NOT NULL,"
    " position BIGINT NOT NULL, concept TEXT COLLATE \"C\" NOT NULL, ordinal BIGINT NOT NULL,"
    " PRIMARY KEY (document, version, position, ordinal),"
    " FOREIGN KEY (document, version, position) REFERENCES document_duty (document, version, position));"
    "CREATE TABLE document_confirmation (document TEXT COLLATE \"C\" NOT NULL, version BIGINT NOT NULL, duty TEXT "
    "COLLATE \"C\" NOT NULL,"
    " at TEXT COLLATE \"C\" NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (document, version, duty),"
    " FOREIGN KEY (document, version) REFERENCES document_version (document, version))"};

constexpr db::Migration kMigrations[] = {{200, kVersions}, {201, kDuties}};

// A view over the newest version of each document that was added by :as_of.
std::string newest(const std::string& columns, const std::string& more_tables = "",
                   const std::string& more_where = "") {
  return "SELECT " + columns +
         " FROM (SELECT document, MAX(version) AS version FROM document_version WHERE added_at <= :as_of GROUP BY "
         "document) n"
         " JOIN document_version v ON v.document = n.document AND v.version = n.version" +
         more_tables + (more_where.empty() ? "" : " WHERE " + more_where);
}

std::string beside(const std::string& table) {
  return " JOIN " + table + " t ON t.document = v.document AND t.version = v.version";
}

}  // namespace

std::span<const db::Migration> migrations() {
  return kMigrations;
}

std::vector<std::pair<std::string, std::string>> views() {
  return {
      {"documents",
       newest("v.document AS id, v.kind AS kind, v.title AS title, v.enacted AS enacted, v.effective AS effective,"
              " v.version AS version, v.added_at AS added_at")},
      {"clauses", newest("v.document AS document, t.clause AS clause, t.heading AS heading, t.text AS text",
                         beside("document_clause"))},
      {"threats", newest("v.document AS document, t.clause AS clause, t.text AS text", beside("document_clause"),
                         "t.is_threat = 1")},
      {"defined_zones", newest("v.document AS document, t.zone AS zone", beside("document_zone"))},
      {"duties",
       newest("t.id AS id, v.document AS document, t.clause AS clause, t.sentence AS sentence, t.text AS text,"
              " t.condition AS condition, t.cadence AS cadence",
              beside("document_duty"))},
      {"promises", newest("t.duty AS duty, v.document AS document, t.concept AS concept", beside("document_promise"))},
  };
}

}  // namespace sekisho::documents
