#include "ledger/pack_format.h"

#include <algorithm>
#include <array>

#include "base/seams.h"
#include "base/text.h"

namespace sekisho::ledger::pack {
namespace {

using codec::CanonicalReader;
using codec::CanonicalWriter;

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kNameLimit = 4u << 10;
constexpr std::size_t kProofLimit = 64;

Error bad_form(const std::string& why) {
  return fail(Code::invalid, "pack: " + why, "ledger.pack.form").with("why", why);
}

Result<std::string> read_text(CanonicalReader& in, std::size_t limit) {
  SEK_TRY(const std::string_view bytes, in.bytes(limit));
  if (!text::is_valid_utf8(bytes)) return bad_form("a text that is not UTF-8");
  return std::string(bytes);
}

Result<Digest> read_digest(CanonicalReader& in) {
  SEK_TRY(const std::string_view bytes, in.bytes(sizeof(Digest)));
  return crypt::digest_from(bytes);
}

Result<Instant> read_instant(CanonicalReader& in) {
  SEK_TRY(const std::uint64_t micros, in.u64());
  if (micros > static_cast<std::uint64_t>(INT64_MAX)) return bad_form("a time out of range");
  return Instant{static_cast<std::int64_t>(micros)};
}

void append_instant(CanonicalWriter& out, Instant at) {
  out.u64(static_cast<std::uint64_t>(at.micros));
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// Reads a whole section: `read` takes its items, and nothing may be left.
template <typename Item, typename Read>
Result<std::vector<Item>> read_list(std::string_view bytes, Read read) {
  CanonicalReader in(bytes);
  SEK_TRY(const std::uint64_t count, in.u64());
  std::vector<Item> out;
  for (std::uint64_t i = 0; i < count; ++i) {
    SEK_TRY(Item item, read(in));
    out.push_back(std::move(item));
  }
  SEK_CHECK(in.end());
  return out;
}

Result<Section> read_section(CanonicalReader& in) {
  Section out;
  SEK_TRY(out.name, read_text(in, kNameLimit));
  SEK_TRY(out.offset, in.u64());
  SEK_TRY(out.length, in.u64());
  SEK_TRY(out.digest, read_digest(in));
  return out;
}

Result<PackKey> read_key(CanonicalReader& in) {
  PackKey out;
  SEK_TRY(out.record.entry, in.u64());
  SEK_TRY(const std::uint64_t event, in.u64());
  if (event > static_cast<std::uint64_t>(KeyEvent::lost)) return bad_form("an unknown key event");
  out.record.event = static_cast<KeyEvent>(event);
  SEK_TRY(const std::string_view line, in.bytes(kNameLimit));
  SEK_TRY(out.record.key, parse_vkey(line));
  if (out.record.key.line() != line) return bad_form("a key line with an end");
  SEK_TRY(out.note, read_text(in, kNoteLimit));
  return out;
}

Result<PackAnchor> read_anchor(CanonicalReader& in) {
  PackAnchor out;
  SEK_TRY(out.anchor.entry, in.u64());
  SEK_TRY(out.anchor.note, read_text(in, kNoteLimit));
  SEK_TRY(const SignedNote note, parse_note(out.anchor.note));
  SEK_TRY(out.anchor.checkpoint, parse_checkpoint(note.text));
  SEK_TRY(out.anchor.to, read_text(in, kLabelLimit));
  SEK_TRY(out.anchor.at, read_instant(in));
  SEK_TRY(const std::string_view proof, in.bytes(kProofLimit * sizeof(Digest)));
  if (proof.size() % sizeof(Digest) != 0) return bad_form("a proof that is cut");
  for (std::size_t i = 0; i < proof.size(); i += sizeof(Digest)) {
    SEK_TRY(const Digest hash, crypt::digest_from(proof.substr(i, sizeof(Digest))));
    out.proof.push_back(hash);
  }
  return out;
}

Result<PackFile> read_file(CanonicalReader& in) {
  PackFile out;
  SEK_TRY(out.name, read_text(in, kNameLimit));
  SEK_TRY(const Digest digest, read_digest(in));
  out.sha256 = hex(crypt::view(digest));
  SEK_TRY(out.length, in.u64());
  return out;
}

bool begins_with(std::string_view name, std::string_view prefix) {
  return name.substr(0, prefix.size()) == prefix;
}

// The place of a section in the one order; nothing for a name that no pack has.
std::optional<int> rank(std::string_view name) {
  constexpr std::array<std::string_view, 4> kHead = {kAbout, kKeys, kCheckpoint, kAnchors};
  const auto found = std::find(kHead.begin(), kHead.end(), name);
  if (found != kHead.end()) return static_cast<int>(found - kHead.begin());
  if (begins_with(name, kEntries)) return 4;
  if (name == kAttachments) return 5;
  if (begins_with(name, kFile)) return 6;
  if (name == kStatus) return 7;
  return std::nullopt;
}

}  // namespace

std::string encode_table(const std::vector<Section>& sections) {
  CanonicalWriter out;
  out.u64(sections.size());
  for (const Section& s : sections) out.bytes(s.name).u64(s.offset).u64(s.length).bytes(crypt::view(s.digest));
  return out.take();
}

Result<std::vector<Section>> decode_table(std::string_view bytes) {
  return read_list<Section>(bytes, read_section);
}

Status check_layout(const std::vector<Section>& sections, std::uint64_t table_offset) {
  std::uint64_t offset = kMagic.size();
  std::uint64_t entries = 0;
  int last = -1;
  std::string_view last_file;
  for (const Section& s : sections) {
    if (s.offset != offset || s.length > table_offset - offset)
      return bad_form("section " + s.name + " is not in its place");
    offset += s.length;
    const std::optional<int> place = rank(s.name);
    const bool repeats = place == last && (*place == 4 || *place == 6);
    const bool next_in_head = place && *place <= 3 && *place == last + 1;
    const bool later = place && *place > 3 && *place > last && last >= 3;
    if (!place || !(repeats || next_in_head || later)) return bad_form("section " + s.name + " is out of order");
    if (*place == 4 && s.name != std::string(kEntries) + std::to_string(kChunk * entries++))
      return bad_form("section " + s.name + " is out of order");
    if (*place == 4 && s.length > kEntriesLimit) return bad_form("section " + s.name + " is too long");
    if (*place == 6 && s.name <= last_file) return bad_form("section " + s.name + " is out of order");
    if (*place == 6) last_file = s.name;
    last = *place;
  }
  if (offset != table_offset) return bad_form("bytes that belong to no section");
  if (find(sections, kAttachments) == nullptr) return bad_form("sections are missing");
  return {};
}

const Section* find(const std::vector<Section>& sections, std::string_view name) {
  const auto found = std::find_if(sections.begin(), sections.end(), [&](const Section& s) { return s.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

std::string encode_trailer_without_signature(std::uint64_t table_offset, std::uint32_t key_id) {
  CanonicalWriter out;
  out.u64(table_offset);
  std::string bytes = out.take();
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(key_id >> shift & 0xff);
  return bytes;
}

Trailer decode_trailer(std::string_view bytes) {
  SEK_ASSERT(bytes.size() == kTrailerSize);
  return {big_endian(bytes.substr(0, 8)), static_cast<std::uint32_t>(big_endian(bytes.substr(8, 4))),
          std::string(bytes.substr(12))};
}

std::string signed_message(std::string_view table, std::string_view trailer) {
  return std::string(kMagic).append(table).append(trailer.substr(0, 12));
}

std::string encode(const About& about) {
  CanonicalWriter out;
  out.u64(kVersion).bytes(about.body).bytes(about.origin);
  append_instant(out, about.made_at);
  out.u64(about.size);
  return out.take();
}

Result<About> decode_about(std::string_view bytes) {
  CanonicalReader in(bytes);
  About out;
  SEK_TRY(const std::uint64_t version, in.u64());
  if (version != kVersion) return bad_form("version " + std::to_string(version));
  SEK_TRY(out.body, read_text(in, kNameLimit));
  SEK_TRY(out.origin, read_text(in, kNameLimit));
  SEK_TRY(out.made_at, read_instant(in));
  SEK_TRY(out.size, in.u64());
  SEK_CHECK(in.end());
  return out;
}

std::string encode(const std::vector<PackKey>& keys) {
  CanonicalWriter out;
  out.u64(keys.size());
  for (const PackKey& k : keys)
    out.u64(k.record.entry).u64(static_cast<std::uint64_t>(k.record.event)).bytes(k.record.key.line()).bytes(k.note);
  return out.take();
}

Result<std::vector<PackKey>> decode_keys(std::string_view bytes) {
  return read_list<PackKey>(bytes, read_key);
}

std::string encode(const std::vector<PackAnchor>& anchors) {
  CanonicalWriter out;
  out.u64(anchors.size());
  for (const PackAnchor& a : anchors) {
    out.u64(a.anchor.entry).bytes(a.anchor.note).bytes(a.anchor.to);
    append_instant(out, a.anchor.at);
    std::string proof;
    for (const Digest& hash : a.proof) proof += crypt::view(hash);
    out.bytes(proof);
  }
  return out.take();
}

Result<std::vector<PackAnchor>> decode_anchors(std::string_view bytes) {
  return read_list<PackAnchor>(bytes, read_anchor);
}

void append(std::string& out, const Record& record) {
  CanonicalWriter bytes;
  bytes.bytes(record.leaf).bytes(crypt::view(record.hash));
  bytes.u64(static_cast<std::uint64_t>(record.label));
  if (record.label == Presence::present) bytes.bytes(record.label_salt).bytes(record.label_bytes);
  bytes.u64(static_cast<std::uint64_t>(record.payload));
  if (record.payload == Presence::present) bytes.bytes(record.payload_salt).bytes(record.payload_bytes);
  out += bytes.str();
}

void append_to_hash_list(std::string& list, const Digest& leaf, const Record& record) {
  list += crypt::view(leaf);
  list += static_cast<char>(record.label);
  list += static_cast<char>(record.payload);
}

Result<Record> RecordReader::next() {
  Record out;
  SEK_TRY(out.leaf, in_.bytes(kLeafLimit));
  SEK_TRY(out.hash, read_digest(in_));
  const auto read_part = [this](Presence& presence, std::string_view& salt, std::string_view& bytes,
                                std::size_t limit) -> Status {
    SEK_TRY(const std::uint64_t value, in_.u64());
    if (value > static_cast<std::uint64_t>(Presence::erased)) return bad_form("an unknown presence");
    presence = static_cast<Presence>(value);
    if (presence != Presence::present) return {};
    SEK_TRY(salt, in_.bytes(kSaltSize));
    if (salt.size() != kSaltSize) return bad_form("a salt that is cut");
    SEK_TRY(bytes, in_.bytes(limit));
    return {};
  };
  SEK_CHECK(read_part(out.label, out.label_salt, out.label_bytes, kLabelBytesLimit));
  if (out.label == Presence::withheld) return bad_form("a withheld label");
  SEK_CHECK(read_part(out.payload, out.payload_salt, out.payload_bytes, kPayloadLimit));
  return out;
}

std::string encode(const std::vector<PackFile>& files) {
  CanonicalWriter out;
  out.u64(files.size());
  for (const PackFile& f : files) out.bytes(f.name).bytes(*unhex(f.sha256)).u64(f.length);
  return out.take();
}

Result<std::vector<PackFile>> decode_files(std::string_view bytes) {
  return read_list<PackFile>(bytes, read_file);
}

}  // namespace sekisho::ledger::pack
