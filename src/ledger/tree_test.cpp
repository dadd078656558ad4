#include "ledger/tree.h"

#include <doctest/doctest.h>

#include <map>

#include "base/seams.h"

using namespace sekisho;
using namespace sekisho::ledger;

namespace {

constexpr std::uint64_t kMost = 512;

// RFC 9162, 2.1.1 to 2.1.4, word for word: recursive, over the list of all leaves.
class Naive {
 public:
  explicit Naive(std::uint64_t size) {
    for (std::uint64_t i = 0; i < size; ++i) leaves_.push_back(leaf_hash("leaf " + std::to_string(i)));
  }
  Digest leaf(std::uint64_t i) { return leaves_[i]; }
  Digest root(std::uint64_t begin, std::uint64_t end) {
    if (begin == end) return crypt::sha256("");
    if (end - begin == 1) return leaf(begin);
    const auto known = known_.find({begin, end});
    if (known != known_.end()) return known->second;
    const std::uint64_t middle = begin + split(end - begin);
    const Digest digest = node_hash(root(begin, middle), root(middle, end));
    known_.emplace(std::pair(begin, end), digest);
    return digest;
  }
  std::vector<Digest> path(std::uint64_t m, std::uint64_t begin, std::uint64_t end) {
    if (end - begin == 1) return {};
    const std::uint64_t k = split(end - begin);
    auto out = m < k ? path(m, begin, begin + k) : path(m - k, begin + k, end);
    out.push_back(m < k ? root(begin + k, end) : root(begin, begin + k));
    return out;
  }
  std::vector<Digest> proof(std::uint64_t m, std::uint64_t begin, std::uint64_t end, bool whole) {
    if (m == end - begin) return whole ? std::vector<Digest>{} : std::vector<Digest>{root(begin, end)};
    const std::uint64_t k = split(end - begin);
    auto out = m <= k ? proof(m, begin, begin + k, whole) : proof(m - k, begin + k, end, false);
    out.push_back(m <= k ? root(begin + k, end) : root(begin, begin + k));
    return out;
  }

 private:
  static std::uint64_t split(std::uint64_t n) {
    std::uint64_t k = 1;
    while (2 * k < n) k *= 2;
    return k;
  }
  std::vector<Digest> leaves_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Digest> known_;
};

// The nodes that a growing frontier gives away, kept as a ledger keeps them.
struct Stored {
  std::map<NodeId, Digest> nodes;
  std::vector<Digest> roots{empty_root()};
  explicit Stored(std::uint64_t size) {
    Naive naive(size);
    Frontier frontier;
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::vector<Digest> completed = frontier.add(naive.leaf(i));
      for (unsigned level = 0; level < completed.size(); ++level) nodes[{level, i >> level}] = completed[level];
      roots.push_back(frontier.root());
    }
  }
  NodeReader reader() const {
    return [this](const NodeId& id) -> Result<Digest> {
      const auto found = nodes.find(id);
      if (found == nodes.end()) return fail(Code::not_found, "no such node");
      return found->second;
    };
  }
};

// A verification must fail once anything about it is changed; tried on a sample, as the pairs are many.
void check_tampering(const Stored& stored, std::uint64_t old_size, std::uint64_t size, std::vector<Digest> proof) {
  const Digest& old_root = stored.roots[old_size];
  const Digest& root = stored.roots[size];
  std::vector<Digest> longer = proof;
  longer.push_back(root);
  CHECK_FALSE(verify_consistency(old_size, old_root, size, root, longer));
  if (!proof.empty()) {
    CHECK_FALSE(verify_consistency(old_size, old_root, size, root, std::span(proof).first(proof.size() - 1)));
    proof.back()[7] ^= 1;
    CHECK_FALSE(verify_consistency(old_size, old_root, size, root, proof));
  }
  CHECK_FALSE(verify_consistency(old_size, stored.roots[old_size == 0 ? 1 : old_size - 1], size, root, proof));
}

}  // namespace

TEST_CASE("the examples of RFC 9162: the empty tree and one leaf") {
  CHECK(hex(crypt::view(empty_root())) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(crypt::view(leaf_hash(""))) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST_CASE("roots of all sizes are those of the naive model, also of a frontier loaded again") {
  Naive naive(kMost);
  const Stored stored(kMost);
  for (std::uint64_t size = 0; size <= kMost; ++size) {
    REQUIRE(stored.roots[size] == naive.root(0, size));
    REQUIRE(*root_at(size, stored.reader()) == naive.root(0, size));
    auto loaded = Frontier::load(size, stored.reader());
    REQUIRE(loaded->size() == size);
    REQUIRE(loaded->root() == naive.root(0, size));
  }
}

TEST_CASE("inclusion proofs of every leaf in every size are those of the naive model, and verify") {
  Naive naive(kMost);
  const Stored stored(kMost);
  for (std::uint64_t size = 1; size <= kMost; ++size) {
    std::uint64_t good = 0;
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, stored.reader());
      if (proof && *proof == naive.path(index, 0, size) &&
          verify_inclusion(naive.leaf(index), index, size, *proof, stored.roots[size]))
        ++good;
    }
    REQUIRE(good == size);
    REQUIRE_FALSE(inclusion_proof(size, size, stored.reader()).has_value());
  }
}

TEST_CASE("consistency proofs of every pair of sizes are those of the naive model, and verify") {
  Naive naive(kMost);
  const Stored stored(kMost);
  for (std::uint64_t size = 0; size <= kMost; ++size) {
    std::uint64_t good = 0;
    for (std::uint64_t old_size = 0; old_size <= size; ++old_size) {
      const auto proof = consistency_proof(old_size, size, stored.reader());
      REQUIRE(proof.has_value());
      if (*proof == (old_size == 0 ? std::vector<Digest>{} : naive.proof(old_size, 0, size, true)) &&
          verify_consistency(old_size, stored.roots[old_size], size, stored.roots[size], *proof))
        ++good;
      if (old_size != size && (old_size * 31 + size) % 97 == 0) check_tampering(stored, old_size, size, *proof);
    }
    REQUIRE(good == size + 1);
    REQUIRE_FALSE(consistency_proof(size + 1, size, stored.reader()).has_value());
  }
}

TEST_CASE("an inclusion proof holds for its leaf, place and tree alone") {
  Naive naive(100);
  const Stored stored(100);
  for (std::uint64_t size = 2; size <= 100; size += 7) {
    for (std::uint64_t index = 0; index < size; index += 3) {
      std::vector<Digest> proof = *inclusion_proof(index, size, stored.reader());
      const Digest leaf = naive.leaf(index);
      const Digest root = stored.roots[size];
      CHECK_FALSE(verify_inclusion(naive.leaf((index + 1) % size), index, size, proof, root));
      CHECK_FALSE(verify_inclusion(leaf, (index + 1) % size, size, proof, root));
      CHECK_FALSE(verify_inclusion(leaf, index, size, proof, stored.roots[size - 1]));
      CHECK_FALSE(verify_inclusion(leaf, size, size, proof, root));
      CHECK_FALSE(verify_inclusion(leaf, index, size, std::span(proof).first(proof.size() - 1), root));
      proof.push_back(root);
      CHECK_FALSE(verify_inclusion(leaf, index, size, proof, root));
    }
  }
}

TEST_CASE("whole subtrees added at once give the same tree") {
  Naive naive(64 + 5);
  Frontier frontier;
  frontier.add_subtree(4, naive.root(0, 16));
  frontier.add_subtree(4, naive.root(16, 32));
  frontier.add_subtree(5, naive.root(32, 64));
  for (std::uint64_t i = 64; i < 69; ++i) frontier.add(naive.leaf(i));
  CHECK(frontier.size() == 69);
  CHECK(frontier.root() == naive.root(0, 69));
}
