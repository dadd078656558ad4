#include "ledger/ledger.h"

#include <doctest/doctest.h>

#include "ledger/last_seen.h"
#include "ledger/testing.h"

using namespace sekisho;
using namespace sekisho::ledger;
using namespace sekisho::ledger::testing;

TEST_CASE("a new ledger holds the entry that made it") {
  Office office;
  CHECK(must(size(*office.db)) == 1);
  const StoredEntry first = must(entry(*office.db, 0));
  CHECK(first.kind == "ledger.created");
  CHECK(first.label->actor == "os:clerk");
  CHECK(must(current_key(*office.db)) == office.ledger->verifier_key());
  const auto again =
      Ledger::create(*office.db, kOrigin, crypt::SigningKey::generate(office.random), office.random, office.act());
  CHECK(again.error().message == "ledger.exists");
}

TEST_CASE("what is appended is read as it was, and the leaf holds none of it in clear") {
  Office office;
  office.add("{\"name\":\"関所 太郎\"}", true);
  const StoredEntry read = must(entry(*office.db, 1));
  CHECK(read.index == 1);
  CHECK(read.kind == "register.row.added");
  CHECK(read.label == Label{"os:clerk", "contracts 12"});
  CHECK(*read.payload == "{\"name\":\"関所 太郎\"}");
  CHECK(read.secret);
  CHECK(read.label_salt.size() == 32);
  CHECK(read.payload_salt.size() == 32);
  CHECK(read.label_salt != read.payload_salt);
  for (const char* clear : {"関所", "clerk", "contracts"}) CHECK(read.leaf.find(clear) == std::string::npos);
  const Leaf leaf = must(decode_leaf(read.leaf));
  CHECK(leaf.payload_digest == salted_digest(read.payload_salt, *read.payload));
  CHECK(leaf.at == read.at);
}

TEST_CASE("every append signs a checkpoint of the whole tree") {
  Office office;
  for (int i = 0; i < 20; ++i) office.add("{}");
  office.add_many(300);
  std::vector<StoredCheckpoint> all;
  must(each_checkpoint(*office.db, [&](const StoredCheckpoint& c) -> Status {
    all.push_back(c);
    return {};
  }));
  CHECK(all.size() == 22);
  CHECK(all.back().checkpoint.size == 321);
  for (const StoredCheckpoint& c : all) {
    const SignedNote note = must(parse_note(c.note));
    CHECK(signed_by(note, office.ledger->verifier_key()) == Signed::yes);
    CHECK(must(root_at(c.checkpoint.size, node_reader(*office.db))) == c.checkpoint.root);
  }
  CHECK(must(checkpoint_at(*office.db, 10)).checkpoint.size == 10);
  CHECK(checkpoint_at(*office.db, 100).error().code == Code::not_found);
  must(check_stored(*office.db));
}

TEST_CASE("proofs from the stored nodes hold") {
  Office office;
  office.add_many(99);
  const StoredCheckpoint last = *must(latest_checkpoint(*office.db));
  const NodeReader nodes = node_reader(*office.db);
  for (const std::uint64_t index : {0u, 1u, 50u, 63u, 64u, 99u}) {
    const auto proof = must(inclusion_proof(index, 100, nodes));
    CHECK(verify_inclusion(leaf_hash(must(entry(*office.db, index)).leaf), index, 100, proof, last.checkpoint.root));
  }
  const auto proof = must(consistency_proof(37, 100, nodes));
  CHECK(verify_consistency(37, must(root_at(37, nodes)), 100, last.checkpoint.root, proof));
}

TEST_CASE("an append that is rolled back leaves no trace and no gap") {
  Office office;
  office.add("{}");
  const Status failed = office.db->in_transaction([&]() -> Status {
    const Entry lost = office.entry("lost");
    SEK_TRY(const Checkpoint ignored, office.ledger->append(*office.db, {&lost, 1}));
    static_cast<void>(ignored);
    return fail(Code::conflict, "the change did not work out");
  });
  CHECK(failed.error().code == Code::conflict);
  CHECK(office.add("{}").size == 3);
  must(check_stored(*office.db));
}

TEST_CASE("entries out of form and kinds of the ledger's own are refused") {
  Office office;
  const auto refused = [&](Entry bad) {
    const Status status = office.db->in_transaction([&]() -> Status {
      SEK_TRY(const Checkpoint ignored, office.ledger->append(*office.db, {&bad, 1}));
      static_cast<void>(ignored);
      return {};
    });
    return !status.has_value() && status.error().message == "ledger.entry.refused";
  };
  const Entry good = office.entry("{}");
  for (const char* kind : {"", "Register", "a b", "ledger.created", "1a", "あ"}) {
    Entry bad = good;
    bad.kind = kind;
    CHECK(refused(bad));
  }
  Entry bad = good;
  bad.actor = "";
  CHECK(refused(bad));
  bad = good;
  bad.subject = "a\nb";
  CHECK(refused(bad));
  bad = good;
  bad.subject = "\xff";
  CHECK(refused(bad));
  bad = good;
  bad.payload.assign(kPayloadLimit + 1, 'x');
  CHECK(refused(bad));
  bad = good;
  bad.at.micros = -1;
  CHECK(refused(bad));
  CHECK(must(size(*office.db)) == 1);
}

TEST_CASE("a ledger is opened with its own key alone, and goes on where it stood") {
  Office office;
  office.add_many(10);
  crypt::SigningKey same = must(crypt::SigningKey::from_seed(office.ledger->key().seed()));
  Ledger opened = must(Ledger::open(*office.db, std::move(same), office.random));
  CHECK(opened.origin() == kOrigin);
  office.ledger = std::make_unique<Ledger>(std::move(opened));
  CHECK(office.add("{}").size == 12);
  must(check_stored(*office.db));
  const auto other = Ledger::open(*office.db, crypt::SigningKey::generate(office.random), office.random);
  CHECK(other.error().message == "ledger.key.other");
}

TEST_CASE("rows cannot be changed or deleted, only erased") {
  Office office;
  office.add("{}");
  CHECK_FALSE(office.db->execute("DELETE FROM ledger_entry WHERE idx = 1").has_value());
  CHECK_FALSE(office.db->execute("UPDATE ledger_entry SET kind = 'x' WHERE idx = 1").has_value());
  CHECK_FALSE(office.db->execute("UPDATE ledger_entry SET actor = 'x' WHERE idx = 1").has_value());
  CHECK_FALSE(office.db->execute("UPDATE ledger_entry SET root = NULL WHERE idx = 1").has_value());
  CHECK_FALSE(office.db->execute("DELETE FROM ledger_key").has_value());
  must(check_stored(*office.db));
}

TEST_CASE("what somebody changes behind the ledger's back is found") {
  const auto broken = [](const std::function<void(db::Database&)>& change) {
    Office office;
    office.add_many(20);
    office.hand_out();
    for (const char* trigger : {"ledger_entry_kept", "ledger_entry_fixed", "ledger_anchor_kept", "ledger_anchor_fixed",
                                "ledger_key_kept", "ledger_key_fixed"})
      must(office.db->execute(db::GeneratedSql(std::string("DROP TRIGGER ") + trigger)));
    must(check_stored(*office.db));
    change(*office.db);
    return check_stored(*office.db).error().message == "ledger.damaged";
  };
  CHECK(broken([](db::Database& db) { must(db.execute("DELETE FROM ledger_entry WHERE idx = 7")); }));
  CHECK(broken([](db::Database& db) { must(db.execute("DELETE FROM ledger_entry WHERE idx = 20")); }));
  CHECK(broken([](db::Database& db) { must(db.execute("UPDATE ledger_entry SET payload = x'00' WHERE idx = 7")); }));
  CHECK(broken([](db::Database& db) { must(db.execute("UPDATE ledger_entry SET actor = 'x' WHERE idx = 7")); }));
  CHECK(broken([](db::Database& db) { must(db.execute("UPDATE ledger_entry SET kind = 'x' WHERE idx = 7")); }));
  CHECK(
      broken([](db::Database& db) { must(db.execute("UPDATE ledger_entry SET nodes = zeroblob(32) WHERE idx = 7")); }));
  CHECK(
      broken([](db::Database& db) { must(db.execute("UPDATE ledger_entry SET root = zeroblob(32) WHERE idx = 20")); }));
  // What no entry tells of: an erasure, a key, what was handed out.
  CHECK(broken([](db::Database& db) {
    must(db.execute("UPDATE ledger_entry SET payload = NULL, payload_salt = NULL WHERE idx = 7"));
  }));
  CHECK(broken([](db::Database& db) {
    must(db.execute("UPDATE ledger_entry SET actor = NULL, subject = NULL, label_salt = NULL WHERE idx = 7"));
  }));
  CHECK(broken([](db::Database& db) { must(db.execute("UPDATE ledger_key SET event = 'lost'")); }));
  CHECK(broken([](db::Database& db) { must(db.execute("DELETE FROM ledger_anchor")); }));
  CHECK(broken([](db::Database& db) { must(db.execute("UPDATE ledger_anchor SET recipient = 'x'")); }));
}

TEST_CASE("erasing takes the content and leaves the tree") {
  Office office;
  office.add("personal one");
  office.add("personal two");
  office.erase({1});
  office.erase({2}, Erase::payload_and_label);
  const StoredEntry one = must(entry(*office.db, 1));
  CHECK_FALSE(one.payload.has_value());
  CHECK(one.payload_salt.empty());
  CHECK(one.label.has_value());
  const StoredEntry two = must(entry(*office.db, 2));
  CHECK_FALSE(two.payload.has_value());
  CHECK_FALSE(two.label.has_value());
  CHECK(two.label_salt.empty());
  CHECK(must(entry(*office.db, 3)).kind == "ledger.erased");
  must(check_stored(*office.db));
  const auto erase = [&](std::uint64_t index) {
    return office.db->in_transaction([&] {
      return office.ledger->erase(*office.db, office.act(), {&index, 1}, Erase::payload, "x");
    });
  };
  CHECK(erase(0).error().message == "ledger.erase.structural");
  CHECK(erase(99).error().message == "ledger.entry.none");
}

TEST_CASE("a rotated key signs what follows, and both sign the entry that names it") {
  Office office;
  const VerifierKey old_key = office.ledger->verifier_key();
  office.rotate();
  const VerifierKey new_key = office.ledger->verifier_key();
  office.add("{}");
  CHECK(must(current_key(*office.db)) == new_key);
  const SignedNote both = must(parse_note(must(checkpoint_at(*office.db, 2)).note));
  CHECK(signed_by(both, old_key) == Signed::yes);
  CHECK(signed_by(both, new_key) == Signed::yes);
  const SignedNote after = must(parse_note(must(checkpoint_at(*office.db, 3)).note));
  CHECK(signed_by(after, old_key) == Signed::unknown_key);
  CHECK(signed_by(after, new_key) == Signed::yes);
  must(check_stored(*office.db));
}

TEST_CASE("after the loss of the key a new one goes on, and says so") {
  Office office;
  office.add("{}");
  office.in_transaction([&]() -> Status {
    SEK_TRY(Ledger found, Ledger::open_after_key_loss(*office.db, crypt::SigningKey::generate(office.random),
                                                      office.random, office.act(), "端末の故障"));
    office.ledger = std::make_unique<Ledger>(std::move(found));
    return {};
  });
  CHECK(must(entry(*office.db, 2)).kind == "ledger.key.lost");
  CHECK(must(current_key(*office.db)) == office.ledger->verifier_key());
  office.add("{}");
  must(check_stored(*office.db));
}

TEST_CASE("a checkpoint seen outside the database tells a rollback and a fork") {
  Office office;
  const std::string path = office.folder.file("last_checkpoint");
  CHECK_FALSE(must(recall(path)).has_value());
  office.add_many(5);
  must(office.db->backup_to(office.folder.file("copy.db")));
  office.add_many(5);
  must(remember(path, must(latest_checkpoint(*office.db))->note));
  const Checkpoint seen = must(parse_checkpoint(must(recall(path))->text));
  CHECK(seen.size == 11);
  CHECK(must(compare(*office.db, seen)) == Standing::agrees);

  auto restored = must(db::Database::open_sqlite(office.folder.file("copy.db")));
  CHECK(must(compare(*restored, seen)) == Standing::rolled_back);
  Ledger ledger =
      must(Ledger::open(*restored, must(crypt::SigningKey::from_seed(office.ledger->key().seed())), office.random));
  must(restored->in_transaction([&] { return ledger.record_rollback(*restored, office.act(), seen, "restore"); }));
  const StoredEntry record = must(entry(*restored, 6));
  CHECK(record.kind == "ledger.rolled_back");
  CHECK(record.payload->find("\"from\":11") != std::string::npos);
  CHECK(record.payload->find("\"to\":6") != std::string::npos);
  CHECK(record.payload->find("extent") == std::string::npos);
  std::vector<Entry> more(9, office.entry("{}"));
  must(restored->in_transaction([&]() -> Status {
    SEK_TRY(const Checkpoint ignored, ledger.append(*restored, more));
    static_cast<void>(ignored);
    return {};
  }));
  CHECK(must(compare(*restored, seen)) == Standing::forked);

  must(files::write_atomically(path, "damaged"));
  CHECK(recall(path).error().message == "ledger.last_seen.damaged");
}

TEST_CASE("a restore that nobody can date says so, and a new key is no part of what was restored") {
  Office office;
  office.add_many(5);
  const Checkpoint own = must(latest_checkpoint(*office.db))->checkpoint;
  const Act act = office.act();
  office.in_transaction([&]() -> Status {
    SEK_TRY(Ledger found, Ledger::open_after_key_loss(*office.db, crypt::SigningKey::generate(office.random),
                                                      office.random, act, "the backup holds no key"));
    return found.record_rollback(*office.db, act, own, "restored");
  });
  const StoredEntry record = must(entry(*office.db, 7));
  CHECK(record.kind == "ledger.rolled_back");
  CHECK(record.payload->find("\"from\":6") != std::string::npos);
  CHECK(record.payload->find("\"to\":6") != std::string::npos);
  CHECK(record.payload->find("\"extent\":\"unknown\"") != std::string::npos);
}
