#pragma once

// The bytes of an audit pack, for its writer and its verifier. Format: docs/formats/pack.md.
// Readers refuse whatever the writer would not have written. Errors: invalid "ledger.pack.form" {why}.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "codec/canonical.h"
#include "ledger/entry.h"
#include "ledger/read.h"

namespace sekisho::ledger::pack {

inline constexpr std::string_view kMagic = "sekisho pack 1\n\n";
inline constexpr std::size_t kChunk = 256;               // entries a section
inline constexpr std::size_t kTrailerSize = 8 + 4 + 64;  // table offset, key id, signature
inline constexpr std::uint64_t kTableLimit = 64u << 20;  // bytes
// A leaf, its hash, and the presence, salt and content of label and payload, each field with its length.
inline constexpr std::size_t kLeafLimit = 1u << 10;
inline constexpr std::size_t kLabelBytesLimit = 2 * kLabelLimit + 16;
inline constexpr std::size_t kRecordLimit =
    8 + kLeafLimit + 40 + (8 + 8 + kSaltSize + 8 + kLabelBytesLimit) + (8 + 8 + kSaltSize + 8 + kPayloadLimit);
inline constexpr std::uint64_t kEntriesLimit = kChunk * kRecordLimit;  // bytes of an entries section

inline constexpr std::string_view kAbout = "about";
inline constexpr std::string_view kKeys = "keys";
inline constexpr std::string_view kCheckpoint = "checkpoint";
inline constexpr std::string_view kAnchors = "anchors";
inline constexpr std::string_view kEntries = "entries/";  // and the first index
inline constexpr std::string_view kAttachments = "attachments";
inline constexpr std::string_view kFile = "file/";  // and the SHA-256 in hexadecimal
inline constexpr std::string_view kStatus = "status.json";

struct Section {
  std::string name;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  Digest digest{};
};
std::string encode_table(const std::vector<Section>& sections);
Result<std::vector<Section>> decode_table(std::string_view bytes);
// The sections cover the file from the magic to the table without a gap, stand in their one order, and none of entries
// is longer than its entries can be.
Status check_layout(const std::vector<Section>& sections, std::uint64_t table_offset);
const Section* find(const std::vector<Section>& sections, std::string_view name);

struct Trailer {
  std::uint64_t table_offset = 0;
  std::uint32_t key_id = 0;
  std::string signature;
};
std::string encode_trailer_without_signature(std::uint64_t table_offset, std::uint32_t key_id);
Trailer decode_trailer(std::string_view bytes);  // of kTrailerSize bytes
// What is signed: the magic, the table, and the trailer up to the signature.
std::string signed_message(std::string_view table, std::string_view trailer);

struct About {
  std::string body;
  std::string origin;
  Instant made_at;
  std::uint64_t size = 0;
};
std::string encode(const About& about);
Result<About> decode_about(std::string_view bytes);

// A key with, where it was rotated in, the checkpoint that both keys signed.
struct PackKey {
  KeyRecord record;
  std::string note;
};
std::string encode(const std::vector<PackKey>& keys);
Result<std::vector<PackKey>> decode_keys(std::string_view bytes);

// A checkpoint that left the house, with the proof that the next one, or the pack's, continues it.
struct PackAnchor {
  Anchor anchor;
  std::vector<Digest> proof;
};
std::string encode(const std::vector<PackAnchor>& anchors);
Result<std::vector<PackAnchor>> decode_anchors(std::string_view bytes);

enum class Presence : std::uint8_t { present = 0, withheld = 1, erased = 2 };
struct Record {
  std::string_view leaf;
  Digest hash{};
  Presence label = Presence::present;
  Presence payload = Presence::present;
  std::string_view label_salt;   // "" unless present, as the three below
  std::string_view label_bytes;  // encode_label
  std::string_view payload_salt;
  std::string_view payload_bytes;
};
void append(std::string& out, const Record& record);
// A section of entries is not hashed as bytes, which would hash each twice: its digest is that of this list. The leaf
// hash holds the leaf, the leaf the digests of label and payload, and the rest of a record has one form only.
void append_to_hash_list(std::string& list, const Digest& leaf, const Record& record);

// Reads records one after the other; a Record's views point into the section's bytes.
class RecordReader {
 public:
  explicit RecordReader(std::string_view section) : in_(section), section_(section) {}
  bool at_end() const { return in_.offset() == section_.size(); }
  std::size_t offset() const { return in_.offset(); }
  Result<Record> next();

 private:
  codec::CanonicalReader in_;
  std::string_view section_;
};

struct PackFile {
  std::string name;
  std::string sha256;  // hexadecimal
  std::uint64_t length = 0;
};
std::string encode(const std::vector<PackFile>& files);
Result<std::vector<PackFile>> decode_files(std::string_view bytes);

}  // namespace sekisho::ledger::pack
