#include "work/office.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/shown_stream.h"
#include "base/text.h"
#include "codec/value.h"
#include "crypt/crypt.h"
#include "ledger/key.h"
#include "ledger/last_seen.h"
#include "ledger/read.h"
#include "registers/individual_number.h"
#include "registers/tables.h"
#include "work/bundle.h"
#include "work/migrations.h"
#include "work/office_files.h"

namespace sekisho::work {
namespace {

constexpr std::size_t kConfigLimit = 64u << 10;
constexpr std::size_t kLongestName = 200;  // characters
// How far a clock may be set right, in microseconds, without a word.
constexpr std::int64_t kClockSlack = std::int64_t{600} * 1'000'000;

Error none(const std::string& folder) {
  return fail(Code::not_found, "no data folder: " + folder, "office.none").with("folder", folder);
}

Error no_rehearsal(const std::string& folder) {
  return fail(Code::denied, "the clock cannot be set in a folder in real use", "office.no_rehearsal")
      .with("folder", folder);
}

Result<Body> read_body(db::Database& database) {
  SEK_TRY(const db::Rows rows, database.query("SELECT name, regime FROM body_fact"));
  if (rows.rows.size() != 1) return fail(Code::corrupt, "no body");
  return Body{db::text(rows.rows[0][0]),
              policy::regime_named(db::text(rows.rows[0][1])).value_or(Regime::local_public_body)};
}

// What a newer program wrote may mean what this one cannot know: it is neither read nor written.
Status check_not_newer(db::Database& database) {
  std::set<std::int64_t> known;
  for (const db::Migration& migration : all_migrations()) known.insert(migration.number);
  SEK_TRY(const db::Rows applied, database.query("SELECT number FROM migration ORDER BY number"));
  for (const auto& row : applied.rows)
    if (!known.contains(db::integer(row[0])))
      return fail(Code::invalid, "the database is newer than the program", "db.newer")
          .with("found", std::to_string(db::integer(row[0])))
          .with("known", std::to_string(*known.rbegin()));
  return {};
}

// Whether the database has every migration of this program, and every table and column that its catalogue declares.
Result<bool> has_tables(db::Database& database, const registers::Schemas& schemas) {
  SEK_TRY(const db::Rows applied, database.query("SELECT number FROM migration"));
  std::set<std::int64_t> numbers;
  for (const auto& row : applied.rows) numbers.insert(db::integer(row[0]));
  for (const db::Migration& migration : all_migrations())
    if (!numbers.contains(migration.number)) return false;
  SEK_TRY(const db::Rows columns,
          database.query(db::Sql("SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                                 "WHERE t.type = 'table'",
                                 "SELECT table_name::text, column_name::text FROM information_schema.columns "
                                 "WHERE table_schema = current_schema()")));
  std::set<std::pair<std::string, std::string>> have;
  for (const auto& row : columns.rows) have.emplace(db::text(row[0]), db::text(row[1]));
  for (const registers::RegisterSchema& schema : schemas.all()) {
    if (!have.contains({schema.table(), "row_id"})) return false;
    for (const registers::Field& field : schema.fields)
      if (!have.contains({schema.table(), field.name})) return false;
  }
  return true;
}

// The one case in which a reading command writes: tables or columns are missing that it would read.
Status bring_up_to_date(const std::shared_ptr<const World>& world, const std::string& folder) {
  const Result<Office> written = Office::open(world, folder, Access::write);
  if (written) return {};
  if (written.error().message != "file.locked") return written.error();
  return fail(Code::conflict, written.error().detail, "office.behind").with("folder", folder);
}

}  // namespace

Status check_words(const std::string& option, std::string_view utf8) {
  const auto is_plain = [&] {
    const std::u32string words = text::to_u32(utf8);
    return words.size() <= kLongestName &&
           std::none_of(words.begin(), words.end(), [](char32_t c) { return c == U'\n' || steers_display(c); });
  };
  if (!text::is_valid_utf8(utf8) || text::trim(utf8).empty() || !is_plain())
    return fail(Code::invalid, "bad words", "office.bad_words").with("option", option);
  if (registers::holds_individual_number(utf8, "", false))
    return fail(Code::invalid, "an Individual Number", "office.individual_number").with("option", option);
  return {};
}

Result<bool> is_taken(db::Database& database) {
  SEK_TRY(const db::Rows table,
          database.query(db::Sql("SELECT COUNT(*) FROM sqlite_master WHERE name = 'body_fact'",
                                 "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()"
                                 " AND table_name = 'body_fact'")));
  if (db::integer(table.rows[0][0]) == 0) return false;
  SEK_TRY(const db::Rows rows, database.query("SELECT COUNT(*) FROM body_fact"));
  return db::integer(rows.rows[0][0]) != 0;
}

Result<Office> Office::create(const std::shared_ptr<const World>& world, const std::string& folder, const Body& body,
                              const DatabaseAddress& address) {
  SEK_CHECK(check_words("--name", body.name));
  if (files::exists(config_path(folder)))
    return fail(Code::conflict, "exists: " + folder, "office.exists").with("folder", folder);
  SEK_CHECK(files::make_folder(folder));
  Office office;
  office.world_ = world;
  office.folder_ = folder;
  office.body_ = body;
  office.address_ = address;
  office.rehearsal_ = world->clock_is_set;
  SEK_TRY(files::Lock lock, files::Lock::take(folder + "/lock"));
  office.lock_ = std::move(lock);
  SEK_TRY(office.schemas_, registers::Schemas::load(world->catalog));
  SEK_TRY(office.database_, connect_database(folder, address, Access::write));
  SEK_TRY(const bool taken, is_taken(*office.database_));
  if (taken) {
    SEK_CHECK(office.resume_creation());
  } else {
    SEK_CHECK(office.found());
  }
  SEK_CHECK(office.record_catalog());
  SEK_CHECK(office.note_checkpoint());
  // Last: a folder without this file is no office, so a creation that was cut off can be begun again.
  SEK_CHECK(write_config(folder, address, office.rehearsal_));
  return office;
}

// A new office's first commit: the body, the ledger and its first entry, all or nothing.
Status Office::found() {
  SEK_CHECK(db::migrate(*database_, all_migrations()));
  const std::string origin = ledger::new_origin(*world_->random);
  SEK_TRY(crypt::SigningKey key, ledger::stage_first_key(folder_, *world_->random));
  SEK_CHECK(database_->in_transaction([&]() -> Status {
    const db::Cell cells[] = {body_.name, std::string(policy::name_of(body_.regime))};
    SEK_CHECK(database_->execute("INSERT INTO body_fact (id, name, regime) VALUES (1, $1, $2)", cells));
    SEK_TRY(ledger::Ledger made,
            ledger::Ledger::create(*database_, origin, std::move(key), *world_->random, {now(), world_->actor}));
    ledger_ = std::move(made);
    codec::Value payload;
    payload.set("name", body_.name);
    payload.set("regime", policy::name_of(body_.regime));
    payload.set("rehearsal", rehearsal_);
    const ledger::Entry first = entry("body.created", body_.name, codec::to_json(payload));
    SEK_CHECK(ledger_->append(*database_, {&first, 1}));
    return {};
  }));
  return ledger::promote_next_key(folder_, origin);
}

// A creation that was cut off after its first commit left the key of this very ledger here; anyone else's database did
// not, and stays untouched.
Status Office::resume_creation() {
  const auto exists = [&] {
    return fail(Code::conflict, "exists: " + folder_, "office.exists").with("folder", folder_);
  };
  SEK_TRY(const Body held, read_body(*database_));
  if (held.name != body_.name || held.regime != body_.regime) return exists();
  const auto expected = ledger::current_key(*database_);
  if (!expected) return exists();
  auto key = ledger::load_key(folder_, *expected);
  if (!key) return exists();
  SEK_CHECK(db::migrate(*database_, all_migrations()));
  SEK_TRY(ledger::Ledger ledger, ledger::Ledger::open(*database_, std::move(*key), *world_->random));
  ledger_ = std::move(ledger);
  return {};
}

Result<Office> Office::attach(std::shared_ptr<const World> world, const std::string& folder, Access access) {
  Office office;
  office.world_ = std::move(world);
  office.folder_ = folder;
  const Result<std::string> text = files::read(config_path(folder), kConfigLimit);
  if (!text) return text.error().code == Code::not_found ? none(folder) : text.error();
  SEK_TRY(const codec::Value config, codec::parse_toml(*text, config_path(folder)));
  office.rehearsal_ = config.boolean_or("rehearsal", false);
  if (office.world_->clock_is_set && !office.rehearsal_) return no_rehearsal(folder);
  if (const codec::Value* database = config.find("database"); database != nullptr)
    office.address_ = {database->string_or("url", ""), database->string_or("schema", "")};
  if (access == Access::write) {
    SEK_TRY(files::Lock lock, files::Lock::take(folder + "/lock"));
    office.lock_ = std::move(lock);
  }
  SEK_TRY(office.schemas_, registers::Schemas::load(office.world_->catalog));
  SEK_TRY(office.database_, connect_database(folder, office.address_, access));
  return office;
}

Result<Office> Office::open(const std::shared_ptr<const World>& world, const std::string& folder, Access access) {
  SEK_TRY(Office office, attach(world, folder, access));
  SEK_TRY(const bool taken, is_taken(*office.database_));
  if (!taken) return none(folder);
  SEK_CHECK(check_not_newer(*office.database_));
  if (access == Access::write) SEK_CHECK(db::migrate(*office.database_, all_migrations()));
  SEK_TRY(office.body_, read_body(*office.database_));
  SEK_CHECK(office.check_rehearsal());
  if (access == Access::read) {
    SEK_TRY(const bool fits, has_tables(*office.database_, office.schemas_));
    if (fits) return office;
    SEK_CHECK(bring_up_to_date(world, folder));
    Office current;  // opened again: what was written is read like everything else, without the lock
    SEK_TRY(current, attach(world, folder, access));
    current.body_ = office.body_;
    return current;
  }
  SEK_TRY(const ledger::VerifierKey expected, ledger::current_key(*office.database_));
  SEK_TRY(crypt::SigningKey key, ledger::load_key(folder, expected));
  SEK_TRY(ledger::Ledger ledger, ledger::Ledger::open(*office.database_, std::move(key), *office.world_->random));
  office.ledger_ = std::move(ledger);
  remove_restore_marker(folder);
  SEK_CHECK(office.check_last_seen());
  SEK_CHECK(office.check_clock());
  SEK_CHECK(office.check_public_key());
  SEK_CHECK(office.record_catalog());
  return office;
}

Status Office::check_last_seen() {
  const auto note = ledger::recall(last_checkpoint_path(folder_));
  if (!note) return record_lost_note(note.error());
  if (!*note) return record_lost_note(fail(Code::not_found, "last_checkpoint is missing", "ledger.last_seen.missing"));
  SEK_TRY(const ledger::Checkpoint seen, ledger::parse_checkpoint((*note)->text));
  SEK_TRY(const ledger::Standing standing, ledger::compare(*database_, seen));
  if (standing == ledger::Standing::agrees) return {};
  if (standing == ledger::Standing::forked)
    return fail(Code::corrupt, "the ledger is not the one last seen", "office.forked").with("folder", folder_);
  SEK_TRY(const std::uint64_t size, ledger::size(*database_));
  world_->warn(fail(Code::corrupt, "older than last seen", "office.rolled_back")
                   .with("folder", folder_)
                   .with("from", std::to_string(seen.size))
                   .with("to", std::to_string(size)));
  return change_ledger([&](ledger::Ledger& ledger) {
    return ledger.record_rollback(*database_, {now(), world_->actor}, seen,
                                  "the database is older than the last checkpoint seen here");
  });
}

// A note that cannot be read must not stop the office for ever; that it told nothing this time is on record.
Status Office::record_lost_note(const Error& why) {
  world_->warn(fail(Code::corrupt, why.detail, "office.last_checkpoint.lost").with("folder", folder_));
  return change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(const std::uint64_t size, ledger::size(*database_));
    codec::Value payload;
    payload.set("why", why.message);
    payload.set("size", size);
    entries.push_back(entry("last_checkpoint.lost", "last_checkpoint", codec::to_json(payload)));
    return {};
  });
}

// sekisho.toml can be written by hand; the ledger's second entry tells whether this is a rehearsal (those of release 0
// do not say).
Status Office::check_rehearsal() {
  const auto first = ledger::entry(*database_, 1);
  if (first && first->kind == "body.created" && first->payload) {
    SEK_TRY(const codec::Value payload, codec::parse_json(*first->payload));
    rehearsal_ = rehearsal_ && payload.boolean_or("rehearsal", true);
  }
  return world_->clock_is_set && !rehearsal_ ? Status(no_rehearsal(folder_)) : Status();
}

// Entries bear the time of this machine. Where that has gone back, what is recorded now would pass for older than it
// is: so an entry says that it did.
Status Office::check_clock() {
  if (rehearsal_) return {};
  SEK_TRY(const auto latest, ledger::latest_checkpoint(*database_));
  if (!latest || now().micros + kClockSlack >= latest->at.micros) return {};
  const std::string last = to_rfc3339(latest->at);
  world_->warn(fail(Code::conflict, "the clock went back", "office.clock_behind")
                   .with("last", last)
                   .with("now", to_rfc3339(now())));
  return change([&](std::vector<ledger::Entry>& entries) -> Status {
    codec::Value payload;
    payload.set("last", last);
    entries.push_back(entry("clock.behind", "clock", codec::to_json(payload)));
    return {};
  });
}

// ledger.vkey is what auditors are given: it is the ledger's key, or is made so and told of.
Status Office::check_public_key() {
  const std::string path = public_key_path(folder_);
  if (const auto held = ledger::read_vkey_file(path); held && held->line() == ledger_->verifier_key().line()) return {};
  SEK_CHECK(files::write_atomically(path, ledger_->verifier_key().line() + "\n", 0644, files::Owner::of_folder));
  world_->warn(fail(Code::corrupt, path + " was another", "office.public_key_restored").with("file", path));
  return {};
}

Status Office::record_catalog() {
  const std::string bytes = bundle(world_->catalog);
  const std::string digest = hex(crypt::view(crypt::sha256(bytes)));
  const db::Cell until[] = {to_rfc3339(now())};  // a clock that was once ahead left later ones
  SEK_TRY(const db::Rows last,
          database_->query("SELECT digest FROM catalog_version WHERE at <= $1 ORDER BY at DESC LIMIT 1", until));
  if (!last.rows.empty() && db::text(last.rows[0][0]) == digest) return {};
  SEK_TRY(const std::string kept, keep(bytes));
  return change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_CHECK(registers::sync_tables(*database_, schemas_));
    const std::string at = to_rfc3339(now());
    const db::Cell cells[] = {at, kept};
    SEK_CHECK(
        database_->execute("INSERT INTO catalog_version (at, digest) VALUES ($1, $2)"
                           " ON CONFLICT (at) DO UPDATE SET digest = excluded.digest",
                           cells));
    codec::Value payload;
    payload.set("sha256", kept);
    payload.set("at", at);
    entries.push_back(entry("catalog.changed", "catalog", codec::to_json(payload)));
    return {};
  });
}

ledger::Entry Office::entry(std::string kind, std::string subject, std::string payload) const {
  ledger::Entry made;
  made.at = now();
  made.actor = world_->actor;
  made.kind = std::move(kind);
  made.subject = std::move(subject);
  made.payload = std::move(payload);
  return made;
}

Status Office::change(const std::function<Status(std::vector<ledger::Entry>&)>& work) {
  SEK_CHECK(database_->in_transaction([&]() -> Status {
    std::vector<ledger::Entry> entries;
    SEK_CHECK(work(entries));
    if (entries.empty()) return {};
    SEK_CHECK(ledger_->append(*database_, entries));
    return {};
  }));
  remember();
  return {};
}

Status Office::change_ledger(const std::function<Status(ledger::Ledger&)>& work) {
  SEK_CHECK(database_->in_transaction([&] { return work(*ledger_); }));
  remember();
  return {};
}

Status Office::note_checkpoint() {
  SEK_TRY(const auto latest, ledger::latest_checkpoint(*database_));
  return latest ? ledger::remember(last_checkpoint_path(folder_), latest->note) : Status();
}

// The change is committed by now: that its checkpoint could not be noted outside is a warning, not a failure.
void Office::remember() {
  const Status noted = note_checkpoint();
  if (noted) return;
  world_->warn(fail(noted.error().code, noted.error().detail, "office.last_checkpoint.not_written")
                   .with("file", last_checkpoint_path(folder_)));
}

Status Office::check_output(const std::string& path) const {
  const std::size_t slash = path.rfind('/');
  const std::string beside = slash == std::string::npos ? "." : path.substr(0, slash);
  const bool is_anothers = is_office(beside) && is_own_file(beside, path);
  if (is_anothers || is_own_file(folder_, path))
    return fail(Code::invalid, path + " belongs to the office", "office.own_file").with("file", path);
  return files::check_target(path);
}

Result<std::string> Office::keep(std::string_view bytes) {
  const std::string sha256 = hex(crypt::view(crypt::sha256(bytes)));
  const std::string path = blob_path(folder_, sha256);
  if (files::exists(path)) return sha256;
  SEK_CHECK(files::make_folder(path.substr(0, path.rfind('/')), 0700, files::Owner::of_folder));
  SEK_CHECK(files::write_atomically(path, bytes, 0600, files::Owner::of_folder));
  return sha256;
}

Result<std::string> Office::original(const std::string& sha256) const {
  SEK_TRY(std::string bytes, files::read(blob_path(folder_, sha256), std::size_t{256} << 20));
  if (hex(crypt::view(crypt::sha256(bytes))) != sha256)
    return fail(Code::corrupt, "a kept file changed", "office.blob_changed").with("sha256", sha256);
  return bytes;
}

Result<std::optional<CatalogFiles>> earlier_catalog(Office& office, Instant as_of) {
  if (as_of >= office.now()) return std::optional<CatalogFiles>();
  const db::Cell cells[] = {to_rfc3339(as_of)};
  SEK_TRY(const db::Rows rows,
          office.database().query("SELECT digest FROM catalog_version WHERE at <= $1 ORDER BY at DESC LIMIT 1", cells));
  if (rows.rows.empty()) return std::optional<CatalogFiles>();
  SEK_TRY(const std::string bytes, office.original(db::text(rows.rows[0][0])));
  SEK_TRY(CatalogFiles files, unbundle(bytes));
  return std::optional(std::move(files));
}

}  // namespace sekisho::work
