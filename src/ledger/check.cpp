#include "ledger/read.h"

#include "ledger/stored.h"

namespace sekisho::ledger {
namespace {

// Columns: idx, nodes, root, signatures.
class Checker {
 public:
  Checker(std::vector<KeyRecord> keys, std::vector<std::string> leaves)
      : keys_(std::move(keys)), leaves_(std::move(leaves)) {}

  Status check(const std::vector<db::Cell>& row) {
    const auto index = static_cast<std::uint64_t>(db::integer(row[0]));
    if (index != frontier_.size() || index >= leaves_.size()) return damaged_at(frontier_.size(), "missing");
    std::string nodes;
    for (const Digest& node : frontier_.add(leaf_hash(leaves_[index]))) nodes += crypt::view(node);
    if (nodes != db::bytes(row[1])) return damaged_at(index, "its tree nodes");
    const bool last = index + 1 == leaves_.size();
    if (db::is_null(row[3])) return last ? Status(damaged_at(index, "it has no checkpoint")) : Status();
    return check_checkpoint(index, db::bytes(row[2]), db::bytes(row[3]));
  }

  std::uint64_t size() const { return frontier_.size(); }

 private:
  Status check_checkpoint(std::uint64_t index, const std::string& root, const std::string& signatures) {
    const Checkpoint here{keys_.front().key.name, index + 1, frontier_.root()};
    if (root != crypt::view(here.root)) return damaged_at(index, "its root");
    SEK_TRY(const std::vector<NoteSignature> all, unpack_signatures(signatures, here.origin));
    const KeyRecord* in_force = nullptr;
    for (const KeyRecord& key : keys_)
      if (key.entry <= index) in_force = &key;
    if (in_force == nullptr || signed_by({checkpoint_text(here), all}, in_force->key) != Signed::yes)
      return damaged_at(index, "its signature");
    return {};
  }

  std::vector<KeyRecord> keys_;
  std::vector<std::string> leaves_;
  Frontier frontier_;
};

Status check_parts(const StoredEntry& entry) {
  SEK_TRY(const Leaf leaf, decode_leaf(entry.leaf));
  if (entry.label &&
      salted_digest(entry.label_salt, encode_label(entry.label->actor, entry.label->subject)) != leaf.label_digest)
    return damaged_at(entry.index, "its label");
  if (entry.payload && salted_digest(entry.payload_salt, *entry.payload) != leaf.payload_digest)
    return damaged_at(entry.index, "its payload");
  return {};
}

}  // namespace

Status check_stored(db::Database& db) {
  SEK_TRY(std::vector<KeyRecord> known, keys(db));
  SEK_TRY(const std::uint64_t count, size(db));
  if (known.empty()) return count == 0 ? Status() : Status(damaged_at(0, "no key is recorded"));
  std::vector<std::string> leaves;
  SEK_CHECK(each_entry(db, 0, count, [&](const StoredEntry& entry) {
    leaves.push_back(entry.leaf);
    return check_parts(entry);
  }));
  Checker checker(std::move(known), std::move(leaves));
  SEK_CHECK(db.each("SELECT idx, nodes, root, signatures FROM ledger_entry ORDER BY idx", {},
                    [&](const std::vector<db::Cell>& row) { return checker.check(row); }));
  return checker.size() == count ? Status() : Status(damaged_at(checker.size(), "missing"));
}

}  // namespace sekisho::ledger
