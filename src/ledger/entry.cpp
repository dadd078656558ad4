#include "ledger/entry.h"

#include <algorithm>

#include "base/text.h"
#include "codec/canonical.h"

namespace sekisho::ledger {
namespace {

constexpr std::uint64_t kLeafVersion = 1;
constexpr std::size_t kKindLimit = 64;

bool is_kind(std::string_view kind) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !kind.empty() && kind.size() <= kKindLimit && lower(kind.front()) &&
         std::all_of(kind.begin(), kind.end(),
                     [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_' || c == '.'; });
}

bool is_label_text(std::string_view value) {
  return value.size() <= kLabelLimit && text::is_valid_utf8(value) &&
         std::none_of(value.begin(), value.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Error refused(const std::string& why) {
  return fail(Code::invalid, "entry refused: " + why, "ledger.entry.refused").with("why", why);
}
Error bad_leaf(const std::string& why) {
  return fail(Code::invalid, "leaf: " + why, "ledger.leaf").with("why", why);
}

}  // namespace

bool is_structural(std::string_view kind) {
  return kind.substr(0, 7) == "ledger.";
}

std::string encode(const Leaf& leaf) {
  codec::CanonicalWriter out;
  out.u64(kLeafVersion).u64(leaf.index).u64(static_cast<std::uint64_t>(leaf.at.micros));
  out.bytes(leaf.kind).bytes(crypt::view(leaf.label_digest)).bytes(crypt::view(leaf.payload_digest));
  return out.take();
}

Result<Leaf> decode_leaf(std::string_view bytes) {
  codec::CanonicalReader in(bytes);
  Leaf leaf;
  SEK_TRY(const std::uint64_t version, in.u64());
  if (version != kLeafVersion) return bad_leaf("version " + std::to_string(version));
  SEK_TRY(leaf.index, in.u64());
  SEK_TRY(const std::uint64_t at, in.u64());
  if (at > static_cast<std::uint64_t>(INT64_MAX)) return bad_leaf("time");
  leaf.at.micros = static_cast<std::int64_t>(at);
  SEK_TRY(const std::string_view kind, in.bytes(kKindLimit));
  if (!is_kind(kind)) return bad_leaf("kind");
  leaf.kind = std::string(kind);
  SEK_TRY(const std::string_view label, in.bytes(leaf.label_digest.size()));
  SEK_TRY(leaf.label_digest, crypt::digest_from(label));
  SEK_TRY(const std::string_view payload, in.bytes(leaf.payload_digest.size()));
  SEK_TRY(leaf.payload_digest, crypt::digest_from(payload));
  SEK_CHECK(in.end());
  return leaf;
}

std::string encode_label(std::string_view actor, std::string_view subject) {
  codec::CanonicalWriter out;
  out.bytes(actor).bytes(subject);
  return out.take();
}

Result<Label> decode_label(std::string_view bytes) {
  codec::CanonicalReader in(bytes);
  SEK_TRY(const std::string_view actor, in.bytes(kLabelLimit));
  SEK_TRY(const std::string_view subject, in.bytes(kLabelLimit));
  SEK_CHECK(in.end());
  return Label{std::string(actor), std::string(subject)};
}

Digest salted_digest(crypt::Sha256& hasher, std::string_view salt, std::string_view bytes) {
  hasher.add(salt);
  hasher.add(bytes);
  return hasher.finish();
}

Digest salted_digest(std::string_view salt, std::string_view bytes) {
  crypt::Sha256 hasher;
  return salted_digest(hasher, salt, bytes);
}

std::string random_salt(Random& random) {
  std::string salt(kSaltSize, '\0');
  random.fill({reinterpret_cast<std::byte*>(salt.data()), salt.size()});
  return salt;
}

Status check(const Entry& entry) {
  if (!is_kind(entry.kind)) return refused("kind \"" + entry.kind + "\"");
  if (entry.at.micros < 0) return refused("a time before 1970");
  if (!is_label_text(entry.actor) || entry.actor.empty()) return refused("actor");
  if (!is_label_text(entry.subject)) return refused("subject");
  if (entry.payload.size() > kPayloadLimit) return refused("payload over the limit");
  return {};
}

}  // namespace sekisho::ledger
