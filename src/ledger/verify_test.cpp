#include "ledger/verify.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/messages.h"
#include "ledger/pack_format.h"
#include "ledger/testing.h"

using namespace sekisho;
using namespace sekisho::ledger;
using namespace sekisho::ledger::testing;

namespace {

bool long_run() {
  return std::getenv("SEKISHO_LONG") != nullptr;
}

// A ledger with something of everything: secret and erased entries, hand-outs, a rotated key, attachments.
std::string rich_pack(Office& office) {
  office.add_many(5);
  office.add("a secret", true);
  office.hand_out("監査委員");
  office.add("somebody's address");
  office.erase({8});
  office.rotate();
  office.add_many(3);
  office.hand_out("隣の組合");
  office.add("the last");
  return office.pack({"the policy's bytes", "another file"});
}

std::vector<pack::Section> sections_of(const std::string& bytes) {
  const pack::Trailer trailer = pack::decode_trailer(std::string_view(bytes).substr(bytes.size() - pack::kTrailerSize));
  return must(pack::decode_table(
      std::string_view(bytes).substr(trailer.table_offset, bytes.size() - pack::kTrailerSize - trailer.table_offset)));
}

// The digest that the table of sections gives: of the hash list for entries, where they can be read.
Digest digest_of(const std::string& name, const std::string& bytes) {
  if (name.substr(0, pack::kEntries.size()) != pack::kEntries) return crypt::sha256(bytes);
  std::string list;
  for (pack::RecordReader reader(bytes); !reader.at_end();) {
    const auto record = reader.next();
    if (!record) break;
    pack::append_to_hash_list(list, leaf_hash(record->leaf), *record);
  }
  return crypt::sha256(list);
}

// What a forger without the key can do at best: a new table and trailer around sections of his choice, the old
// signature.
std::string reassemble(const std::string& bytes, const std::vector<std::pair<std::string, std::string>>& sections) {
  std::string out(pack::kMagic);
  std::vector<pack::Section> table;
  for (const auto& [name, content] : sections) {
    table.push_back({name, out.size(), content.size(), digest_of(name, content)});
    out += content;
  }
  const std::uint64_t offset = out.size();
  const pack::Trailer old = pack::decode_trailer(std::string_view(bytes).substr(bytes.size() - pack::kTrailerSize));
  return out + pack::encode_table(table) + pack::encode_trailer_without_signature(offset, old.key_id) + old.signature;
}

// The same by the office itself, with its key: a pack whose form and signature are right and whose content is not.
std::string resign(const Office& office, const std::vector<std::pair<std::string, std::string>>& sections) {
  std::string out = reassemble(std::string(pack::kTrailerSize, '\0'), sections);
  out.resize(out.size() - pack::kTrailerSize);
  std::uint64_t offset = pack::kMagic.size();
  for (const auto& section : sections) offset += section.second.size();
  const std::string table = out.substr(offset);
  const std::string trailer = pack::encode_trailer_without_signature(offset, office.ledger->verifier_key().id());
  return out + trailer + office.ledger->key().sign(pack::signed_message(table, trailer));
}

std::vector<std::pair<std::string, std::string>> contents_of(const std::string& bytes) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const pack::Section& s : sections_of(bytes)) out.emplace_back(s.name, bytes.substr(s.offset, s.length));
  return out;
}

std::string& content(std::vector<std::pair<std::string, std::string>>& sections, std::string_view name) {
  for (auto& [n, bytes] : sections)
    if (n == name) return bytes;
  throw std::runtime_error("no such section");
}

}  // namespace

TEST_CASE("an untouched pack answers the three questions") {
  Office office;
  office.add_many(5);
  office.hand_out();
  office.add("after");
  const VerifyReport report = verify(office.pack(), office.ledger->verifier_key());
  CHECK(report.unaltered);
  CHECK(report.findings.empty());
  CHECK(report.body == "見本組合");
  CHECK(report.origin == kOrigin);
  CHECK(report.size == 8);
  CHECK(report.complete_to == 6);
  CHECK_FALSE(report.shown_to.has_value());
  CHECK(report.unanchored_tail == 2);
}

TEST_CASE("a pack of everything verifies") {
  Office office;
  const std::string bytes = rich_pack(office);
  const VerifyReport report = verify(bytes, office.ledger->verifier_key());
  CHECK(report.unaltered);
  CHECK(report.findings.empty());
  CHECK(report.withheld == 1);
  CHECK(report.erased == 1);
  CHECK(report.attachments == 2);
  CHECK(bytes.find("a secret") == std::string::npos);
  CHECK(bytes.find("somebody's address") == std::string::npos);
  CHECK(bytes.find("the policy's bytes") != std::string::npos);
}

TEST_CASE("an entry that was not recorded as secret can be withheld all the same") {
  Office office;
  office.add("{\"networks\":\"10.77.66.0/24\"}");
  office.add("{\"place\":\"office\"}");
  PackRequest request{"見本組合", office.tick(), {}, ""};
  request.stays_in_house = [](const StoredEntry& entry) {
    return !entry.payload || entry.payload->find("networks") != std::string::npos || is_structural(entry.kind);
  };
  const std::string file = office.folder.file("pack");
  CHECK(must(build_pack(*office.db, *office.ledger, request, file)).withheld == 1);
  const std::string bytes = must(files::read(file, 1u << 20));
  const VerifyReport report = verify(bytes, office.ledger->verifier_key());
  CHECK(report.unaltered);
  CHECK(report.withheld == 1);
  CHECK(bytes.find("10.77.66.0/24") == std::string::npos);
  CHECK(bytes.find("\"place\"") != std::string::npos);
}

TEST_CASE("the same history gives the same pack on both databases, byte for byte") {
  Office on_sqlite(3);
  const std::string expected = rich_pack(on_sqlite);
  const std::string url = db::testing::postgresql_url();
  if (url.empty()) return;
  const db::testing::Schema schema(url);
  Office on_postgresql(3, schema.open());
  CHECK(rich_pack(on_postgresql) == expected);
  must(check_stored(*on_postgresql.db));
  CHECK_FALSE(on_postgresql.db->execute("DELETE FROM ledger_entry WHERE idx = 1").has_value());
  CHECK_FALSE(on_postgresql.db->execute("UPDATE ledger_entry SET kind = 'x' WHERE idx = 1").has_value());
  CHECK_FALSE(on_postgresql.db->execute("UPDATE ledger_key SET vkey = 'x'").has_value());
}

TEST_CASE("packs of every size around the section limit verify") {
  Office office;
  for (const std::size_t more : {253u, 1u, 1u, 1u, 254u, 1u, 1u, 700u}) {
    office.add_many(more);
    if (more > 100) office.hand_out();
    const VerifyReport report = verify(office.pack(), office.ledger->verifier_key());
    CHECK(report.unaltered);
    CHECK(report.size == must(size(*office.db)));
  }
}

TEST_CASE("10,000 flipped bytes, all found and placed (a tenth in the short run)") {
  Office office;
  const std::string good = rich_pack(office);
  const VerifierKey key = office.ledger->verifier_key();
  const auto sections = sections_of(good);
  SeededRandom random(20261121);
  const int flips = long_run() ? 10'000 : 1'000;
  int accepted = 0;
  int misplaced = 0;
  for (int i = 0; i < flips; ++i) {
    std::array<std::byte, 8> dice{};
    random.fill(dice);
    std::uint64_t value = 0;
    for (const std::byte b : dice) value = value << 8 | std::to_integer<std::uint64_t>(b);
    const std::size_t at = value % good.size();
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 + (value >> 40) % 255));
    const VerifyReport report = verify(bad, key);
    accepted += report.unaltered ? 1 : 0;
    // A flip inside a section is placed in that section.
    for (const pack::Section& s : sections) {
      if (at < s.offset || at >= s.offset + s.length) continue;
      bool placed = false;
      for (const Finding& f : report.findings)
        placed = placed || (f.section == s.name && f.offset >= s.offset && f.offset <= at);
      misplaced += placed ? 0 : 1;
    }
  }
  CHECK(accepted == 0);
  CHECK(misplaced == 0);
}

TEST_CASE("every flipped bit of the table, the signature and the small sections is found") {
  Office office;
  office.add("x");
  office.hand_out();
  const std::string good = office.pack();
  const VerifierKey key = office.ledger->verifier_key();
  int accepted = 0;
  for (std::size_t bit = 0; bit < good.size() * 8; bit += long_run() ? 1 : 11) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    accepted += verify(bad, key).unaltered ? 1 : 0;
  }
  CHECK(accepted == 0);
}

TEST_CASE("cuts and additions anywhere are found") {
  Office office;
  const std::string good = rich_pack(office);
  const VerifierKey key = office.ledger->verifier_key();
  int accepted = 0;
  for (std::size_t size = 0; size < good.size(); size += 13)
    accepted += verify(good.substr(0, size), key).unaltered ? 1 : 0;
  for (std::size_t at = 0; at <= good.size(); at += 17) {
    accepted += verify(std::string(good).insert(at, "x"), key).unaltered ? 1 : 0;
    if (at < good.size()) accepted += verify(std::string(good).erase(at, 1), key).unaltered ? 1 : 0;
  }
  accepted += verify(good + good, key).unaltered ? 1 : 0;
  CHECK(accepted == 0);
  CHECK(has(verify("", key), "ledger.verify.not_a_pack"));
  CHECK(has(verify(good.substr(0, 40), key), "ledger.verify.ending"));
  CHECK(has(verify(good + "x", key), "ledger.verify.ending"));
}

TEST_CASE("swapped, dropped, repeated and foreign sections are found") {
  Office office;
  office.add_many(600);
  office.hand_out();
  const std::string good = office.pack({"one", "two"});
  const VerifierKey key = office.ledger->verifier_key();
  const auto sections = contents_of(good);
  CHECK(verify(reassemble(good, sections), key).unaltered);
  int accepted = 0;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      auto swapped = sections;
      std::swap(swapped[i].second, swapped[j].second);
      accepted += verify(reassemble(good, swapped), key).unaltered ? 1 : 0;
      accepted += verify(resign(office, swapped), key).unaltered ? 1 : 0;
      std::swap(swapped[i].first, swapped[j].first);
      accepted += verify(resign(office, swapped), key).unaltered ? 1 : 0;
    }
    auto dropped = sections;
    dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
    // The status report may be lacking from a pack that the office signs; nothing else may.
    if (sections[i].first != pack::kStatus) accepted += verify(resign(office, dropped), key).unaltered ? 1 : 0;
    accepted += verify(reassemble(good, dropped), key).unaltered ? 1 : 0;
    auto repeated = sections;
    repeated.insert(repeated.begin() + static_cast<std::ptrdiff_t>(i), sections[i]);
    accepted += verify(resign(office, repeated), key).unaltered ? 1 : 0;
  }
  auto foreign = sections;
  foreign.emplace_back("zzz", "x");
  accepted += verify(resign(office, foreign), key).unaltered ? 1 : 0;
  CHECK(accepted == 0);
}

TEST_CASE("what even the office cannot do with its key: change an entry under an old checkpoint") {
  Office office;
  office.add_many(300);
  office.hand_out();
  office.add_many(300);
  const std::string good = office.pack();
  auto sections = contents_of(good);
  std::string& chunk = content(sections, "entries/0");
  // The payload of one entry, its digest in the leaf and the leaf hash beside it, all made to fit.
  pack::RecordReader reader(chunk);
  std::string rewritten;
  for (std::uint64_t i = 0; !reader.at_end(); ++i) {
    pack::Record record = must(reader.next());
    Leaf leaf = must(decode_leaf(record.leaf));
    std::string bytes;
    if (i == 100) {
      record.payload_bytes = "forged";
      leaf.payload_digest = salted_digest(record.payload_salt, record.payload_bytes);
      bytes = encode(leaf);
      record.leaf = bytes;
      record.hash = leaf_hash(bytes);
    }
    pack::append(rewritten, record);
  }
  chunk = rewritten;
  const VerifyReport report = verify(resign(office, sections), office.ledger->verifier_key());
  CHECK_FALSE(report.unaltered);
  REQUIRE(has(report, "ledger.verify.root"));
  CHECK(report.findings.front().params == MessageParams{{"from", "0"}, {"to", "301"}});
}

TEST_CASE("an entry that is altered, reordered or erased without a record is named") {
  Office office;
  office.add_many(20);
  const std::string good = office.pack();
  const auto with = [&](const std::function<void(std::vector<pack::Record>&)>& change) {
    auto sections = contents_of(good);
    std::string& chunk = content(sections, "entries/0");
    const std::string original = chunk;
    std::vector<pack::Record> records;
    for (pack::RecordReader reader(original); !reader.at_end();) records.push_back(must(reader.next()));
    change(records);
    chunk.clear();
    for (const pack::Record& r : records) pack::append(chunk, r);
    return verify(reassemble(good, sections), office.ledger->verifier_key());
  };
  const auto names = [](const VerifyReport& report, std::string_view message, std::uint64_t entry) {
    for (const Finding& f : report.findings)
      if (f.message == message && f.entry == entry) return !report.unaltered;
    return false;
  };
  CHECK(names(with([](auto& r) { r[7].payload_bytes = "forged"; }), "ledger.verify.entry.payload", 7));
  CHECK(names(with([](auto& r) { r[7].label_salt = r[8].label_salt; }), "ledger.verify.entry.label", 7));
  CHECK(names(with([](auto& r) { r[7].leaf = r[8].leaf; }), "ledger.verify.entry.leaf", 7));
  CHECK(names(with([](auto& r) { std::swap(r[7], r[8]); }), "ledger.verify.entry.order", 7));
  CHECK(names(with([](auto& r) { r.erase(r.begin() + 7); }), "ledger.verify.entry.order", 7));
  CHECK(names(with([](auto& r) { r.insert(r.begin() + 7, r[7]); }), "ledger.verify.entry.order", 8));
  CHECK(names(with([](auto& r) { r[7].payload = pack::Presence::erased; }), "ledger.verify.erasure.unrecorded", 7));
  CHECK(names(with([](auto& r) { r[7].label = pack::Presence::erased; }), "ledger.verify.erasure.unrecorded", 7));
  CHECK(names(with([](auto& r) { r[0].payload = pack::Presence::withheld; }), "ledger.verify.entry.structural", 0));
  CHECK(names(with([](auto& r) { r.pop_back(); }), "ledger.verify.root", 0));
}

TEST_CASE("a wrong key is called a wrong key") {
  Office office;
  Office other(2);
  office.add("{}");
  const VerifyReport report = verify(office.pack(), other.ledger->verifier_key());
  CHECK_FALSE(report.unaltered);
  REQUIRE(has(report, "ledger.verify.key.wrong"));
  CHECK(report.findings.size() == 1);
  CHECK_FALSE(report.complete_to.has_value());
}

TEST_CASE("an earlier key vouches for the one it was rotated to, a lost one does not") {
  Office office;
  const VerifierKey first = office.ledger->verifier_key();
  office.add("{}");
  office.rotate();
  const VerifierKey second = office.ledger->verifier_key();
  office.rotate();
  const VerifyReport report = verify(office.pack(), first);
  CHECK(report.unaltered);
  CHECK(has(report, "ledger.verify.key.later"));
  office.in_transaction([&]() -> Status {
    SEK_TRY(Ledger found, Ledger::open_after_key_loss(*office.db, crypt::SigningKey::generate(office.random),
                                                      office.random, office.act(), "故障"));
    office.ledger = std::make_unique<Ledger>(std::move(found));
    return {};
  });
  const std::string after = office.pack();
  CHECK(verify(after, office.ledger->verifier_key()).unaltered);
  for (const VerifierKey& old : {first, second}) {
    const VerifyReport refused = verify(after, old);
    CHECK_FALSE(refused.unaltered);
    CHECK(has(refused, "ledger.verify.key.lost"));
  }
}

TEST_CASE("a checkpoint that left the house shows what is before it") {
  Office office;
  office.add_many(10);
  const std::string early = office.pack();
  const std::string note = office.hand_out();
  office.add_many(300);
  const VerifierKey key = office.ledger->verifier_key();
  const VerifyReport good = verify(office.pack(), key, note);
  CHECK(good.unaltered);
  CHECK(good.shown_to == 11);
  const std::string late = must(latest_checkpoint(*office.db))->note;
  CHECK(verify(office.pack(), key, late).unanchored_tail == 0);

  const VerifyReport old = verify(early, key, late);
  CHECK_FALSE(old.unaltered);
  CHECK(has(old, "ledger.verify.note.shorter"));
  CHECK(verify(early, key, note).unaltered);  // of the same size

  for (std::size_t i = 0; i < note.size(); ++i) {
    std::string bad = note;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    CHECK_FALSE(verify(early, key, bad).unaltered);
  }
  for (const std::string& bad : {std::string(), note.substr(0, note.size() - 1), note + "\n", note + note})
    CHECK_FALSE(verify(early, key, bad).unaltered);
  Office other(7);
  other.add("{}");
  CHECK(has(verify(early, key, other.hand_out()), "ledger.verify.note.unknown_key"));
}

TEST_CASE("a note signed by a key since rotated away still counts") {
  Office office;
  office.add("{}");
  const std::string note = office.hand_out();
  office.rotate();
  office.add("{}");
  const VerifyReport report = verify(office.pack(), office.ledger->verifier_key(), note);
  CHECK(report.unaltered);
  CHECK(report.shown_to == 2);
}

TEST_CASE("a rewritten history fails against the checkpoint of the lost branch, and a recorded rollback is told") {
  Office office;
  office.add_many(5);
  must(office.db->backup_to(office.folder.file("copy.db")));
  office.add_many(5);
  const std::string lost = office.hand_out();
  const VerifierKey key = office.ledger->verifier_key();
  const std::string seed = office.ledger->key().seed();
  office.db = must(db::Database::open_sqlite(office.folder.file("copy.db")));
  office.ledger =
      std::make_unique<Ledger>(must(Ledger::open(*office.db, must(crypt::SigningKey::from_seed(seed)), office.random)));

  SUBCASE("silently") {
    office.add_many(20);
    const VerifyReport report = verify(office.pack(), key, lost);
    CHECK_FALSE(report.unaltered);
    CHECK(has(report, "ledger.verify.note.differs"));
    CHECK_FALSE(has(report, "ledger.verify.note.rolled_back"));
  }
  SUBCASE("on record, and nobody knows how far the lost branch had grown") {
    const Checkpoint own = must(latest_checkpoint(*office.db))->checkpoint;
    office.in_transaction([&] { return office.ledger->record_rollback(*office.db, office.act(), own, "restore"); });
    CHECK(has(verify(office.pack(), key, lost), "ledger.verify.note.rolled_back"));
    office.add_many(20);
    const VerifyReport report = verify(office.pack(), key, lost);
    CHECK(has(report, "ledger.verify.note.differs"));
    CHECK(has(report, "ledger.verify.note.rolled_back"));
    CHECK(has(verify(office.pack(), key), "ledger.verify.rollback.unknown"));
  }
  SUBCASE("on record") {
    const Checkpoint seen = must(parse_checkpoint(must(parse_note(lost)).text));
    office.in_transaction([&] { return office.ledger->record_rollback(*office.db, office.act(), seen, "restore"); });
    CHECK(has(verify(office.pack(), key, lost), "ledger.verify.note.shorter"));
    office.add_many(20);
    const VerifyReport report = verify(office.pack(), key, lost);
    CHECK_FALSE(report.unaltered);
    CHECK(has(report, "ledger.verify.note.differs"));
    CHECK(has(report, "ledger.verify.note.rolled_back"));
    const VerifyReport alone = verify(office.pack(), key);
    CHECK(alone.unaltered);
    CHECK(has(alone, "ledger.verify.rollback"));
  }
}

TEST_CASE("a database that was tampered with gives no pack") {
  Office office;
  office.add_many(20);
  must(office.db->execute("DROP TRIGGER ledger_entry_fixed"));
  must(office.db->execute("UPDATE ledger_entry SET payload = x'00' WHERE idx = 7"));
  const auto built = build_pack(*office.db, *office.ledger, {"x", office.tick(), {}, ""}, office.folder.file("pack"));
  CHECK(built.error().message == "ledger.damaged");
  CHECK_FALSE(files::exists(office.folder.file("pack")));
  CHECK_FALSE(files::exists(office.folder.file("pack.part")));
}

TEST_CASE("an attachment that changed since it was registered gives no pack") {
  Office office;
  PackRequest request{"x", office.tick(), {}, ""};
  request.attachments.push_back(
      {"a", hex(crypt::view(crypt::sha256("right"))), 5, []() -> Result<std::string> { return std::string("wrong"); }});
  const auto built = build_pack(*office.db, *office.ledger, request, office.folder.file("pack"));
  CHECK(built.error().message == "ledger.attachment.changed");
  CHECK_FALSE(files::exists(office.folder.file("pack")));
}

TEST_CASE("a pack read from a file is the pack read from memory") {
  Office office;
  office.add_many(300);
  const std::string bytes = office.pack();
  const auto source = must(source_from_file(office.folder.file("pack")));
  CHECK(source->size() == bytes.size());
  CHECK(must(verify_pack(*source, office.ledger->verifier_key())).unaltered);
  CHECK(source_from_file(office.folder.file("none")).error().message == "file.not_found");
  CHECK(source_from_file("/").error().message == "file.unreadable");
}

namespace {

// A pack that holds nothing and says that one section of entries is `length` bytes long; the file is sparse.
void write_hollow_pack(const std::string& path, std::uint64_t length) {
  std::uint64_t offset = pack::kMagic.size();
  std::vector<pack::Section> table;
  for (const std::string name : {"about", "keys", "checkpoint", "anchors", "entries/0", "attachments"}) {
    table.push_back({name, offset, name == "entries/0" ? length : 0, {}});
    offset += table.back().length;
  }
  std::ofstream(path, std::ios::binary) << pack::kMagic;
  std::filesystem::resize_file(path, offset);
  std::ofstream(path, std::ios::binary | std::ios::app)
      << pack::encode_table(table) << pack::encode_trailer_without_signature(offset, 0) << std::string(64, 'x');
}

// Notes the longest piece that is asked for.
class Watched final : public PackSource {
 public:
  explicit Watched(const std::string& path) : source_(must(source_from_file(path))) {}
  std::uint64_t size() const override { return source_->size(); }
  Result<std::string> read(std::uint64_t offset, std::uint64_t length) const override {
    for (std::uint64_t seen = longest; seen < length && !longest.compare_exchange_weak(seen, length);) continue;
    return source_->read(offset, length);
  }
  mutable std::atomic<std::uint64_t> longest = 0;

 private:
  std::unique_ptr<PackSource> source_;
};

}  // namespace

TEST_CASE("a section of entries longer than its entries can be is refused unread") {
  static_assert(pack::kRecordLimit == 4'203'696);  // docs/formats/pack.md
  Office office;
  const std::string path = office.folder.file("hollow.pack");
  write_hollow_pack(path, pack::kEntriesLimit + 1);
  const Watched source(path);
  const VerifyReport report = must(verify_pack(source, office.ledger->verifier_key()));
  CHECK_FALSE(report.unaltered);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].message == "ledger.verify.table");
  CHECK(report.findings[0].offset == pack::kMagic.size() + pack::kEntriesLimit + 1);
  CHECK(source.longest < 4096);
}

TEST_CASE("a section of entries is never in memory as a whole") {
  Office office;
  const std::string path = office.folder.file("hollow.pack");
  write_hollow_pack(path, pack::kEntriesLimit);
  const Watched source(path);
  const VerifyReport report = must(verify_pack(source, office.ledger->verifier_key()));
  CHECK_FALSE(report.unaltered);
  CHECK(has(report, "ledger.verify.entry.form"));
  CHECK(source.longest <= 2 * pack::kRecordLimit);
}

TEST_CASE("records longer than the window are read to the last") {
  Office office;
  for (int i = 0; i < 5; ++i) office.add(std::string(kPayloadLimit, static_cast<char>('a' + i)));
  const VerifyReport report = verify(office.pack(), office.ledger->verifier_key());
  CHECK(report.unaltered);
  CHECK(report.size == 6);
}
