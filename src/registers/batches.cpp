#include "registers/batches.h"

#include <algorithm>
#include <span>

#include "base/local_time.h"
#include "registers/store.h"
#include "registers/versions.h"

namespace sekisho::registers {
namespace {

constexpr std::size_t kMostNamed = 10;  // rows that a message names

Batch batch_of(const std::vector<db::Cell>& row) {
  return {db::text(row[0]),    db::text(row[1]), db::text(row[2]),    db::text(row[3]),
          db::text(row[4]),    db::text(row[5]), db::integer(row[6]), db::integer(row[7]),
          db::integer(row[8]), db::text(row[9]), db::text(row[10])};
}

Status remember_mapping(db::Database& database, const Plan& plan, const std::string& at) {
  if (plan.used.empty()) return {};
  for (const std::string& header_set : plan.header_sets) {
    const std::vector<db::Cell> cells{plan.register_id, header_set, to_text(plan.used), at};
    SEK_TRY(const std::int64_t written,
            database.execute(
                db::Sql("INSERT INTO register_mapping (register, header_set, mapping, at) VALUES ($1, $2, $3, $4) "
                        "ON CONFLICT (register, header_set) DO UPDATE SET mapping = $3, at = $4"),
                cells));
    SEK_ASSERT(written == 1);
  }
  return {};
}

Result<std::vector<Change>> add_rows(db::Database& database, const RegisterSchema& schema, const Plan& plan,
                                     const Stamp& stamp, Random& random) {
  std::vector<Cells> cells;
  cells.reserve(plan.counts.add);
  for (const PlannedRow& row : plan.rows)
    if (row.fate == Fate::add) cells.push_back(row.cells);
  return insert_all(database, schema, std::move(cells), stamp, random);
}

Result<std::vector<Change>> update_rows(db::Database& database, const RegisterSchema& schema, const Plan& plan,
                                        const Stamp& stamp) {
  std::vector<std::string> ids;
  std::vector<const PlannedRow*> planned;
  for (const PlannedRow& row : plan.rows) {
    if (row.fate != Fate::update) continue;
    ids.push_back(row.row_id);
    planned.push_back(&row);
  }
  SEK_TRY(std::vector<Row> rows, last_versions(database, schema, ids));
  std::vector<Next> next;
  next.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SEK_CHECK(is_seen(schema, rows[i], planned[i]->version));
    next.push_back({std::move(rows[i]), ChangeKind::updated, planned[i]->cells});
  }
  return follow_all(database, schema, std::move(next), stamp);
}

// The changes in the order of the plan.
std::vector<Change> in_order(const Plan& plan, std::vector<Change> added, std::vector<Change> updated) {
  std::vector<Change> changes;
  changes.reserve(added.size() + updated.size());
  auto next_added = added.begin();
  auto next_updated = updated.begin();
  for (const PlannedRow& row : plan.rows) {
    if (row.fate == Fate::add) changes.push_back(std::move(*next_added++));
    if (row.fate == Fate::update) changes.push_back(std::move(*next_updated++));
  }
  return changes;
}

Error refused(const Plan& plan) {
  const Problem& first = plan.problems.front();
  return fail(Code::invalid, "import refused: " + first.message, "registers.refused")
      .with("count", std::to_string(plan.problems.size()))
      .with("first", cell_name(first.place));
}

std::string joined(const std::vector<std::string>& names, std::size_t all) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : "、") + name;
  return all > names.size() ? text + " … (" + std::to_string(all) + ")" : text;
}

// A row that the batch touched: its version before (none where the batch added it) and the last one, which says what
// the batch made.
struct Touched {
  std::optional<Row> before;
  Row made;
};

constexpr std::string_view kUndo = "undo:";  // and the batch: how a version that an undoing made is marked

// All versions of one row, the oldest first: the place of the one that holds where what was undone is left out; nothing
// where none is left.
std::optional<std::size_t> effective(std::span<const Row> versions) {
  std::size_t count = versions.size();
  while (count > 0 && versions[count - 1].batch.starts_with(kUndo)) {
    const std::string undone = versions[count - 1].batch.substr(kUndo.size());
    while (count > 0 && versions[count - 1].batch != undone) --count;
    if (count > 0) --count;
  }
  if (count == 0) return std::nullopt;
  return count - 1;
}

Result<std::vector<Touched>> touched_rows(db::Database& database, const RegisterSchema& schema, const std::string& id) {
  const std::string in_batch = "row_id IN (SELECT row_id FROM " + schema.table() + " WHERE batch = $1)";
  SEK_TRY(std::vector<Row> rows,
          read_rows(database, select_rows(schema, in_batch + " ORDER BY row_id, version"), {id}));
  std::vector<Touched> touched;
  std::vector<std::string> later;
  std::size_t count = 0;
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    while (end < rows.size() && rows[end].row_id == rows[begin].row_id) ++end;
    const std::span<Row> versions(rows.data() + begin, end - begin);
    const std::optional<std::size_t> standing = effective(versions);
    if (!standing || versions[*standing].batch != id) {
      if (++count <= kMostNamed) later.push_back(key_text(schema, versions.back().cells));
      continue;
    }
    Touched one{std::nullopt, std::move(versions.back())};
    if (*standing > 0) one.before = std::move(versions[*standing - 1]);
    touched.push_back(std::move(one));
  }
  if (count == 0) return touched;
  return fail(Code::conflict, "rows of batch " + id + " changed later", "registers.undo_touched")
      .with("batch", id)
      .with("rows", joined(later, count));
}

// Rows elsewhere that would be left referring to a row that goes.
Status nothing_refers(db::Database& database, const Schemas& schemas, const RegisterSchema& schema,
                      const std::string& id, const std::vector<Touched>& touched) {
  if (schema.key.size() != 1) return {};
  const std::string& key = schema.fields[schema.key.front()].name;
  const std::string going = "(SELECT " + key + " FROM " + schema.table() + " WHERE batch = $1 AND version = 1)";
  std::vector<std::string> named;
  std::size_t count = 0;
  for (const RegisterSchema& other : schemas.all()) {
    for (const Field& field : other.fields) {
      if (field.type != FieldType::reference || field.target != schema.id) continue;
      SEK_TRY(const std::vector<Row> rows,
              read_rows(database, select_rows(other, field.name + " IN " + going + " AND " + kInForce), {id}));
      for (const Row& row : rows) {
        const bool goes_too =
            other.id == schema.id && std::any_of(touched.begin(), touched.end(), [&](const Touched& one) {
              return !one.before && one.made.row_id == row.row_id;
            });
        if (!goes_too && ++count <= kMostNamed) named.push_back(other.title.ja + ": " + key_text(other, row.cells));
      }
    }
  }
  if (count == 0) return {};
  return fail(Code::conflict, "rows refer to batch " + id, "registers.undo_referenced")
      .with("batch", id)
      .with("rows", joined(named, count));
}

// What comes back may name a row that has gone since.
Status names_what_stands(db::Database& database, const Schemas& schemas, const RegisterSchema& schema,
                         const std::string& id, const std::vector<Touched>& touched) {
  SEK_TRY(const KnownKeys known, known_keys(database, schemas, schema));
  std::vector<std::string> named;
  std::size_t count = 0;
  for (const Touched& one : touched) {
    if (!one.before || one.before->retired) continue;
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
      const db::Cell& cell = one.before->cells[i];
      if (schema.fields[i].type != FieldType::reference || db::is_null(cell) || cell == one.made.cells[i]) continue;
      if (known.find(schema.fields[i].target, db::text(cell)).empty() && ++count <= kMostNamed)
        named.push_back(key_text(schema, one.before->cells) + ": " + db::text(cell));
    }
  }
  if (count == 0) return {};
  return fail(Code::conflict, "rows of batch " + id + " name what has gone", "registers.undo_dangling")
      .with("batch", id)
      .with("rows", joined(named, count));
}

Next put_back(Touched touched) {
  if (touched.before && !touched.before->retired)
    return {std::move(touched.made), ChangeKind::restored, std::move(touched.before->cells)};
  Cells cells = touched.made.cells;
  return {std::move(touched.made), ChangeKind::retired, std::move(cells)};
}

}  // namespace

Result<ImportContext> import_context(db::Database& database, const Schemas& schemas, const RegisterSchema& schema,
                                     Mapping given) {
  ImportContext context;
  context.given = std::move(given);
  SEK_TRY(context.in_force, rows_in_force(database, schema));
  SEK_TRY(context.known, known_keys(database, schemas, schema));
  const std::vector<db::Cell> cells{schema.id};
  SEK_TRY(const db::Rows mappings,
          database.query(db::Sql("SELECT header_set, mapping FROM register_mapping WHERE register = $1"), cells));
  for (const auto& row : mappings.rows) {
    SEK_TRY(Mapping mapping, mapping_from_text(db::text(row[1])));
    context.remembered.emplace(db::text(row[0]), std::move(mapping));
  }
  return context;
}

Result<Imported> apply_import(db::Database& database, const RegisterSchema& schema, const Plan& plan,
                              const Source& source, Random& random) {
  if (plan.refused()) return refused(plan);
  Imported imported;
  const std::string at = to_rfc3339(source.at);
  imported.batch = {random_id(random), schema.id, source.file, source.sha256, at, source.actor, 0, 0, 0, {}, {}};
  Batch& batch = imported.batch;
  const Stamp stamp{source.at, batch.id};
  SEK_TRY(std::vector<Change> added, add_rows(database, schema, plan, stamp, random));
  SEK_TRY(std::vector<Change> updated, update_rows(database, schema, plan, stamp));
  batch.added = static_cast<std::int64_t>(added.size());
  batch.updated = static_cast<std::int64_t>(updated.size());
  batch.unchanged = static_cast<std::int64_t>(plan.counts.unchanged);
  imported.changes = in_order(plan, std::move(added), std::move(updated));
  const std::vector<db::Cell> cells{batch.id,    batch.register_id, batch.file,    batch.sha256,   at,
                                    batch.actor, batch.added,       batch.updated, batch.unchanged};
  SEK_TRY(const std::int64_t written,
          database.execute(
              db::Sql("INSERT INTO register_batch (id, register, file, sha256, at, actor, added, updated, unchanged) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
              cells));
  SEK_ASSERT(written == 1);
  SEK_CHECK(remember_mapping(database, plan, at));
  return imported;
}

Result<std::vector<Batch>> batches(db::Database& database, std::string_view register_id) {
  const std::vector<db::Cell> cells{std::string(register_id)};
  SEK_TRY(const db::Rows found,
          database.query(
              db::Sql("SELECT id, register, file, sha256, at, actor, added, updated, unchanged, undone_at, undone_by "
                      "FROM register_batch WHERE $1 = '' OR register = $1 ORDER BY at DESC, id DESC"),
              cells));
  std::vector<Batch> all;
  for (const auto& row : found.rows) all.push_back(batch_of(row));
  return all;
}

Result<Batch> find_batch(db::Database& database, const std::string& id) {
  const std::vector<db::Cell> cells{id};
  SEK_TRY(const db::Rows found,
          database.query(
              db::Sql("SELECT id, register, file, sha256, at, actor, added, updated, unchanged, undone_at, undone_by "
                      "FROM register_batch WHERE id = $1"),
              cells));
  if (found.rows.empty()) return fail(Code::not_found, "no batch " + id, "registers.no_batch").with("batch", id);
  return batch_of(found.rows.front());
}

Result<Imported> undo_batch(db::Database& database, const Schemas& schemas, const std::string& id, Instant at,
                            const std::string& actor) {
  SEK_TRY(Batch batch, find_batch(database, id));
  if (!batch.undone_at.empty()) {
    const Result<Instant> undone_at = parse_rfc3339(batch.undone_at);
    return fail(Code::conflict, "batch undone already", "registers.already_undone")
        .with("batch", id)
        .with("at", undone_at ? time_in_tokyo(*undone_at) : batch.undone_at);
  }
  SEK_TRY(const RegisterSchema* const schema, schemas.get(batch.register_id));
  SEK_TRY(std::vector<Touched> touched, touched_rows(database, *schema, id));
  SEK_CHECK(nothing_refers(database, schemas, *schema, id, touched));
  SEK_CHECK(names_what_stands(database, schemas, *schema, id, touched));
  Imported undone;
  std::vector<Next> next;
  next.reserve(touched.size());
  for (Touched& one : touched) next.push_back(put_back(std::move(one)));
  SEK_TRY(undone.changes, follow_all(database, *schema, std::move(next), {at, std::string(kUndo) + id}));
  batch.undone_at = to_rfc3339(at);
  batch.undone_by = actor;
  const std::vector<db::Cell> cells{batch.undone_at, actor, id};
  SEK_TRY(const std::int64_t written,
          database.execute(db::Sql("UPDATE register_batch SET undone_at = $1, undone_by = $2 WHERE id = $3"), cells));
  SEK_ASSERT(written == 1);
  undone.batch = std::move(batch);
  return undone;
}

codec::Value to_value(const Batch& batch) {
  codec::Value value;
  value.set("id", batch.id);
  value.set("register", batch.register_id);
  value.set("file", batch.file);
  value.set("sha256", batch.sha256);
  value.set("at", batch.at);
  value.set("actor", batch.actor);
  value.set("added", batch.added);
  value.set("updated", batch.updated);
  value.set("unchanged", batch.unchanged);
  value.set("undone_at", batch.undone_at.empty() ? codec::Value() : codec::Value(batch.undone_at));
  value.set("undone_by", batch.undone_by.empty() ? codec::Value() : codec::Value(batch.undone_by));
  return value;
}

}  // namespace sekisho::registers
