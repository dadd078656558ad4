#include "ledger/report.h"

#include <doctest/doctest.h>

#include <sstream>

#include "app/embedded.h"
#include "codec/catalog.h"
#include "ledger/testing.h"

using namespace sekisho;
using namespace sekisho::ledger;
using namespace sekisho::ledger::testing;

namespace {

struct Run {
  int status = 0;
  std::string out;
  std::string err;
};

Run run(const VerifyCommand& command) {
  std::ostringstream out;
  std::ostringstream err;
  Run result;
  result.status = run_verify(command, must(codec::load_messages(app::embedded_catalog())), out, err);
  result.out = out.str();
  result.err = err.str();
  return result;
}

}  // namespace

TEST_CASE("the report says the three answers in words") {
  Office office;
  office.add("{}", true);
  must(files::write_atomically(office.folder.file("note"), office.hand_out()));
  office.pack();
  must(files::write_atomically(office.folder.file("vkey"), office.ledger->verifier_key().line() + "\n"));
  VerifyCommand command{{office.folder.file("pack")}, office.folder.file("vkey"), {}, false, Language::en};

  SUBCASE("in English") {
    const Run result = run(command);
    CHECK(result.status == 0);
    CHECK(
        result.out ==
        "Verification of the audit pack " + office.folder.file("pack") +
            "\n"
            "Body 見本組合 · ledger sekisho/test · 3 entries · 0 attached files\n"
            "1. Unaltered: not a byte has changed since it was signed.\n"
            "2. Complete up to checkpoint 2: all entries up to the last checkpoint recorded as handed out are here. If "
            "you "
            "hold a checkpoint note, compare it with --checkpoint.\n"
            "3. Unanchored tail: 1 entries after the last checkpoint are not yet backed by a copy outside the house.\n"
            "1 entries withheld (secret) and 0 lawfully erased; the tree verifies with them.\n");
  }
  SUBCASE("in Japanese, with a checkpoint") {
    command.language = Language::ja;
    command.checkpoint_file = office.folder.file("note");
    const Run result = run(command);
    CHECK(result.status == 0);
    CHECK(result.out.find("1. 改変なし") != std::string::npos);
    CHECK(result.out.find("2. 記録点 2 まで欠落なし：お手元の記録点（2 件目まで）と照らして") != std::string::npos);
  }
  SUBCASE("as JSON") {
    command.json = true;
    const Run result = run(command);
    const codec::Value value = must(codec::parse_json(result.out));
    CHECK(*value.find("unaltered")->boolean());
    CHECK(value.integer_or("complete_to", 0) == 2);
    CHECK(value.find("shown_to")->is_null());
    CHECK(value.integer_or("unanchored_tail", 0) == 1);
    CHECK(value.find("findings")->array()->empty());
  }
  SUBCASE("of an altered pack, with the place") {
    std::string bytes = must(files::read(office.folder.file("pack"), 1u << 20));
    const std::size_t at = bytes.find("os:clerk");
    bytes[at] = 'O';
    must(files::write_atomically(office.folder.file("pack"), bytes));
    const Run result = run(command);
    CHECK(result.status == 1);
    CHECK(result.out.find("1. ALTERED") != std::string::npos);
    CHECK(result.out.find("Who did it, or to what, was altered. (byte ") != std::string::npos);
    CHECK(result.out.find(", section entries/0, entry 0)") != std::string::npos);
    CHECK(result.out.find('{') == std::string::npos);
  }
  SUBCASE("several files: the worst counts") {
    must(files::write_atomically(office.folder.file("other"), "no pack"));
    command.files.push_back(office.folder.file("other"));
    CHECK(run(command).status == 1);
    command.files.push_back(office.folder.file("none"));
    const Run result = run(command);
    CHECK(result.status == 2);
    CHECK(result.err.find(office.folder.file("none")) != std::string::npos);
  }
  SUBCASE("a key file that holds no key is bad usage") {
    command.key_file = office.folder.file("pack");
    CHECK(run(command).status == 2);
    command.key_file = office.folder.file("none");
    CHECK(run(command).status == 2);
  }
}

TEST_CASE("every message of a finding has both languages and no placeholder left") {
  const Messages messages = must(codec::load_messages(app::embedded_catalog()));
  for (const char* id : {"not_a_pack",
                         "ending",
                         "table",
                         "section",
                         "signature",
                         "content",
                         "key.wrong",
                         "key.lost",
                         "key.chain",
                         "key.later",
                         "keys",
                         "root",
                         "checkpoint",
                         "anchors",
                         "anchor.signature",
                         "anchor.proof",
                         "attachment",
                         "entry.form",
                         "entry.leaf",
                         "entry.order",
                         "entry.label",
                         "entry.payload",
                         "entry.structural",
                         "erasure.unrecorded",
                         "note.damaged",
                         "note.signature",
                         "note.unknown_key",
                         "note.other_ledger",
                         "note.shorter",
                         "note.differs",
                         "note.rolled_back",
                         "rollback"}) {
    CAPTURE(id);
    CHECK(messages.has(std::string("ledger.verify.") + id));
  }
}
