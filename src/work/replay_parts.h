#pragma once

// The parts of the replay (work/replay.h): one a kind of table.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/entry.h"
#include "work/replay.h"

namespace sekisho::work {

// Rows as they were read, with columns by name.
class Table {
 public:
  Table() = default;
  explicit Table(db::Rows rows) : rows_(std::move(rows)) {}
  std::size_t size() const { return rows_.rows.size(); }
  const std::vector<std::string>& columns() const { return rows_.columns; }
  const db::Cell& at(std::size_t row, std::string_view column) const;  // null where there is no such column
  const std::string& text(std::size_t row, std::string_view column) const { return db::text(at(row, column)); }

 private:
  db::Rows rows_;
};

// Collects differences; keeps the first ten.
class Findings {
 public:
  void add(Difference difference);
  void add(const Replay& others);
  Replay take() { return std::move(replay_); }

 private:
  Replay replay_;
};

// Whether a cell holds what a value of a payload says: booleans are 0 and 1, lists |a|b|. A digest of the value, with
// its salt, does as well as the value in clear.
bool holds(const db::Cell& cell, const codec::Value& recorded);
// Whether a row bears the instant of its entry. `exact` is what the payload says of it; entries of the first release
// say nothing, and were made a little after their rows.
bool bears(const std::string& stored, const codec::Value* exact, Instant at);
// SELECT * of the rows whose `key` is among `ids`.
Result<Table> rows_by(db::Database& database, const std::string& table, const std::string& key,
                      const std::vector<std::string>& ids);

class RegisterReplay {
 public:
  RegisterReplay(db::Database& database, const registers::Schemas& schemas, Findings& findings)
      : database_(&database), schemas_(&schemas), findings_(&findings) {}
  Status take(const ledger::StoredEntry& entry, const codec::Value& payload);
  Status finish();

 private:
  struct Recorded {
    std::string row_id;
    std::int64_t version = 0;
    std::string kind;  // added, updated, retired, restored, erased
    Instant at;
    std::optional<codec::Value> payload;  // nothing where erased
    std::optional<std::string> stamp;     // the instant that an import's entry names
    std::string batch;
    bool before_too = false;  // the entry of the version before is erased
  };
  struct Versions;
  void begin_batch(const ledger::StoredEntry& entry, const codec::Value& payload);
  Status flush(const std::string& register_id, std::vector<Recorded>& recorded);
  void compare(const std::string& register_id, const Versions& versions, const Recorded& recorded);
  void compare_stamps(const std::string& register_id, const Versions& versions, const Recorded& recorded,
                      std::size_t row);
  void compare_cells(const std::string& register_id, const Versions& versions, const Recorded& recorded,
                     std::size_t row);
  void compare_erased(const std::string& register_id, const Versions& versions, const Recorded& recorded);
  Status find_unrecorded(const std::string& register_id);
  std::string name_of(const std::string& register_id, const Table& table, std::size_t row) const;
  void found(const std::string& register_id, const std::string& row, const std::string& field, const char* what) {
    findings_->add({register_id, row, field, what});
  }

  db::Database* database_;
  const registers::Schemas* schemas_;
  Findings* findings_;
  std::optional<std::set<std::string>> tables_;  // ids of the registers that the database holds
  std::map<std::string, std::vector<Recorded>> pending_;
  std::map<std::string, std::vector<std::uint64_t>> seen_;  // hashes of row and version
  std::map<std::string, std::int64_t> erased_;              // "register/row" → versions whose entries are erased
  std::string batch_;
  std::string batch_at_;
  std::int64_t batch_left_ = 0;
};

class ObservationReplay {
 public:
  ObservationReplay(db::Database& database, Findings& findings) : database_(&database), findings_(&findings) {}
  Status take(const ledger::StoredEntry& entry, const codec::Value& payload);
  Status finish();

 private:
  Status flush();
  Status check_ends();
  Status find_unrecorded();
  void found(const std::string& row, const std::string& field, const char* what) {
    findings_->add({"observation", row, field, what});
  }

  db::Database* database_;
  Findings* findings_;
  std::vector<std::pair<Instant, codec::Value>> pending_;
  std::vector<std::uint64_t> seen_;
};

// What an office keeps beside its database: the originals, the public key, the note of the ledger as last seen.
Status check_folder(Office& office, Findings& findings);

// Policies, catalogues, imports and the body: few rows, compared at the end.
class DocumentReplay {
 public:
  DocumentReplay(db::Database& database, Findings& findings) : database_(&database), findings_(&findings) {}
  Status take(const ledger::StoredEntry& entry, const codec::Value& payload);
  Status finish();

 private:
  struct Recorded {
    Instant at;
    std::string kind;
    std::string actor;
    codec::Value payload;
  };
  Status check_version(const Recorded& recorded);
  Status check_duties(const Recorded& recorded, const std::string& name);
  Status check_confirmations();
  Status check_catalogs();
  Status check_batches();
  Status check_body();
  void found(const char* table, const std::string& row, const std::string& field, const char* what) {
    findings_->add({table, row, field, what});
  }

  db::Database* database_;
  Findings* findings_;
  std::vector<Recorded> recorded_;
};

}  // namespace sekisho::work
