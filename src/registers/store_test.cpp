#include "registers/store.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "db/data_query.h"
#include "registers/testing.h"
#include "registers/versions.h"

namespace sekisho::registers {
namespace {

using testing::at;
using testing::contract;
using testing::in_transaction;
using testing::on_both;

const Instant kDay1 = {1'775'000'000'000'000};
Instant days_later(int days) {
  return {kDay1.micros + days * std::int64_t{86'400'000'000}};
}

Change add(db::Database& database, const RegisterSchema& schema, Cells cells, Instant when, Random& random) {
  auto change = in_transaction(database, [&] {
    return insert_row(database, schema, std::move(cells), {when, {}}, random);
  });
  REQUIRE(change);
  return *std::move(change);
}

// Every version of one row, oldest first.
Result<std::vector<Row>> history(db::Database& database, const RegisterSchema& schema, const std::string& row_id) {
  return read_rows(database, select_rows(schema, "row_id = $1 ORDER BY version"), {row_id});
}

Result<std::vector<Row>> rows_as_of(db::Database& database, const RegisterSchema& schema, Instant when) {
  return read_rows(
      database, select_rows(schema, "retired = 0 AND from_at <= $1 AND (to_at IS NULL OR to_at > $1) ORDER BY row_id"),
      {to_rfc3339(when)});
}

std::vector<std::string> keys_as_of(db::Database& database, const RegisterSchema& schema, Instant when) {
  const auto rows = rows_as_of(database, schema, when);
  REQUIRE(rows);
  std::vector<std::string> keys;
  for (const Row& row : *rows) keys.push_back(key_text(schema, row.cells));
  return keys;
}

TEST_CASE("registers: a row is added, changed and retired, and every day is still there") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const RegisterSchema& contracts = *all.find("contracts");
    const Change added = add(database, contracts, contract(all, "2026-001", {{"persons", "3"}}), kDay1, random);
    CHECK(added.row_id.size() == 26);
    CHECK(added.before.empty());
    const auto changed = in_transaction(database, [&] {
      return update_row(database, contracts, added.row_id, 1, contract(all, "2026-001", {{"persons", "5"}}),
                        {days_later(1), {}});
    });
    REQUIRE(changed);
    CHECK(changed->version == 2);
    CHECK(changed->before == added.after);
    const auto retired = in_transaction(database, [&] {
      return retire_row(database, contracts, added.row_id, 2, {days_later(2), {}});
    });
    REQUIRE(retired);
    CHECK(retired->kind == ChangeKind::retired);
    CHECK(retired->after.empty());

    CHECK(keys_as_of(database, contracts, {kDay1.micros - 1}).empty());
    CHECK(keys_as_of(database, contracts, kDay1) == std::vector<std::string>{"2026-001"});
    CHECK(db::integer(rows_as_of(database, contracts, days_later(1))->at(0).cells[3]) == 5);
    CHECK(keys_as_of(database, contracts, days_later(2)).empty());
    CHECK(rows_in_force(database, contracts)->empty());
    const auto versions = history(database, contracts, added.row_id);
    REQUIRE(versions);
    REQUIRE(versions->size() == 3);
    CHECK((*versions)[0].to_at == to_rfc3339(days_later(1)));
    CHECK((*versions)[2].retired);
    CHECK((*versions)[2].to_at.empty());
  });
}

TEST_CASE("registers: a change names the version it saw") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const RegisterSchema& contracts = *all.find("contracts");
    const Change added = add(database, contracts, contract(all, "1"), kDay1, random);
    const auto update = [&](std::int64_t seen) {
      return in_transaction(database, [&] {
        return update_row(database, contracts, added.row_id, seen, contract(all, "1", {{"note", "x"}}),
                          {days_later(1), {}});
      });
    };
    CHECK(update(2).error().message == "registers.changed_meanwhile");
    REQUIRE(update(1));
    CHECK(update(1).error().message == "registers.changed_meanwhile");
    REQUIRE(in_transaction(database, [&] {
      return retire_row(database, contracts, added.row_id, 2, {days_later(2), {}});
    }));
    CHECK(update(3).error().message == "registers.no_row");
    CHECK(update(2).error().message == "registers.changed_meanwhile");
  });
}

TEST_CASE("registers: a natural key is in force once, and free again when its row is retired") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const RegisterSchema& contracts = *all.find("contracts");
    const Change first = add(database, contracts, contract(all, "1"), kDay1, random);
    const auto again = in_transaction(database, [&] {
      return insert_row(database, contracts, contract(all, "1"), {kDay1, {}}, random);
    });
    CHECK(again.error().message == "registers.key_taken");
    REQUIRE(in_transaction(database, [&] { return retire_row(database, contracts, first.row_id, 1, {kDay1, {}}); }));
    add(database, contracts, contract(all, "1"), days_later(1), random);
    CHECK(count_in_force(database, contracts).value() == 1);
    CHECK(find_by_key(database, contracts, contract(all, "1")).value().value().from_at == to_rfc3339(days_later(1)));
    CHECK_FALSE(find_by_key(database, contracts, contract(all, "2")).value().has_value());
  });
}

TEST_CASE("registers: a clock that goes back turns no interval round") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const RegisterSchema& contracts = *all.find("contracts");
    const Change added = add(database, contracts, contract(all, "1"), days_later(5), random);
    REQUIRE(in_transaction(database, [&] {
      return update_row(database, contracts, added.row_id, 1, contract(all, "1", {{"note", "x"}}), {kDay1, {}});
    }));
    const auto versions = history(database, contracts, added.row_id);
    CHECK((*versions)[0].to_at == to_rfc3339(days_later(5)));
    CHECK((*versions)[1].from_at == to_rfc3339(days_later(5)));
  });
}

TEST_CASE("registers: erasure blanks the personal fields of every version") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const RegisterSchema& contracts = *all.find("contracts");
    const Change added = add(database, contracts, contract(all, "1", {{"note", "n"}}), kDay1, random);
    REQUIRE(in_transaction(database, [&] {
      return update_row(database, contracts, added.row_id, 1, contract(all, "1", {{"contact", "鈴木"}}),
                        {days_later(1), {}});
    }));
    const auto erased = in_transaction(database, [&] { return erase_personal(database, contracts, added.row_id); });
    REQUIRE(erased);
    CHECK(erased->erased == std::vector<std::string>{"contact"});
    const auto versions = history(database, contracts, added.row_id);
    for (const Row& version : *versions) CHECK(db::text(version.cells[7]) == "消去済み-" + added.row_id);
    CHECK(db::text((*versions)[0].cells[9]) == "n");
    const auto described = describe(contracts, *erased);
    CHECK(codec::to_json(described.open) == R"({"register":"contracts","row":")" + added.row_id +
                                                R"(","version":2,"change":"erased","fields":{},"erased":["contact"]})");
    CHECK(described.personal.is_null());
    CHECK(erase_personal(database, *all.find("contractors"), "x").error().message == "registers.no_row");
  });
}

TEST_CASE("registers: a description keeps personal values apart") {
  const Schemas all = testing::schemas();
  const RegisterSchema& contracts = *all.find("contracts");
  const Change change{ChangeKind::updated,
                      "contracts",
                      "R",
                      2,
                      contract(all, "1", {{"kept", "×"}}),
                      contract(all, "1", {{"kept", "〇"}, {"contact", "鈴木"}, {"data", "住民票、税"}}),
                      {}};
  const auto described = describe(contracts, change);
  CHECK(
      codec::to_json(described.open) ==
      R"({"register":"contracts","row":"R","version":2,"change":"updated","fields":{"kept":{"before":false,"after":true},)"
      R"("data":{"before":null,"after":["住民票","税"]}}})");
  CHECK(codec::to_json(described.personal) == R"({"contact":{"before":"佐藤","after":"鈴木"}})");
}

TEST_CASE("registers: what a secret field held stands apart from what an auditor reads") {
  const Schemas all = testing::schemas();
  const RegisterSchema& contracts = *all.find("contracts");
  const Change change{ChangeKind::added, "contracts", "R", 1, {}, contract(all, "1", {{"password_hint", "犬"}}), {}};
  const auto described = describe(contracts, change);
  CHECK(codec::to_json(described.open).find("犬") == std::string::npos);
  CHECK(codec::to_json(described.open).find("password_hint") == std::string::npos);
  CHECK(codec::to_json(described.secret) == R"({"register":"contracts","row":"R","version":1,"change":"added",)"
                                            R"("fields":{"password_hint":{"before":null,"after":"犬"}}})");
  CHECK(describe(contracts, {ChangeKind::added, "contracts", "R", 1, {}, contract(all, "1"), {}}).secret.is_null());
  CHECK(tells_secret(all, codec::to_json(described.secret)));
  CHECK_FALSE(tells_secret(all, codec::to_json(described.open)));
  CHECK_FALSE(tells_secret(all, R"({"register":"unknown","fields":{"password_hint":1}})"));
  CHECK_FALSE(tells_secret(all, "no JSON"));
}

TEST_CASE("registers: a row as JSON, with its secrets only where asked for") {
  const Schemas all = testing::schemas();
  const RegisterSchema& contractors = *all.find("contractors");
  const Row row{"R", 1, "2026-04-01T00:00:00.000000Z", {}, false, {}, testing::cells(contractors, {{"name", "青空"}})};
  CHECK(
      codec::to_json(to_value(contractors, row, false)) ==
      R"({"row_id":"R","version":1,"from_at":"2026-04-01T00:00:00.000000Z","to_at":null,"retired":false,"batch":null,)"
      R"("values":{"name":"青空","tel":null}})");
  const RegisterSchema& contracts = *all.find("contracts");
  const Row secret{"R", 1, "", "", false, "", contract(all, "1", {{"password_hint", "犬"}})};
  CHECK(codec::to_json(to_value(contracts, secret, false)).find("犬") == std::string::npos);
  CHECK(codec::to_json(to_value(contracts, secret, true)).find("犬") != std::string::npos);
}

TEST_CASE("registers: what refers to a row is found") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    add(database, *all.find("contracts"), contract(all, "1"), kDay1, random);
    const RegisterSchema& contractors = *all.find("contractors");
    const auto row = [&](const std::string& name) {
      return Row{"R", 1, {}, {}, false, {}, testing::cells(contractors, {{"name", name}})};
    };
    CHECK(referrers(database, all, contractors, row("青空システム"), 5).value() ==
          std::vector<std::string>{"契約台帳: 1"});
    CHECK(referrers(database, all, contractors, row("他社"), 5).value().empty());
    const auto known = known_keys(database, all, *all.find("visits"));
    REQUIRE(known);
    REQUIRE(known->find("contracts", "１").size() == 1);
    CHECK(*known->find("contracts", "１").front() == "1");
    CHECK(known->find("contracts", "2").empty());
  });
}

TEST_CASE("registers: the views show the rows in force at :as_of") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const RegisterSchema& contracts = *all.find("contracts");
    const Change added = add(database, contracts, contract(all, "1", {{"kept", "〇"}}), kDay1, random);
    REQUIRE(in_transaction(database, [&] {
      return retire_row(database, contracts, added.row_id, 1, {days_later(3), {}});
    }));
    add(database, contracts, contract(all, "2"), days_later(2), random);
    const std::vector<db::View> views = registers::views(all);
    const auto subjects = [&](Instant when) {
      const auto select = db::with_views(
          "SELECT c.number AS subject FROM contracts c LEFT JOIN contractors r ON r.name = c.contractor "
          "WHERE r.name IS NULL AND (c.kept = 1 OR NOT EXISTS (SELECT 1 FROM visits v WHERE v.contract = c.number)) "
          "ORDER BY c.number",
          views);
      REQUIRE(select);
      const auto rows = database.run_data_query(*select, {{"as_of", to_rfc3339(when)}}, 1000);
      REQUIRE(rows);
      std::string found;
      for (const auto& row : rows->rows) found += db::text(row[0]) + " ";
      return found;
    };
    CHECK(subjects(kDay1) == "1 ");
    CHECK(subjects(days_later(2)) == "1 2 ");
    CHECK(subjects(days_later(3)) == "2 ");
  });
}

TEST_CASE("registers: tables follow the catalogue, and lose nothing") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const auto sync = [&](const CatalogFiles& files) {
      const auto schemas = Schemas::load(files);
      REQUIRE(schemas);
      return in_transaction(database, [&] { return sync_tables(database, *schemas); });
    };
    CatalogFiles files = testing::catalog();
    CHECK(sync(files)->tables.empty());
    add(database, *all.find("contractors"), testing::cells(*all.find("contractors"), {{"name", "青空"}}), kDay1,
        random);

    std::string& contractors = files["registers/contractors.toml"];
    contractors += "[[field]]\nname = \"staff\"\ntype = \"integer\"\ntitle = { ja = \"従業員数\", en = \"Staff\" }\n";
    const auto grown = sync(files);
    REQUIRE(grown);
    CHECK(grown->columns == std::vector<std::string>{"reg_contractors.staff"});
    const auto larger = Schemas::load(files);
    CHECK(rows_in_force(database, *larger->find("contractors"))->at(0).cells.size() == 3);

    files.erase("registers/visits.toml");
    CHECK(sync(files)->tables.empty());
    CHECK(count_in_force(database, *all.find("visits")).value() == 0);

    const std::size_t type = contractors.rfind("\"integer\"");
    contractors.replace(type, 9, "\"text\"");
    CHECK(sync(files).error().message == "registers.type_changed");
  });
}

TEST_CASE("registers: a new key must tell the rows apart") {
  on_both([](db::Database& database, const Schemas& all, Random& random) {
    const RegisterSchema& contractors = *all.find("contractors");
    add(database, contractors, testing::cells(contractors, {{"name", "青空"}, {"tel", "1"}}), kDay1, random);
    add(database, contractors, testing::cells(contractors, {{"name", "白雲"}, {"tel", "1"}}), kDay1, random);
    CatalogFiles files = testing::catalog();
    std::string& text = files["registers/contractors.toml"];
    text.replace(text.find("key = [\"name\"]"), 14, "key = [\"tel\"]");
    const auto by_telephone = Schemas::load(files);
    REQUIRE(by_telephone);
    const auto sync = [&] { return in_transaction(database, [&] { return sync_tables(database, *by_telephone); }); };
    CHECK(sync().error().message == "registers.key_changed");
    const auto rows = rows_in_force(database, contractors);
    REQUIRE(in_transaction(database, [&] {
      return retire_row(database, contractors, rows->at(0).row_id, 1, {days_later(1), {}});
    }));
    CHECK(sync().has_value());
    CHECK(in_transaction(database,
                         [&] {
                           return insert_row(database, contractors,
                                             testing::cells(contractors, {{"name", "新"}, {"tel", "1"}}), {kDay1, {}},
                                             random);
                         })
              .error()
              .message == "registers.key_taken");
  });
}

}  // namespace
}  // namespace sekisho::registers
