#include "ledger/key.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "ledger/testing.h"

using namespace sekisho;
using namespace sekisho::ledger;
using namespace sekisho::ledger::testing;

namespace {

crypt::SigningKey make_key(const std::string& folder, const std::string& origin, Random& random) {
  must(stage_first_key(folder, random));
  must(promote_next_key(folder, origin));
  return must(load_key(folder, must(read_vkey_file(folder + "/ledger.vkey"))));
}

}  // namespace

TEST_CASE("a key is made once, readable by its owner alone, and loaded again") {
  const Folder folder;
  SeededRandom random(1);
  const std::string origin = new_origin(random);
  CHECK(origin.substr(0, 8) == "sekisho/");
  CHECK(is_key_name(origin));
  const crypt::SigningKey key = make_key(folder.file("data"), origin, random);
  const VerifierKey verifier{origin, key.public_key()};
  struct stat info {};
  REQUIRE(::stat(folder.file("data/key/ledger.key").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(must(read_vkey_file(folder.file("data/ledger.vkey"))) == verifier);
  CHECK(must(load_key(folder.file("data"), verifier)).seed() == key.seed());
  CHECK(stage_first_key(folder.file("data"), random).error().message == "ledger.key.exists");
}

TEST_CASE("a first key that was never used does not stand in the way of the next attempt") {
  const Folder folder;
  SeededRandom random(4);
  const crypt::SigningKey lost = must(stage_first_key(folder.file("data"), random));
  const crypt::SigningKey key = make_key(folder.file("data"), kOrigin, random);
  CHECK(key.seed() != lost.seed());
}

TEST_CASE("what is no key of this ledger is told apart") {
  const Folder folder;
  SeededRandom random(2);
  const crypt::SigningKey key = make_key(folder.file("data"), kOrigin, random);
  const VerifierKey verifier{kOrigin, key.public_key()};
  const std::string path = folder.file("data/key/ledger.key");
  const auto error = [&](const VerifierKey& expected) {
    return load_key(folder.file("data"), expected).error().message;
  };
  CHECK(error({kOrigin, crypt::SigningKey::generate(random).public_key()}) == "ledger.key.other");
  ::chmod(path.c_str(), 0640);
  CHECK(error(verifier) == "ledger.key.open");
  must(files::write_atomically(path, "damaged\n"));
  CHECK(error(verifier) == "ledger.key.damaged");
  std::filesystem::remove(path);
  CHECK(error(verifier) == "ledger.key.missing");
}

TEST_CASE("a rotation that is cut off between entry and key file is finished at the next start") {
  const Folder folder;
  const std::string data = folder.file("data");
  SeededRandom random(3);
  const crypt::SigningKey old_key = make_key(data, kOrigin, random);
  const crypt::SigningKey next = must(stage_next_key(data, random));
  // Not committed: the old key goes on.
  CHECK(must(load_key(data, {kOrigin, old_key.public_key()})).seed() == old_key.seed());
  // Committed, and then the machine stopped.
  CHECK(must(load_key(data, {kOrigin, next.public_key()})).seed() == next.seed());
  CHECK_FALSE(files::exists(data + "/key/ledger.next"));
  CHECK(must(read_vkey_file(data + "/ledger.vkey")).public_key == next.public_key());
  CHECK(must(load_key(data, {kOrigin, next.public_key()})).seed() == next.seed());
}
