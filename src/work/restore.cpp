// A restore in three steps, each of which may be cut off: the marker, then all tables with the first entries of the new
// branch in one transaction, then the files that make the folder an office.

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "codec/value.h"
#include "ledger/key.h"
#include "ledger/last_seen.h"
#include "ledger/read.h"
#include "work/backup.h"
#include "work/backup_format.h"
#include "work/backup_load.h"
#include "work/office_files.h"

namespace sekisho::work {
namespace {

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

// The checkpoint that the ledger is rolled back from: the given one where it can be shown to be a later one of this
// very ledger, else the backup's own last one, which says nothing of how far the ledger had gone.
Result<ledger::Checkpoint> seen_before(db::Database& database, const ledger::Checkpoint& own,
                                       const std::optional<std::string>& given) {
  if (!given) return own;
  const auto note = ledger::parse_note(*given);
  if (!note) return fail(Code::invalid, note.error().detail, "backup.note.damaged");
  const auto checkpoint = ledger::parse_checkpoint(note->text);
  if (!checkpoint) return fail(Code::invalid, checkpoint.error().detail, "backup.note.damaged");
  SEK_TRY(const std::vector<ledger::KeyRecord> keys, ledger::keys(database));
  const bool is_signed = std::any_of(keys.begin(), keys.end(), [&](const ledger::KeyRecord& key) {
    return ledger::signed_by(*note, key.key) == ledger::Signed::yes;
  });
  const Error other = fail(Code::invalid, "not a checkpoint of this ledger", "backup.note.other");
  if (!is_signed || checkpoint->origin != own.origin) return other;
  if (checkpoint->size > own.size) return *checkpoint;
  SEK_TRY(const ledger::Digest root, ledger::root_at(checkpoint->size, ledger::node_reader(database)));
  if (root != checkpoint->root) return other;
  return own;
}

// The marker holds the digest of the backup: a restore that was cut off can be begun again, and what it left is told
// from an office that lost its sekisho.toml. Removes what a restore wrote that was not committed. What cannot be
// removed is found by the next attempt.
void clear(const std::string& folder) {
  std::error_code ignored;
  for (const char* name : {"sekisho.db", "sekisho.db-wal", "sekisho.db-shm", "blobs", "key", "ledger.vkey"})
    std::filesystem::remove_all(folder + "/" + name, ignored);
}
// A folder that is not there, holds nothing, or what an earlier restore of Sekisho left.
Result<std::optional<std::string>> restore_cut_off(const std::string& folder) {
  if (files::exists(restore_marker_path(folder))) {
    SEK_TRY(std::string marker, files::read(restore_marker_path(folder), 1024));
    return std::optional<std::string>(std::move(marker));
  }
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->path().filename() != "lock")
      return fail(Code::conflict, "not empty", "restore.not_empty").with("folder", folder);
  return std::optional<std::string>();
}

class Restore {
 public:
  Restore(const World& world, const RestoreRequest& request, BackupReader& reader)
      : world_(world), request_(request), folder_(request.folder), reader_(reader) {}

  Result<RestoreSummary> run() {
    SEK_TRY(const std::optional<std::string> begun, restore_cut_off(folder_));
    // Before anything else is written: what is found here without it is not ours to remove.
    if (!begun) SEK_CHECK(files::write_atomically(restore_marker_path(folder_), reader_.digest()));
    {
      SEK_TRY(const auto database, connect_database(folder_, request_.address, Access::write));
      SEK_TRY(const bool taken, is_taken(*database));
      // Its tables were committed, what comes after them was not.
      if (taken && begun == reader_.digest()) {
        SEK_CHECK(agrees_with_note(*database));
        return finish(*database);
      }
      if (taken && !begun) remove_restore_marker(folder_);
      if (taken)
        return fail(Code::conflict, "exists", begun ? "restore.other" : "office.exists").with("folder", folder_);
    }
    if (begun) {
      // Anything else under that name is nobody's restore, and what stands beside it not ours to remove.
      const bool is_ours = begun->size() == 64 && begun->find_first_not_of("0123456789abcdef") == std::string::npos;
      if (!is_ours) return fail(Code::conflict, "not empty", "restore.not_empty").with("folder", folder_);
      clear(folder_);
      SEK_CHECK(files::write_atomically(restore_marker_path(folder_), reader_.digest()));
    }
    SEK_TRY(const auto database, connect_database(folder_, request_.address, Access::write));
    if (const Status loaded = load_all(*database); !loaded) return give_up(*database, loaded.error());
    return finish(*database);
  }

 private:
  Status load_all(db::Database& database) {
    const auto then = [&](const Loaded& loaded) -> Status {
      SEK_TRY(const auto latest, ledger::latest_checkpoint(database));
      if (!latest) return reader_.damaged();
      SEK_TRY(const ledger::Checkpoint seen, seen_before(database, latest->checkpoint, request_.last_note));
      return begin_again(database, world_, folder_, seen, !loaded.has_key);
    };
    SEK_TRY([[maybe_unused]] const Loaded loaded, load(reader_, folder_, database, Take::everything, then));
    return {};
  }

  // Nothing was committed, unless the commit itself failed and nobody can say: then the next attempt sees.
  Error give_up(db::Database& database, const Error& why) {
    const auto taken = is_taken(database);
    if (taken && !*taken) {
      clear(folder_);
      remove_restore_marker(folder_);
    }
    return why;
  }

  // Begun again, the checkpoint given must be the one that the first attempt recorded.
  Status agrees_with_note(db::Database& database) {
    if (!request_.last_note) return {};
    SEK_TRY(const codec::Value rollback, rollback_entry(database));
    const auto to = static_cast<std::uint64_t>(rollback.integer_or("to", 0));
    SEK_TRY(const ledger::StoredCheckpoint own, ledger::checkpoint_at(database, to));
    SEK_TRY(const ledger::Checkpoint seen, seen_before(database, own.checkpoint, request_.last_note));
    if (static_cast<std::uint64_t>(rollback.integer_or("from", 0)) == seen.size) return {};
    return fail(Code::conflict, "another checkpoint", "restore.other_note").with("folder", folder_);
  }

  // An office that went on from here, and lost its sekisho.toml, is no restore that was cut off.
  Result<codec::Value> rollback_entry(db::Database& database) const {
    SEK_TRY(const std::uint64_t size, ledger::size(database));
    SEK_TRY(const ledger::StoredEntry entry, ledger::entry(database, size - 1));
    if (entry.kind != ledger::kind::rolled_back)
      return fail(Code::conflict, "exists", "office.exists").with("folder", folder_);
    return codec::parse_json(entry.payload.value_or("{}"));
  }

  // After the commit; may be done again. What is told comes from the ledger, as the first attempt wrote it.
  Result<RestoreSummary> finish(db::Database& database) {
    SEK_TRY(const codec::Value rollback, rollback_entry(database));
    SEK_TRY(const ledger::VerifierKey key, ledger::current_key(database));
    SEK_TRY([[maybe_unused]] const crypt::SigningKey in_place, ledger::load_key(folder_, key));
    SEK_TRY(const auto last, ledger::latest_checkpoint(database));
    if (!last) return reader_.damaged();
    SEK_CHECK(ledger::remember(last_checkpoint_path(folder_), last->note));
    SEK_TRY(const codec::Value header, header_of(reader_));
    RestoreSummary summary;
    summary.body = header.string_or("body", "");
    summary.entries = static_cast<std::uint64_t>(rollback.integer_or("to", 0));
    const auto from = static_cast<std::uint64_t>(rollback.integer_or("from", 0));
    if (from > summary.entries) summary.rolled_back_from = from;
    summary.new_key = last->checkpoint.size > summary.entries + 1;  // ledger.key.lost stands between them
    SEK_CHECK(write_config(folder_, request_.address, header.boolean_or("rehearsal", false)));
    remove_restore_marker(folder_);
    return summary;
  }

  const World& world_;
  const RestoreRequest& request_;
  const std::string& folder_;
  BackupReader& reader_;
};

}  // namespace

Result<RestoreSummary> restore_backup(const std::shared_ptr<const World>& world, const RestoreRequest& request) {
  if (files::exists(config_path(request.folder)))
    return fail(Code::conflict, "exists", "office.exists").with("folder", request.folder);
  SEK_TRY(BackupReader reader, BackupReader::open(request.path));
  SEK_CHECK(files::make_folder(request.folder));
  SEK_TRY([[maybe_unused]] const files::Lock lock, files::Lock::take(request.folder + "/lock"));
  return Restore(*world, request, reader).run();
}

}  // namespace sekisho::work
