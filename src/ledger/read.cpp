#include "ledger/read.h"

#include "ledger/stored.h"

namespace sekisho::ledger {
namespace {

constexpr std::size_t kKeyIdSize = 4;
constexpr std::size_t kSignatureSize = 64;
constexpr std::size_t kDigestSize = 32;

db::Cell number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}
std::uint64_t unsigned_of(const db::Cell& cell) {
  return static_cast<std::uint64_t>(db::integer(cell));
}

// Columns: idx, at, kind, secret, leaf, label_salt, actor, subject, payload_salt, payload.
Result<StoredEntry> read_entry(const std::vector<db::Cell>& row) {
  StoredEntry out;
  out.index = unsigned_of(row[0]);
  out.leaf = db::bytes(row[4]);
  auto leaf = decode_leaf(out.leaf);
  auto at = parse_rfc3339(db::text(row[1]));
  if (!leaf || !at || leaf->index != out.index || leaf->at != *at || leaf->kind != db::text(row[2]))
    return damaged_at(out.index, "its row is not what its leaf says");
  out.at = *at;
  out.kind = leaf->kind;
  out.secret = db::integer(row[3]) != 0;
  if (!db::is_null(row[6])) out.label = Label{db::text(row[6]), db::text(row[7])};
  out.label_salt = db::bytes(row[5]);
  out.payload_salt = db::bytes(row[8]);
  if (!db::is_null(row[9])) out.payload = db::bytes(row[9]);
  return out;
}

// Columns: idx, at, root, signatures.
Result<StoredCheckpoint> read_checkpoint(const std::vector<db::Cell>& row, const std::string& origin) {
  StoredCheckpoint out;
  out.checkpoint.origin = origin;
  out.checkpoint.size = unsigned_of(row[0]) + 1;
  auto root = crypt::digest_from(db::bytes(row[2]));
  auto at = parse_rfc3339(db::text(row[1]));
  auto signatures = unpack_signatures(db::bytes(row[3]), origin);
  if (!root || !at || !signatures) return damaged_at(out.checkpoint.size - 1, "its checkpoint cannot be read");
  out.checkpoint.root = *root;
  out.at = *at;
  out.note = write_checkpoint(out.checkpoint, *signatures);
  return out;
}

Result<KeyEvent> parse_event(const std::string& text) {
  if (text == "created") return KeyEvent::created;
  if (text == "rotated") return KeyEvent::rotated;
  if (text == "lost") return KeyEvent::lost;
  return damaged("a key event \"" + text + "\"");
}

}  // namespace

Error damaged(const std::string& why) {
  return fail(Code::corrupt, "ledger: " + why, "ledger.damaged").with("entry", "-").with("why", why);
}

Error damaged_at(std::uint64_t index, const std::string& why) {
  const std::string entry = std::to_string(index);
  return fail(Code::corrupt, "ledger: entry " + entry + ": " + why, "ledger.damaged")
      .with("entry", entry)
      .with("why", why);
}

std::string pack_signatures(std::span<const NoteSignature> signatures) {
  std::string out;
  for (const NoteSignature& s : signatures) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(s.key_id >> shift & 0xff);
    out += s.signature;
  }
  return out;
}

Result<std::vector<NoteSignature>> unpack_signatures(std::string_view bytes, const std::string& name) {
  std::vector<NoteSignature> out;
  if (bytes.empty() || bytes.size() % (kKeyIdSize + kSignatureSize) != 0) return damaged("signatures of a checkpoint");
  for (; !bytes.empty(); bytes.remove_prefix(kKeyIdSize + kSignatureSize)) {
    std::uint32_t id = 0;
    for (const char c : bytes.substr(0, kKeyIdSize)) id = id << 8 | static_cast<unsigned char>(c);
    out.push_back({name, id, std::string(bytes.substr(kKeyIdSize, kSignatureSize))});
  }
  return out;
}

Result<std::uint64_t> size(db::Database& db) {
  SEK_TRY(const db::Rows rows, db.query("SELECT idx FROM ledger_entry ORDER BY idx DESC LIMIT 1"));
  return rows.rows.empty() ? 0 : unsigned_of(rows.rows[0][0]) + 1;
}

Status each_entry(db::Database& db, std::uint64_t from, std::uint64_t to,
                  const std::function<Status(const StoredEntry&)>& take) {
  const std::vector<db::Cell> cells{number(from), number(to)};
  std::uint64_t next = from;
  SEK_CHECK(
      db.each("SELECT idx, at, kind, secret, leaf, label_salt, actor, subject, payload_salt, payload "
              "FROM ledger_entry WHERE idx >= $1 AND idx < $2 ORDER BY idx",
              cells, [&](const std::vector<db::Cell>& row) -> Status {
                SEK_TRY(const StoredEntry found, read_entry(row));
                if (found.index != next) return damaged_at(next, "missing");
                ++next;
                return take(found);
              }));
  return next == to || from >= to ? Status() : Status(damaged_at(next, "missing"));
}

Result<StoredEntry> entry(db::Database& db, std::uint64_t index) {
  const std::vector<db::Cell> cells{number(index)};
  SEK_TRY(const db::Rows rows,
          db.query("SELECT idx, at, kind, secret, leaf, label_salt, actor, subject, payload_salt, payload "
                   "FROM ledger_entry WHERE idx = $1",
                   cells));
  if (rows.rows.empty())
    return fail(Code::not_found, "no entry " + std::to_string(index), "ledger.entry.none")
        .with("entry", std::to_string(index));
  return read_entry(rows.rows[0]);
}

Result<std::optional<StoredCheckpoint>> latest_checkpoint(db::Database& db) {
  SEK_TRY(const db::Rows rows,
          db.query("SELECT idx, at, root, signatures FROM ledger_entry ORDER BY idx DESC LIMIT 1"));
  if (rows.rows.empty()) return std::optional<StoredCheckpoint>();
  SEK_TRY(const VerifierKey key, current_key(db));
  SEK_TRY(StoredCheckpoint found, read_checkpoint(rows.rows[0], key.name));
  return std::optional(std::move(found));
}

Result<StoredCheckpoint> checkpoint_at(db::Database& db, std::uint64_t size) {
  const std::vector<db::Cell> cells{number(size - 1)};
  SEK_TRY(
      const db::Rows rows,
      db.query("SELECT idx, at, root, signatures FROM ledger_entry WHERE idx = $1 AND signatures IS NOT NULL", cells));
  if (rows.rows.empty()) return fail(Code::not_found, "no checkpoint of size " + std::to_string(size));
  SEK_TRY(const VerifierKey key, current_key(db));
  return read_checkpoint(rows.rows[0], key.name);
}

Status each_checkpoint(db::Database& db, const std::function<Status(const StoredCheckpoint&)>& take) {
  SEK_TRY(const std::vector<KeyRecord> known, keys(db));
  if (known.empty()) return {};
  return db.each("SELECT idx, at, root, signatures FROM ledger_entry WHERE signatures IS NOT NULL ORDER BY idx", {},
                 [&](const std::vector<db::Cell>& row) -> Status {
                   SEK_TRY(const StoredCheckpoint found, read_checkpoint(row, known.front().key.name));
                   return take(found);
                 });
}

Result<std::vector<Anchor>> anchors(db::Database& db) {
  SEK_TRY(const db::Rows rows, db.query("SELECT note, recipient, at, entry FROM ledger_anchor ORDER BY entry"));
  std::vector<Anchor> out;
  for (const auto& row : rows.rows) {
    auto note = parse_note(db::text(row[0]));
    auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    auto at = parse_rfc3339(db::text(row[2]));
    if (!checkpoint || !at) return damaged("a handed-out checkpoint cannot be read");
    out.push_back({*checkpoint, db::text(row[0]), db::text(row[1]), *at, unsigned_of(row[3])});
  }
  return out;
}

Result<std::vector<KeyRecord>> keys(db::Database& db) {
  SEK_TRY(const db::Rows rows, db.query("SELECT entry, event, vkey FROM ledger_key ORDER BY entry"));
  std::vector<KeyRecord> out;
  for (const auto& row : rows.rows) {
    SEK_TRY(VerifierKey key, parse_vkey(db::text(row[2])));
    SEK_TRY(const KeyEvent event, parse_event(db::text(row[1])));
    out.push_back({std::move(key), unsigned_of(row[0]), event});
  }
  return out;
}

Result<VerifierKey> current_key(db::Database& db) {
  SEK_TRY(const db::Rows rows, db.query("SELECT vkey FROM ledger_key ORDER BY entry DESC LIMIT 1"));
  if (rows.rows.empty()) return fail(Code::not_found, "no ledger", "ledger.none");
  return parse_vkey(db::text(rows.rows[0][0]));
}

NodeReader node_reader(db::Database& db) {
  return [&db](const NodeId& id) -> Result<Digest> {
    // The node is completed by its last leaf and stands in that entry's row, at its level.
    const std::uint64_t index = ((id.number + 1) << id.level) - 1;
    const std::vector<db::Cell> cells{number(index)};
    SEK_TRY(const db::Rows rows, db.query("SELECT nodes FROM ledger_entry WHERE idx = $1", cells));
    if (rows.rows.empty()) return damaged_at(index, "missing");
    const std::string nodes = db::bytes(rows.rows[0][0]);
    if (nodes.size() < (id.level + 1) * kDigestSize) return damaged_at(index, "its tree nodes are cut");
    return crypt::digest_from(std::string_view(nodes).substr(id.level * kDigestSize, kDigestSize));
  };
}

}  // namespace sekisho::ledger
