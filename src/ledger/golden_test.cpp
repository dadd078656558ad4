// Packs of fixed histories, kept under tests/verify/data/: what was once handed out must verify for ever, so the format
// of version 1 may not move by a byte. After a deliberate change of a history, SEKISHO_WRITE_GOLDEN=1 writes them
// again.

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "ledger/testing.h"

using namespace sekisho;
using namespace sekisho::ledger;
using namespace sekisho::ledger::testing;

namespace {

using Files = std::map<std::string, std::string>;

std::string vkey(const Office& office) {
  return office.ledger->verifier_key().line() + "\n";
}

// Something of everything: secret and erased entries, checkpoints that left, a rotated key, attached files.
void rich(Files& files) {
  Office office(3);
  files["rich-first.vkey"] = vkey(office);
  office.add_many(5);
  office.add("a secret", true);
  files["rich-7.note"] = office.hand_out("監査委員");
  office.add("somebody's address");
  office.add("somebody's name and number");
  office.erase({8});
  office.erase({9}, Erase::payload_and_label);
  office.rotate();
  office.add_many(3);
  files["rich-16.note"] = office.hand_out("隣の組合");
  office.add("the last");
  files["rich.pack"] = office.pack({"the policy's bytes", "another file"});
  files["rich.vkey"] = vkey(office);
}

// More entries than one section holds, and a checkpoint inside the first one.
void longer(Files& files) {
  Office office(4);
  office.add_many(99);
  files["longer-100.note"] = office.hand_out("印刷");
  office.add_many(180);
  files["longer.pack"] = office.pack();
  files["longer.vkey"] = vkey(office);
}

// Put back from a backup, on record; and then the key was lost.
void restored(Files& files) {
  Office office(5);
  office.add_many(5);
  must(office.db->backup_to(office.folder.file("copy.db")));
  const std::string seed = office.ledger->key().seed();
  office.add_many(5);
  files["restored-lost-branch.note"] = office.hand_out("印刷");
  const Checkpoint seen = must(latest_checkpoint(*office.db))->checkpoint;
  office.db = must(db::Database::open_sqlite(office.folder.file("copy.db")));
  office.ledger =
      std::make_unique<Ledger>(must(Ledger::open(*office.db, must(crypt::SigningKey::from_seed(seed)), office.random)));
  office.in_transaction(
      [&] { return office.ledger->record_rollback(*office.db, office.act(), seen, "ディスクの故障"); });
  office.add_many(20);
  files["restored.pack"] = office.pack();
  files["restored.vkey"] = vkey(office);
  office.in_transaction([&]() -> Status {
    SEK_TRY(Ledger found, Ledger::open_after_key_loss(*office.db, crypt::SigningKey::generate(office.random),
                                                      office.random, office.act(), "端末の故障"));
    office.ledger = std::make_unique<Ledger>(std::move(found));
    return {};
  });
  files["new-key.pack"] = office.pack();
  files["new-key.vkey"] = vkey(office);
}

}  // namespace

TEST_CASE("the packs under tests/verify/data are made again byte for byte") {
  Files files;
  rich(files);
  longer(files);
  restored(files);
  const std::string folder = std::string(SEKISHO_SOURCE_DIR) + "/tests/verify/data/";
  const bool write = std::getenv("SEKISHO_WRITE_GOLDEN") != nullptr;
  for (const auto& [name, bytes] : files) {
    CAPTURE(name);
    if (write) must(sekisho::files::write_atomically(folder + name, bytes, 0644));
    CHECK((must(sekisho::files::read(folder + name, 1u << 20)) == bytes));
  }
}
