// Registers: an entry tells the fields that a version changed, so a version's cells are those of the version before it
// but for these. An erasure takes the payloads of a row's entries away; the entries remain, and with them the count of
// its versions.

#include <algorithm>
#include <unordered_set>

#include "registers/row.h"
#include "work/replay_parts.h"

namespace sekisho::work {
namespace {

constexpr std::size_t kAtOnce = 256;
constexpr std::string_view kRow = "register.row.";
const std::set<std::string, std::less<>> kFixed = {"row_id", "version", "from_at", "to_at", "retired", "batch"};

std::uint64_t hash_of(const std::string& row_id, std::int64_t version) {
  return std::hash<std::string>()(row_id + "/" + std::to_string(version));
}

// What a payload says of one field; nullptr where it did not change.
const codec::Value* change_of(const codec::Value& payload, const std::string& field) {
  for (const char* part : {"fields", "personal", "secret"})
    if (const codec::Value* fields = payload.find(part); fields != nullptr)
      if (const codec::Value* change = fields->find(field); change != nullptr) return change;
  return nullptr;
}

const codec::Value& member(const codec::Value& change, const char* name) {
  static const codec::Value none;
  const codec::Value* found = change.find(name);
  return found != nullptr ? *found : none;
}

}  // namespace

struct RegisterReplay::Versions {
  Table table;
  std::map<std::pair<std::string, std::int64_t>, std::size_t> rows;

  std::optional<std::size_t> find(const std::string& row_id, std::int64_t version) const {
    const auto found = rows.find({row_id, version});
    return found == rows.end() ? std::nullopt : std::optional(found->second);
  }
};

void RegisterReplay::begin_batch(const ledger::StoredEntry& entry, const codec::Value& payload) {
  // An undoing touches each row that the import made.
  const bool undone = entry.kind == "register.import_undone";
  batch_ = (undone ? "undo:" : "") + payload.string_or("id", "");
  batch_at_ = payload.string_or(undone ? "undone_at" : "at", "");
  batch_left_ = payload.integer_or("added", 0) + payload.integer_or("updated", 0);
}

Status RegisterReplay::take(const ledger::StoredEntry& entry, const codec::Value& payload) {
  if (!std::string_view(entry.kind).starts_with(kRow)) {
    begin_batch(entry, payload);
    return {};
  }
  if (!entry.label) return {};
  const std::string& subject = entry.label->subject;
  const std::size_t slash = subject.find('/');
  if (slash == std::string::npos) return {};
  const std::string register_id = subject.substr(0, slash);
  std::vector<Recorded>& pending = pending_[register_id];
  Recorded one;
  one.row_id = subject.substr(slash + 1);
  one.kind = entry.kind.substr(kRow.size());
  one.at = entry.at;
  if (one.kind == "secret") {  // goes with the entry just before it
    if (!entry.payload || pending.empty() || !pending.back().payload || pending.back().row_id != one.row_id) return {};
    if (const codec::Value* fields = payload.find("fields"); fields != nullptr)
      pending.back().payload->set("secret", *fields);
    return {};
  }
  if (pending.size() >= kAtOnce) SEK_CHECK(flush(register_id, pending));
  if (one.kind != "erased" && batch_left_ > 0) {
    --batch_left_;
    one.batch = batch_;
    one.stamp = batch_at_;
  }
  if (entry.payload) {
    one.version = payload.integer_or("version", 0);
    one.payload = payload;
    const auto erased = erased_.find(subject);
    one.before_too = erased != erased_.end() && erased->second + 1 == one.version;
  } else if (one.kind == "erased") {
    return {};
  } else {
    one.version = ++erased_[subject];
  }
  pending.push_back(std::move(one));
  return {};
}

Status RegisterReplay::flush(const std::string& register_id, std::vector<Recorded>& recorded) {
  if (!tables_) {
    tables_.emplace();
    SEK_TRY(const db::Rows named,
            database_->query(
                db::Sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'reg\\_%' ESCAPE '\\'",
                        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()"
                        " AND table_name LIKE 'reg\\_%'")));
    for (const auto& row : named.rows)
      if (db::is_identifier(db::text(row[0]))) tables_->insert(db::text(row[0]).substr(4));
  }
  Versions versions;
  if (tables_->contains(register_id)) {
    std::vector<std::string> ids;
    ids.reserve(recorded.size());
    for (const Recorded& one : recorded) ids.push_back(one.row_id);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    SEK_TRY(versions.table, rows_by(*database_, "reg_" + register_id, "row_id", ids));
    for (std::size_t i = 0; i < versions.table.size(); ++i)
      versions.rows[{versions.table.text(i, "row_id"), db::integer(versions.table.at(i, "version"))}] = i;
  }
  for (const Recorded& one : recorded) compare(register_id, versions, one);
  recorded.clear();
  return {};
}

void RegisterReplay::compare(const std::string& register_id, const Versions& versions, const Recorded& recorded) {
  if (recorded.kind == "erased") return compare_erased(register_id, versions, recorded);
  seen_[register_id].push_back(hash_of(recorded.row_id, recorded.version));
  const auto row = versions.find(recorded.row_id, recorded.version);
  if (!row) return found(register_id, recorded.row_id, "", "replay.missing");
  compare_stamps(register_id, versions, recorded, *row);
  if (recorded.payload) compare_cells(register_id, versions, recorded, *row);
}

void RegisterReplay::compare_stamps(const std::string& register_id, const Versions& versions, const Recorded& recorded,
                                    std::size_t row) {
  const Table& table = versions.table;
  const auto wrong = [&](const char* column) {
    found(register_id, name_of(register_id, table, row), column, "replay.value");
  };
  const auto before = versions.find(recorded.row_id, recorded.version - 1);
  const auto after = versions.find(recorded.row_id, recorded.version + 1);
  const std::string& from = table.text(row, "from_at");
  const codec::Value* exact = recorded.payload ? recorded.payload->find("at") : nullptr;
  const codec::Value stamp = recorded.stamp ? codec::Value(*recorded.stamp) : codec::Value();
  if (recorded.stamp) exact = &stamp;
  // Where the clock went back, a version begins when the one before it ended.
  const bool follows = before && from == table.text(*before, "from_at");
  if (!bears(from, exact, recorded.at) &&
      (!follows ||
       from < (exact != nullptr && exact->string() != nullptr ? *exact->string() : to_rfc3339(recorded.at))))
    wrong("from_at");
  const db::Cell& to = table.at(row, "to_at");
  if (after ? db::is_null(to) || db::text(to) != table.text(*after, "from_at") : !db::is_null(to)) wrong("to_at");
  if (db::integer(table.at(row, "retired")) != static_cast<std::int64_t>(recorded.kind == "retired")) wrong("retired");
  if (table.text(row, "batch") != recorded.batch) wrong("batch");
}

void RegisterReplay::compare_cells(const std::string& register_id, const Versions& versions, const Recorded& recorded,
                                   std::size_t row) {
  const Table& table = versions.table;
  const auto before = versions.find(recorded.row_id, recorded.version - 1);
  const bool stood = before && db::integer(table.at(*before, "retired")) == 0;
  for (const std::string& column : table.columns()) {
    if (kFixed.contains(column)) continue;
    const db::Cell& cell = table.at(row, column);
    const codec::Value* change = change_of(*recorded.payload, column);
    bool right = true;
    if (recorded.kind == "retired") {  // repeats what stood before
      right = !before || cell == table.at(*before, column);
    } else if (change != nullptr) {
      right = holds(cell, member(*change, "after"));
    } else {
      right = stood ? cell == table.at(*before, column) : db::is_null(cell);
    }
    if (!right) found(register_id, name_of(register_id, table, row), column, "replay.value");
    if (recorded.before_too && stood && change != nullptr &&
        !holds(table.at(*before, column), member(*change, "before")))
      found(register_id, name_of(register_id, table, *before), column, "replay.value");
  }
}

void RegisterReplay::compare_erased(const std::string& register_id, const Versions& versions,
                                    const Recorded& recorded) {
  if (!recorded.payload) return;
  const std::string blank = "消去済み-" + recorded.row_id;
  for (std::int64_t version = 1; version <= recorded.version; ++version) {
    const auto row = versions.find(recorded.row_id, version);
    if (!row) continue;
    for (const std::string& field : recorded.payload->strings("erased")) {
      const db::Cell& cell = versions.table.at(*row, field);
      if (!db::is_null(cell) && !(cell.index() == 2 && db::text(cell) == blank))
        found(register_id, name_of(register_id, versions.table, *row), field, "replay.value");
    }
  }
}

// The natural key as a person reads it.
std::string RegisterReplay::name_of(const std::string& register_id, const Table& table, std::size_t row) const {
  std::string name;
  if (const registers::RegisterSchema* schema = schemas_->find(register_id); schema != nullptr) {
    for (const std::size_t field : schema->key) {
      const db::Cell& cell = table.at(row, schema->fields[field].name);
      if (!name.empty()) name += " / ";
      name += cell.index() == 1 ? std::to_string(db::integer(cell)) : db::text(cell);
    }
  }
  return name.empty() ? table.text(row, "row_id") : name;
}

Status RegisterReplay::finish() {
  for (auto& [register_id, recorded] : pending_) SEK_CHECK(flush(register_id, recorded));
  std::vector<Recorded> none;
  if (!tables_) SEK_CHECK(flush("", none));
  for (const std::string& register_id : *tables_) {
    SEK_TRY(const db::Rows counted, database_->query(db::GeneratedSql("SELECT COUNT(*) FROM reg_" + register_id)));
    if (db::integer(counted.rows[0][0]) > static_cast<std::int64_t>(seen_[register_id].size()))
      SEK_CHECK(find_unrecorded(register_id));
  }
  return {};
}

// Only where there are too many rows: which of them no entry tells of.
Status RegisterReplay::find_unrecorded(const std::string& register_id) {
  const std::unordered_set<std::uint64_t> seen(seen_[register_id].begin(), seen_[register_id].end());
  SEK_TRY(const db::Rows all, database_->query(db::GeneratedSql("SELECT row_id, version FROM reg_" + register_id +
                                                                " ORDER BY row_id, version")));
  bool named = false;
  for (const auto& row : all.rows) {
    if (seen.contains(hash_of(db::text(row[0]), db::integer(row[1])))) continue;
    named = true;
    SEK_TRY(const Table table, rows_by(*database_, "reg_" + register_id, "row_id", {db::text(row[0])}));
    std::string name = db::text(row[0]);
    for (std::size_t i = 0; i < table.size(); ++i)
      if (db::integer(table.at(i, "version")) == db::integer(row[1])) name = name_of(register_id, table, i);
    found(register_id, name, "", "replay.unrecorded");
  }
  if (!named) found(register_id, "", "", "replay.unrecorded");
  return {};
}

}  // namespace sekisho::work
