#pragma once

// One entry: who did what to what, and with which data. Format: docs/formats/ledger.md.
//
// The leaf, which is hashed into the tree and never changes, holds in clear only index, instant and kind. Actor and
// subject (the label) and the payload are in it as salted digests, SHA-256(salt || bytes) with 32 random bytes of salt
// each; label, payload and salts stand beside the leaf, so they can be erased and the tree still verifies. Without the
// salt a digest tells nothing of what it was made from.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "base/seams.h"
#include "crypt/crypt.h"

namespace sekisho::ledger {

using crypt::Digest;

// What is to be recorded. `actor` is "os:<user>" or "system"; `kind` is [a-z][a-z0-9_.]*, at most 64 bytes, and says
// what happened ("register.row.added", "observation", "document.version.added", "document.confirmed", "export" …);
// `subject` is a short label of the thing concerned; `payload` is the data, JSON by custom.
struct Entry {
  Instant at;
  std::string actor;
  std::string kind;
  std::string subject;
  std::string payload;
  bool secret = false;  // the payload stays in the house: packs carry its digest only
};

inline constexpr std::size_t kLabelLimit = 4u << 10;    // bytes of actor and of subject
inline constexpr std::size_t kPayloadLimit = 4u << 20;  // bytes; larger things are blobs, named here by their digest

// Kinds the ledger writes itself and a verifier understands ("ledger.…" is refused from callers). Their payloads are
// JSON objects described in docs/formats/ledger.md, hold no personal data and cannot be erased.
namespace kind {
inline constexpr std::string_view created = "ledger.created";                   // {"origin","vkey"}
inline constexpr std::string_view key_rotated = "ledger.key.rotated";           // {"vkey"}
inline constexpr std::string_view key_lost = "ledger.key.lost";                 // {"vkey","reason"}
inline constexpr std::string_view handed_out = "ledger.checkpoint.handed_out";  // {"size","root","to"}
inline constexpr std::string_view erased = "ledger.erased";                     // {"entries","scope","basis"}
inline constexpr std::string_view rolled_back = "ledger.rolled_back";           // {"from","from_root","to","reason"}
}  // namespace kind
bool is_structural(std::string_view kind);  // begins with "ledger."

struct Leaf {
  std::uint64_t index = 0;
  Instant at;
  std::string kind;
  Digest label_digest{};
  Digest payload_digest{};
  bool operator==(const Leaf&) const = default;
};
std::string encode(const Leaf& leaf);
// Errors: invalid "ledger.leaf" {why}.
Result<Leaf> decode_leaf(std::string_view bytes);

inline constexpr std::size_t kSaltSize = 32;
std::string encode_label(std::string_view actor, std::string_view subject);
struct Label {
  std::string actor;
  std::string subject;
  bool operator==(const Label&) const = default;
};
Result<Label> decode_label(std::string_view bytes);
Digest salted_digest(std::string_view salt, std::string_view bytes);
Digest salted_digest(crypt::Sha256& hasher, std::string_view salt, std::string_view bytes);
std::string random_salt(Random& random);

// Refuses what no ledger holds: a kind, time or text out of form, a label or payload over the limit.
// Errors: invalid "ledger.entry.refused" {why}.
Status check(const Entry& entry);

// An entry as it was recorded.
struct StoredEntry {
  std::uint64_t index = 0;
  std::string leaf;  // its bytes in the tree
  Instant at;
  std::string kind;
  bool secret = false;
  std::optional<Label> label;          // nothing where erased
  std::string label_salt;              // "" where erased
  std::optional<std::string> payload;  // nothing where erased
  std::string payload_salt;            // "" where erased
};

}  // namespace sekisho::ledger
