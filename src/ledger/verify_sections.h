#pragma once

// The part of a pack's verification that grows with its size: every section read once, its digest computed, and the
// entries in it compared with what their leaves say. Sections are shared out among the machine's cores.

#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ledger/pack_format.h"
#include "ledger/structural.h"
#include "ledger/verify.h"

namespace sekisho::ledger {

struct SectionCheck {
  Digest digest{};
  std::vector<Finding> findings;
  std::vector<Digest> leaves;     // of an entries section, in order
  std::optional<Digest> subtree;  // of a full one: the node above its leaves
  bool cut = false;               // a record could not be read, nor what follows it
  std::vector<StructuralEntry> structural;
  std::vector<std::pair<std::uint64_t, bool>> erased;  // index, and whether the label is gone too
  std::uint64_t withheld = 0;
};

// One result a section, in their order. Errors only where the source cannot be read.
Result<std::vector<SectionCheck>> check_sections(const PackSource& source, const std::vector<pack::Section>& sections);

}  // namespace sekisho::ledger
