// links: ledger
// Two questions about the ledger, each against what the machine can do at best, in one run:
//   durable appends against bare SQLite inserts of the same payload with the same sync   (goal: 0.7)
//   verifying a pack against plain SHA-256 over blocks of 16 KiB, as `openssl speed sha256` (goal: 0.5)
// ledger_bench [FOLDER]: the folder decides which disk is measured; the current one by default.

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "db/database.h"
#include "ledger/ledger.h"
#include "ledger/pack.h"
#include "ledger/read.h"
#include "ledger/verify.h"

using namespace sekisho;
using namespace sekisho::ledger;

namespace {

constexpr int kRounds = 80;
constexpr int kPerRound = 25;  // short: whatever else the machine does falls on both sides
constexpr int kEntries = 50'000;
constexpr double kMega = 1e6;

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

template <typename T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return std::move(result).value();
}
void must(const Status& status) {
  if (!status.has_value()) throw std::runtime_error(status.error().detail);
}

// An observation as the engines send it.
std::string payload(int i) {
  return R"({"source":"log-watch/1","check_id":"log.review/daily","subject":"server-)" + std::to_string(i % 40) +
         R"(","verdict":"pass","measured":{"reviewed":true,"lines":)" + std::to_string(12'000 + i) +
         R"(,"alerts":0},"expected":{"reviewed":true},"covers_from":"2026-11-20T00:00:00Z","covers_to":"2026-11-21T00:00:00Z",)"
         R"("collected_at":"2026-11-21T00:05:00Z","valid_until":"2026-11-28T00:00:00Z","evidence":[")" +
         std::string(64, 'a') + R"("]})";
}

Entry observation(int i) {
  return {Instant{1'795'000'000'000'000 + i}, "system",   "observation",
          "server-" + std::to_string(i % 40), payload(i), false};
}

// One row a transaction, nothing else: what a durable write costs on this disk.
class BareTable {
 public:
  explicit BareTable(const std::string& path) {
    run(sqlite3_open(path.c_str(), &db_));
    run(sqlite3_exec(db_,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE bare (id INTEGER PRIMARY KEY, at TEXT, kind TEXT, payload BLOB)",
                     nullptr, nullptr, nullptr));
    run(sqlite3_prepare_v2(db_, "INSERT INTO bare (at, kind, payload) VALUES (?, ?, ?)", -1, &insert_, nullptr));
  }
  BareTable(const BareTable&) = delete;
  BareTable& operator=(const BareTable&) = delete;
  ~BareTable() {
    sqlite3_finalize(insert_);
    sqlite3_close(db_);
  }
  void add(const Entry& entry) {
    const std::string at = to_rfc3339(entry.at);
    run(sqlite3_bind_text(insert_, 1, at.data(), static_cast<int>(at.size()), SQLITE_STATIC));
    run(sqlite3_bind_text(insert_, 2, entry.kind.data(), static_cast<int>(entry.kind.size()), SQLITE_STATIC));
    run(sqlite3_bind_blob(insert_, 3, entry.payload.data(), static_cast<int>(entry.payload.size()), SQLITE_STATIC));
    if (sqlite3_step(insert_) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    run(sqlite3_reset(insert_));
  }

 private:
  void run(int code) const {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }
  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

struct Office {
  explicit Office(const std::string& path) : db(must(db::Database::open_sqlite(path))), ledger(begin()) {}
  Ledger begin() {
    must(db::migrate(*db, migrations()));
    std::optional<Ledger> made;
    must(db->in_transaction([&]() -> Status {
      SEK_TRY(Ledger created,
              Ledger::create(*db, "sekisho/bench", crypt::SigningKey::generate(random), random, {{1}, "system"}));
      made = std::move(created);
      return {};
    }));
    return std::move(*made);
  }
  void append(const std::vector<Entry>& entries) {
    must(db->in_transaction([&]() -> Status {
      SEK_TRY(const Checkpoint ignored, ledger.append(*db, entries));
      static_cast<void>(ignored);
      return {};
    }));
  }
  SystemRandom random;
  std::unique_ptr<db::Database> db;
  Ledger ledger;
};

void compare_appends(const std::string& folder) {
  BareTable bare(folder + "/bare.db");
  Office office(folder + "/ledger.db");
  double bare_time = 0;
  double ledger_time = 0;
  std::vector<double> ratios;
  int i = 0;
  for (int round = 0; round < kRounds; ++round) {
    auto start = Clock::now();
    for (int n = 0; n < kPerRound; ++n) bare.add(observation(i++));
    const double bare_round = seconds_since(start);
    start = Clock::now();
    for (int n = 0; n < kPerRound; ++n) office.append({observation(i++)});
    const double ledger_round = seconds_since(start);
    bare_time += bare_round;
    ledger_time += ledger_round;
    ratios.push_back(bare_round / ledger_round);
  }
  std::sort(ratios.begin(), ratios.end());
  const double count = kRounds * kPerRound;
  std::printf(
      "durable appends: ledger %.0f/s, bare SQLite inserts %.0f/s: %.2f, median of %d rounds %.2f (goal 0.70)\n",
      count / ledger_time, count / bare_time, bare_time / ledger_time, kRounds, ratios[kRounds / 2]);
}

// Bytes a second: by the clock, and of processor time, which other work on the machine does not slow down as much.
struct Speed {
  double wall = 0;
  double processor = 0;
  void faster_of(const Speed& other) {
    wall = std::max(wall, other.wall);
    processor = std::max(processor, other.processor);
  }
};

template <typename Work>
Speed speed_of(double bytes, Work&& work) {
  const auto start = Clock::now();
  const std::clock_t processor = std::clock();
  work();
  return {bytes / seconds_since(start), bytes * CLOCKS_PER_SEC / static_cast<double>(std::clock() - processor)};
}

Speed hash_speed() {
  constexpr int kBlocks = 2'000;
  const std::string block(16'384, 'x');
  crypt::Sha256 hasher;
  return speed_of(static_cast<double>(block.size()) * kBlocks, [&] {
    for (int i = 0; i < kBlocks; ++i) {
      hasher.add(block);
      hasher.finish();
    }
  });
}

void compare_verification(const std::string& folder) {
  Office office(folder + "/pack.db");
  for (int i = 0; i < kEntries;) {
    std::vector<Entry> batch;
    for (int n = 0; n < 1'000; ++n) batch.push_back(observation(i++));
    office.append(batch);
  }
  const PackSummary pack = must(build_pack(*office.db, office.ledger, {"bench", {2}, {}, ""}, folder + "/pack"));
  const auto source = must(source_from_file(folder + "/pack"));
  Speed hash;
  Speed verify;
  for (int round = 0; round < 20; ++round) {
    hash.faster_of(hash_speed());
    verify.faster_of(speed_of(static_cast<double>(pack.bytes), [&] {
      const VerifyReport report = must(verify_pack(*source, office.ledger.verifier_key()));
      if (!report.unaltered) throw std::runtime_error("the pack does not verify");
    }));
  }
  std::printf(
      "verifying a pack of %d entries, %.1f MB: %.0f MB/s, SHA-256 alone on one core %.0f MB/s: %.2f (goal 0.50)\n",
      kEntries, static_cast<double>(pack.bytes) / kMega, verify.wall / kMega, hash.wall / kMega,
      verify.wall / hash.wall);
  std::printf("  in processor time, all threads together: %.0f and %.0f MB/s: %.2f of SHA-256 for each core it gets\n",
              verify.processor / kMega, hash.processor / kMega, verify.processor / hash.processor);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string folder = std::string(argc > 1 ? argv[1] : ".") + "/ledger_bench.tmp";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    compare_appends(folder);
    compare_verification(folder);
    std::filesystem::remove_all(folder);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ledger_bench: %s\n", error.what());
    return 1;
  }
  return 0;
}
