#include "ledger/checkpoint.h"

#include <algorithm>
#include <charconv>

#include "base/seams.h"
#include "base/text.h"

namespace sekisho::ledger {
namespace {

constexpr char kEd25519 = 1;
constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t kMostSignatures = 100;

Error bad_key(const std::string& why) {
  return fail(Code::invalid, "vkey: " + why, "ledger.vkey").with("why", why);
}
Error bad_note(const std::string& why) {
  return fail(Code::invalid, "note: " + why, "ledger.note").with("why", why);
}

std::string big_endian(std::uint32_t value) {
  std::string out(4, '\0');
  for (int i = 3; i >= 0; --i, value >>= 8) out[static_cast<std::size_t>(i)] = static_cast<char>(value & 0xff);
  return out;
}

std::uint32_t from_big_endian(std::string_view bytes4) {
  std::uint32_t value = 0;
  for (const char c : bytes4) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// A decimal number written in its one form.
Result<std::uint64_t> parse_size(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || std::to_string(value) != digits)
    return bad_note("the size is no plain number");
  return value;
}

// Cuts the next line off, without its line end; every line of a note has one.
Result<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return bad_note("the last line has no end");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

Result<NoteSignature> parse_signature(std::string_view line) {
  if (line.substr(0, kDash.size()) != kDash) return bad_note("a signature line does not begin with a dash");
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return bad_note("a signature line lacks its signature");
  NoteSignature out;
  out.name = std::string(line.substr(0, space));
  if (!is_key_name(out.name)) return bad_note("the name of a signature");
  auto bytes = unbase64(line.substr(space + 1));
  if (!bytes || bytes->size() < 5) return bad_note("a signature is not base64");
  out.key_id = from_big_endian(std::string_view(*bytes).substr(0, 4));
  out.signature = bytes->substr(4);
  return out;
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || name.size() > 255 || !text::is_valid_utf8(name)) return false;
  const std::u32string points = text::to_u32(name);
  return std::none_of(points.begin(), points.end(),
                      [](char32_t c) { return c == U'+' || c < 0x20 || (c >= 0x7f && c < 0xa0) || text::is_space(c); });
}

std::string key_id_text(std::uint32_t id) {
  return hex(big_endian(id));
}

std::uint32_t VerifierKey::id() const {
  const Digest digest = crypt::sha256(name + "\n" + kEd25519 + public_key);
  return from_big_endian(crypt::view(digest).substr(0, 4));
}

std::string VerifierKey::line() const {
  return name + "+" + key_id_text(id()) + "+" + base64(kEd25519 + public_key);
}

Result<VerifierKey> parse_vkey(std::string_view line) {
  if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const std::size_t first = line.find('+');
  const std::size_t second = first == std::string_view::npos ? first : line.find('+', first + 1);
  if (second == std::string_view::npos) return bad_key("not name+id+key");
  auto key = unbase64(line.substr(second + 1));
  if (!key || key->size() != 33 || key->front() != kEd25519) return bad_key("no Ed25519 key");
  VerifierKey out{std::string(line.substr(0, first)), key->substr(1)};
  if (!is_key_name(out.name)) return bad_key("name");
  if (line.substr(first + 1, second - first - 1) != key_id_text(out.id()))
    return bad_key("the id is not that of the key");
  return out;
}

Result<SignedNote> parse_note(std::string_view bytes) {
  if (bytes.size() > kNoteLimit) return bad_note("too large");
  if (!text::is_valid_utf8(bytes)) return bad_note("not UTF-8");
  if (std::any_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }))
    return bad_note("a control character, such as the line ends of another system");
  const std::size_t blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos || blank == 0) return bad_note("no blank line before the signatures");
  SignedNote note;
  note.text = std::string(bytes.substr(0, blank + 1));
  std::string_view rest = bytes.substr(blank + 2);
  while (!rest.empty()) {
    SEK_TRY(const std::string_view line, take_line(rest));
    SEK_TRY(NoteSignature signature, parse_signature(line));
    note.signatures.push_back(std::move(signature));
    if (note.signatures.size() > kMostSignatures) return bad_note("too many signatures");
  }
  if (note.signatures.empty()) return bad_note("no signature");
  return note;
}

std::string write_note(const SignedNote& note) {
  std::string out = note.text + "\n";
  for (const NoteSignature& s : note.signatures)
    out.append(kDash).append(s.name).append(" ").append(base64(big_endian(s.key_id) + s.signature)).append("\n");
  return out;
}

Signed signed_by(const SignedNote& note, const VerifierKey& key) {
  Signed found = Signed::unknown_key;
  for (const NoteSignature& s : note.signatures) {
    if (s.name != key.name || s.key_id != key.id()) continue;
    if (!crypt::verify(key.public_key, note.text, s.signature)) return Signed::no;
    found = Signed::yes;
  }
  return found;
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + base64(crypt::view(checkpoint.root)) +
         "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view note_text) {
  std::string_view rest = note_text;
  Checkpoint out;
  SEK_TRY(const std::string_view origin, take_line(rest));
  if (origin.empty()) return bad_note("no origin");
  out.origin = std::string(origin);
  SEK_TRY(const std::string_view size, take_line(rest));
  SEK_TRY(out.size, parse_size(size));
  SEK_TRY(const std::string_view root, take_line(rest));
  auto bytes = unbase64(root);
  if (!bytes || bytes->size() != out.root.size()) return bad_note("the root is not the base64 of 32 bytes");
  SEK_TRY(out.root, crypt::digest_from(*bytes));
  while (!rest.empty()) {
    SEK_TRY(const std::string_view extension, take_line(rest));
    if (extension.empty()) return bad_note("an empty line");
  }
  return out;
}

NoteSignature sign_checkpoint(const Checkpoint& checkpoint, const std::string& name, const crypt::SigningKey& key) {
  const VerifierKey verifier{name, key.public_key()};
  return {name, verifier.id(), key.sign(checkpoint_text(checkpoint))};
}

std::string write_checkpoint(const Checkpoint& checkpoint, std::span<const NoteSignature> signatures) {
  return write_note({checkpoint_text(checkpoint), {signatures.begin(), signatures.end()}});
}

}  // namespace sekisho::ledger
