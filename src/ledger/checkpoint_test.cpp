#include "ledger/checkpoint.h"

#include <doctest/doctest.h>

#include "base/seams.h"
#include "ledger/tree.h"

using namespace sekisho;
using namespace sekisho::ledger;

namespace {

// Made by another implementation (Python's cryptography) with the seed of RFC 8032, 7.1, test 1.
constexpr std::string_view kOtherKey = "example.org/ledger+47c1c1b2+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
constexpr std::string_view kOtherNote =
    "example.org/ledger\n"
    "7\n"
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    "\n"
    "\xe2\x80\x94 example.org/ledger "
    "R8HBsrS0PZq0pU38Jyzkq3rpittXig3q1eIBMG5zJuMaGpqHtqewIlT81NRZTiZB34gbClMTnMc1ATwPUre646Yfyg0=\n";

crypt::SigningKey key_of(std::uint64_t seed) {
  SeededRandom random(seed);
  return crypt::SigningKey::generate(random);
}

const Checkpoint kCheckpoint{"sekisho/example", 42, crypt::sha256("root")};

std::string note_of(const crypt::SigningKey& key) {
  const NoteSignature signature = sign_checkpoint(kCheckpoint, kCheckpoint.origin, key);
  return write_checkpoint(kCheckpoint, {&signature, 1});
}

}  // namespace

TEST_CASE("a key and a note that another implementation wrote are read, hold and are written again") {
  const auto key = parse_vkey(kOtherKey);
  REQUIRE(key.has_value());
  CHECK(key->name == "example.org/ledger");
  CHECK(key_id_text(key->id()) == "47c1c1b2");
  CHECK(key->line() == kOtherKey);
  const auto note = parse_note(kOtherNote);
  REQUIRE(note.has_value());
  CHECK(signed_by(*note, *key) == Signed::yes);
  CHECK(write_note(*note) == kOtherNote);
  CHECK(*parse_checkpoint(note->text) == Checkpoint{"example.org/ledger", 7, empty_root()});
}

TEST_CASE("a checkpoint is written, read and held by its key alone") {
  const crypt::SigningKey key = key_of(1);
  const VerifierKey verifier{kCheckpoint.origin, key.public_key()};
  const std::string bytes = note_of(key);
  const auto note = parse_note(bytes);
  REQUIRE(note.has_value());
  CHECK(*parse_checkpoint(note->text) == kCheckpoint);
  CHECK(signed_by(*note, verifier) == Signed::yes);
  CHECK(signed_by(*note, {kCheckpoint.origin, key_of(2).public_key()}) == Signed::unknown_key);
  CHECK(signed_by(*note, {"sekisho/other", key.public_key()}) == Signed::unknown_key);
  CHECK(note->text == "sekisho/example\n42\n" + base64(crypt::view(kCheckpoint.root)) + "\n");
}

TEST_CASE("two keys sign one checkpoint, and lines of unknown witnesses are let be") {
  const crypt::SigningKey first = key_of(1);
  const crypt::SigningKey second = key_of(2);
  const std::vector<NoteSignature> both{sign_checkpoint(kCheckpoint, kCheckpoint.origin, first),
                                        sign_checkpoint(kCheckpoint, kCheckpoint.origin, second),
                                        {"witness.example", 7, std::string(72, 'w')}};
  const auto note = parse_note(write_checkpoint(kCheckpoint, both));
  REQUIRE(note.has_value());
  CHECK(note->signatures.size() == 3);
  CHECK(signed_by(*note, {kCheckpoint.origin, first.public_key()}) == Signed::yes);
  CHECK(signed_by(*note, {kCheckpoint.origin, second.public_key()}) == Signed::yes);
}

TEST_CASE("every flipped bit, cut or addition of a note makes it unreadable or unsigned") {
  const crypt::SigningKey key = key_of(3);
  const VerifierKey verifier{kCheckpoint.origin, key.public_key()};
  const std::string good = note_of(key);
  const auto holds = [&](const std::string& bytes) {
    const auto note = parse_note(bytes);
    return note && parse_checkpoint(note->text) && signed_by(*note, verifier) == Signed::yes;
  };
  REQUIRE(holds(good));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    CAPTURE(bit);
    CHECK_FALSE(holds(bad));
  }
  for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(holds(good.substr(0, size)));
  for (const char* tail : {"\n", " ", "x", "\n\n", "\r\n"}) CHECK_FALSE(holds(good + tail));
}

TEST_CASE("a note with a bad signature of a known key is refused even beside a good one") {
  const crypt::SigningKey key = key_of(4);
  NoteSignature good = sign_checkpoint(kCheckpoint, kCheckpoint.origin, key);
  NoteSignature bad = good;
  bad.signature[5] = static_cast<char>(bad.signature[5] ^ 1);
  const auto note = parse_note(write_checkpoint(kCheckpoint, std::vector{good, bad}));
  CHECK(signed_by(*note, {kCheckpoint.origin, key.public_key()}) == Signed::no);
}

TEST_CASE("what is no checkpoint is refused") {
  const std::string root = base64(crypt::view(kCheckpoint.root));
  CHECK(parse_checkpoint("origin\n1\n" + root + "\nextension\n").has_value());
  for (const std::string& text : {
           std::string(),
           std::string("origin\n"),
           "\n1\n" + root + "\n",
           "origin\n01\n" + root + "\n",
           "origin\n-1\n" + root + "\n",
           "origin\n+1\n" + root + "\n",
           "origin\n1 \n" + root + "\n",
           "origin\n18446744073709551616\n" + root + "\n",
           "origin\n1\n" + root,
           "origin\n1\n" + root.substr(4) + "\n",
           "origin\n1\n" + root + "\n\n",
           "origin\n\n" + root + "\n",
       }) {
    CAPTURE(text);
    CHECK_FALSE(parse_checkpoint(text).has_value());
  }
}

TEST_CASE("what is no key line is refused") {
  const std::string good = VerifierKey{"sekisho/x", key_of(5).public_key()}.line();
  CHECK(parse_vkey(good + "\n").has_value());
  CHECK(parse_vkey(good + "\r\n").has_value());
  CHECK(parse_vkey(VerifierKey{"関所/台帳", key_of(5).public_key()}.line()).has_value());
  std::string other_id = good;
  other_id[10] = other_id[10] == '0' ? '1' : '0';
  const std::string algorithm = "x+00000000+" + base64(std::string(33, '\2'));
  for (const std::string& line : {std::string(), std::string("x"), std::string("x+y"), good + "\n\n", " " + good,
                                  other_id, good.substr(9), good + "=", algorithm, "a b" + good, "\xe3\x80\x80" + good})
    CHECK_FALSE(parse_vkey(line).has_value());
}
