#include "ledger/pack.h"

#include <algorithm>
#include <utility>

#include "ledger/output_file.h"
#include "ledger/pack_format.h"
#include "ledger/read.h"
#include "ledger/stored.h"

namespace sekisho::ledger {
namespace {

class Writer {
 public:
  explicit Writer(OutputFile& file) : file_(file) {}

  Status section(const std::string& name, std::string_view bytes) { return section(name, bytes, crypt::sha256(bytes)); }
  Status section(const std::string& name, std::string_view bytes, const Digest& digest) {
    sections_.push_back({name, file_.offset(), bytes.size(), digest});
    return file_.write(bytes);
  }

  Status finish(const crypt::SigningKey& key, std::uint32_t key_id) {
    const std::string table = pack::encode_table(sections_);
    const std::string trailer = pack::encode_trailer_without_signature(file_.offset(), key_id);
    SEK_CHECK(file_.write(table));
    SEK_CHECK(file_.write(trailer));
    return file_.write(key.sign(pack::signed_message(table, trailer)));
  }

 private:
  OutputFile& file_;
  std::vector<pack::Section> sections_;
};

// The entries in sections of pack::kChunk, checked as they pass: a pack that does not verify is never written.
class EntrySections {
 public:
  EntrySections(Writer& writer, const PackRequest& request) : writer_(writer), request_(request) {}

  Status add(const StoredEntry& entry) {
    auto leaf = decode_leaf(entry.leaf);
    if (!leaf) return damaged_at(entry.index, "its leaf");
    pack::Record record;
    record.leaf = entry.leaf;
    record.hash = leaf_hash(hasher_, entry.leaf);
    std::string label;
    if (entry.label) {
      label = encode_label(entry.label->actor, entry.label->subject);
      if (salted_digest(hasher_, entry.label_salt, label) != leaf->label_digest)
        return damaged_at(entry.index, "its label");
      record.label_salt = entry.label_salt;
      record.label_bytes = label;
    } else {
      record.label = pack::Presence::erased;
    }
    record.payload = !entry.payload   ? pack::Presence::erased
                     : is_kept(entry) ? pack::Presence::withheld
                                      : pack::Presence::present;
    if (entry.payload && salted_digest(hasher_, entry.payload_salt, *entry.payload) != leaf->payload_digest)
      return damaged_at(entry.index, "its payload");
    if (record.payload == pack::Presence::present) {
      record.payload_salt = entry.payload_salt;
      record.payload_bytes = *entry.payload;
    }
    withheld += record.payload == pack::Presence::withheld ? 1 : 0;
    erased += record.payload == pack::Presence::erased ? 1 : 0;
    pack::append(chunk_, record);
    pack::append_to_hash_list(hash_list_, record.hash, record);
    frontier.add(record.hash);
    return frontier.size() % pack::kChunk == 0 ? flush() : Status();
  }

  Status finish() { return frontier.size() % pack::kChunk == 0 ? Status() : flush(); }

  Frontier frontier;
  std::uint64_t withheld = 0;
  std::uint64_t erased = 0;

 private:
  bool is_kept(const StoredEntry& entry) const {
    if (is_structural(entry.kind)) return false;
    return entry.secret || (request_.stays_in_house && request_.stays_in_house(entry));
  }

  Status flush() {
    const std::uint64_t first = (frontier.size() - 1) / pack::kChunk * pack::kChunk;
    const std::string name = std::string(pack::kEntries) + std::to_string(first);
    SEK_CHECK(writer_.section(name, chunk_, crypt::sha256(hash_list_)));
    chunk_.clear();
    hash_list_.clear();
    return {};
  }

  Writer& writer_;
  const PackRequest& request_;
  crypt::Sha256 hasher_;
  std::string chunk_;
  std::string hash_list_;
};

Result<std::vector<pack::PackKey>> collect_keys(db::Database& db) {
  SEK_TRY(const std::vector<KeyRecord> known, keys(db));
  std::vector<pack::PackKey> out;
  for (const KeyRecord& key : known) {
    out.push_back({key, {}});
    if (key.event != KeyEvent::rotated) continue;
    SEK_TRY(StoredCheckpoint both_signed, checkpoint_at(db, key.entry + 1));
    out.back().note = std::move(both_signed.note);
  }
  return out;
}

Result<std::vector<pack::PackAnchor>> collect_anchors(db::Database& db, std::uint64_t size) {
  SEK_TRY(std::vector<Anchor> known, anchors(db));
  std::vector<pack::PackAnchor> out;
  const NodeReader nodes = node_reader(db);
  for (std::size_t i = 0; i < known.size(); ++i) {
    const std::uint64_t next = i + 1 < known.size() ? known[i + 1].checkpoint.size : size;
    SEK_TRY(std::vector<Digest> proof, consistency_proof(known[i].checkpoint.size, next, nodes));
    out.push_back({std::move(known[i]), std::move(proof)});
  }
  return out;
}

Status write_attachments(Writer& writer, std::vector<Attachment> attachments) {
  std::sort(attachments.begin(), attachments.end(), [](const Attachment& a, const Attachment& b) {
    return std::pair(a.sha256, a.name) < std::pair(b.sha256, b.name);
  });
  const auto repeated = [](const Attachment& a, const Attachment& b) { return a.sha256 == b.sha256; };
  attachments.erase(std::unique(attachments.begin(), attachments.end(), repeated), attachments.end());
  std::vector<pack::PackFile> files;
  for (const Attachment& a : attachments) {
    const auto digest = unhex(a.sha256);
    if (!digest || digest->size() != sizeof(Digest)) return fail(Code::invalid, a.name + ": its digest is no SHA-256");
    files.push_back({a.name, a.sha256, a.length});
  }
  SEK_CHECK(writer.section(std::string(pack::kAttachments), pack::encode(files)));
  for (const Attachment& a : attachments) {
    SEK_TRY(const std::string bytes, a.read());
    if (hex(crypt::view(crypt::sha256(bytes))) != a.sha256 || bytes.size() != a.length)
      return fail(Code::corrupt, a.name + " is not what its digest says", "ledger.attachment.changed")
          .with("name", a.name);
    SEK_CHECK(writer.section(std::string(pack::kFile) + a.sha256, bytes));
  }
  return {};
}

}  // namespace

Result<PackSummary> build_pack(db::Database& db, const Ledger& ledger, const PackRequest& request,
                               const std::string& path) {
  SEK_TRY(const std::optional<StoredCheckpoint> last, latest_checkpoint(db));
  if (!last) return fail(Code::not_found, "no ledger", "ledger.none");
  const Checkpoint& end = last->checkpoint;
  SEK_TRY(const std::vector<pack::PackKey> keys, collect_keys(db));
  SEK_TRY(const std::vector<pack::PackAnchor> anchors, collect_anchors(db, end.size));
  SEK_TRY(OutputFile file, OutputFile::create(path, 0600));
  SEK_CHECK(file.write(pack::kMagic));
  Writer writer(file);
  SEK_CHECK(writer.section(std::string(pack::kAbout),
                           pack::encode({request.body, ledger.origin(), request.made_at, end.size})));
  SEK_CHECK(writer.section(std::string(pack::kKeys), pack::encode(keys)));
  SEK_CHECK(writer.section(std::string(pack::kCheckpoint), last->note));
  SEK_CHECK(writer.section(std::string(pack::kAnchors), pack::encode(anchors)));
  EntrySections entries(writer, request);
  SEK_CHECK(each_entry(db, 0, end.size, [&](const StoredEntry& entry) { return entries.add(entry); }));
  SEK_CHECK(entries.finish());
  if (entries.frontier.root() != end.root) return damaged_at(end.size - 1, "its root is not that of the entries");
  SEK_CHECK(write_attachments(writer, request.attachments));
  if (!request.status_json.empty()) SEK_CHECK(writer.section(std::string(pack::kStatus), request.status_json));
  SEK_CHECK(writer.finish(ledger.key(), ledger.verifier_key().id()));
  SEK_CHECK(file.finish());
  return PackSummary{end, file.offset(), entries.withheld, entries.erased};
}

}  // namespace sekisho::ledger
