#include "work/backup.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "codec/value.h"
#include "ledger/key.h"
#include "ledger/read.h"
#include "registers/tables.h"
#include "work/backup_format.h"
#include "work/bundle.h"
#include "work/migrations.h"
#include "work/office_files.h"

namespace sekisho::work {
namespace {

constexpr std::size_t kMostBytes = std::size_t{8} << 30;

// In the order they were made: what a row refers to comes before it.
Result<std::vector<std::string>> tables_of(db::Database& database) {
  SEK_TRY(
      const db::Rows rows,
      database.query(db::Sql(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY rowid",
          "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          " WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.oid")));
  std::vector<std::string> tables;
  for (const auto& row : rows.rows)
    if (db::is_identifier(db::text(row[0]))) tables.push_back(db::text(row[0]));
  return tables;
}

Result<std::vector<std::string>> originals_of(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator it(folder + "/blobs", error), end; !error && it != end;
       it.increment(error))
    if (it->is_regular_file(error) && it->path().filename().string().size() == 64)
      names.push_back(it->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string header_text(Office& office, bool with_key) {
  codec::Value header;
  header.set("body", office.body().name);
  header.set("made_at", to_rfc3339(office.now()));
  header.set("origin", office.ledger().origin());
  header.set("rehearsal", office.is_rehearsal());
  header.set("has_key", with_key);
  return codec::to_json(header);
}

Status write_tables(Office& office, BackupWriter& out, BackupSummary& summary) {
  SEK_TRY(const std::vector<std::string> tables, tables_of(office.database()));
  for (const std::string& table : tables) {
    SEK_TRY(const db::Rows rows, office.database().query(db::GeneratedSql("SELECT * FROM " + table)));
    std::vector<db::Cell> head{db::Cell(table)};
    for (const std::string& column : rows.columns) head.emplace_back(column);
    SEK_CHECK(out.record(RecordKind::table, encode_cells(head)));
    for (const std::vector<db::Cell>& row : rows.rows) SEK_CHECK(out.record(RecordKind::row, encode_cells(row)));
    ++summary.tables;
    summary.rows += rows.rows.size();
  }
  return {};
}

Status write_originals(Office& office, BackupWriter& out, BackupSummary& summary) {
  SEK_TRY(const std::vector<std::string> names, originals_of(office.folder()));
  for (const std::string& name : names) {
    SEK_TRY(const std::string bytes, office.original(name));
    SEK_CHECK(out.record(RecordKind::original, bytes));
    ++summary.originals;
  }
  return {};
}

struct Loaded {
  codec::Value header;
  bool has_key = false;
};

// One table's rows go in with one statement, made from names that have been checked.
class TableLoader {
 public:
  explicit TableLoader(db::Database& database) : database_(&database) {}
  Status table(const std::vector<db::Cell>& head) {
    skip_ = db::text(head.front()) == "migration";  // already there: the migrations ran
    std::string columns;
    std::string marks;
    for (std::size_t i = 1; i < head.size(); ++i) {
      if (!db::is_identifier(db::text(head[i]))) return fail(Code::corrupt, "bad column");
      columns += (i > 1 ? ", " : "") + db::text(head[i]);
      marks += (i > 1 ? ", $" : "$") + std::to_string(i);
    }
    if (!db::is_identifier(db::text(head.front()))) return fail(Code::corrupt, "bad table");
    insert_ = "INSERT INTO " + db::text(head.front()) + " (" + columns + ") VALUES (" + marks + ")";
    return {};
  }
  Status row(const std::vector<db::Cell>& cells) {
    if (skip_) return {};
    SEK_CHECK(database_->execute(db::GeneratedSql(insert_), cells));
    return {};
  }

 private:
  db::Database* database_;
  std::string insert_;
  bool skip_ = false;
};

// The migrations that the backup's database had, and the digest of its last catalogue.
struct Shape {
  std::vector<std::int64_t> migrations;
  std::string catalog;
};

Result<Shape> shape_of(BackupReader reader) {
  Shape shape;
  std::string table;
  std::string last_at;
  std::vector<std::string> columns;
  while (!reader.at_end()) {
    SEK_TRY(const BackupRecord record, reader.next());
    if (record.kind == RecordKind::table) {
      SEK_TRY(const std::vector<db::Cell> head, decode_cells(record.payload));
      table = db::text(head.front());
      columns.clear();
      for (std::size_t i = 1; i < head.size(); ++i) columns.push_back(db::text(head[i]));
    }
    if (record.kind != RecordKind::row || (table != "migration" && table != "catalog_version")) continue;
    SEK_TRY(const std::vector<db::Cell> cells, decode_cells(record.payload));
    for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i)
      if (table == "migration" && columns[i] == "number") shape.migrations.push_back(db::integer(cells[i]));
    if (table == "catalog_version" && cells.size() == 2 && db::text(cells[0]) >= last_at) {
      last_at = db::text(cells[0]);
      shape.catalog = db::text(cells[1]);
    }
  }
  return shape;
}

// Blobs and key first: they stand in files, and the tables of the registers are those of the catalogue among the blobs.
Status restore_files(BackupReader reader, const std::string& folder, Loaded& loaded) {
  while (!reader.at_end()) {
    SEK_TRY(const BackupRecord record, reader.next());
    if (record.kind == RecordKind::header) {
      SEK_TRY(loaded.header, codec::parse_json(record.payload));
    } else if (record.kind == RecordKind::original) {
      const std::string name = hex(crypt::view(crypt::sha256(record.payload)));
      SEK_CHECK(files::make_folder(folder + "/blobs/" + name.substr(0, 2)));
      SEK_CHECK(files::write_atomically(folder + "/blobs/" + name.substr(0, 2) + "/" + name, record.payload));
    } else if (record.kind == RecordKind::key) {
      SEK_CHECK(files::make_folder(folder + "/key"));
      SEK_CHECK(files::write_atomically(folder + "/key/ledger.key", record.payload));
      loaded.has_key = true;
    }
  }
  return {};
}

// What `then` does is part of the same transaction: a database holds a restored office or none.
Status restore_tables(BackupReader reader, db::Database& database, const std::string& folder, const Shape& shape,
                      const std::function<Status()>& then) {
  std::vector<db::Migration> migrations;
  for (const db::Migration& migration : all_migrations())
    if (std::find(shape.migrations.begin(), shape.migrations.end(), migration.number) != shape.migrations.end())
      migrations.push_back(migration);
  if (migrations.size() != shape.migrations.size())
    return fail(Code::invalid, "made by a newer program", "backup.newer");
  SEK_CHECK(db::migrate(database, migrations));
  return database.in_transaction([&]() -> Status {
    SEK_TRY(const std::string bundled,
            files::read(folder + "/blobs/" + shape.catalog.substr(0, 2) + "/" + shape.catalog, kMostBytes));
    SEK_TRY(const CatalogFiles catalog, unbundle(bundled));
    SEK_TRY(const registers::Schemas schemas, registers::Schemas::load(catalog));
    SEK_CHECK(registers::sync_tables(database, schemas));
    TableLoader loader(database);
    while (!reader.at_end()) {
      SEK_TRY(const BackupRecord record, reader.next());
      if (record.kind != RecordKind::table && record.kind != RecordKind::row) continue;
      SEK_TRY(const std::vector<db::Cell> cells, decode_cells(record.payload));
      SEK_CHECK(record.kind == RecordKind::table ? loader.table(cells) : loader.row(cells));
    }
    SEK_CHECK(ledger::check_stored(database));
    return then();
  });
}

Result<Loaded> load(std::string_view bytes, const std::string& path, const std::string& folder, db::Database& database,
                    const std::function<Status(const Loaded&)>& then) {
  SEK_TRY(const BackupReader reader, BackupReader::open(bytes, path));
  Loaded loaded;
  SEK_CHECK(restore_files(reader, folder, loaded));
  SEK_TRY(const Shape shape, shape_of(reader));
  SEK_CHECK(restore_tables(reader, database, folder, shape, [&] { return then(loaded); }));
  return loaded;
}

// A backup that cannot be restored is none: it is restored into a folder beside it, and that is removed.
Status prove(const std::string& path, std::uint64_t entries) {
  const std::string folder = path + ".proof-" + std::to_string(getpid());
  SEK_CHECK(files::make_folder(folder));
  const Status proved = [&]() -> Status {
    SEK_TRY(const std::string bytes, files::read(path, kMostBytes));
    SEK_TRY(const auto database, db::Database::open_sqlite(folder + "/sekisho.db"));
    SEK_TRY(
        [[maybe_unused]] const Loaded loaded, load(bytes, path, folder, *database, [&](const Loaded&) -> Status {
          SEK_TRY(const std::uint64_t restored, ledger::size(*database));
          if (restored == entries) return {};
          return fail(Code::corrupt, "entries are missing", "backup.unproved").with("why", std::to_string(restored));
        }));
    return {};
  }();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return proved;
}

// The first entries after a restore: a new key where the backup held none, and from where the ledger was rolled back.
Status begin_again(db::Database& database, const World& world, const std::string& folder,
                   const ledger::Checkpoint& seen, bool new_key) {
  const ledger::Act act{world.clock->now(), world.actor};
  const std::string reason = "restored from a backup";
  if (!new_key) {
    SEK_TRY(const ledger::VerifierKey expected, ledger::current_key(database));
    SEK_TRY(crypt::SigningKey key, ledger::load_key(folder, expected));
    SEK_TRY(ledger::Ledger ledger, ledger::Ledger::open(database, std::move(key), *world.random));
    SEK_CHECK(files::write_atomically(folder + "/ledger.vkey", expected.line() + "\n", 0644));
    return ledger.record_rollback(database, act, seen, reason);
  }
  SEK_TRY(crypt::SigningKey key, ledger::stage_first_key(folder, *world.random));
  SEK_TRY(ledger::Ledger ledger,
          ledger::Ledger::open_after_key_loss(database, std::move(key), *world.random, act, "the backup holds no key"));
  return ledger.record_rollback(database, act, seen, reason);
}

}  // namespace

Result<BackupSummary> write_backup(Office& office, const std::string& path, bool with_key) {
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    codec::Value payload;
    payload.set("file", path.substr(path.rfind('/') + 1));
    payload.set("with_key", with_key);
    entries.push_back(office.entry("backup", "backup", codec::to_json(payload)));
    return {};
  }));
  const std::string unproved = path + ".unproved";
  BackupSummary summary;
  summary.has_key = with_key;
  SEK_TRY(summary.entries, ledger::size(office.database()));
  {
    SEK_TRY(ledger::OutputFile file, ledger::OutputFile::create(unproved, 0600));
    BackupWriter out(file);
    SEK_CHECK(out.begin());
    SEK_CHECK(out.record(RecordKind::header, header_text(office, with_key)));
    SEK_CHECK(office.database().in_transaction([&] { return write_tables(office, out, summary); }));
    SEK_CHECK(write_originals(office, out, summary));
    if (with_key) {
      SEK_TRY(const std::string key, files::read(office.folder() + "/key/ledger.key", 4096));
      SEK_CHECK(out.record(RecordKind::key, key));
    }
    SEK_CHECK(out.end());
    summary.bytes = file.offset();
    SEK_CHECK(file.finish());
  }
  if (const Status proved = prove(unproved, summary.entries); !proved) {
    std::error_code ignored;
    std::filesystem::remove(unproved, ignored);
    return proved.error();
  }
  SEK_CHECK(files::put_in_place(unproved, path));
  return summary;
}

Result<RestoreSummary> restore_backup(std::shared_ptr<const World> world, const RestoreRequest& request) {
  if (files::exists(request.folder + "/sekisho.toml"))
    return fail(Code::conflict, "exists", "office.exists").with("folder", request.folder);
  SEK_TRY(const std::string bytes, files::read(request.path, kMostBytes));
  SEK_CHECK(BackupReader::open(bytes, request.path));
  SEK_CHECK(files::make_folder(request.folder));
  RestoreSummary summary;
  {
    SEK_TRY(const files::Lock lock, files::Lock::take(request.folder + "/lock"));
    SEK_TRY(const auto database, connect_database(request.folder, request.address, Access::write));
    SEK_TRY(const bool taken, is_taken(*database));
    if (taken) return fail(Code::conflict, "exists", "office.exists").with("folder", request.folder);
    const auto restored = [&](const Loaded& loaded) -> Status {
      summary.body = loaded.header.string_or("body", "");
      summary.new_key = !loaded.has_key;
      SEK_TRY(summary.entries, ledger::size(*database));
      SEK_TRY(const auto latest, ledger::latest_checkpoint(*database));
      if (!latest)
        return fail(Code::corrupt, "no ledger", "backup.damaged").with("file", request.path).with("offset", "0");
      ledger::Checkpoint seen = latest->checkpoint;
      if (request.last_note) {
        SEK_TRY(const ledger::SignedNote note, ledger::parse_note(*request.last_note));
        SEK_TRY(seen, ledger::parse_checkpoint(note.text));
      }
      summary.rolled_back_from = seen.size;
      return begin_again(*database, *world, request.folder, seen, summary.new_key);
    };
    SEK_TRY(const Loaded loaded, load(bytes, request.path, request.folder, *database, restored));
    if (summary.new_key) {
      SEK_TRY(const ledger::VerifierKey key, ledger::current_key(*database));
      SEK_CHECK(ledger::promote_next_key(request.folder, key.name));
    }
    SEK_CHECK(write_config(request.folder, request.address, loaded.header.boolean_or("rehearsal", false)));
  }
  return summary;
}

}  // namespace sekisho::work
