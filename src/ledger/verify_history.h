#pragma once

// What a pack says of its own history, compared with its entries: roots, keys, checkpoints that left the house,
// erasures, rollbacks, and a checkpoint that the verifier brought along. Pure.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/messages.h"
#include "ledger/pack_format.h"
#include "ledger/structural.h"
#include "ledger/verify.h"
#include "ledger/verify_sections.h"

namespace sekisho::ledger {

// The decoded parts of a pack whose layout could be read. What could not be decoded is empty.
struct Opened {
  std::vector<pack::Section> sections;
  std::vector<SectionCheck> checks;
  std::optional<pack::About> about;
  std::vector<pack::PackKey> keys;
  std::optional<SignedNote> note;  // of the pack's own checkpoint
  std::optional<Checkpoint> checkpoint;
  std::optional<std::vector<pack::PackAnchor>> anchors;
  std::vector<pack::PackFile> files;
  std::vector<StructuralEntry> structural;  // of all entries, in order
  std::map<std::uint64_t, Digest> roots;    // of the tree at the sizes that are asked for, where all leaves are there
};

// The roots at the given sizes, computed from the entries; sizes that the pack does not reach are left out.
std::map<std::uint64_t, Digest> compute_roots(const std::vector<SectionCheck>& checks,
                                              std::vector<std::uint64_t> sizes);

class History {
 public:
  History(const Opened& pack, VerifyReport& report) : pack_(pack), report_(report) {}

  // Whether `given` vouches for the key that signed the pack: it is that key, or a chain of rotations leads from it
  // there.
  bool vouches(const VerifierKey& given, std::uint32_t signer_id);
  void check_keys();
  void check_tree();
  void check_anchors();
  void check_erasures();
  void check_files();
  void tell_rollbacks();
  void check_note(const std::string& bytes, const VerifierKey& given);

 private:
  void altered(std::string message, MessageParams params, std::string_view section,
               std::optional<std::uint64_t> entry = {});
  void notice(std::string message, MessageParams params, std::optional<std::uint64_t> entry = {});
  bool root_is(std::uint64_t size, const Digest& root) const;
  const VerifierKey* key_at(std::uint64_t size) const;

  const Opened& pack_;
  VerifyReport& report_;
};

}  // namespace sekisho::ledger
