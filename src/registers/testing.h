#pragma once

// Registers of the unit tests' own, small but with every type of field; for tests only.

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/seams.h"
#include "db/testing.h"
#include "registers/schema.h"
#include "registers/store.h"
#include "registers/tables.h"
#include "registers/validate.h"

namespace sekisho::registers::testing {

inline CatalogFiles catalog() {
  return {{"registers/contractors.toml", R"(
id = "contractors"
group = "others"
title = { ja = "委託先台帳", en = "Contractors" }
help = { ja = "委託先を書きます。", en = "Whom the office hires." }
key = ["name"]
[[field]]
name = "name"
type = "text"
title = { ja = "名称", en = "Name" }
synonyms = ["会社名", "事業者名"]
[[field]]
name = "tel"
type = "text"
title = { ja = "電話番号", en = "Telephone" }
digits_allowed = true
)"},
          {"registers/contracts.toml", R"(
id = "contracts"
group = "others"
title = { ja = "契約台帳", en = "Contracts" }
help = { ja = "契約を書きます。", en = "Contracts in force." }
key = ["number"]
[[field]]
name = "number"
type = "text"
title = { ja = "契約番号", en = "Contract no." }
synonyms = ["No."]
[[field]]
name = "contractor"
type = "reference"
title = { ja = "委託先", en = "Contractor" }
register = "contractors"
required = true
synonyms = ["相手方"]
[[field]]
name = "signed_on"
type = "date"
title = { ja = "契約日", en = "Signed on" }
required = true
[[field]]
name = "persons"
type = "integer"
title = { ja = "人数", en = "Persons" }
[[field]]
name = "kept"
type = "boolean"
title = { ja = "順守", en = "Kept" }
[[field]]
name = "class"
type = "choice"
title = { ja = "機密性", en = "Confidentiality" }
[[field.choices]]
value = "3A"
title = { ja = "機密性3A", en = "Class 3A" }
synonyms = ["極秘"]
[[field.choices]]
value = "2"
title = { ja = "機密性2", en = "Class 2" }
[[field]]
name = "data"
type = "list"
title = { ja = "扱う情報", en = "Data" }
[[field]]
name = "contact"
type = "text"
title = { ja = "担当者", en = "Contact" }
personal = true
required = true
[[field]]
name = "password_hint"
type = "text"
title = { ja = "手掛かり", en = "Hint" }
secret = true
[[field]]
name = "note"
type = "long_text"
title = { ja = "備考", en = "Note" }
)"},
          {"registers/visits.toml", R"(
id = "visits"
group = "operation"
title = { ja = "立入台帳", en = "Visits" }
help = { ja = "立入りを書きます。", en = "Who came when." }
key = ["visited_on", "sequence"]
[[field]]
name = "visited_on"
type = "date"
title = { ja = "日付", en = "Date" }
[[field]]
name = "sequence"
type = "integer"
title = { ja = "連番", en = "Sequence" }
[[field]]
name = "contract"
type = "reference"
title = { ja = "契約", en = "Contract" }
register = "contracts"
)"}};
}

inline Schemas schemas() {
  auto loaded = Schemas::load(catalog());
  REQUIRE(loaded);
  return *std::move(loaded);
}

inline Instant at(const std::string& text) {
  const auto instant = parse_rfc3339(text);
  REQUIRE(instant);
  return *instant;
}

// A database with the registers above, on each engine.
template <typename Test>
void on_both(Test&& test) {
  db::testing::on_both([&](db::Database& database) {
    const Schemas all = schemas();
    REQUIRE(db::migrate(database, migrations()));
    REQUIRE(database.in_transaction([&]() -> Status {
      SEK_TRY([[maybe_unused]] const Synced synced, sync_tables(database, all));
      return {};
    }));
    SeededRandom random(7);
    test(database, all, random);
  });
}

// Runs one change in a transaction of its own.
template <typename Work>
auto in_transaction(db::Database& database, Work&& work) {
  decltype(work()) result = fail(Code::internal, "not run");
  const Status done = database.in_transaction([&]() -> Status {
    result = work();
    if (!result) return result.error();
    return {};
  });
  if (!done && result) result = done.error();
  return result;
}

using Values = std::vector<std::pair<std::string, std::string>>;

// Typed values from field → text; the references are taken as written.
inline Cells cells(const RegisterSchema& schema, const Values& values) {
  KnownKeys known;
  for (const auto& [field, value] : values)
    if (schema.find(field) != nullptr && schema.find(field)->type == FieldType::reference)
      known.add(schema.find(field)->target, value);
  const auto checked = check_form(schema, values, known, nullptr);
  REQUIRE(checked);
  for (const Problem& problem : checked->problems) FAIL(problem.message << " " << problem.place.header);
  return checked->cells;
}

inline Cells contract(const Schemas& all, const std::string& number, const Values& more = {}) {
  Values values{
      {"number", number}, {"contractor", "青空システム"}, {"signed_on", "令和8年4月1日"}, {"contact", "佐藤"}};
  for (const auto& [field, value] : more) {
    std::erase_if(values, [&field = field](const auto& one) { return one.first == field; });
    values.emplace_back(field, value);
  }
  return cells(*all.find("contracts"), values);
}

}  // namespace sekisho::registers::testing
