#include "ledger/tree.h"

#include <bit>

namespace sekisho::ledger {
namespace {

using Proof = std::vector<Digest>;

// The largest power of two below n, n >= 2: where RFC 9162 splits a list of n leaves.
std::uint64_t split(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

// The hash of leaves [begin, end), where begin is a multiple of the power of two at or above end - begin, as every
// right-hand part of a split is.
Result<Digest> range_hash(crypt::Sha256& hasher, std::uint64_t begin, std::uint64_t end, const NodeReader& nodes) {
  std::vector<NodeId> parts = peaks(end - begin);
  Digest hash{};
  for (std::size_t i = parts.size(); i-- > 0;) {
    const NodeId id{parts[i].level, parts[i].number + (begin >> parts[i].level)};
    SEK_TRY(const Digest node, nodes(id));
    hash = i + 1 == parts.size() ? node : node_hash(hasher, node, hash);
  }
  return hash;
}

// The proofs of the RFC go from a leaf or an old tree upwards; here the way down is noted first and then turned round.
struct Span {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

Result<Proof> hashes(const std::vector<Span>& from_the_top, const NodeReader& nodes) {
  crypt::Sha256 hasher;
  Proof proof;
  for (std::size_t i = from_the_top.size(); i-- > 0;) {
    SEK_TRY(const Digest hash, range_hash(hasher, from_the_top[i].begin, from_the_top[i].end, nodes));
    proof.push_back(hash);
  }
  return proof;
}

// The walk that both verifications share: from position `fn` in a row of `sn` + 1 nodes upwards.
struct Climb {
  std::uint64_t fn;
  std::uint64_t sn;
  bool at_top() const { return sn == 0; }
  bool comes_from_left() const { return (fn & 1) != 0 || fn == sn; }
  void skip_lonely() {
    while (fn != 0 && (fn & 1) == 0) up();
  }
  void up() {
    fn >>= 1;
    sn >>= 1;
  }
};

}  // namespace

Digest empty_root() {
  return crypt::sha256({});
}

Digest leaf_hash(crypt::Sha256& hasher, std::string_view leaf) {
  hasher.add(std::string_view("\0", 1));
  hasher.add(leaf);
  return hasher.finish();
}

Digest node_hash(crypt::Sha256& hasher, const Digest& left, const Digest& right) {
  std::array<char, 65> bytes{};
  bytes[0] = 1;
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 33);
  hasher.add({bytes.data(), bytes.size()});
  return hasher.finish();
}

Digest leaf_hash(std::string_view leaf) {
  crypt::Sha256 hasher;
  return leaf_hash(hasher, leaf);
}

Digest node_hash(const Digest& left, const Digest& right) {
  crypt::Sha256 hasher;
  return node_hash(hasher, left, right);
}

std::vector<NodeId> peaks(std::uint64_t size) {
  std::vector<NodeId> out;
  std::uint64_t begin = 0;
  for (unsigned level = 64; level-- > 0;) {
    const std::uint64_t width = std::uint64_t{1} << level;
    if ((size & width) == 0) continue;
    out.push_back({level, begin >> level});
    begin += width;
  }
  return out;
}

Result<Frontier> Frontier::load(std::uint64_t size, const NodeReader& nodes) {
  Frontier out;
  out.size_ = size;
  for (const NodeId& id : ledger::peaks(size)) {
    SEK_TRY(const Digest peak, nodes(id));
    out.peaks_.push_back(peak);
  }
  return out;
}

std::vector<Digest> Frontier::add(const Digest& leaf) {
  std::vector<Digest> completed{leaf};
  for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    completed.push_back(node_hash(hasher_, peaks_.back(), completed.back()));
    peaks_.pop_back();
  }
  peaks_.push_back(completed.back());
  ++size_;
  return completed;
}

void Frontier::add_subtree(unsigned level, const Digest& node) {
  SEK_ASSERT((size_ & ((std::uint64_t{1} << level) - 1)) == 0);
  Digest hash = node;
  for (std::uint64_t rest = size_ >> level; (rest & 1) != 0; rest >>= 1) {
    hash = node_hash(hasher_, peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(hash);
  size_ += std::uint64_t{1} << level;
}

Digest Frontier::root() {
  if (peaks_.empty()) return empty_root();
  Digest hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) hash = node_hash(hasher_, peaks_[i], hash);
  return hash;
}

Result<Digest> root_at(std::uint64_t size, const NodeReader& nodes) {
  if (size == 0) return empty_root();
  crypt::Sha256 hasher;
  return range_hash(hasher, 0, size, nodes);
}

Result<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& nodes) {
  if (index >= size) return fail(Code::invalid, "no such leaf in a tree of that size");
  std::vector<Span> siblings;
  for (Span here{0, size}; here.end - here.begin > 1;) {
    const std::uint64_t middle = here.begin + split(here.end - here.begin);
    if (index < middle) {
      siblings.push_back({middle, here.end});
      here.end = middle;
    } else {
      siblings.push_back({here.begin, middle});
      here.begin = middle;
    }
  }
  return hashes(siblings, nodes);
}

Result<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeReader& nodes) {
  if (old_size > size) return fail(Code::invalid, "the old tree is larger than the new one");
  if (old_size == 0 || old_size == size) return Proof{};
  std::vector<Span> parts;
  Span here{0, size};
  while (here.end != old_size) {
    const std::uint64_t middle = here.begin + split(here.end - here.begin);
    if (old_size <= middle) {
      parts.push_back({middle, here.end});
      here.end = middle;
    } else {
      parts.push_back({here.begin, middle});
      here.begin = middle;
    }
  }
  // Where the old tree is a whole subtree from the first leaf on, the verifier knows its hash already.
  if (here.begin != 0) parts.push_back(here);
  return hashes(parts, nodes);
}

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                      const Digest& root) {
  if (index >= size) return false;
  crypt::Sha256 hasher;
  Climb climb{index, size - 1};
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (climb.at_top()) return false;
    if (climb.comes_from_left()) {
      hash = node_hash(hasher, sibling, hash);
      climb.skip_lonely();
    } else {
      hash = node_hash(hasher, hash, sibling);
    }
    climb.up();
  }
  return climb.at_top() && hash == root;
}

bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size, const Digest& root,
                        std::span<const Digest> proof) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty() && old_root == empty_root();
  Climb climb{old_size - 1, size - 1};
  while ((climb.fn & 1) != 0) climb.up();
  std::size_t next = 0;
  Digest old_hash = old_root;
  if (!std::has_single_bit(old_size)) {
    if (proof.empty()) return false;
    old_hash = proof[next++];
  }
  Digest hash = old_hash;
  crypt::Sha256 hasher;
  for (; next < proof.size(); ++next) {
    if (climb.at_top()) return false;
    if (climb.comes_from_left()) {
      old_hash = node_hash(hasher, proof[next], old_hash);
      hash = node_hash(hasher, proof[next], hash);
      climb.skip_lonely();
    } else {
      hash = node_hash(hasher, hash, proof[next]);
    }
    climb.up();
  }
  return climb.at_top() && old_hash == old_root && hash == root;
}

}  // namespace sekisho::ledger
