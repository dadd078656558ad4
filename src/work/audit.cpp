#include "work/audit.h"

#include <algorithm>

#include "codec/value.h"
#include "controls/status_json.h"
#include "documents/store.h"
#include "ledger/key.h"
#include "ledger/pack_format.h"
#include "work/keeping.h"
#include "work/read_file.h"
#include "work/replay.h"
#include "work/status.h"

namespace sekisho::work {

Result<std::string> hand_out_checkpoint(Office& office, const std::string& to) {
  SEK_CHECK(check_words("--to", to));
  std::string note;
  SEK_CHECK(office.change_ledger([&](ledger::Ledger& ledger) -> Status {
    SEK_TRY(note, ledger.hand_out(office.database(), {office.now(), office.world().actor}, to));
    return {};
  }));
  return note;
}

Status rotate_key(Office& office) {
  SEK_TRY(crypt::SigningKey next, ledger::stage_next_key(office.folder(), *office.world().random));
  SEK_CHECK(office.change_ledger([&](ledger::Ledger& ledger) {
    return ledger.rotate_key(office.database(), {office.now(), office.world().actor}, next);
  }));
  // The key is the ledger's by now; the next opening puts it in place where that fails here.
  if (const Status placed = ledger::promote_next_key(office.folder(), office.ledger().origin()); !placed)
    office.world().warn(placed.error());
  office.ledger().use_key(std::move(next));
  return {};
}

Result<ledger::PackSummary> write_pack(Office& office, const std::string& path) {
  SEK_CHECK(office.check_output(path));
  SEK_CHECK(check_replaces(path, ledger::pack::kMagic));
  SEK_TRY(const Replay replayed, check_office(office));
  SEK_CHECK(as_status(replayed));
  SEK_TRY(const StatusOutcome status, status_of(office, office.now()));
  SEK_TRY(const std::vector<documents::StoredDocument> stored,
          documents::documents_at(office.database(), office.now()));
  ledger::PackRequest request;
  request.body = office.body().name;
  request.made_at = office.now();
  request.stays_in_house = [&office](const ledger::StoredEntry& entry) { return stays_in_house(office, entry); };
  request.status_json = codec::to_json(controls::to_value(status.report));
  for (const documents::StoredDocument& document : stored) {
    const bool seen = std::any_of(request.attachments.begin(), request.attachments.end(),
                                  [&](const ledger::Attachment& a) { return a.sha256 == document.sha256; });
    if (seen) continue;
    SEK_TRY(const std::string bytes, office.original(document.sha256));
    request.attachments.push_back({document.file_name, document.sha256, bytes.size(),
                                   [&office, sha256 = document.sha256] { return office.original(sha256); }});
  }
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    if (!status.not_triggered.is_null())
      entries.push_back(office.entry("verdict.not_triggered", "audit pack", codec::to_json(status.not_triggered)));
    codec::Value payload;
    payload.set("file", recorded_name(path));
    entries.push_back(office.entry("pack", "audit pack", codec::to_json(payload)));
    return {};
  }));
  SEK_CHECK(hand_out_checkpoint(office, "audit pack"));
  ledger::PackSummary summary;
  SEK_CHECK(office.database().in_transaction([&]() -> Status {
    SEK_TRY(summary, ledger::build_pack(office.database(), office.ledger(), request, path));
    return {};
  }));
  return summary;
}

}  // namespace sekisho::work
