#include "controls/observation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "app/embedded.h"
#include "codec/catalog.h"
#include "controls/parameters.h"
#include "db/testing.h"

namespace sekisho::controls {
namespace {

using db::testing::on_both;

Instant at(const std::string& text) {
  return parse_rfc3339(text).value();
}

const Instant now = at("2026-11-21T03:00:00Z");
const Sources& sources() {
  static const Sources loaded = Sources::load(app::embedded_catalog()).value();
  return loaded;
}

std::string refusal(const std::string& line) {
  static const Messages messages = codec::load_messages(app::embedded_catalog()).value();
  const auto read = parse_observation(line, 7, sources(), now);
  if (read) return "";
  CHECK(messages.has(read.error().message));
  CHECK(messages.text(read.error(), Language::ja).starts_with("{file} の 7 行目"));
  return read.error().message;
}

TEST_CASE("a line is read, with what it leaves out") {
  const Observation one =
      parse_observation(R"({"source":"machine","subject":"net-1","verdict":"pass"})", 1, sources(), now).value();
  CHECK(one.check_id == "machine");
  CHECK(one.grade == Grade::recorded);
  CHECK(one.collected_at == now);
  CHECK_FALSE(one.valid_until);
}

TEST_CASE("a full line is read, dates as their first or last moment in Tokyo") {
  const std::string digest(64, 'a');
  const Observation one =
      parse_observation(
          R"({"source":"attest","check":"a.b/c","subject":"PC-1","verdict":"fail","measured":3,"expected":true,)"
          R"("covers_from":"2026-04-01","covers_to":"2026-04-30","collected_at":"2026-05-01T09:00:00+09:00",)"
          R"("valid_until":"2027-03-31","evidence":[")" +
              digest + R"("]})",
          1, sources(), now)
          .value();
  CHECK(one.verdict == Outcome::fail);
  CHECK(one.grade == Grade::attested);
  CHECK(one.measured == "3");
  CHECK(one.expected == "true");
  CHECK(one.covers_from == at("2026-03-31T15:00:00Z"));
  CHECK(one.covers_to == at("2026-04-30T14:59:59.999999Z"));
  CHECK(one.collected_at == at("2026-05-01T00:00:00Z"));
  CHECK(one.valid_until == at("2027-03-31T14:59:59.999999Z"));
  CHECK(codec::to_json(to_value(one)) ==
        R"({"source":"attest","check":"a.b/c","subject":"PC-1","verdict":"fail","measured":"3","expected":"true",)"
        R"("covers_from":"2026-03-31T15:00:00.000000Z","covers_to":"2026-04-30T14:59:59.999999Z",)"
        R"("collected_at":"2026-05-01T00:00:00.000000Z","valid_until":"2027-03-31T14:59:59.999999Z","evidence":[")" +
            digest + R"("],"grade":"attested"})");
}

TEST_CASE("what is wrong in a line is named") {
  CHECK(refusal("{") == "observation.not_json");
  CHECK(refusal("[]") == "observation.no_object");
  CHECK(refusal(R"({"source":"machine","subject":"a","verdict":"pass","colour":"red"})") ==
        "observation.unknown_field");
  CHECK(refusal(R"({"source":"machine","verdict":"pass"})") == "observation.missing");
  CHECK(refusal(R"({"source":"machine","subject":"  ","verdict":"pass"})") == "observation.missing");
  CHECK(refusal(R"({"source":"machine","subject":["a"],"verdict":"pass"})") == "observation.wrong_type");
  CHECK(refusal(R"({"source":"machine","subject":"a","verdict":"PASS"})") == "observation.bad_verdict");
  CHECK(refusal(R"({"source":"machine","subject":"a","verdict":"pass","valid_until":"soon"})") ==
        "observation.bad_time");
  CHECK(refusal(R"({"source":"machine","subject":"a","verdict":"pass","collected_at":"2026-11-22"})") ==
        "observation.future");
  CHECK(
      refusal(
          R"({"source":"machine","subject":"a","verdict":"pass","covers_from":"2026-02-01","covers_to":"2026-01-01"})") ==
      "observation.order");
  CHECK(refusal(R"({"source":"machine","subject":"a","verdict":"pass","evidence":["ABC"]})") ==
        "observation.bad_digest");
  CHECK(refusal(R"({"source":"machine","subject":")" + std::string(5000, 'x') + R"(","verdict":"pass"})") ==
        "observation.too_long");
}

TEST_CASE("what is handed in is worth no more than its source, and never proved") {
  const auto grade = [](const std::string& source) {
    return parse_observation(R"({"source":")" + source + R"(","subject":"a","verdict":"pass"})", 1, sources(), now)
        .value()
        .grade;
  };
  CHECK(grade("machine") == Grade::recorded);
  CHECK(grade("attest") == Grade::attested);
  CHECK(grade("anything else") == Grade::attested);
  for (const char* own : {"zones", "gate", "watch", "scanner"})
    CHECK(refusal(R"({"source":")" + std::string(own) + R"(","subject":"a","verdict":"pass"})") ==
          "observation.own_source");
  const CatalogFiles office{
      {"sources.toml", "[[source]]\nid = \"edr\"\ngrade = \"proved\"\ntitle = { ja = \"検知\", en = \"EDR\" }\n"}};
  CHECK(parse_observation(R"({"source":"edr","subject":"a","verdict":"pass"})", 1, Sources::load(office).value(), now)
            .value()
            .grade == Grade::recorded);
}

TEST_CASE("no text of an observation may hold an Individual Number") {
  for (const std::string field : {"source", "check", "subject", "verdict", "measured", "expected", "collected_at"}) {
    CAPTURE(field);
    codec::Value line;
    line.set("source", "machine");
    line.set("subject", "a");
    line.set("verdict", "pass");
    line.set(field, "番号 1234-5678-9018");
    const auto read = parse_observation(codec::to_json(line), 3, sources(), now);
    REQUIRE_FALSE(read);
    CHECK(read.error().message == "observation.individual_number");
    CHECK(read.error().params == MessageParams{{"line", "3"}, {"field", field}});
  }
  CHECK(refusal(R"({"source":"machine","subject":"a","verdict":"pass","measured":123456789018})") ==
        "observation.individual_number");
  CHECK(
      refusal(R"({"source":"machine","subject":"製造番号 123456789018","verdict":"pass","measured":"192.168.10.1"})") ==
      "");
}

TEST_CASE("one bad line refuses all of them, by its number") {
  const std::string good = R"({"source":"machine","subject":"a","verdict":"pass"})";
  CHECK(parse_observations(good + "\n\n" + good + "\r\n", sources(), now).value().size() == 2);
  const auto read = parse_observations(good + "\n\n{}\n", sources(), now);
  CHECK(read.error().params.at(0) == std::pair<std::string, std::string>{"line", "3"});
}

Observation seen(const std::string& subject, Outcome verdict, const std::string& collected) {
  Observation one;
  one.check_id = "c";
  one.source = "zones";
  one.subject = subject;
  one.verdict = verdict;
  one.collected_at = at(collected);
  return one;
}

void put(db::Database& database, const Observation& one, const std::string& received) {
  SeededRandom random(std::hash<std::string>{}(received + one.subject + std::to_string(one.collected_at.micros)));
  REQUIRE(record(database, std::vector{one}, at(received), random));
}

std::string latest_at(db::Database& database, const std::string& as_of) {
  const std::string sql =
      db::with_views("SELECT subject, verdict FROM latest_observations ORDER BY subject, verdict", observation_views())
          .value();
  const db::Rows rows = database.run_data_query(sql, query_parameters(at(as_of), "local_public_body"), 1000).value();
  std::string out;
  for (const auto& row : rows.rows) out += db::text(row[0]) + ":" + db::text(row[1]) + " ";
  return out;
}

TEST_CASE("the latest observation is the one collected last, as far as was known") {
  on_both([](db::Database& database) {
    REQUIRE(db::migrate(database, migrations()));
    put(database, seen("a", Outcome::pass, "2026-01-01T00:00:00Z"), "2026-01-02T00:00:00Z");
    put(database, seen("a", Outcome::fail, "2026-03-01T00:00:00Z"), "2026-03-02T00:00:00Z");
    put(database, seen("a", Outcome::error, "2026-02-01T00:00:00Z"), "2026-04-01T00:00:00Z");  // came late
    put(database, seen("b", Outcome::pass, "2026-03-01T00:00:00Z"), "2026-03-02T00:00:00Z");
    CHECK(latest_at(database, "2026-01-01T12:00:00Z") == "");
    CHECK(latest_at(database, "2026-01-02T00:00:00Z") == "a:pass ");
    CHECK(latest_at(database, "2026-03-01T12:00:00Z") == "a:pass ");
    CHECK(latest_at(database, "2026-03-02T00:00:00Z") == "a:fail b:pass ");
    CHECK(latest_at(database, "2026-05-01T00:00:00Z") == "a:fail b:pass ");
  });
}

TEST_CASE("whatever the order of arrival, the latest at every instant is that of a naive search") {
  CHECK(rc::check([] {
    struct Arrival {
      std::int64_t collected, received;
      Outcome verdict;
    };
    const auto arrivals = *rc::gen::container<std::vector<Arrival>>(rc::gen::exec([] {
      const auto received = *rc::gen::inRange<std::int64_t>(1, 20);
      return Arrival{*rc::gen::inRange<std::int64_t>(0, received + 1), received,
                     *rc::gen::element(Outcome::pass, Outcome::fail, Outcome::error)};
    }));
    const db::testing::Folder folder;
    const auto database = db::testing::fresh_sqlite(folder);
    RC_ASSERT(db::migrate(*database, migrations()).has_value());
    const auto moment = [](std::int64_t n) { return Instant{n * 1'000'000}; };
    SeededRandom random(1);
    for (const Arrival& arrival : arrivals) {
      Observation one = seen("s", arrival.verdict, "2026-01-01T00:00:00Z");
      one.collected_at = moment(arrival.collected);
      RC_ASSERT(record(*database, std::vector{one}, moment(arrival.received), random).has_value());
    }
    for (std::int64_t t = 0; t <= 21; ++t) {
      std::vector<Observed> known;
      for (const Arrival& a : arrivals) {
        if (a.received <= t) known.push_back({a.verdict, moment(a.collected), std::nullopt, Grade::attested});
      }
      const Observed* naive = latest(known, moment(t));
      std::string expected;
      for (const Observed& one : known) {
        if (naive != nullptr && one.collected_at == naive->collected_at && one.outcome == naive->outcome) {
          expected += std::string("s:") + name_of(one.outcome) + " ";
        }
      }
      RC_ASSERT(latest_at(*database, to_rfc3339(moment(t))) == expected);
    }
  }));
}

TEST_CASE("parameters are dates in Tokyo") {
  const QueryParameters parameters = query_parameters(at("2026-03-31T15:00:00Z"), "local_public_body");
  const auto value = [&](const std::string& name) -> std::string {
    for (const auto& [key, cell] : parameters) {
      if (key == name) return db::text(cell);
    }
    return "";
  };
  CHECK(value("today") == "2026-04-01");
  CHECK(value("as_of") == "2026-03-31T15:00:00.000000Z");
  CHECK(value("fiscal_year_start") == "2026-04-01");
  CHECK(value("fiscal_year_end") == "2027-03-31");
  CHECK(value("last_fiscal_year_start") == "2025-04-01");
  CHECK(value("last_fiscal_year_end") == "2026-03-31");
  CHECK(value("month_start") == "2026-04-01");
  CHECK(value("week_ago") == "2026-03-25");
  CHECK(value("month_ago") == "2026-03-01");
  CHECK(value("thirteen_months_ago") == "2025-03-01");
  CHECK(value("in_90_days") == "2026-06-30");
  CHECK(value("regime") == "local_public_body");
}

}  // namespace
}  // namespace sekisho::controls
