#include "ledger/key.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/files.h"

namespace sekisho::ledger {
namespace {

constexpr std::size_t kKeyFileLimit = 4096;

std::string key_path(const std::string& folder) {
  return folder + "/key/ledger.key";
}
std::string next_path(const std::string& folder) {
  return folder + "/key/ledger.next";
}
std::string vkey_path(const std::string& folder) {
  return folder + "/ledger.vkey";
}

// Who can read the seed can sign in the office's name: not for others, not even their group.
Status check_mode(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return fail(Code::invalid, path + ": " + std::strerror(errno));
  if ((info.st_mode & 077) != 0)
    return fail(Code::denied, path + " may be read by others", "ledger.key.open").with("file", path);
  return {};
}

Result<crypt::SigningKey> read_key(const std::string& path) {
  SEK_CHECK(check_mode(path));
  SEK_TRY(std::string text, files::read(path, kKeyFileLimit));
  if (!text.empty() && text.back() == '\n') text.pop_back();
  auto seed = unbase64(text);
  auto key = seed ? crypt::SigningKey::from_seed(*seed) : Result<crypt::SigningKey>(seed.error());
  if (!key) return fail(Code::invalid, path + " holds no key", "ledger.key.damaged").with("file", path);
  return key;
}

Status write_key(const std::string& path, const crypt::SigningKey& key) {
  return files::write_atomically(path, base64(key.seed()) + "\n", 0600, files::Owner::of_folder);
}

}  // namespace

std::string new_origin(Random& random) {
  return "sekisho/" + random_id(random);
}

Result<crypt::SigningKey> stage_first_key(const std::string& folder, Random& random) {
  const std::string path = key_path(folder);
  if (files::exists(path)) return fail(Code::conflict, path + " exists", "ledger.key.exists").with("file", path);
  return stage_next_key(folder, random);
}

Result<crypt::SigningKey> load_key(const std::string& folder, const VerifierKey& expected) {
  const std::string path = key_path(folder);
  if (files::exists(next_path(folder))) {
    SEK_TRY(crypt::SigningKey next, read_key(next_path(folder)));
    if (next.public_key() == expected.public_key) {
      SEK_CHECK(promote_next_key(folder, expected.name));
      return next;
    }
  }
  if (!files::exists(path)) return fail(Code::not_found, path + " is missing", "ledger.key.missing").with("file", path);
  SEK_TRY(crypt::SigningKey key, read_key(path));
  if (key.public_key() == expected.public_key) return key;
  return fail(Code::conflict, path + " is another key", "ledger.key.other")
      .with("file", path)
      .with("expected", key_id_text(expected.id()))
      .with("found", key_id_text(VerifierKey{expected.name, key.public_key()}.id()));
}

Result<crypt::SigningKey> stage_next_key(const std::string& folder, Random& random) {
  SEK_CHECK(files::make_folder(folder + "/key", 0700, files::Owner::of_folder));
  crypt::SigningKey next = crypt::SigningKey::generate(random);
  SEK_CHECK(write_key(next_path(folder), next));
  return next;
}

Status promote_next_key(const std::string& folder, const std::string& origin) {
  SEK_TRY(const crypt::SigningKey next, read_key(next_path(folder)));
  SEK_CHECK(write_key(key_path(folder), next));
  SEK_CHECK(files::write_atomically(vkey_path(folder), VerifierKey{origin, next.public_key()}.line() + "\n", 0644,
                                    files::Owner::of_folder));
  std::error_code error;
  std::filesystem::remove(next_path(folder), error);
  if (error)
    return fail(Code::storage, error.message(), "file.write_failed")
        .with("file", next_path(folder))
        .with("why", error.message());
  return {};
}

Result<VerifierKey> read_vkey_file(const std::string& path) {
  SEK_TRY(const std::string line, files::read(path, kKeyFileLimit));
  return parse_vkey(line);
}

}  // namespace sekisho::ledger
