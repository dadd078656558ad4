// Policies, catalogues, imports and the body. An entry about a version of a policy names each of its duties with its
// concepts and holds a digest of everything that was stored; those of the first release hold no digest.

#include <algorithm>

#include "base/text.h"
#include "work/replay_parts.h"

namespace sekisho::work {
namespace {

std::string version_name(const std::string& document, std::int64_t version) {
  return document + " v" + std::to_string(version);
}

Result<Table> read(db::Database& database, db::Sql sql, std::span<const db::Cell> cells = {}) {
  SEK_TRY(db::Rows rows, database.query(sql, cells));
  return Table(std::move(rows));
}

}  // namespace

Status DocumentReplay::take(const ledger::StoredEntry& entry, const codec::Value& payload) {
  const bool is_ours = entry.kind == "document.version.added" || entry.kind == "document.confirmed" ||
                       entry.kind == "catalog.changed" || entry.kind == "body.created" ||
                       entry.kind == "register.imported" || entry.kind == "register.import_undone";
  if (is_ours && entry.payload)
    recorded_.push_back({entry.at, entry.kind, entry.label ? entry.label->actor : std::string(), payload});
  return {};
}

Status DocumentReplay::finish() {
  std::set<std::pair<std::string, std::int64_t>> versions;
  for (const Recorded& one : recorded_) {
    if (one.kind != "document.version.added") continue;
    versions.emplace(one.payload.string_or("document", ""), one.payload.integer_or("version", 0));
    SEK_CHECK(check_version(one));
  }
  SEK_TRY(const Table stored, read(*database_, "SELECT document, version FROM document_version ORDER BY 1, 2"));
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const std::pair key(stored.text(i, "document"), db::integer(stored.at(i, "version")));
    if (!versions.contains(key)) found("documents", version_name(key.first, key.second), "", "replay.unrecorded");
  }
  SEK_CHECK(check_confirmations());
  SEK_CHECK(check_catalogs());
  SEK_CHECK(check_batches());
  return check_body();
}

Status DocumentReplay::check_version(const Recorded& recorded) {
  const std::string document = recorded.payload.string_or("document", "");
  const std::int64_t version = recorded.payload.integer_or("version", 0);
  const std::string name = version_name(document, version);
  const db::Cell key[] = {document, version};
  SEK_TRY(
      const Table row,
      read(*database_,
           "SELECT sha256, title, kind, extractor, added_at FROM document_version WHERE document = $1 AND version = $2",
           key));
  if (row.size() == 0) {
    found("documents", name, "", "replay.missing");
    return {};
  }
  for (const char* column : {"sha256", "title", "kind", "extractor"})
    if (row.text(0, column) != recorded.payload.string_or(column, "")) found("documents", name, column, "replay.value");
  const codec::Value* digests = recorded.payload.find("stored");
  if (digests == nullptr && !bears(row.text(0, "added_at"), nullptr, recorded.at))
    found("documents", name, "added_at", "replay.value");
  SEK_CHECK(check_duties(recorded, name));
  if (digests == nullptr) return {};
  SEK_TRY(const codec::Value now, digests_of_version(*database_, document, version));
  if (now.object() == nullptr) return {};
  for (const auto& [table, digest] : *now.object())
    if (digests->string_or(table, "") != *digest.string()) found(table.c_str(), name, "", "replay.stored");
  return {};
}

Status DocumentReplay::check_duties(const Recorded& recorded, const std::string& name) {
  const codec::Value* list = recorded.payload.find("duties");
  if (list == nullptr || list->array() == nullptr) return {};
  const db::Cell key[] = {recorded.payload.string_or("document", ""), recorded.payload.integer_or("version", 0)};
  SEK_TRY(const Table duties, read(*database_,
                                   "SELECT id, position, clause, sentence FROM document_duty"
                                   " WHERE document = $1 AND version = $2 ORDER BY position",
                                   key));
  SEK_TRY(const Table promises, read(*database_,
                                     "SELECT position, concept FROM document_promise"
                                     " WHERE document = $1 AND version = $2 ORDER BY position, ordinal",
                                     key));
  std::map<std::int64_t, std::vector<std::string>> concepts;
  for (std::size_t i = 0; i < promises.size(); ++i)
    concepts[db::integer(promises.at(i, "position"))].push_back(promises.text(i, "concept"));
  const codec::Array& said = *list->array();
  for (std::size_t i = 0; i < std::max(said.size(), duties.size()); ++i) {
    if (i >= duties.size()) {
      found("duties", name + " " + said[i].string_or("clause", ""), "", "replay.missing");
    } else if (i >= said.size()) {
      found("duties", name + " " + duties.text(i, "id"), "", "replay.unrecorded");
    } else {
      const std::string duty = name + " " + duties.text(i, "id");
      if (duties.text(i, "clause") != said[i].string_or("clause", "") ||
          db::integer(duties.at(i, "sentence")) != said[i].integer_or("sentence", 0))
        found("duties", duty, "clause", "replay.value");
      if (concepts[db::integer(duties.at(i, "position"))] != said[i].strings("concepts"))
        found("duties", duty, "concept", "replay.value");
    }
  }
  return {};
}

// Who confirmed a duty and when is told by an entry for it or for all that waited; what a new version carries over from
// the one before stands there with the same person and instant.
Status DocumentReplay::check_confirmations() {
  using Key = std::pair<std::string, std::int64_t>;
  struct Said {
    Instant at;
    std::string actor;
    std::string duty;
    std::optional<std::string> exact;
    std::int64_t count = 0;
  };
  std::map<Key, std::vector<Said>> said;
  for (const Recorded& one : recorded_) {
    if (one.kind != "document.confirmed") continue;
    const codec::Value* exact = one.payload.find("at");
    said[{one.payload.string_or("document", ""), one.payload.integer_or("version", 0)}].push_back(
        {one.at, one.actor, one.payload.string_or("duty", ""),
         exact != nullptr && exact->string() != nullptr ? std::optional(*exact->string()) : std::nullopt,
         one.payload.integer_or("confirmed", 0)});
  }
  SEK_TRY(const Table rows, read(*database_,
                                 "SELECT c.document, c.version, c.duty, c.at, c.actor, d.aligned, d.text FROM"
                                 " document_confirmation c LEFT JOIN document_duty d ON d.document = c.document"
                                 " AND d.version = c.version AND d.id = c.duty ORDER BY 1, 2, 3"));
  std::set<std::pair<Key, std::string>> stamps;  // of a version: at, actor and the words that were confirmed
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Key key(rows.text(i, "document"), db::integer(rows.at(i, "version")));
    const std::string stamp =
        rows.text(i, "at") + " " + rows.text(i, "actor") + " " + text::matching_form(rows.text(i, "text"));
    const std::string name = version_name(key.first, key.second) + " " + rows.text(i, "duty");
    stamps.emplace(key, stamp);
    bool explained = rows.text(i, "aligned") == "same" && stamps.contains({Key(key.first, key.second - 1), stamp});
    for (Said& one : said[key]) {
      const codec::Value exact = one.exact ? codec::Value(*one.exact) : codec::Value();
      if (explained || (!one.duty.empty() && one.duty != rows.text(i, "duty")) || one.actor != rows.text(i, "actor") ||
          !bears(rows.text(i, "at"), &exact, one.at))
        continue;
      explained = true;
      --one.count;
    }
    if (!explained) found("document_confirmation", name, "", "replay.unrecorded");
  }
  for (const auto& [key, all] : said)
    for (const Said& one : all)
      if (one.count != 0)
        found("document_confirmation", version_name(key.first, key.second) + " " + one.duty, "",
              one.count > 0 ? "replay.missing" : "replay.unrecorded");
  return {};
}

Status DocumentReplay::check_catalogs() {
  SEK_TRY(const Table rows, read(*database_, "SELECT at, digest FROM catalog_version ORDER BY at"));
  std::vector<bool> explained(rows.size(), false);
  for (std::size_t k = 0; k < recorded_.size(); ++k) {
    const Recorded& one = recorded_[k];
    if (one.kind != "catalog.changed") continue;
    const std::string digest = one.payload.string_or("sha256", "");
    bool stands = false;
    for (std::size_t i = 0; i < rows.size() && !stands; ++i) {
      if (explained[i] || rows.text(i, "digest") != digest ||
          !bears(rows.text(i, "at"), one.payload.find("at"), one.at))
        continue;
      explained[i] = true;
      stands = true;
    }
    // A later one of the same instant took its place.
    const bool replaced =
        std::any_of(recorded_.begin() + static_cast<std::ptrdiff_t>(k) + 1, recorded_.end(),
                    [&](const Recorded& later) { return later.kind == "catalog.changed" && later.at == one.at; });
    if (!stands && !replaced) found("catalog_version", digest, "", "replay.missing");
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!explained[i]) found("catalog_version", rows.text(i, "at"), "", "replay.unrecorded");
  return {};
}

Status DocumentReplay::check_batches() {
  std::map<std::string, const codec::Value*> last;
  for (const Recorded& one : recorded_)
    if (one.kind.starts_with("register.import")) last[one.payload.string_or("id", "")] = &one.payload;
  SEK_TRY(const Table rows, read(*database_, "SELECT * FROM register_batch ORDER BY id"));
  std::set<std::string> stored;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& id = rows.text(i, "id");
    stored.insert(id);
    const auto said = last.find(id);
    if (said == last.end()) {
      found("register_batch", id, "", "replay.unrecorded");
      continue;
    }
    for (const std::string& column : rows.columns())
      if (const codec::Value* value = said->second->find(column);
          value != nullptr && !holds(rows.at(i, column), *value))
        found("register_batch", id, column, "replay.value");
  }
  for (const auto& [id, payload] : last)
    if (!stored.contains(id)) found("register_batch", id, "", "replay.missing");
  return {};
}

Status DocumentReplay::check_body() {
  SEK_TRY(const Table rows, read(*database_, "SELECT name, regime FROM body_fact"));
  for (const Recorded& one : recorded_) {
    if (one.kind != "body.created") continue;
    for (const char* column : {"name", "regime"})
      if (rows.size() != 1 || rows.text(0, column) != one.payload.string_or(column, ""))
        found("body", one.payload.string_or("name", ""), column, "replay.value");
  }
  return {};
}

}  // namespace sekisho::work
