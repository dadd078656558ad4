#include "work/keeping.h"

#include "codec/value.h"
#include "crypt/crypt.h"
#include "ledger/read.h"
#include "registers/store.h"
#include "registers/versions.h"
#include "work/read_file.h"

namespace sekisho::work {
namespace {

using registers::Change;
using registers::RegisterSchema;

// The entry for a change of one row and, where secret fields changed, one more that stays in the house. The subject
// names the register and the row's id, never its contents.
void tell(const Office& office, const RegisterSchema& schema, const Change& change,
          std::vector<ledger::Entry>& entries) {
  const registers::ChangeDescription description = registers::describe(schema, change);
  const std::string subject = schema.id + "/" + change.row_id;
  codec::Value payload = description.open;
  if (!description.personal.is_null()) payload.set("personal", description.personal);
  entries.push_back(
      office.entry(std::string("register.row.") + registers::name_of(change.kind), subject, codec::to_json(payload)));
  if (description.secret.is_null()) return;
  entries.push_back(office.entry(std::string(kSecretKind), subject, codec::to_json(description.secret)));
  entries.back().secret = true;
}

ledger::Entry batch_entry(const Office& office, const std::string& kind, const registers::Batch& batch) {
  return office.entry(kind, batch.register_id + "/" + batch.id, codec::to_json(registers::to_value(batch)));
}

Result<registers::Mapping> mapping_from(const std::string& path, const RegisterSchema& schema) {
  if (path.empty()) return registers::Mapping{};
  SEK_TRY(const std::string bytes, read_input(path));
  return registers::parse_mapping(bytes, path, schema);
}

Result<registers::Row> row_named(Office& office, const RegisterSchema& schema, const std::string& key) {
  SEK_TRY(const std::vector<registers::Row> rows, registers::rows_in_force(office.database(), schema));
  std::vector<const registers::Row*> alike;
  for (const registers::Row& row : rows) {
    const std::string own = registers::key_text(schema, row.cells);
    if (own == key || row.row_id == key) return row;
    if (registers::key_form(own) == registers::key_form(key)) alike.push_back(&row);
  }
  if (alike.size() == 1) return *alike.front();
  return fail(Code::not_found, "no such row", "keeping.no_row").with("register", schema.title.ja).with("key", key);
}

// 001 and ００１ are one number to whoever reads them, and an import could no longer tell which row is meant.
Status nobody_bears_it(Office& office, const RegisterSchema& schema, const registers::Cells& cells,
                       const registers::Cells* before) {
  const std::string form = registers::key_form(schema, cells);
  if (before != nullptr && registers::key_form(schema, *before) == form) return {};
  SEK_TRY(const std::vector<registers::Row> rows, registers::rows_in_force(office.database(), schema));
  for (const registers::Row& row : rows) {
    if (registers::key_form(schema, row.cells) != form) continue;
    return fail(Code::conflict, "key taken", "registers.key_taken")
        .with("register", schema.title.ja)
        .with("key", registers::key_text(schema, row.cells));
  }
  return {};
}

// A row that others name must not go: they would name nothing.
Status nothing_refers(Office& office, const RegisterSchema& schema, const registers::Row& row) {
  constexpr std::size_t kMostNamed = 5;
  SEK_TRY(const std::vector<std::string> rows,
          registers::referrers(office.database(), office.schemas(), schema, row, kMostNamed));
  if (rows.empty()) return {};
  std::string named;
  for (const std::string& one : rows) named += (named.empty() ? "" : " / ") + one;
  return fail(Code::conflict, "rows refer to it", "keeping.still_referred")
      .with("register", schema.title.ja)
      .with("key", registers::key_text(schema, row.cells))
      .with("rows", named);
}

std::string ids_of(const std::vector<registers::Row>& rows) {
  std::string ids;
  for (const registers::Row& row : rows) ids += (ids.empty() ? "" : ", ") + row.row_id;
  return ids;
}

// For erasing: retired rows too, because most who ask have left. A key that several rows bore one after the other names
// none of them: their ids do.
Result<registers::Row> last_version_named(Office& office, const RegisterSchema& schema, const std::string& key) {
  SEK_TRY(const std::vector<registers::Row> last,
          registers::read_rows(office.database(), registers::select_rows(schema, "to_at IS NULL ORDER BY row_id"), {}));
  std::vector<registers::Row> found;
  for (const registers::Row& row : last) {
    if (row.row_id == key) return row;
    if (registers::key_text(schema, row.cells) == key) found.push_back(row);
  }
  if (found.size() == 1) return found.front();
  if (found.empty())
    return fail(Code::not_found, "no such row", "keeping.no_row").with("register", schema.title.ja).with("key", key);
  return fail(Code::conflict, "several rows", "keeping.several_rows")
      .with("register", schema.title.ja)
      .with("key", key)
      .with("rows", ids_of(found));
}

// Checks a form against the rows that stand and, where nothing is wrong with it, makes the change with its entry.
using RowChange = std::function<Result<Change>(registers::Cells)>;
Status change_by_form(Office& office, const RegisterSchema& schema, const FormValues& values,
                      const registers::Cells* before, std::vector<ledger::Entry>& entries, RowOutcome& outcome,
                      const RowChange& make) {
  SEK_TRY(const registers::KnownKeys known, registers::known_keys(office.database(), office.schemas(), schema));
  SEK_TRY(registers::Checked row, registers::check_form(schema, values, known, before, date_in_tokyo(office.now())));
  if (!row.ok()) {
    outcome.problems = std::move(row.problems);
    return {};
  }
  SEK_CHECK(nobody_bears_it(office, schema, row.cells, before));
  SEK_TRY(outcome.change, make(std::move(row.cells)));
  tell(office, schema, *outcome.change, entries);
  return {};
}

}  // namespace

Result<ImportOutcome> import_register(Office& office, const ImportRequest& request) {
  SEK_TRY(const RegisterSchema* schema, office.schemas().get(request.register_id));
  SEK_TRY(const registers::Mapping mapping, mapping_from(request.mapping_path, *schema));
  SEK_TRY(const std::string bytes, read_input(request.path));
  SEK_TRY(const std::vector<codec::Table> tables, read_tables(office.world(), bytes, request.path));
  ImportOutcome outcome;
  const auto plan = [&]() -> Status {
    SEK_TRY(registers::ImportContext context,
            registers::import_context(office.database(), office.schemas(), *schema, mapping));
    context.today = date_in_tokyo(office.now());
    SEK_TRY(outcome.plan, registers::plan_import(*schema, tables, request.path, context));
    return {};
  };
  if (request.dry_run) {
    SEK_CHECK(plan());
    return outcome;
  }
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_CHECK(plan());
    if (outcome.plan.refused()) return {};
    const registers::Source source{recorded_name(request.path), hex(crypt::view(crypt::sha256(bytes))),
                                   office.world().actor, office.now()};
    SEK_TRY(registers::Imported imported,
            registers::apply_import(office.database(), *schema, outcome.plan, source, *office.world().random));
    entries.push_back(batch_entry(office, "register.imported", imported.batch));
    for (const Change& change : imported.changes) tell(office, *schema, change, entries);
    outcome.batch = std::move(imported.batch);
    return {};
  }));
  return outcome;
}

Result<registers::Batch> undo_import(Office& office, const std::string& batch) {
  registers::Batch undone;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(registers::Imported result,
            registers::undo_batch(office.database(), office.schemas(), batch, office.now(), office.world().actor));
    SEK_TRY(const RegisterSchema* schema, office.schemas().get(result.batch.register_id));
    entries.push_back(batch_entry(office, "register.import_undone", result.batch));
    for (const Change& change : result.changes) tell(office, *schema, change, entries);
    undone = std::move(result.batch);
    return {};
  }));
  return undone;
}

Result<RowOutcome> add_row(Office& office, const std::string& register_id, const FormValues& values) {
  SEK_TRY(const RegisterSchema* schema, office.schemas().get(register_id));
  RowOutcome outcome;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) {
    return change_by_form(office, *schema, values, nullptr, entries, outcome, [&](registers::Cells cells) {
      return registers::insert_row(office.database(), *schema, std::move(cells), {office.now(), ""},
                                   *office.world().random);
    });
  }));
  return outcome;
}

Result<RowOutcome> set_row(Office& office, const std::string& register_id, const std::string& key,
                           const FormValues& values) {
  SEK_TRY(const RegisterSchema* schema, office.schemas().get(register_id));
  RowOutcome outcome;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(const registers::Row row, row_named(office, *schema, key));
    return change_by_form(
        office, *schema, values, &row.cells, entries, outcome, [&](registers::Cells cells) -> Result<Change> {
          // Under another key the rows that name it would name nothing.
          const bool renamed = std::any_of(schema->key.begin(), schema->key.end(),
                                           [&](std::size_t field) { return cells[field] != row.cells[field]; });
          if (renamed) SEK_CHECK(nothing_refers(office, *schema, row));
          return registers::update_row(office.database(), *schema, row.row_id, row.version, std::move(cells),
                                       {office.now(), ""});
        });
  }));
  return outcome;
}

Result<Change> retire_row(Office& office, const std::string& register_id, const std::string& key) {
  SEK_TRY(const RegisterSchema* schema, office.schemas().get(register_id));
  Change made;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(const registers::Row row, row_named(office, *schema, key));
    SEK_CHECK(nothing_refers(office, *schema, row));
    SEK_TRY(made, registers::retire_row(office.database(), *schema, row.row_id, row.version, {office.now(), ""}));
    tell(office, *schema, made, entries);
    return {};
  }));
  return made;
}

// Blanks the personal fields of a row in every version, and the payloads of the entries that told of them.
Result<Change> erase_row(Office& office, const std::string& register_id, const std::string& key,
                         const std::string& basis) {
  SEK_CHECK(check_words("--basis", basis));
  SEK_TRY(const RegisterSchema* schema, office.schemas().get(register_id));
  SEK_TRY(const registers::Row row, last_version_named(office, *schema, key));
  const std::string subject = schema->id + "/" + row.row_id;
  std::vector<std::uint64_t> indexes;
  SEK_TRY(const std::uint64_t size, ledger::size(office.database()));
  SEK_CHECK(ledger::each_entry(office.database(), 0, size, [&](const ledger::StoredEntry& entry) -> Status {
    // What an erasure says of itself holds nothing personal and stays.
    const bool is_erasure = entry.kind == "register.row.erased";
    if (!is_erasure && entry.label && entry.label->subject == subject && entry.payload) indexes.push_back(entry.index);
    return {};
  }));
  if (indexes.empty()) return fail(Code::conflict, "erased already", "keeping.erased_already").with("row", key);
  Change made;
  SEK_CHECK(office.change_ledger([&](ledger::Ledger& ledger) -> Status {
    SEK_TRY(made, registers::erase_personal(office.database(), *schema, row.row_id));
    SEK_CHECK(
        ledger.erase(office.database(), {office.now(), office.world().actor}, indexes, ledger::Erase::payload, basis));
    std::vector<ledger::Entry> entries;
    tell(office, *schema, made, entries);
    SEK_CHECK(ledger.append(office.database(), entries));
    return {};
  }));
  return made;
}

Result<std::vector<registers::Row>> show_secrets(Office& office, const std::string& register_id) {
  SEK_TRY(const RegisterSchema* schema, office.schemas().get(register_id));
  codec::Array fields;
  for (const registers::Field& field : schema->fields)
    if (field.secret) fields.emplace_back(field.name);
  std::vector<registers::Row> rows;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(rows, registers::rows_in_force(office.database(), *schema));
    if (fields.empty()) return {};
    codec::Value payload;
    payload.set("register", schema->id);
    payload.set("rows", rows.size());
    payload.set("fields", std::move(fields));
    entries.push_back(office.entry("secret.read", schema->id, codec::to_json(payload)));
    return {};
  }));
  return rows;
}

bool stays_in_house(const Office& office, const ledger::StoredEntry& entry) {
  if (entry.secret || entry.kind == kSecretKind) return true;
  return entry.payload && std::string_view(entry.kind).starts_with("register.row.") &&
         registers::tells_secret(office.schemas(), *entry.payload);
}

Result<std::string> export_register(Office& office, const std::string& register_id, ExportFormat format,
                                    const registers::ExportOptions& options) {
  SEK_TRY(const RegisterSchema* schema, office.schemas().get(register_id));
  SEK_TRY(const std::vector<registers::Row> rows, registers::rows_in_force(office.database(), *schema));
  std::string bytes;
  if (format == ExportFormat::csv) {
    bytes = registers::export_csv(*schema, rows, options);
  } else {
    SEK_TRY(bytes, registers::export_xlsx(*schema, rows, options));
  }
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    codec::Value payload;
    payload.set("register", schema->id);
    payload.set("rows", rows.size());
    payload.set("with_secrets", options.with_secrets);
    payload.set("sha256", hex(crypt::view(crypt::sha256(bytes))));
    entries.push_back(office.entry("export", schema->id, codec::to_json(payload)));
    return {};
  }));
  return bytes;
}

}  // namespace sekisho::work
