#pragma once

// The payloads of the entries that a ledger writes about itself (ledger::kind), read back by a verifier.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/read.h"

namespace sekisho::ledger {

struct KeyNamed {  // created, key_rotated, key_lost
  std::string vkey;
};
struct HandedOut {
  std::uint64_t size = 0;
  Digest root{};
  std::string to;
};
struct Erasure {
  std::vector<std::uint64_t> entries;
  bool label_too = false;
};
struct Rollback {
  std::uint64_t from = 0;  // it had stood there, or where that is not known, at least there
  std::uint64_t to = 0;
  bool extent_known = true;
};

struct StructuralEntry {
  std::uint64_t index = 0;
  Instant at;
  std::string kind;
  std::variant<KeyNamed, HandedOut, Erasure, Rollback> what;
};

// Errors: invalid "ledger.structural" {why}, also for a kind that this version does not know.
Result<StructuralEntry> read_structural(std::uint64_t index, Instant at, const std::string& kind,
                                        std::string_view payload);

// What the tables of keys and anchors must say where they repeat an entry.
KeyEvent event_of(const std::string& kind);
bool records(const StructuralEntry& entry, const Anchor& anchor);

}  // namespace sekisho::ledger
