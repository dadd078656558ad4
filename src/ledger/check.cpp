#include <map>

#include "ledger/read.h"
#include "ledger/stored.h"
#include "ledger/structural.h"

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

// What the entries say of the ledger itself: the tables of keys and of what was handed out repeat it, and what is
// erased is named there (docs/formats/pack.md, the rules of verification).
class SelfChecker {
 public:
  Status take(const StoredEntry& entry) {
    if (!entry.payload) payload_gone_.push_back(entry.index);
    if (!entry.label) label_gone_.push_back(entry.index);
    if (!is_structural(entry.kind)) return {};
    if (!entry.payload) return damaged_at(entry.index, "its payload");
    SEK_TRY(StructuralEntry own, read_structural(entry.index, entry.at, entry.kind, *entry.payload));
    if (const auto* erasure = std::get_if<Erasure>(&own.what)) {
      for (const std::uint64_t index : erasure->entries) {
        if (index >= own.index) continue;
        auto& label_too = erased_[index];
        label_too = label_too || erasure->label_too;
      }
    }
    if (std::holds_alternative<HandedOut>(own.what)) handed_out_.push_back(own);
    if (std::holds_alternative<KeyNamed>(own.what)) named_.push_back(own);
    return {};
  }

  Status finish(const std::vector<KeyRecord>& keys, const std::vector<Anchor>& anchors) const {
    for (const std::uint64_t index : payload_gone_)
      if (!erased_.contains(index))
        return damaged_at(index, "its payload is gone, and no entry says that it was erased");
    for (const std::uint64_t index : label_gone_)
      if (const auto found = erased_.find(index); found == erased_.end() || !found->second)
        return damaged_at(index, "its label is gone, and no entry says that it was erased");
    for (std::size_t i = 0; i < std::max(named_.size(), keys.size()); ++i) {
      const bool good = i < named_.size() && i < keys.size() && keys[i].entry == named_[i].index &&
                        keys[i].event == event_of(named_[i].kind) &&
                        keys[i].key.line() == std::get<KeyNamed>(named_[i].what).vkey;
      if (!good) return damaged_at(i < named_.size() ? named_[i].index : keys[i].entry, "the table of keys");
    }
    for (std::size_t i = 0; i < std::max(handed_out_.size(), anchors.size()); ++i) {
      const bool good = i < handed_out_.size() && i < anchors.size() && records(handed_out_[i], anchors[i]);
      if (!good)
        return damaged_at(i < handed_out_.size() ? handed_out_[i].index : anchors[i].entry,
                          "the table of what was handed out");
    }
    return {};
  }

 private:
  std::vector<std::uint64_t> payload_gone_;
  std::vector<std::uint64_t> label_gone_;
  std::map<std::uint64_t, bool> erased_;  // whether the label too
  std::vector<StructuralEntry> handed_out_;
  std::vector<StructuralEntry> named_;
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
  SelfChecker self;
  SEK_CHECK(each_entry(db, 0, count, [&](const StoredEntry& entry) -> Status {
    leaves.push_back(entry.leaf);
    SEK_CHECK(check_parts(entry));
    return self.take(entry);
  }));
  SEK_TRY(const std::vector<Anchor> handed_out, anchors(db));
  SEK_CHECK(self.finish(known, handed_out));
  Checker checker(std::move(known), std::move(leaves));
  SEK_CHECK(db.each("SELECT idx, nodes, root, signatures FROM ledger_entry ORDER BY idx", {},
                    [&](const std::vector<db::Cell>& row) { return checker.check(row); }));
  return checker.size() == count ? Status() : Status(damaged_at(checker.size(), "missing"));
}

}  // namespace sekisho::ledger
