// SHA-256 goes by OpenSSL's low-level calls: they are marked deprecated, not planned to go in the 3 series, and a tree
// is made of short messages, for which the EVP layer costs more than the hashing itself.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "crypt/crypt.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>

namespace sekisho::crypt {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
};
struct FreeKey {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

constexpr std::size_t kSeedSize = 32;
constexpr std::size_t kPublicSize = 32;
constexpr std::size_t kSignatureSize = 64;

const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* data(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Sha256 hasher;
  hasher.add(bytes);
  return hasher.finish();
}

std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Result<Digest> digest_from(std::string_view bytes32) {
  Digest out{};
  if (bytes32.size() != out.size()) return fail(Code::invalid, "a digest has 32 bytes");
  std::copy(bytes32.begin(), bytes32.end(), reinterpret_cast<char*>(out.data()));
  return out;
}

struct Sha256::State {
  SHA256_CTX context{};
  void begin() { SEK_ASSERT(SHA256_Init(&context) == 1); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  state_->begin();
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  SEK_ASSERT(SHA256_Update(&state_->context, bytes.data(), bytes.size()) == 1);
}

Digest Sha256::finish() {
  Digest out{};
  SEK_ASSERT(SHA256_Final(reinterpret_cast<unsigned char*>(out.data()), &state_->context) == 1);
  state_->begin();
  return out;
}

struct SigningKey::State {
  Key key;
};

SigningKey::SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;

SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
  if (this == &other) return *this;
  OPENSSL_cleanse(seed_.data(), seed_.size());
  seed_ = std::move(other.seed_);
  public_ = std::move(other.public_);
  state_ = std::move(other.state_);
  return *this;
}

SigningKey::~SigningKey() {
  OPENSSL_cleanse(seed_.data(), seed_.size());
}

SigningKey SigningKey::generate(Random& random) {
  std::array<std::byte, kSeedSize> seed{};
  random.fill(seed);
  auto key = from_seed({reinterpret_cast<const char*>(seed.data()), seed.size()});
  OPENSSL_cleanse(seed.data(), seed.size());
  SEK_ASSERT(key.has_value());
  return std::move(key).value();
}

Result<SigningKey> SigningKey::from_seed(std::string_view seed32) {
  if (seed32.size() != kSeedSize) return fail(Code::invalid, "an Ed25519 seed has 32 bytes");
  SigningKey out;
  out.seed_ = std::string(seed32);
  out.public_ = std::string(kPublicSize, '\0');
  out.state_ = std::make_unique<State>();
  out.state_->key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, data(seed32), seed32.size()));
  std::size_t size = kPublicSize;
  if (!out.state_->key || EVP_PKEY_get_raw_public_key(out.state_->key.get(), data(out.public_), &size) != 1)
    return fail(Code::internal, "OpenSSL refused an Ed25519 seed");
  return out;
}

std::string SigningKey::sign(std::string_view message) const {
  std::string out(kSignatureSize, '\0');
  std::size_t size = out.size();
  const Context context(EVP_MD_CTX_new());
  SEK_ASSERT(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, state_->key.get()) == 1);
  SEK_ASSERT(EVP_DigestSign(context.get(), data(out), &size, data(message), message.size()) == 1);
  SEK_ASSERT(size == kSignatureSize);
  return out;
}

bool verify(std::string_view public_key32, std::string_view message, std::string_view signature64) {
  if (public_key32.size() != kPublicSize || signature64.size() != kSignatureSize) return false;
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, data(public_key32), public_key32.size()));
  const Context context(EVP_MD_CTX_new());
  if (!key || !context || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1) return false;
  return EVP_DigestVerify(context.get(), data(signature64), signature64.size(), data(message), message.size()) == 1;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sekisho::crypt
