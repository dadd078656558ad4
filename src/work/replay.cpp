#include "work/replay.h"

#include <algorithm>

#include "codec/canonical.h"
#include "crypt/crypt.h"
#include "ledger/read.h"
#include "registers/row.h"
#include "work/keeping.h"
#include "work/replay_parts.h"

namespace sekisho::work {
namespace {

constexpr std::size_t kMostNamed = 10;
constexpr int kMostTries = 5;
constexpr std::int64_t kLate = std::int64_t{600} * 1'000'000;  // microseconds

bool tells_of_tables(const std::string& kind) {
  return kind == "observation" || kind.starts_with("register.") || kind.starts_with("document.") ||
         kind == "catalog.changed" || kind == "body.created";
}

void put(codec::CanonicalWriter& out, const db::Cell& cell) {
  if (db::is_null(cell)) {
    out.u64(0);
  } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    out.u64(1).u64(static_cast<std::uint64_t>(*number));
  } else {
    out.u64(2).bytes(db::text(cell));
  }
}

Result<std::string> digest_of(db::Database& database, db::Sql sql, std::span<const db::Cell> key) {
  crypt::Sha256 hasher;
  SEK_CHECK(database.each(sql, key, [&](const std::vector<db::Cell>& row) -> Status {
    codec::CanonicalWriter out;
    out.u64(row.size());
    for (const db::Cell& cell : row) put(out, cell);
    hasher.add(out.str());
    return {};
  }));
  return hex(crypt::view(hasher.finish()));
}

}  // namespace

const db::Cell& Table::at(std::size_t row, std::string_view column) const {
  static const db::Cell none;
  const auto index = rows_.column(column);
  return index ? rows_.rows[row][*index] : none;
}

void Findings::add(Difference difference) {
  ++replay_.count;
  if (replay_.first.size() < kMostNamed) replay_.first.push_back(std::move(difference));
}

void Findings::add(const Replay& others) {
  for (const Difference& one : others.first) add(one);
  replay_.count += others.count - others.first.size();
}

bool holds(const db::Cell& cell, const codec::Value& recorded) {
  if (recorded.is_null()) return db::is_null(cell);
  if (db::is_null(cell)) return false;
  if (const bool* yes = recorded.boolean())
    return cell.index() == 1 && db::integer(cell) == static_cast<std::int64_t>(*yes);
  if (const std::int64_t* number = recorded.integer()) return cell.index() == 1 && db::integer(cell) == *number;
  if (cell.index() != 2) return false;
  if (const std::string* text = recorded.string()) return db::text(cell) == *text;
  if (const codec::Array* items = recorded.array()) {
    std::vector<std::string> list;
    for (const codec::Value& item : *items) list.push_back(item.string() != nullptr ? *item.string() : "");
    return db::text(cell) == registers::join_list(list);
  }
  return false;
}

bool bears(const std::string& stored, const codec::Value* exact, Instant at) {
  if (exact != nullptr && exact->string() != nullptr) return stored == *exact->string();
  if (stored == to_rfc3339(at)) return true;
  const Result<Instant> instant = parse_rfc3339(stored);
  return instant && instant->micros <= at.micros && at.micros - instant->micros <= kLate;
}

Result<Table> rows_by(db::Database& database, const std::string& table, const std::string& key,
                      const std::vector<std::string>& ids) {
  // As a table, which PostgreSQL hashes; it compares a list with every row one by one.
  std::string sql = "SELECT * FROM " + table + " WHERE " + key + " IN (VALUES ";
  std::vector<db::Cell> cells;
  for (const std::string& id : ids) {
    cells.emplace_back(id);
    sql += (cells.size() == 1 ? "($" : ", ($") + std::to_string(cells.size()) + ")";
  }
  SEK_TRY(db::Rows rows, database.query(db::GeneratedSql(sql + ")"), cells));
  return Table(std::move(rows));
}

std::string text_of(const Difference& difference, const Messages& messages, Language language) {
  return messages.text(difference.what, language,
                       {{"table", difference.table}, {"row", difference.row}, {"field", difference.field}});
}

codec::Value to_value(const Replay& replay, const Messages& messages) {
  codec::Value value;
  value.set("sound", replay.agrees());
  value.set("count", static_cast<std::int64_t>(replay.count));
  codec::Array differences;
  for (const Difference& one : replay.first) {
    codec::Value item;
    item.set("table", one.table);
    item.set("row", one.row);
    item.set("field", one.field.empty() ? codec::Value() : codec::Value(one.field));
    item.set("what", one.what);
    codec::Value text;
    text.set("ja", text_of(one, messages, Language::ja));
    text.set("en", text_of(one, messages, Language::en));
    item.set("text", std::move(text));
    differences.push_back(std::move(item));
  }
  value.set("differences", std::move(differences));
  return value;
}

Result<Replay> replay(db::Database& database, const registers::Schemas& schemas) {
  Findings findings;
  RegisterReplay rows(database, schemas, findings);
  ObservationReplay observations(database, findings);
  DocumentReplay documents(database, findings);
  SEK_TRY(const std::uint64_t size, ledger::size(database));
  SEK_CHECK(ledger::each_entry(database, 0, size, [&](const ledger::StoredEntry& entry) -> Status {
    if (entry.secret != (entry.kind == kSecretKind))
      findings.add({"ledger_entry", std::to_string(entry.index), "secret", "replay.secret"});
    if (!tells_of_tables(entry.kind)) return {};
    codec::Value payload;
    if (entry.payload) {
      Result<codec::Value> parsed = codec::parse_json(*entry.payload);
      if (!parsed) {
        findings.add({"ledger_entry", std::to_string(entry.index), "", "replay.unreadable"});
        return {};
      }
      payload = std::move(parsed).value();
    }
    if (entry.kind == "observation") return observations.take(entry, payload);
    if (entry.kind.starts_with("register.")) SEK_CHECK(rows.take(entry, payload));
    return documents.take(entry, payload);
  }));
  SEK_CHECK(rows.finish());
  SEK_CHECK(observations.finish());
  SEK_CHECK(documents.finish());
  return findings.take();
}

Status as_status(const Replay& replay) {
  if (replay.agrees()) return {};
  std::string named;
  for (const Difference& one : replay.first)
    named += (named.empty() ? "" : ", ") + one.table + " " + one.row + (one.field.empty() ? "" : " " + one.field);
  return fail(Code::corrupt, "tables differ from the ledger: " + named, "replay.differs")
      .with("count", std::to_string(replay.count))
      .with("first", named);
}

Result<Replay> check_office(Office& office) {
  for (int i = 0; i < kMostTries; ++i) {
    SEK_TRY(const std::uint64_t before, ledger::size(office.database()));
    SEK_CHECK(ledger::check_stored(office.database()));
    // Verdicts are read through indexes, the replay through the rows.
    SEK_CHECK(office.database().integrity_check());
    Findings findings;
    SEK_CHECK(check_folder(office, findings));
    SEK_TRY(const Replay found, replay(office.database(), office.schemas()));
    findings.add(found);
    SEK_TRY(const std::uint64_t after, ledger::size(office.database()));
    if (after == before) return findings.take();
  }
  return fail(Code::unavailable, "the ledger never stood still", "replay.busy");
}

Result<codec::Value> digests_of_version(db::Database& database, const std::string& document, std::int64_t version) {
  const db::Cell key[] = {document, version};
  codec::Value value;
  SEK_TRY(std::string head,
          digest_of(database,
                    "SELECT document, version, added_at, file_name, sha256, extractor, title, body, kind, enacted,"
                    " effective, preamble FROM document_version WHERE document = $1 AND version = $2",
                    key));
  value.set("document_version", std::move(head));
  SEK_TRY(std::string clauses,
          digest_of(database,
                    "SELECT position, clause, marker, heading, text, is_threat FROM document_clause"
                    " WHERE document = $1 AND version = $2 ORDER BY position",
                    key));
  value.set("document_clause", std::move(clauses));
  SEK_TRY(
      std::string zones,
      digest_of(database, "SELECT zone FROM document_zone WHERE document = $1 AND version = $2 ORDER BY zone", key));
  value.set("document_zone", std::move(zones));
  SEK_TRY(std::string duties,
          digest_of(database,
                    "SELECT id, position, clause, sentence, text, span_begin, span_end, condition, cadence, strength,"
                    " actor, doubtful, aligned FROM document_duty WHERE document = $1 AND version = $2"
                    " ORDER BY position",
                    key));
  value.set("document_duty", std::move(duties));
  SEK_TRY(std::string promises,
          digest_of(database,
                    "SELECT duty, position, concept, ordinal FROM document_promise WHERE document = $1 AND version = $2"
                    " ORDER BY position, ordinal",
                    key));
  value.set("document_promise", std::move(promises));
  return value;
}

}  // namespace sekisho::work
