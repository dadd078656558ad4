#include "controls/evaluate.h"

#include <doctest/doctest.h>

#include "app/embedded.h"
#include "codec/catalog.h"
#include "controls/not_triggered.h"
#include "controls/observation.h"
#include "controls/status.h"
#include "controls/status_json.h"
#include "db/testing.h"

namespace sekisho::controls {
namespace {

using db::testing::on_both;

const char* const concepts_text = R"(
[[concept]]
id = "technical.malware"
area = 5
title = { ja = "マルウェア", en = "Malware" }
[[concept]]
id = "outsource.contract"
area = 7
title = { ja = "契約", en = "Contracts" }
[[concept]]
id = "umbrella"
area = 0
control = false
title = { ja = "柱書", en = "Umbrella" }
[[concept]]
id = "other"
area = 0
control = false
title = { ja = "その他", en = "Other" }
[[area]]
number = 5
title = { ja = "技術", en = "Technical" }
[[area]]
number = 7
title = { ja = "委託", en = "Outsourcing" }
)";

const char* const head = R"(
title = { ja = "点検済みである", en = "inspected" }
why = { ja = "理由", en = "why" }
fix = { ja = "端末台帳に点検日を書く", en = "write the day" }
)";

const std::string terminals_control = R"(id = "technical.malware.terminals"
concepts = ["technical.malware"]
validity = "P1M"
)" + std::string(head) + R"(
[[check]]
id = "inspected"
observed = true
subjects = "SELECT t.number AS subject, t.checked_on AS proven_at FROM terminals t"
offenders = "SELECT t.number AS subject, 'unprotected' AS reason, t.place AS detail FROM terminals t WHERE t.malware = 0"
[reasons]
unprotected = { ja = "端末「{subject}」（{detail}）に対策がありません", en = "{subject} ({detail}) is unprotected" }
)";

const std::string contracts_control = R"(id = "outsource.contract.clauses"
concepts = ["outsource.contract"]
)" + std::string(head) + R"(
[[check]]
id = "clauses"
when_empty = "not_triggered"
subjects = "SELECT c.number AS subject, 'attested' AS grade FROM contracts c"
[trigger]
query = "SELECT c.number FROM contracts c"
complete = ["contracts"]
not_triggered = { ja = "委託はありません", en = "no outsourcing" }
)";

const std::vector<db::View> views = {
    {"terminals", "SELECT number, place, malware, checked_on FROM t_terminals"},
    {"contracts", "SELECT number FROM t_contracts"},
    {"declarations",
     "SELECT register_id || declared_on AS row_id, register_id, declared_on, period_end FROM t_declarations"},
    {"exceptions",
     "SELECT concept, duty, approved_by, approved_on, expires_on, ended_on, approved_on AS from_at FROM t_exceptions"},
    {"scope_decisions",
     "SELECT kind, document, clause, sentence, concept, reason, approved_by, approved_on, ends_on, lgwan_connected, "
     "large_personal_data, approved_on AS from_at FROM t_scope"},
};

void make_tables(db::Database& database) {
  REQUIRE(db::migrate(database, migrations()));
  REQUIRE(database.execute(db::Sql(
      "CREATE TABLE t_terminals (number TEXT, place TEXT, malware INTEGER, checked_on TEXT) STRICT;"
      "CREATE TABLE t_contracts (number TEXT) STRICT;"
      "CREATE TABLE t_declarations (register_id TEXT, declared_on TEXT, period_end TEXT) STRICT;"
      "CREATE TABLE t_exceptions (concept TEXT, duty TEXT, approved_by TEXT, approved_on TEXT, expires_on TEXT, "
      "ended_on TEXT) STRICT;"
      "CREATE TABLE t_scope (kind TEXT, document TEXT, clause TEXT, sentence INTEGER, concept TEXT, reason TEXT, "
      "approved_by TEXT, "
      "approved_on TEXT, ends_on TEXT, lgwan_connected INTEGER, large_personal_data INTEGER) STRICT",
      "CREATE TABLE t_terminals (number TEXT COLLATE \"C\", place TEXT COLLATE \"C\", malware BIGINT, checked_on TEXT "
      "COLLATE \"C\");"
      "CREATE TABLE t_contracts (number TEXT COLLATE \"C\");"
      "CREATE TABLE t_declarations (register_id TEXT COLLATE \"C\", declared_on TEXT COLLATE \"C\", period_end TEXT "
      "COLLATE \"C\");"
      "CREATE TABLE t_exceptions (concept TEXT COLLATE \"C\", duty TEXT COLLATE \"C\", approved_by TEXT COLLATE \"C\", "
      "approved_on TEXT COLLATE \"C\", expires_on TEXT COLLATE \"C\", ended_on TEXT COLLATE \"C\");"
      "CREATE TABLE t_scope (kind TEXT COLLATE \"C\", document TEXT COLLATE \"C\", clause TEXT COLLATE \"C\", sentence "
      "BIGINT, concept "
      "TEXT COLLATE \"C\", reason TEXT COLLATE \"C\", approved_by TEXT COLLATE \"C\", approved_on TEXT COLLATE \"C\", "
      "ends_on TEXT "
      "COLLATE \"C\", lgwan_connected BIGINT, large_personal_data BIGINT)")));
}

void insert(db::Database& database, const std::string& into) {
  REQUIRE(database.execute(db::GeneratedSql("INSERT INTO " + into)));
}

Concepts concepts() {
  return Concepts::load({{"concepts.toml", concepts_text}}).value();
}

Evaluator evaluator(const std::map<std::string, std::string>& controls) {
  CatalogFiles files;
  for (const auto& [name, text] : controls) files["controls/" + name + ".toml"] = text;
  return {Catalog::load(files, concepts()).value(), views};
}

Evaluator standard() {
  return evaluator({{"a", terminals_control}, {"b", contracts_control}});
}

const Instant now = parse_rfc3339("2026-11-21T03:00:00Z").value();

Evaluation evaluated(db::Database& database, const Evaluator& with = standard()) {
  auto result = with.run(database, "local_public_body", now);
  REQUIRE(result);
  return std::move(*result);
}

Verdict verdict_of(const Evaluation& evaluation, const std::string& control) {
  return evaluation.find(control)->own.verdict;
}

// Subject by subject: pass, fail, open or stale.
std::string states(const Evaluation& evaluation) {
  const CheckResult& check = evaluation.find("technical.malware.terminals")->checks.at(0);
  std::string out;
  for (std::size_t i = 0; i < check.subjects.size(); ++i) {
    const Resolved& resolved = check.state.subjects[i];
    const char* open = resolved.stale ? "stale" : "open";
    const char* shown = resolved.resolution == Resolution::pass   ? "pass"
                        : resolved.resolution == Resolution::fail ? "fail"
                                                                  : open;
    out += check.subjects[i] + ":" + shown + " ";
  }
  return out;
}

void observe(db::Database& database, const std::string& check, const std::string& subject, Outcome outcome,
             const std::string& on = "2026-11-20T00:00:00Z") {
  Observation one;
  one.check_id = check;
  one.source = "scanner";
  one.subject = subject;
  one.verdict = outcome;
  one.measured = "0";
  one.expected = "1";
  one.collected_at = parse_rfc3339(on).value();
  one.grade = Grade::proved;
  SeededRandom random(std::hash<std::string>{}(check + subject + on));
  REQUIRE(record(database, std::vector{one}, one.collected_at, random));
}

TEST_CASE("rows are evidence while they are fresh, and a failed row is an offence") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(
        database,
        "t_terminals VALUES ('PC-1', '1F', 1, '2026-11-01'), ('PC-2', '2F', 1, '2026-09-01'), ('PC-3', '3F', 1, NULL), "
        "('PC-4', '4F', 0, '2026-11-01'), ('PC-5', '5F', 1, '2026-12-01'), ('PC-6', '6F', 1, '2026-10-21')");
    const Evaluation evaluation = evaluated(database);
    CHECK(states(evaluation) == "PC-1:pass PC-2:stale PC-3:open PC-4:fail PC-5:open PC-6:pass ");
    const ControlResult& control = *evaluation.find("technical.malware.terminals");
    CHECK(control.own == Judgement{Verdict::partly, Grade::recorded, true, 2, 1, 3});
    REQUIRE(control.checks[0].offences.size() == 1);
    CHECK(control.checks[0].offences[0].reason == "unprotected");
    CHECK(control.checks[0].offences[0].detail == "4F");
  });
}

TEST_CASE("several things of one name: the weakest row counts, and no pass of an observation") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database,
           "t_terminals VALUES ('PC-1', '1F', 1, '2026-11-01'), ('PC-1', '2F', 1, '2026-01-01'),"
           " ('PC-2', '1F', 1, '2026-11-01'), ('PC-2', '2F', 1, NULL),"
           " ('PC-3', '1F', 1, '2026-11-01'), ('PC-3', '2F', 1, '2026-11-02'),"
           " ('PC-4', '1F', 1, '2026-11-01'), ('PC-4', '2F', 1, '2026-11-02')");
    observe(database, "technical.malware.terminals", "PC-2", Outcome::pass);
    observe(database, "technical.malware.terminals", "PC-4", Outcome::fail);
    CHECK(states(evaluated(database)) == "PC-1:stale PC-2:open PC-3:pass PC-4:fail ");
  });
}

TEST_CASE("observations count for the control and for its check, and only for its subjects") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database,
           "t_terminals VALUES ('PC-1', '1F', 1, NULL), ('PC-2', '2F', 1, '2026-11-01'), ('PC-3', '3F', 1, NULL)");
    observe(database, "technical.malware.terminals", "PC-1", Outcome::pass);
    observe(database, "technical.malware.terminals/inspected", "PC-2", Outcome::fail);
    observe(database, "technical.malware", "PC-3", Outcome::pass);
    observe(database, "technical.malware.terminals", "PC-9", Outcome::fail);
    const Evaluation evaluation = evaluated(database);
    CHECK(states(evaluation) == "PC-1:pass PC-2:fail PC-3:open ");
    const Offence& offence = evaluation.find("technical.malware.terminals")->checks[0].offences.at(0);
    CHECK(offence.detail == "0 (≠ 1)");
  });
}

TEST_CASE("a passing observation runs out with the control's validity, a failure never") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_terminals VALUES ('PC-1', '1F', 1, NULL), ('PC-2', '2F', 1, NULL)");
    observe(database, "technical.malware.terminals", "PC-1", Outcome::pass, "2026-09-01T00:00:00Z");
    observe(database, "technical.malware.terminals", "PC-2", Outcome::fail, "2026-09-01T00:00:00Z");
    CHECK(states(evaluated(database)) == "PC-1:stale PC-2:fail ");
  });
}

TEST_CASE("who is only named as an offender is a subject too") {
  on_both([](db::Database& database) {
    make_tables(database);
    std::string control = terminals_control;
    control.replace(control.find("FROM terminals t\""), 17, "FROM terminals t WHERE t.place <> '4F'\"");
    insert(database, "t_terminals VALUES ('PC-1', '1F', 1, '2026-11-01'), ('PC-4', '4F', 0, '2026-11-01')");
    CHECK(states(evaluated(database, evaluator({{"a", control}}))) == "PC-1:pass PC-4:fail ");
  });
}

DutyInput duty(const std::string& clause, std::vector<std::string> ideas) {
  DutyInput out;
  out.id = "p/" + clause + "/1";
  out.document = "p";
  out.clause = clause;
  out.sentence = 1;
  out.text = "text of " + clause;
  out.concepts = std::move(ideas);
  return out;
}

StatusReport report_of(db::Database& database, std::vector<DutyInput> duties, const Evaluator& with = standard()) {
  static const Messages messages = codec::load_messages(app::embedded_catalog()).value();
  const StatusInput input{{2026, 11, 21}, "組合", {{"p", "方針", 1, {}}}, std::move(duties), {}};
  return assemble(input, with.catalog(), evaluated(database, with), messages);
}

TEST_CASE("a conditional duty did not arise only where its registers are declared complete") {
  on_both([](db::Database& database) {
    make_tables(database);
    const std::string id = "outsource.contract.clauses";
    CHECK(verdict_of(evaluated(database), id) == Verdict::unproven);
    CHECK(evaluated(database).find(id)->trigger->undeclared == std::vector<std::string>{"contracts"});
    insert(
        database,
        "t_declarations VALUES ('contracts', '2025-04-01', '2026-03-31'), ('contracts', '2026-12-01', '2027-03-31')");
    CHECK(verdict_of(evaluated(database), id) == Verdict::unproven);
    insert(database, "t_declarations VALUES ('contracts', '2026-04-01', NULL)");
    CHECK(verdict_of(evaluated(database), id) == Verdict::not_triggered);
    insert(database, "t_contracts VALUES ('C-1')");
    const Evaluation evaluation = evaluated(database);
    CHECK(evaluation.find(id)->own == Judgement{Verdict::kept, Grade::attested, false, 1, 0, 0});
    CHECK_FALSE(evaluation.find(id)->trigger);
  });
}

TEST_CASE("a declaration holds to its end, and no longer than thirteen months") {
  on_both([](db::Database& database) {
    const auto declared_until = [&](const std::string& rows) {
      REQUIRE(database.execute("DELETE FROM t_declarations"));
      insert(database, ("t_declarations VALUES " + rows).c_str());
      const auto evaluation = evaluated(database);
      const auto found = evaluation.declared.find("contracts");
      return found == evaluation.declared.end() ? std::string("none") : found->second.declared_on;
    };
    make_tables(database);
    CHECK(declared_until("('contracts', '2025-11-22', NULL)") == "2025-11-22");
    CHECK(declared_until("('contracts', '2025-11-21', NULL)") == "none");
    CHECK(declared_until("('contracts', '2025-10-21', '2099-12-31')") == "2025-10-21");
    CHECK(declared_until("('contracts', '2025-10-20', '2099-12-31')") == "none");
    CHECK(declared_until("('contracts', '2026-11-22', NULL)") == "none");
    // Of several the one that holds longest.
    CHECK(declared_until("('contracts', '2026-06-01', NULL), ('contracts', '2026-07-01', '2026-11-21')") ==
          "2026-06-01");
  });
}

TEST_CASE("what not_triggered rests on is told: the question, the declaration, the empty answer, the promises") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_terminals VALUES ('PC-1', '1F', 1, '2026-11-01')");
    insert(database,
           "t_declarations VALUES ('contracts', '2026-04-01', '2027-05-01'), ('contracts', '2026-05-01', NULL)");
    const Evaluator with = standard();
    const Evaluation evaluation = evaluated(database, with);
    const StatusReport report =
        report_of(database, {duty("6.1", {"technical.malware"}), duty("6.2", {"umbrella"}),
                             duty("6.2.1", {"outsource.contract"}), duty("7", {"outsource.contract"})});
    const codec::Value record = record_of_not_triggered(report, with.catalog(), evaluation);
    CHECK(record.find("parameters")->string_or("today", "") == "2026-11-21");
    CHECK(record.string_or("as_of", "") == "2026-11-21T03:00:00.000000Z");
    CHECK(codec::to_json(*record.find("triggers")) ==
          R"([{"control":"outsource.contract.clauses","query":"SELECT c.number FROM contracts c","rows":0,)"
          R"("complete":[{"register":"contracts","row":"contracts2026-04-01","declared_on":"2026-04-01",)"
          R"("period_end":"2027-05-01"}]}])");
    CHECK(codec::to_json(*record.find("promises")) ==
          R"([{"duty":"p/6.2.1/1","concept":"outsource.contract","controls":["outsource.contract.clauses"]},)"
          R"({"duty":"p/7/1","concept":"outsource.contract","controls":["outsource.contract.clauses"]}])");
    insert(database, "t_contracts VALUES ('C-1')");
    CHECK(record_of_not_triggered(report_of(database, {duty("7", {"outsource.contract"})}), with.catalog(),
                                  evaluated(database, with))
              .is_null());
  });
}

TEST_CASE("a query that fails leaves its check undecided and the others judged") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_contracts VALUES ('C-1')");
    for (const std::string wrong :
         {"SELECT t.nowhere AS subject FROM terminals t", "SELECT t.number AS thing FROM terminals t",
          "SELECT n.number AS subject FROM nowhere n", "SELECT '' AS subject",
          "SELECT 'a' AS subject, 'soon' AS proven_at"}) {
      CAPTURE(wrong);
      std::string control = terminals_control;
      const std::string right = "SELECT t.number AS subject, t.checked_on AS proven_at FROM terminals t";
      control.replace(control.find(right), right.size(), wrong);
      const Evaluation evaluation = evaluated(database, evaluator({{"a", control}, {"b", contracts_control}}));
      CHECK(verdict_of(evaluation, "technical.malware.terminals") == Verdict::unproven);
      CHECK(evaluation.find("technical.malware.terminals")->checks[0].trouble);
      CHECK(verdict_of(evaluation, "outsource.contract.clauses") == Verdict::kept);
    }
  });
}

TEST_CASE("a query over what is no view is a problem of the catalogue") {
  std::string control = terminals_control;
  control.replace(control.find("FROM terminals t"), 16, "FROM t_terminals");
  const Evaluator with = evaluator({{"a", control}});
  REQUIRE(with.problems().size() == 1);
  CHECK(with.problems()[0].message == "control.query_in");
  CHECK(standard().problems().empty());
}

TEST_CASE("a control of another regime does not apply, an unverified one does not count") {
  on_both([](db::Database& database) {
    make_tables(database);
    const Evaluation evaluation =
        evaluated(database, evaluator({{"a", "regimes = [\"mutual_aid_association\"]\n" + terminals_control},
                                       {"b", "unverified = true\n" + contracts_control}}));
    CHECK_FALSE(evaluation.find("technical.malware.terminals")->applies);
    CHECK(evaluation.find("outsource.contract.clauses")->applies);
    CHECK_FALSE(evaluation.find("outsource.contract.clauses")->counts);
  });
}

TEST_CASE("the report: verdicts, counts and one sentence each") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database,
           "t_terminals VALUES ('PC-1', '1F', 1, '2026-11-01'), ('PC-4', '4F', 0, NULL), ('PC-5', '5F', 1, NULL)");
    insert(database, "t_contracts VALUES ('C-1')");
    const StatusReport report = report_of(database, {duty("6", {"umbrella"}), duty("6.1", {"technical.malware"}),
                                                     duty("6.2", {"technical.malware", "outsource.contract"}),
                                                     duty("7", {"other"}), duty("8", {"umbrella"})});
    const auto verdict = [&](std::size_t i) { return report.duties[i].verdict; };
    CHECK(verdict(0) == Verdict::partly);
    CHECK(verdict(1) == Verdict::partly);
    CHECK(verdict(2) == Verdict::partly);
    CHECK(report.duties[2].promises[1].verdict == Verdict::kept);
    CHECK(verdict(3) == Verdict::no_check);
    CHECK(verdict(4) == Verdict::no_check);
    CHECK(report.counts.at(Verdict::partly) == 3);
    CHECK(report.counts.at(Verdict::kept) == 1);
    CHECK(report.counts.at(Verdict::no_check) == 2);
    CHECK(report.duties[1].promises[0].reason ==
          Bilingual{"3件のうち1件は確かめられましたが、端末「PC-4」（4F）に対策がありません（ほか1件）。",
                    "1 of 3 hold, but: PC-4 (4F) is unprotected (and 1 more)."});
    CHECK(report.duties[1].promises[0].fix.en == "write the day");
    CHECK(report.duties[0].promises[0].reason.en == "Of the promises below it (3), 1 are kept.");
    CHECK(report.clauses.size() == 5);
  });
}

TEST_CASE("a sentence that says how often shortens the validity of what repeats") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_terminals VALUES ('PC-1', '1F', 1, '2026-11-18'), ('PC-2', '2F', 1, '2026-11-01')");
    DutyInput weekly = duty("6.1", {"technical.malware"});
    weekly.cadence = "毎週";
    weekly.validity = Period{0, 14};
    std::string repeating = terminals_control;
    repeating.replace(repeating.find("validity"), 0, "repeats = true\n");
    const Evaluator with = evaluator({{"a", repeating}});
    const StatusReport report = report_of(database, {weekly, duty("6.2", {"technical.malware"})}, with);
    CHECK(report.duties[0].verdict == Verdict::partly);
    CHECK(report.duties[0].promises[0].stale);
    CHECK(report.duties[0].promises[0].reason.ja.ends_with(
        "（この文は「毎週」と約束しているので、それより古い証拠1件は期限切れとしました。）"));
    CHECK(report.duties[1].verdict == Verdict::kept);
    // Not where the control is of something that is not done again and again.
    CHECK(report_of(database, {weekly}).duties[0].verdict == Verdict::kept);
  });
}

TEST_CASE("scope decisions, exceptions and unconfirmed readings") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_terminals VALUES ('PC-4', '4F', 0, NULL)");
    insert(database,
           "t_scope VALUES ('promise', 'p', '6.1', NULL, NULL, '委託なし', '管理者', '2026-04-01', NULL, NULL, NULL), "
           "('promise', NULL, NULL, NULL, NULL, 'すべて', '管理者', '2026-04-01', NULL, NULL, NULL), "
           "('promise', '方針', NULL, NULL, 'other', '未承認', NULL, '2026-04-01', NULL, NULL, NULL), "
           "('rule_16_3', NULL, NULL, NULL, NULL, '接続あり', '管理者', '2026-04-01', NULL, 1, 0)");
    insert(database, "t_exceptions VALUES ('technical.malware', NULL, '管理者', '2026-04-01', '2027-03-31', NULL)");
    DutyInput unread = duty("9", {"technical.malware"});
    unread.confirmed = false;
    const StatusReport report = report_of(database, {duty("6.1", {"technical.malware"}),
                                                     duty("6.2", {"technical.malware"}), duty("7", {"other"}), unread});
    CHECK(report.duties[0].verdict == Verdict::out_of_scope);
    CHECK(report.duties[0].promises[0].reason.ja == "適用外と決めています（委託なし）。");
    CHECK(report.duties[1].verdict == Verdict::broken);
    CHECK(report.duties[1].promises[0].excepted);
    CHECK(report.duties[2].verdict == Verdict::no_check);
    CHECK_FALSE(report.duties[2].promises[0].excepted);
    CHECK(report.duties[3].verdict == Verdict::unconfirmed);
    CHECK(report.exemption == "");
    REQUIRE(report.idle.size() == 1);  // it names nothing; what is not approved is no decision
    CHECK(report.idle[0].ja.starts_with("適用外の決定（すべて）は、どの約束にも当たりません。"));
    insert(database,
           "t_exceptions VALUES ('technical.malwear', NULL, '管理者', '2026-04-01', '2027-03-31', NULL), "
           "('technical.malware', 'p/8/1', '管理者', '2026-04-01', '2027-03-31', NULL)");
    const StatusReport misspelled = report_of(database, {duty("6.1", {"technical.malware"})});
    REQUIRE(misspelled.idle.size() == 3);
    CHECK(misspelled.idle[1].en.starts_with("The exception (technical.malware p/8/1) bears on no promise."));
    insert(database,
           "t_scope VALUES ('rule_16_3', NULL, NULL, NULL, NULL, '接続なし', '管理者', '2026-04-01', NULL, 0, 0)");
    CHECK(report_of(database, {}).exemption == "接続なし");
  });
}

TEST_CASE("an office binds a control to a duty that promises something else") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_contracts VALUES ('C-1')");
    std::string control = contracts_control;
    control.replace(control.find("[\"outsource.contract\"]"), 22, "[\"other\"]\nduties = [\"p/7/1\"]");
    const StatusReport report =
        report_of(database, {duty("7", {"other"}), duty("8", {"other"})}, evaluator({{"b", control}}));
    CHECK(report.duties[0].verdict == Verdict::kept);
    CHECK(report.duties[1].verdict == Verdict::no_check);
  });
}

TEST_CASE("an unverified control is shown and decides nothing") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_terminals VALUES ('PC-4', '4F', 0, NULL)");
    const StatusReport report = report_of(database, {duty("6.1", {"technical.malware"})},
                                          evaluator({{"a", "unverified = true\n" + terminals_control}}));
    CHECK(report.duties[0].verdict == Verdict::no_check);
    CHECK(report.duties[0].promises[0].controls == std::vector<std::string>{"technical.malware.terminals"});
  });
}

TEST_CASE(
    "umbrellas roll up what stands below, or else what follows in the same clause, or in the preamble everything") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_contracts VALUES ('C-1')");
    DutyInput second = duty("3", {"outsource.contract"});
    second.sentence = 2;
    second.id = "p/3/2";
    DutyInput effort = duty("5.2", {"other"});
    effort.mandatory = false;
    const StatusReport report =
        report_of(database, {duty("preamble", {"umbrella"}), duty("3", {"umbrella"}), second, duty("5", {"umbrella"}),
                             duty("5.1", {"outsource.contract"}), effort});
    CHECK(report.duties[0].verdict == Verdict::kept);
    CHECK(report.duties[1].verdict == Verdict::kept);
    CHECK(report.duties[3].verdict == Verdict::kept);
    CHECK(report.duties[3].promises[0].total == 1);
    CHECK(report.duties[3].promises[0].grade == Grade::attested);
  });
}

TEST_CASE("the report as JSON") {
  on_both([](db::Database& database) {
    make_tables(database);
    insert(database, "t_contracts VALUES ('C-1')");
    const StatusReport report = report_of(database, {duty("6", {"outsource.contract"})});
    CHECK(
        codec::to_json(to_value(report)) ==
        R"({"as_of":"2026-11-21","body":"組合","documents":[{"id":"p","title":"方針","version":1}],)"
        R"("duties":[{"id":"p/6/1","document":"p","clause":"6","sentence":1,"text":"text of 6","concepts":["outsource.contract"],)"
        R"("verdict":"kept","promises":[{"concept":"outsource.contract","verdict":"kept","grade":"attested","stale":false,)"
        R"("excepted":false,"reason":{"ja":"確かめる対象1件のすべてに、有効な証拠があります。","en":"All subjects (1) have valid evidence."},)"
        R"("controls":["outsource.contract.clauses"]}]}],)"
        R"("counts":{"kept":1,"broken":0,"partly":0,"unproven":0,"no_check":0,"not_triggered":0,"out_of_scope":0,"unconfirmed":0}})");
    const codec::Value areas =
        to_value_by_area(report, concepts(), codec::load_messages(app::embedded_catalog()).value());
    CHECK(*areas.find("binding")->boolean());
    REQUIRE(areas.find("areas")->array()->size() == 3);
    CHECK((*areas.find("areas")->array())[0].find("verdict")->is_null());
    CHECK((*areas.find("areas")->array())[1].string_or("verdict", "") == "kept");
  });
}

}  // namespace
}  // namespace sekisho::controls
