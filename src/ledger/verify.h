#pragma once

// Verifies an audit pack offline, with a public key and, where one left the house, a checkpoint. Answers three things:
// is it unaltered, up to which checkpoint is it complete, and how many entries after that are anchored nowhere outside.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"

namespace sekisho::ledger {

// Where a pack's bytes come from. `read` may be called from several threads.
class PackSource {
 public:
  virtual ~PackSource() = default;
  virtual std::uint64_t size() const = 0;
  virtual Result<std::string> read(std::uint64_t offset, std::uint64_t length) const = 0;
};
std::unique_ptr<PackSource> source_from_memory(std::string bytes);
// Errors: not_found "file.not_found" {file}; invalid "file.unreadable" {file}{why}.
Result<std::unique_ptr<PackSource>> source_from_file(const std::string& path);

enum class Severity : std::uint8_t {
  altered,  // the pack is not what was handed out
  notice,   // worth knowing: a rollback, a lost key, an erasure
};

struct Finding {
  Severity severity = Severity::altered;
  std::string message;  // id in the message catalogue
  std::vector<std::pair<std::string, std::string>> params;
  std::uint64_t offset = 0;  // byte of the file
  std::string section;       // "" where it concerns no section
  std::optional<std::uint64_t> entry;
};

struct VerifyReport {
  bool unaltered = false;
  std::string body;
  std::string origin;
  std::uint64_t size = 0;                    // entries
  std::optional<std::uint64_t> complete_to;  // size of the last checkpoint that left the house and agrees
  std::optional<std::uint64_t> shown_to;     // size of the given checkpoint, where it agrees
  std::uint64_t unanchored_tail = 0;         // entries after complete_to
  std::uint64_t withheld = 0;
  std::uint64_t erased = 0;
  std::uint64_t attachments = 0;
  std::vector<Finding> findings;
};

// `note` is the bytes of a checkpoint that left the house earlier. Errors only where the source cannot be read:
// everything else is a finding.
Result<VerifyReport> verify_pack(const PackSource& source, const VerifierKey& key,
                                 const std::optional<std::string>& note = std::nullopt);

}  // namespace sekisho::ledger
