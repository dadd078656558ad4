#include "crypt/crypt.h"

#include <doctest/doctest.h>

using namespace sekisho;
using namespace sekisho::crypt;

namespace {
std::string bytes(std::string_view hex_text) {
  return *unhex(hex_text);
}
}  // namespace

TEST_CASE("SHA-256 of the vectors of FIPS 180-4") {
  CHECK(hex(view(sha256(""))) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(view(sha256("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a kept hasher gives what sha256 gives, message after message") {
  Sha256 hasher;
  for (const std::string& message : {std::string("abc"), std::string(), std::string(100'000, 'x')}) {
    hasher.add(std::string_view(message).substr(0, message.size() / 2));
    hasher.add(std::string_view(message).substr(message.size() / 2));
    CHECK(hasher.finish() == sha256(message));
  }
  Sha256 moved(std::move(hasher));
  moved.add("abc");
  CHECK(moved.finish() == sha256("abc"));
}

TEST_CASE("Ed25519 as in RFC 8032, 7.1, tests 1 and 3") {
  const auto first = SigningKey::from_seed(bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  CHECK(hex(first->public_key()) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  CHECK(hex(first->sign("")) ==
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
        "2465514143"
        "8e7a100b");
  const auto third = SigningKey::from_seed(bytes("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
  CHECK(hex(third->sign("\xaf\x82")) ==
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed2"
        "8dc027bece"
        "ea1ec40a");
}

TEST_CASE("a signature holds for its key and message alone, and has one encoding") {
  SeededRandom random(1);
  const SigningKey key = SigningKey::generate(random);
  const std::string signature = key.sign("message");
  CHECK(verify(key.public_key(), "message", signature));
  CHECK_FALSE(verify(key.public_key(), "massage", signature));
  CHECK_FALSE(verify(SigningKey::generate(random).public_key(), "message", signature));
  CHECK_FALSE(verify(key.public_key(), "message", signature.substr(1)));
  CHECK_FALSE(verify("short", "message", signature));
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    std::string flipped = signature;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(verify(key.public_key(), "message", flipped));
  }
  // S + L signs the same in a lax verifier: L is the order of the group, little-endian as S is.
  const std::string order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  std::string shifted = signature;
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned char>(signature[32 + i]) + static_cast<unsigned char>(order[i]);
    shifted[32 + i] = static_cast<char>(carry & 0xff);
    carry >>= 8;
  }
  CHECK_FALSE(verify(key.public_key(), "message", shifted));
}

TEST_CASE("a moved key still signs, and a wrong seed is refused") {
  SeededRandom random(2);
  SigningKey key = SigningKey::generate(random);
  const std::string public_key = key.public_key();
  SigningKey moved = std::move(key);
  SigningKey other = SigningKey::generate(random);
  other = std::move(moved);
  CHECK(other.public_key() == public_key);
  CHECK(verify(public_key, "x", other.sign("x")));
  CHECK_FALSE(SigningKey::from_seed("short").has_value());
}

TEST_CASE("comparison in constant time compares") {
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(equal_in_constant_time("abc", "ab"));
  CHECK(equal_in_constant_time("", ""));
}
