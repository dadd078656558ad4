#include <set>

#include "ledger/key.h"
#include "ledger/last_seen.h"
#include "ledger/read.h"
#include "work/office_files.h"
#include "work/replay_parts.h"

namespace sekisho::work {
namespace {

// Every file that a stored policy or a catalogue names by its SHA-256.
Status check_originals(Office& office, Findings& findings) {
  SEK_TRY(const db::Rows rows, office.database().query("SELECT sha256 FROM document_version UNION"
                                                       " SELECT digest FROM catalog_version ORDER BY 1"));
  for (const auto& row : rows.rows) {
    const std::string& sha256 = db::text(row[0]);
    const bool named = sha256.size() == 64 && sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!named) continue;  // the replay of the table has told of it
    if (const auto bytes = office.original(sha256); !bytes)
      findings.add({"blobs", sha256, "",
                    bytes.error().code == Code::not_found ? "replay.original_missing" : "replay.original_changed"});
  }
  return {};
}

Status check_last_checkpoint(Office& office, Findings& findings) {
  const auto note = ledger::recall(last_checkpoint_path(office.folder()));
  if (!note || !*note) {
    findings.add({"last_checkpoint", office.folder(), "", "replay.last_checkpoint_lost"});
    return {};
  }
  SEK_TRY(const ledger::Checkpoint seen, ledger::parse_checkpoint((*note)->text));
  SEK_TRY(const ledger::Standing standing, ledger::compare(office.database(), seen));
  if (standing == ledger::Standing::agrees) return {};
  findings.add({"last_checkpoint", std::to_string(seen.size), "",
                standing == ledger::Standing::rolled_back ? "replay.rolled_back" : "replay.forked"});
  return {};
}

// A rotation that was cut off leaves the old line until the next writing.
Status check_public_key(Office& office, Findings& findings) {
  if (files::exists(office.folder() + "/key/ledger.next")) return {};
  SEK_TRY(const ledger::VerifierKey key, ledger::current_key(office.database()));
  const auto held = ledger::read_vkey_file(public_key_path(office.folder()));
  if (!held || held->line() != key.line())
    findings.add({"ledger.vkey", public_key_path(office.folder()), "", "replay.public_key"});
  return {};
}

}  // namespace

Status check_folder(Office& office, Findings& findings) {
  SEK_CHECK(check_last_checkpoint(office, findings));
  SEK_CHECK(check_public_key(office, findings));
  return check_originals(office, findings);
}

}  // namespace sekisho::work
