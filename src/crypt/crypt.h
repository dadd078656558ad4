#pragma once

// Digests and signatures; the only room that sees OpenSSL.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/seams.h"

namespace sekisho::crypt {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
std::string_view view(const Digest& digest);           // its 32 bytes
Result<Digest> digest_from(std::string_view bytes32);  // Error: invalid where not 32 bytes

// For what does not fit in memory at once, and for many messages in a row: faster than sha256() for short ones.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view bytes);
  Digest finish();  // and begins the next message

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Ed25519 (RFC 8032). A key is its 32-byte seed.
class SigningKey {
 public:
  static SigningKey generate(Random& random);
  static Result<SigningKey> from_seed(std::string_view seed32);
  ~SigningKey();  // wipes the seed
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  const std::string& public_key() const { return public_; }  // 32 bytes
  std::string sign(std::string_view message) const;          // 64 bytes
  const std::string& seed() const { return seed_; }          // only for writing the key file

 private:
  struct State;
  SigningKey();
  std::string seed_;
  std::string public_;
  std::unique_ptr<State> state_;
};

// Strict: a signature has one encoding (S below the group order), so no altered one passes. False for wrong lengths
// too.
bool verify(std::string_view public_key32, std::string_view message, std::string_view signature64);

bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace sekisho::crypt
