#include "ledger/ledger.h"

#include <algorithm>

#include "codec/value.h"
#include "db/bulk.h"
#include "ledger/read.h"
#include "ledger/stored.h"

namespace sekisho::ledger {
namespace {

db::Blob blob(std::string_view bytes) {
  return db::Blob{std::string(bytes)};
}
db::Cell number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

Error other_key(const VerifierKey& expected, const crypt::SigningKey& found) {
  return fail(Code::conflict, "the key is not this ledger's", "ledger.key.other")
      .with("expected", key_id_text(expected.id()))
      .with("found", key_id_text(VerifierKey{expected.name, found.public_key()}.id()));
}

Entry own_entry(const Act& act, std::string_view kind, std::string subject, codec::Object payload) {
  return {act.at, act.actor, std::string(kind), std::move(subject), codec::to_json(codec::Value(std::move(payload))),
          false};
}

// A row to insert: 13 cells, in the order of the columns below.
std::vector<db::Cell> make_row(const Entry& entry, std::uint64_t index, Random& random, Frontier& frontier) {
  const std::string label_salt = random_salt(random);
  const std::string payload_salt = random_salt(random);
  Leaf leaf{index, entry.at, entry.kind, {}, salted_digest(payload_salt, entry.payload)};
  leaf.label_digest = salted_digest(label_salt, encode_label(entry.actor, entry.subject));
  std::string bytes = encode(leaf);
  std::string nodes;
  for (const Digest& node : frontier.add(leaf_hash(bytes))) nodes += crypt::view(node);
  return {number(index),
          to_rfc3339(entry.at),
          entry.kind,
          std::int64_t{entry.secret ? 1 : 0},
          db::Blob{bytes},
          db::Blob{std::move(nodes)},
          {},
          {},
          blob(label_salt),
          entry.actor,
          entry.subject,
          blob(payload_salt),
          blob(entry.payload)};
}

Status insert(db::Database& db, std::vector<std::vector<db::Cell>> rows) {
  const auto count = static_cast<std::int64_t>(rows.size());
  SEK_TRY(const std::int64_t written,
          db::insert_rows(db, "ledger_entry",
                          "idx, at, kind, secret, leaf, nodes, root, signatures, label_salt, actor, subject, "
                          "payload_salt, payload",
                          std::move(rows)));
  return written == count ? Status() : Status(fail(Code::internal, "an entry was not inserted"));
}

Status record_key(db::Database& db, std::uint64_t entry, std::string_view event, const VerifierKey& key) {
  const std::vector<db::Cell> cells{number(entry), std::string(event), key.line()};
  SEK_TRY(const std::int64_t rows,
          db.execute("INSERT INTO ledger_key (entry, event, vkey) VALUES ($1, $2, $3)", cells));
  return rows == 1 ? Status() : Status(fail(Code::internal, "a key was not recorded"));
}

}  // namespace

Result<Ledger> Ledger::create(db::Database& db, const std::string& origin, crypt::SigningKey key, Random& random,
                              const Act& act) {
  SEK_TRY(const std::uint64_t existing, ledger::size(db));
  if (existing != 0) return fail(Code::conflict, "the database holds a ledger", "ledger.exists");
  if (!is_key_name(origin)) return fail(Code::invalid, "origin \"" + origin + "\" is no key name");
  Ledger out(origin, std::move(key), random);
  const VerifierKey verifier = out.verifier_key();
  const Entry first = own_entry(act, kind::created, origin, {{"origin", origin}, {"vkey", verifier.line()}});
  SEK_TRY(const Checkpoint checkpoint, out.write(db, {&first, 1}, nullptr));
  SEK_CHECK(record_key(db, checkpoint.size - 1, "created", verifier));
  return out;
}

Result<Ledger> Ledger::open(db::Database& db, crypt::SigningKey key, Random& random) {
  SEK_TRY(const VerifierKey expected, current_key(db));
  if (key.public_key() != expected.public_key) return other_key(expected, key);
  Ledger out(expected.name, std::move(key), random);
  SEK_CHECK(out.catch_up(db));
  SEK_TRY(const std::optional<StoredCheckpoint> last, latest_checkpoint(db));
  if (!last) return damaged("it has a key and no entry");
  SEK_TRY(const SignedNote note, parse_note(last->note));
  if (signed_by(note, expected) != Signed::yes) return damaged("the signature of the last checkpoint does not hold");
  return out;
}

Result<Ledger> Ledger::open_after_key_loss(db::Database& db, crypt::SigningKey new_key, Random& random, const Act& act,
                                           const std::string& reason) {
  SEK_TRY(const VerifierKey lost, current_key(db));
  Ledger out(lost.name, std::move(new_key), random);
  const VerifierKey verifier = out.verifier_key();
  const Entry entry =
      own_entry(act, kind::key_lost, key_id_text(lost.id()), {{"vkey", verifier.line()}, {"reason", reason}});
  SEK_TRY(const Checkpoint checkpoint, out.write(db, {&entry, 1}, nullptr));
  SEK_CHECK(record_key(db, checkpoint.size - 1, "lost", verifier));
  return out;
}

// What was last written may have been rolled back by the caller: the database decides where the tree stands.
Status Ledger::catch_up(db::Database& db) {
  SEK_TRY(const db::Rows last, db.query("SELECT idx, root FROM ledger_entry ORDER BY idx DESC LIMIT 1"));
  if (last.rows.empty()) {
    frontier_ = Frontier();
    root_ = empty_root();
    return {};
  }
  const auto size = static_cast<std::uint64_t>(db::integer(last.rows[0][0])) + 1;
  const std::string root = db::bytes(last.rows[0][1]);
  if (size == frontier_.size() && root == crypt::view(root_)) return {};
  SEK_TRY(frontier_, Frontier::load(size, node_reader(db)));
  root_ = frontier_.root();
  if (root != crypt::view(root_)) return damaged("the root of the last entry is not that of the tree");
  return {};
}

Result<Checkpoint> Ledger::append(db::Database& db, std::span<const Entry> entries) {
  for (const Entry& entry : entries)
    if (is_structural(entry.kind))
      return fail(Code::invalid, "kind " + entry.kind + " is the ledger's own", "ledger.entry.refused")
          .with("why", entry.kind);
  return write(db, entries, nullptr);
}

Result<Checkpoint> Ledger::write(db::Database& db, std::span<const Entry> entries, const crypt::SigningKey* second) {
  for (const Entry& entry : entries) SEK_CHECK(check(entry));
  SEK_CHECK(catch_up(db));
  if (entries.empty()) return Checkpoint{origin_, frontier_.size(), root_};
  std::vector<std::vector<db::Cell>> rows;
  rows.reserve(entries.size());
  for (const Entry& entry : entries) rows.push_back(make_row(entry, frontier_.size(), *random_, frontier_));
  root_ = frontier_.root();
  const Checkpoint checkpoint{origin_, frontier_.size(), root_};
  std::vector<NoteSignature> signatures{sign_checkpoint(checkpoint, origin_, key_)};
  if (second != nullptr) signatures.push_back(sign_checkpoint(checkpoint, origin_, *second));
  rows.back()[6] = blob(crypt::view(root_));
  rows.back()[7] = db::Blob{pack_signatures(signatures)};
  SEK_CHECK(insert(db, std::move(rows)));
  return checkpoint;
}

Result<std::string> Ledger::hand_out(db::Database& db, const Act& act, const std::string& to) {
  SEK_TRY(const std::optional<StoredCheckpoint> last, latest_checkpoint(db));
  if (!last) return fail(Code::not_found, "no ledger", "ledger.none");
  const Checkpoint& out = last->checkpoint;
  const Entry entry =
      own_entry(act, kind::handed_out, to, {{"size", out.size}, {"root", base64(crypt::view(out.root))}, {"to", to}});
  SEK_TRY(const Checkpoint after, write(db, {&entry, 1}, nullptr));
  const std::vector<db::Cell> cells{number(after.size - 1), number(out.size), to_rfc3339(act.at), to, last->note};
  SEK_TRY(
      const std::int64_t rows,
      db.execute("INSERT INTO ledger_anchor (entry, size, at, recipient, note) VALUES ($1, $2, $3, $4, $5)", cells));
  if (rows != 1) return fail(Code::internal, "a handed-out checkpoint was not recorded");
  return last->note;
}

Status Ledger::erase(db::Database& db, const Act& act, std::span<const std::uint64_t> indexes, Erase scope,
                     const std::string& basis) {
  codec::Array named;
  for (const std::uint64_t index : indexes) {
    SEK_TRY(const StoredEntry found, entry(db, index));
    if (is_structural(found.kind))
      return fail(Code::denied, "entries of the ledger itself stay", "ledger.erase.structural")
          .with("entry", std::to_string(index));
    named.emplace_back(index);
    const std::vector<db::Cell> cells{number(index)};
    SEK_TRY(
        const std::int64_t rows,
        scope == Erase::payload
            ? db.execute("UPDATE ledger_entry SET payload = NULL, payload_salt = NULL WHERE idx = $1", cells)
            : db.execute("UPDATE ledger_entry SET payload = NULL, payload_salt = NULL, actor = NULL, subject = NULL, "
                         "label_salt = NULL WHERE idx = $1",
                         cells));
    if (rows != 1) return fail(Code::internal, "an entry was not erased");
  }
  const Entry record = own_entry(act, kind::erased, std::to_string(indexes.size()),
                                 {{"entries", std::move(named)},
                                  {"scope", scope == Erase::payload ? "payload" : "payload_and_label"},
                                  {"basis", basis}});
  SEK_TRY(const Checkpoint ignored, write(db, {&record, 1}, nullptr));
  static_cast<void>(ignored);
  return {};
}

Status Ledger::record_rollback(db::Database& db, const Act& act, const Checkpoint& last_seen,
                               const std::string& reason) {
  SEK_CHECK(catch_up(db));
  std::uint64_t to = frontier_.size();
  // The entry on a lost key belongs to the restore itself: the branch that was lost forked before it.
  if (to > 0) {
    SEK_TRY(const StoredEntry last, entry(db, to - 1));
    if (last.kind == kind::key_lost && last.at == act.at) --to;
  }
  codec::Object payload{
      {"from", last_seen.size}, {"from_root", base64(crypt::view(last_seen.root))}, {"to", to}, {"reason", reason}};
  // What was seen lies within what was restored: nobody here knows how far the lost branch had grown.
  if (last_seen.size <= to) payload.emplace_back("extent", "unknown");
  const Entry record = own_entry(act, kind::rolled_back, std::to_string(last_seen.size), std::move(payload));
  SEK_TRY(const Checkpoint ignored, write(db, {&record, 1}, nullptr));
  static_cast<void>(ignored);
  return {};
}

Status Ledger::rotate_key(db::Database& db, const Act& act, const crypt::SigningKey& next) {
  const VerifierKey verifier{origin_, next.public_key()};
  const Entry record = own_entry(act, kind::key_rotated, key_id_text(verifier.id()), {{"vkey", verifier.line()}});
  SEK_TRY(const Checkpoint checkpoint, write(db, {&record, 1}, &next));
  return record_key(db, checkpoint.size - 1, "rotated", verifier);
}

}  // namespace sekisho::ledger
