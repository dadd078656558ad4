#include "work/backup.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "codec/value.h"
#include "db/table_rows.h"
#include "ledger/read.h"
#include "work/backup_format.h"
#include "work/backup_load.h"
#include "work/office_files.h"
#include "work/read_file.h"

namespace sekisho::work {
namespace {

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
  std::filesystem::recursive_directory_iterator it(folder + "/blobs", error);
  for (; !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error))
    if (it->is_regular_file(error) && !error && it->path().filename().string().size() == 64)
      names.push_back(it->path().filename().string());
  if (error)
    return fail(Code::storage, folder + "/blobs: " + error.message(), "file.unreadable")
        .with("file", folder + "/blobs")
        .with("why", error.message());
  std::sort(names.begin(), names.end());
  return names;
}

// What was written, for the proof to find again.
struct Written {
  std::vector<std::pair<std::string, std::uint64_t>> tables;  // name, rows
  std::uint64_t originals = 0;
};

std::string header_text(Office& office, bool with_key) {
  codec::Value header;
  header.set("body", office.body().name);
  header.set("made_at", to_rfc3339(office.now()));
  header.set("origin", office.ledger().origin());
  header.set("rehearsal", office.is_rehearsal());
  header.set("has_key", with_key);
  return codec::to_json(header);
}

Status write_tables(Office& office, BackupWriter& out, Written& written) {
  SEK_TRY(const std::vector<std::string> tables, tables_of(office.database()));
  for (const std::string& table : tables) {
    std::uint64_t rows = 0;
    const auto head = [&](const std::vector<std::string>& columns) {
      std::vector<db::Cell> cells{db::Cell(table)};
      for (const std::string& column : columns) cells.emplace_back(column);
      return out.record(RecordKind::table, encode_cells(cells));
    };
    SEK_CHECK(db::each_table_row(office.database(), table, head, [&](const std::vector<db::Cell>& row) {
      ++rows;
      return out.record(RecordKind::row, encode_cells(row));
    }));
    written.tables.emplace_back(table, rows);
  }
  return {};
}

Status write_originals(Office& office, BackupWriter& out, Written& written) {
  SEK_TRY(const std::vector<std::string> names, originals_of(office.folder()));
  for (const std::string& name : names) {
    SEK_TRY(const std::string bytes, office.original(name));
    SEK_CHECK(out.record(RecordKind::original, bytes));
    ++written.originals;
  }
  return {};
}

Error unproved(const std::string& what, std::uint64_t found, std::uint64_t wanted) {
  const std::string why = what + ": " + std::to_string(found) + " / " + std::to_string(wanted);
  return fail(Code::corrupt, why, "backup.unproved").with("why", why);
}

// Every row of every table, every kept file, and among them all that a policy or a catalogue of old names.
Status compare_with(const Written& written, db::Database& restored, const std::string& folder, const Loaded& loaded) {
  for (const auto& [table, rows] : written.tables) {
    SEK_TRY(const db::Rows count, restored.query(db::GeneratedSql("SELECT COUNT(*) FROM " + table)));
    const auto found = static_cast<std::uint64_t>(db::integer(count.rows[0][0]));
    if (found != rows) return unproved(table, found, rows);
  }
  if (loaded.originals != written.originals) return unproved("blobs", loaded.originals, written.originals);
  SEK_TRY(const db::Rows named,
          restored.query("SELECT sha256 FROM document_version UNION SELECT digest FROM catalog_version"));
  for (const auto& row : named.rows) {
    const std::string& sha256 = db::text(row[0]);
    if (!files::exists(blob_path(folder, sha256))) return original_missing(sha256);
  }
  return {};
}

void remove(const World& world, const std::filesystem::path& left) {
  std::error_code error;
  std::filesystem::remove_all(left, error);
  if (error) world.warn(fail(Code::storage, error.message(), "backup.left_over").with("folder", left.string()));
}

// A backup that was killed left a file or a folder with all data, perhaps the key: NAME.unproved, .unproved.XXXXXX,
// .unproved.proof.
void remove_leftovers(const World& world, const std::string& unproved) {
  const std::filesystem::path path(unproved);
  const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  std::vector<std::filesystem::path> found;
  std::error_code error;
  const std::string own = path.filename().string();
  for (std::filesystem::directory_iterator it(parent, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name == own || name.starts_with(own + ".")) found.push_back(it->path());
  }
  for (const std::filesystem::path& one : found) remove(world, one);
}

// A backup that cannot be restored is none: it is restored into a folder beside it, and that is removed.
Status prove(const World& world, const std::string& path, const Written& written) {
  const std::string folder = path + ".proof";
  SEK_CHECK(files::make_folder(folder));
  Status proved = [&]() -> Status {
    SEK_TRY(BackupReader reader, BackupReader::open(path));
    SEK_TRY(const auto database, db::Database::open_sqlite(folder + "/sekisho.db"));
    SEK_TRY([[maybe_unused]] const Loaded loaded,
            load(reader, folder, *database, Take::all_but_the_key,
                 [&](const Loaded& it) { return compare_with(written, *database, folder, it); }));
    return {};
  }();
  remove(world, folder);
  return proved;
}

}  // namespace

Result<BackupSummary> write_backup(Office& office, const std::string& path, bool with_key) {
  SEK_CHECK(office.check_output(path));
  SEK_CHECK(check_replaces(path, kBackupMagic));
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    codec::Value payload;
    payload.set("file", recorded_name(path));
    payload.set("with_key", with_key);
    entries.push_back(office.entry("backup", "backup", codec::to_json(payload)));
    return {};
  }));
  const std::string unproved = path + ".unproved";
  remove_leftovers(office.world(), unproved);
  BackupSummary summary;
  summary.has_key = with_key;
  SEK_TRY(summary.entries, ledger::size(office.database()));
  Written written;
  {
    SEK_TRY(ledger::OutputFile file, ledger::OutputFile::create(unproved, 0600));
    BackupWriter out(file);
    SEK_CHECK(out.begin());
    SEK_CHECK(out.record(RecordKind::header, header_text(office, with_key)));
    SEK_CHECK(office.database().in_transaction([&] { return write_tables(office, out, written); }));
    SEK_CHECK(write_originals(office, out, written));
    if (with_key) {
      SEK_TRY(const std::string key, files::read(office.folder() + "/key/ledger.key", 4096));
      SEK_CHECK(out.record(RecordKind::key, key));
    }
    SEK_CHECK(out.end());
    summary.bytes = file.offset();
    SEK_CHECK(file.finish());
  }
  summary.tables = written.tables.size();
  for (const auto& [table, rows] : written.tables) summary.rows += rows;
  summary.originals = written.originals;
  if (const Status proved = prove(office.world(), unproved, written); !proved) {
    std::error_code ignored;
    std::filesystem::remove(unproved, ignored);
    return proved.error();
  }
  if (const Status placed = files::put_in_place(unproved, path); !placed) {
    std::error_code ignored;
    std::filesystem::remove(unproved, ignored);
    return placed.error();
  }
  return summary;
}

}  // namespace sekisho::work
