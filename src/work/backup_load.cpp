#include "work/backup_load.h"

#include <algorithm>

#include "base/files.h"
#include "crypt/crypt.h"
#include "ledger/read.h"
#include "registers/tables.h"
#include "work/bundle.h"
#include "work/migrations.h"
#include "work/office_files.h"
#include "work/replay.h"

namespace sekisho::work {
namespace {

constexpr std::size_t kCatalogLimit = std::size_t{256} << 20;

// The name of a table and of its columns.
Result<std::vector<std::string>> names_in(std::string_view payload) {
  SEK_TRY(const std::vector<db::Cell> cells, decode_cells(payload));
  std::vector<std::string> names;
  for (const db::Cell& cell : cells) {
    if (cell.index() != 2 || !db::is_identifier(db::text(cell))) return fail(Code::corrupt, "bad name");
    names.push_back(db::text(cell));
  }
  if (names.size() < 2) return fail(Code::corrupt, "a table without columns");
  return names;
}

// One table's rows go in with one statement, made from names that have been checked.
class TableLoader {
 public:
  explicit TableLoader(db::Database& database) : database_(&database) {}
  Status table(std::string_view payload) {
    SEK_TRY(const std::vector<std::string> names, names_in(payload));
    skip_ = names.front() == "migration";  // already there: the migrations ran
    std::string columns;
    std::string marks;
    for (std::size_t i = 1; i < names.size(); ++i) {
      columns.append(i > 1 ? ", " : "").append(names[i]);
      marks.append(i > 1 ? ", $" : "$").append(std::to_string(i));
    }
    insert_ = "INSERT INTO " + names.front() + " (" + columns + ") VALUES (" + marks + ")";
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

bool is_digest(std::string_view hexadecimal) {
  return hexadecimal.size() == 64 && hexadecimal.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Blobs and key first: they stand in files, and the tables of the registers are those of the catalogue among the blobs.
Status restore_files(BackupReader& reader, const std::string& folder, Take take, Loaded& loaded) {
  reader.rewind();
  while (!reader.at_end()) {
    SEK_TRY(const BackupRecord record, reader.next());
    if (record.kind == RecordKind::original) {
      ++loaded.originals;
      const std::string name = hex(crypt::view(crypt::sha256(record.payload)));
      const std::string path = blob_path(folder, name);
      SEK_CHECK(files::make_folder(path.substr(0, path.rfind('/'))));
      SEK_CHECK(files::write_atomically(path, record.payload));
    } else if (record.kind == RecordKind::key) {
      loaded.has_key = true;
      if (take == Take::all_but_the_key) continue;
      SEK_CHECK(files::make_folder(folder + "/key"));
      SEK_CHECK(files::write_atomically(folder + "/key/ledger.key", record.payload));
    }
  }
  return {};
}

// The registers that a kept catalogue declares.
Result<registers::Schemas> schemas_in(const std::string& folder, const std::string& digest) {
  const std::string path = blob_path(folder, digest);
  if (!files::exists(path)) return original_missing(digest);
  SEK_TRY(const std::string bundled, files::read(path, kCatalogLimit));
  if (hex(crypt::view(crypt::sha256(bundled))) != digest) return original_missing(digest);
  SEK_TRY(const CatalogFiles catalog, unbundle(bundled));
  return registers::Schemas::load(catalog);
}

// What `then` does is part of the same transaction: a database holds a restored office or none.
Status restore_tables(BackupReader& reader, db::Database& database, const std::string& folder, const Shape& shape,
                      const std::function<Status()>& then) {
  std::vector<db::Migration> migrations;
  for (const db::Migration& migration : all_migrations())
    if (std::find(shape.migrations.begin(), shape.migrations.end(), migration.number) != shape.migrations.end())
      migrations.push_back(migration);
  if (migrations.size() != shape.migrations.size())
    return fail(Code::invalid, "made by a newer program", "backup.newer");
  SEK_CHECK(db::migrate(database, migrations));
  return database.in_transaction([&]() -> Status {
    registers::Schemas schemas;
    std::string last;  // the same again changes nothing
    for (const auto& [at, digest] : shape.catalogs) {
      if (digest == last) continue;
      SEK_TRY(schemas, schemas_in(folder, digest));
      SEK_CHECK(registers::sync_tables(database, schemas));
      last = digest;
    }
    TableLoader loader(database);
    reader.rewind();
    while (!reader.at_end()) {
      SEK_TRY(const BackupRecord record, reader.next());
      if (record.kind != RecordKind::table && record.kind != RecordKind::row) continue;
      if (record.kind == RecordKind::table) {
        SEK_CHECK(loader.table(record.payload));
        continue;
      }
      SEK_TRY(const std::vector<db::Cell> cells, decode_cells(record.payload));
      SEK_CHECK(loader.row(cells));
    }
    SEK_CHECK(ledger::check_stored(database));
    SEK_TRY(const Replay replayed, replay(database, schemas));
    SEK_CHECK(as_status(replayed));
    return then();
  });
}

}  // namespace

Error original_missing(const std::string& sha256) {
  return fail(Code::corrupt, "no blob " + sha256, "backup.original_missing").with("sha256", sha256);
}

Result<Shape> shape_of(BackupReader& reader) {
  reader.rewind();
  Shape shape;
  std::vector<std::string> names;
  while (!reader.at_end()) {
    SEK_TRY(const BackupRecord record, reader.next());
    if (record.kind == RecordKind::table) {
      SEK_TRY(names, names_in(record.payload));
    }
    const bool tells = !names.empty() && (names[0] == "migration" || names[0] == "catalog_version");
    if (record.kind != RecordKind::row || !tells) continue;
    SEK_TRY(const std::vector<db::Cell> cells, decode_cells(record.payload));
    if (cells.size() + 1 != names.size()) return fail(Code::corrupt, "a row of another width");
    std::map<std::string, const db::Cell*> named;
    for (std::size_t i = 0; i < cells.size(); ++i) named[names[i + 1]] = &cells[i];
    const char* const wanted = names[0] == "migration" ? "number" : "digest";
    if (!named.contains(wanted) || !named.contains("at")) return fail(Code::corrupt, "a row of another form");
    if (names[0] == "migration") {
      if (named["number"]->index() != 1) return fail(Code::corrupt, "a migration without a number");
      shape.migrations.push_back(db::integer(*named["number"]));
    } else {
      const std::string& digest = db::text(*named["digest"]);
      if (!is_digest(digest)) return fail(Code::corrupt, "a catalogue without a digest");
      shape.catalogs[db::text(*named["at"])] = digest;
    }
  }
  if (shape.catalogs.empty()) return fail(Code::corrupt, "no catalogue");
  return shape;
}

Result<codec::Value> header_of(BackupReader& reader) {
  reader.rewind();
  if (reader.at_end()) return reader.damaged();
  SEK_TRY(const BackupRecord first, reader.next());
  auto header = codec::parse_json(first.payload);
  if (first.kind != RecordKind::header || !header) return reader.damaged();
  return header;
}

Result<Loaded> load(BackupReader& reader, const std::string& folder, db::Database& database, Take take,
                    const std::function<Status(const Loaded&)>& then) {
  Loaded loaded;
  const Status done = [&]() -> Status {
    SEK_TRY([[maybe_unused]] const codec::Value header, header_of(reader));
    SEK_CHECK(restore_files(reader, folder, take, loaded));
    SEK_TRY(const Shape shape, shape_of(reader));
    return restore_tables(reader, database, folder, shape, [&] { return then(loaded); });
  }();
  if (done) return loaded;
  // What knows nothing of files says only what is wrong with a record.
  return done.error().code == Code::corrupt && done.error().message.empty() ? reader.damaged() : done.error();
}

}  // namespace sekisho::work
