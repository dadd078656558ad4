#include "ledger/structural.h"

#include "base/seams.h"
#include "codec/value.h"
#include "ledger/entry.h"

namespace sekisho::ledger {
namespace {

Error bad(const std::string& why) {
  return fail(Code::invalid, "structural entry: " + why, "ledger.structural").with("why", why);
}

Result<std::uint64_t> number(const codec::Value* value) {
  if (value == nullptr || value->integer() == nullptr || *value->integer() < 0) return bad("a number is missing");
  return static_cast<std::uint64_t>(*value->integer());
}

Result<KeyNamed> read_key(const codec::Value& value) {
  KeyNamed out{value.string_or("vkey", "")};
  SEK_TRY(const VerifierKey key, parse_vkey(out.vkey));
  static_cast<void>(key);
  return out;
}

Result<HandedOut> read_handed_out(const codec::Value& value) {
  HandedOut out;
  SEK_TRY(out.size, number(value.find("size")));
  SEK_TRY(const std::string root, unbase64(value.string_or("root", "")));
  SEK_TRY(out.root, crypt::digest_from(root));
  out.to = value.string_or("to", "");
  return out;
}

Result<Erasure> read_erasure(const codec::Value& value) {
  Erasure out;
  const std::string scope = value.string_or("scope", "");
  if (scope != "payload" && scope != "payload_and_label") return bad("scope");
  out.label_too = scope == "payload_and_label";
  const codec::Value* entries = value.find("entries");
  if (entries == nullptr || entries->array() == nullptr) return bad("entries");
  for (const codec::Value& item : *entries->array()) {
    SEK_TRY(const std::uint64_t index, number(&item));
    out.entries.push_back(index);
  }
  return out;
}

Result<Rollback> read_rollback(const codec::Value& value) {
  Rollback out;
  SEK_TRY(out.from, number(value.find("from")));
  SEK_TRY(out.to, number(value.find("to")));
  const std::string extent = value.string_or("extent", "known");
  if (extent != "known" && extent != "unknown") return bad("extent");
  out.extent_known = extent == "known";
  return out;
}

}  // namespace

Result<StructuralEntry> read_structural(std::uint64_t index, Instant at, const std::string& kind,
                                        std::string_view payload) {
  SEK_TRY(const codec::Value value, codec::parse_json(payload));
  StructuralEntry out{index, at, kind, {}};
  if (kind == kind::created || kind == kind::key_rotated || kind == kind::key_lost) {
    SEK_TRY(out.what, read_key(value));
  } else if (kind == kind::handed_out) {
    SEK_TRY(out.what, read_handed_out(value));
  } else if (kind == kind::erased) {
    SEK_TRY(out.what, read_erasure(value));
  } else if (kind == kind::rolled_back) {
    SEK_TRY(out.what, read_rollback(value));
  } else {
    return bad("kind " + kind);
  }
  return out;
}

KeyEvent event_of(const std::string& kind) {
  if (kind == kind::key_rotated) return KeyEvent::rotated;
  return kind == kind::key_lost ? KeyEvent::lost : KeyEvent::created;
}

bool records(const StructuralEntry& entry, const Anchor& anchor) {
  const HandedOut& out = std::get<HandedOut>(entry.what);
  return entry.index == anchor.entry && entry.at == anchor.at && out.size == anchor.checkpoint.size &&
         out.root == anchor.checkpoint.root && out.to == anchor.to;
}

}  // namespace sekisho::ledger
