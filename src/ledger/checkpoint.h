#pragma once

// Signed checkpoints and public keys in the formats of C2SP (signed-note, tlog-checkpoint), so that tools of others can
// check them. docs/formats/checkpoint.md says every byte.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypt/crypt.h"

namespace sekisho::ledger {

using crypt::Digest;

// A public key with the name it signs under: the line "name+hex key id+base64(0x01 || key)".
struct VerifierKey {
  std::string name;
  std::string public_key;  // 32 bytes
  std::uint32_t id() const;
  std::string line() const;  // without a line end
  bool operator==(const VerifierKey&) const = default;
};
// One line, a final line end allowed. Errors: invalid "ledger.vkey" {why}.
Result<VerifierKey> parse_vkey(std::string_view line);
bool is_key_name(std::string_view name);    // not empty, no space or control of Unicode, no plus
std::string key_id_text(std::uint32_t id);  // eight hexadecimal digits

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string signature;  // what follows the key id: 64 bytes for Ed25519
};
struct SignedNote {
  std::string text;  // with its final line end; what is signed
  std::vector<NoteSignature> signatures;
};
inline constexpr std::size_t kNoteLimit = 64u << 10;
// Errors: invalid "ledger.note" {why}.
Result<SignedNote> parse_note(std::string_view bytes);
std::string write_note(const SignedNote& note);

enum class Signed : std::uint8_t {
  yes,
  no,
  unknown_key
};  // no: a signature under this key's name and id does not hold
Signed signed_by(const SignedNote& note, const VerifierKey& key);

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
  bool operator==(const Checkpoint&) const = default;
};
std::string checkpoint_text(const Checkpoint& checkpoint);
// Reads a note's text; extension lines after the root are allowed and ignored. Errors: invalid "ledger.note" {why}.
Result<Checkpoint> parse_checkpoint(std::string_view text);

// The signature lines of a checkpoint under one key each.
NoteSignature sign_checkpoint(const Checkpoint& checkpoint, const std::string& name, const crypt::SigningKey& key);
std::string write_checkpoint(const Checkpoint& checkpoint, std::span<const NoteSignature> signatures);

}  // namespace sekisho::ledger
