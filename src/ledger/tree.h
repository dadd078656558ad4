#pragma once

// The Merkle tree of RFC 9162 (section 2.1) over SHA-256, pure: leaf 0x00 || bytes, node 0x01 || left || right, the
// empty tree's root is the digest of nothing.
//
// Stored nodes are those of perfect subtrees: node (level l, number j) covers the leaves [j·2^l, (j+1)·2^l). A leaf
// added at index i completes the nodes of levels 0 … (trailing one bits of i); from these every root and proof of every
// size is computed with O(log n) look-ups.

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypt/crypt.h"

namespace sekisho::ledger {

using crypt::Digest;

Digest empty_root();
Digest leaf_hash(std::string_view leaf);
Digest node_hash(const Digest& left, const Digest& right);
// The same with a hasher that is kept: for many in a row.
Digest leaf_hash(crypt::Sha256& hasher, std::string_view leaf);
Digest node_hash(crypt::Sha256& hasher, const Digest& left, const Digest& right);

struct NodeId {
  unsigned level = 0;
  std::uint64_t number = 0;
  auto operator<=>(const NodeId&) const = default;
};
using NodeReader = std::function<Result<Digest>(const NodeId&)>;

// The perfect subtrees that make up a tree of that size, left to right: one for each one bit of the size.
std::vector<NodeId> peaks(std::uint64_t size);

// The right edge of a growing tree: the hashes of its peaks.
class Frontier {
 public:
  Frontier() = default;
  Frontier(Frontier&&) noexcept = default;
  Frontier& operator=(Frontier&&) noexcept = default;
  // A tree of that size, its peaks read.
  static Result<Frontier> load(std::uint64_t size, const NodeReader& nodes);

  std::uint64_t size() const { return size_; }
  // Adds the next leaf; returns the nodes it completes, level 0 (the leaf hash itself) first.
  std::vector<Digest> add(const Digest& leaf);
  // Adds 2^level leaves at once, by the node above them; the size must be a multiple of 2^level.
  void add_subtree(unsigned level, const Digest& node);
  Digest root();

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> peaks_;
  crypt::Sha256 hasher_;
};

Result<Digest> root_at(std::uint64_t size, const NodeReader& nodes);

// PATH(index, D[size]) of RFC 9162 2.1.3.1. Errors: invalid where index >= size.
Result<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& nodes);
// PROOF(old_size, D[size]) of RFC 9162 2.1.4.1; empty where the sizes are equal or old_size is 0. Errors: invalid where
// old_size > size.
Result<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeReader& nodes);

// RFC 9162 2.1.3.2 and 2.1.4.2. A proof longer or shorter than it must be fails.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                      const Digest& root);
bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size, const Digest& root,
                        std::span<const Digest> proof);

}  // namespace sekisho::ledger
