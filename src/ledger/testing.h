#pragma once

// For the tests of this room: a ledger in a folder of its own that goes away with the test.

#include <memory>
#include <string>

#include "base/files.h"
#include "db/database.h"
#include "db/testing.h"
#include "ledger/ledger.h"
#include "ledger/pack.h"
#include "ledger/read.h"
#include "ledger/verify.h"

namespace sekisho::ledger::testing {

// The value of a Result that a test relies on; ends the test with its error otherwise.
template <typename T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message + ": " + result.error().detail);
  return std::move(result).value();
}
inline void must(const Status& status) {
  if (!status.has_value()) throw std::runtime_error(status.error().message + ": " + status.error().detail);
}

using db::testing::Folder;

inline constexpr const char* kOrigin = "sekisho/test";

// A small office: a database with a fresh ledger, reproducible from its seed.
struct Office {
  explicit Office(std::uint64_t seed = 1) : random(seed), db(must(db::Database::open_sqlite(folder.file("test.db")))) {
    begin();
  }
  Office(std::uint64_t seed, std::unique_ptr<db::Database> database) : random(seed), db(std::move(database)) {
    begin();
  }

  void begin() {
    must(db::migrate(*db, migrations()));
    in_transaction([&]() -> Status {
      SEK_TRY(Ledger made, Ledger::create(*db, kOrigin, crypt::SigningKey::generate(random), random, act()));
      ledger = std::make_unique<Ledger>(std::move(made));
      return {};
    });
  }
  void in_transaction(const std::function<Status()>& work) { must(db->in_transaction(work)); }

  Act act() { return {tick(), "os:clerk"}; }
  Instant tick() { return Instant{now.micros += 1'000'000}; }

  Entry entry(const std::string& payload, bool secret = false) {
    return {tick(), "os:clerk", "register.row.added", "contracts 12", payload, secret};
  }
  Checkpoint add(const std::string& payload, bool secret = false) {
    Checkpoint out;
    in_transaction([&]() -> Status {
      const Entry one = entry(payload, secret);
      SEK_TRY(out, ledger->append(*db, {&one, 1}));
      return {};
    });
    return out;
  }
  void add_many(std::size_t count) {
    std::vector<Entry> many;
    for (std::size_t i = 0; i < count; ++i) many.push_back(entry("{\"row\":" + std::to_string(i) + "}"));
    in_transaction([&] {
      const auto done = ledger->append(*db, many);
      return done ? Status() : Status(done.error());
    });
  }
  std::string hand_out(const std::string& to = "監査委員") {
    std::string note;
    in_transaction([&]() -> Status {
      SEK_TRY(note, ledger->hand_out(*db, act(), to));
      return {};
    });
    return note;
  }
  void erase(std::vector<std::uint64_t> indexes, Erase scope = Erase::payload) {
    in_transaction([&] { return ledger->erase(*db, act(), indexes, scope, "保存期間の満了"); });
  }
  void rotate() {
    crypt::SigningKey next = crypt::SigningKey::generate(random);
    in_transaction([&] { return ledger->rotate_key(*db, act(), next); });
    ledger->use_key(std::move(next));
  }
  std::string pack(std::vector<std::string> attached = {}) {
    PackRequest request{"見本組合", tick(), {}, "{\"as_of\":\"2026-11-21\"}"};
    for (const std::string& bytes : attached)
      request.attachments.push_back({"原本 " + std::to_string(bytes.size()), hex(crypt::view(crypt::sha256(bytes))),
                                     bytes.size(), [bytes]() -> Result<std::string> { return bytes; }});
    must(build_pack(*db, *ledger, request, folder.file("pack")));
    return must(files::read(folder.file("pack"), 1u << 30));
  }

  Folder folder;
  SeededRandom random;
  std::unique_ptr<db::Database> db;
  std::unique_ptr<Ledger> ledger;
  Instant now{1'795'000'000'000'000};  // 2026-11-18
};

inline VerifyReport verify(const std::string& pack, const VerifierKey& key,
                           const std::optional<std::string>& note = {}) {
  return must(verify_pack(*source_from_memory(pack), key, note));
}

inline bool has(const VerifyReport& report, std::string_view message) {
  for (const Finding& f : report.findings)
    if (f.message == message) return true;
  return false;
}

}  // namespace sekisho::ledger::testing
