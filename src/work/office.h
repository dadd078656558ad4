#pragma once

// One body's data folder: its database, blobs, keys and lock, opened for one use case.
//
//   FOLDER/sekisho.toml      where the database is; whether this is a rehearsal
//   FOLDER/sekisho.db        the SQLite file (absent where PostgreSQL holds the data)
//   FOLDER/blobs/ab/abcd…    original files by SHA-256
//   FOLDER/key/ledger.key    the signing key; FOLDER/ledger.vkey its public line
//   FOLDER/last_checkpoint   the last checkpoint, outside the database
//   FOLDER/lock              held by the one writer
//
// Every change goes through `change`: one transaction that holds both the change and its ledger entries.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "db/database.h"
#include "ledger/ledger.h"
#include "policy/lint.h"
#include "registers/schema.h"
#include "work/world.h"

namespace sekisho::work {

using policy::Regime;

struct Body {
  std::string name;
  Regime regime = Regime::local_public_body;
};

struct DatabaseAddress {
  std::string url;  // "" for the SQLite file of the folder
  std::string schema;
};

enum class Access : std::uint8_t { read, write };

class Office {
 public:
  // Makes the folder, the database, the key and the ledger; ends what an earlier attempt for the same body began.
  // Errors: conflict "office.exists" {folder}; storage; unavailable.
  static Result<Office> create(const std::shared_ptr<const World>& world, const std::string& folder, const Body& body,
                               const DatabaseAddress& address);

  // Opens it. Writing takes the lock; a catalogue that changed since the last time is recorded and its tables are grown
  // first. Errors: not_found "office.none" {folder}; unavailable "file.locked"; denied "office.no_rehearsal" {folder}
  // where the clock was set by hand; corrupt "office.forked" where the ledger is not the one last seen here.
  static Result<Office> open(const std::shared_ptr<const World>& world, const std::string& folder, Access access);

  // Runs `work` in one transaction; the entries that it leaves in the vector are appended to the ledger in the same
  // transaction. What was committed is never told as an error.
  Status change(const std::function<Status(std::vector<ledger::Entry>&)>& work);
  // One transaction in which the ledger itself writes (hand out, erase, rotate …).
  Status change_ledger(const std::function<Status(ledger::Ledger&)>& work);

  // An entry by this world's actor, now.
  ledger::Entry entry(std::string kind, std::string subject, std::string payload) const;

  const World& world() const { return *world_; }
  const std::string& folder() const { return folder_; }
  const Body& body() const { return body_; }
  const DatabaseAddress& address() const { return address_; }
  bool is_rehearsal() const { return rehearsal_; }
  db::Database& database() { return *database_; }
  const registers::Schemas& schemas() const { return schemas_; }
  ledger::Ledger& ledger() { return *ledger_; }
  Instant now() const { return world_->clock->now(); }

  // Whether what leaves the house may be written there: asked before anything is recorded of it. Errors: as
  // files::check_target; invalid "office.own_file" {file} where it would take the place of this office's own data.
  Status check_output(const std::string& path) const;

  // Original bytes by SHA-256: stored (durably, once) and read back (checked). Errors: corrupt "office.blob_changed"
  // {sha256}.
  Result<std::string> keep(std::string_view bytes);
  Result<std::string> original(const std::string& sha256) const;

 private:
  Office() = default;
  Status found();
  Status resume_creation();
  static Result<Office> attach(std::shared_ptr<const World> world, const std::string& folder, Access access);
  Status record_catalog();
  Status check_rehearsal();
  Status check_last_seen();
  Status check_clock();
  Status check_public_key();
  Status record_lost_note(const Error& why);
  Status note_checkpoint();
  void remember();

  std::shared_ptr<const World> world_;
  std::string folder_;
  Body body_;
  DatabaseAddress address_;
  bool rehearsal_ = false;
  std::optional<files::Lock> lock_;
  std::unique_ptr<db::Database> database_;
  registers::Schemas schemas_;
  std::optional<ledger::Ledger> ledger_;
};

// Whether the database holds a body already.
Result<bool> is_taken(db::Database& database);
// Words that somebody typed for the ledger to keep for ever: `option` names them. Errors: invalid "office.bad_words"
// {option} where they are blank, too long, or steer a display; "office.individual_number" {option}.
Status check_words(const std::string& option, std::string_view utf8);

// The catalogue that was in force at an earlier instant, as it was recorded; none where it is today's
// (`world().catalog`). Error: corrupt where its blob is gone.
Result<std::optional<CatalogFiles>> earlier_catalog(Office& office, Instant as_of);

}  // namespace sekisho::work
