#pragma once

// The append-only ledger of one body: every change of state is one entry, written in the same transaction as the
// change.
//
//   auto ledger = Ledger::open(db, load_key(folder, *current_key(db)), random);
//   db.in_transaction([&] { …change…; return ledger.append(db, {&entry, 1}); });
//
// Each append adds a row an entry and signs the tree's new root in the last of them: a checkpoint. One statement an
// entry; several entries in one call share one signature. Reading is in ledger/read.h.
// A Ledger belongs to one thread and one database; the Random outlives it.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/seams.h"
#include "crypt/crypt.h"
#include "db/database.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/tree.h"

namespace sekisho::ledger {

// The tables ledger_entry, ledger_key, ledger_anchor, with triggers that refuse changing or deleting what was written.
std::span<const db::Migration> migrations();

// Who does it and when: for entries that the ledger words itself.
struct Act {
  Instant at;
  std::string actor;
};

enum class Erase : std::uint8_t { payload, payload_and_label };

class Ledger {
 public:
  // Begins an empty ledger with its first entry, "ledger.created". In the caller's transaction.
  // Errors: conflict "ledger.exists".
  static Result<Ledger> create(db::Database& db, const std::string& origin, crypt::SigningKey key, Random& random,
                               const Act& act);
  // Errors: not_found "ledger.none"; conflict "ledger.key.other" {expected}{found}; corrupt "ledger.damaged"
  // {entry}{why} where the stored root is not the tree's or its signature does not hold.
  static Result<Ledger> open(db::Database& db, crypt::SigningKey key, Random& random);

  // Appends in the caller's transaction; returns the checkpoint, valid once that transaction commits. Entries get
  // consecutive indexes. Errors: invalid "ledger.entry.refused" {why}; of the database.
  Result<Checkpoint> append(db::Database& db, std::span<const Entry> entries);

  // Records that the latest checkpoint leaves the house (printed, mailed, given to a sister body; `to` names a place or
  // post, never a person) and returns the note that does.
  Result<std::string> hand_out(db::Database& db, const Act& act, const std::string& to);

  // Erases payload (and label, with its actor and subject) of entries lawfully; `basis` says why. The entries' leaves
  // stay; the erasure is itself an entry. The caller erases his own copies. Errors: denied "ledger.erase.structural"
  // {entry}; not_found "ledger.entry.none" {entry}.
  Status erase(db::Database& db, const Act& act, std::span<const std::uint64_t> indexes, Erase scope,
               const std::string& basis);

  // After a restore: the ledger stood at `last_seen` and is back here; one no later than that tells no extent.
  Status record_rollback(db::Database& db, const Act& act, const Checkpoint& last_seen, const std::string& reason);

  // Names the next key in an entry whose checkpoint both keys sign. After the commit call use_key(next).
  Status rotate_key(db::Database& db, const Act& act, const crypt::SigningKey& next);
  // The key is lost: this Ledger is made with a new one. Its entry is signed by the new key alone.
  static Result<Ledger> open_after_key_loss(db::Database& db, crypt::SigningKey new_key, Random& random, const Act& act,
                                            const std::string& reason);
  void use_key(crypt::SigningKey key) { key_ = std::move(key); }

  const std::string& origin() const { return origin_; }
  VerifierKey verifier_key() const { return {origin_, key_.public_key()}; }
  // For the pack: signs bytes that cannot be mistaken for a checkpoint.
  const crypt::SigningKey& key() const { return key_; }

 private:
  Ledger(std::string origin, crypt::SigningKey key, Random& random)
      : origin_(std::move(origin)), key_(std::move(key)), random_(&random) {}
  Status catch_up(db::Database& db);
  Result<Checkpoint> write(db::Database& db, std::span<const Entry> entries, const crypt::SigningKey* second);

  std::string origin_;
  crypt::SigningKey key_;
  Random* random_;
  Frontier frontier_;  // of what was last written; read again where a transaction was rolled back
  Digest root_{};
};

}  // namespace sekisho::ledger
