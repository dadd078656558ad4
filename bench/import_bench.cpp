// links: registers
// An import of 5,000 rows, from the bytes of a CSV file to the commit, with the same again (nothing changes) and its
// undo; and a query over the views of what it left.

#include <chrono>
#include <cstdio>
#include <string>

#include "codec/table.h"
#include "db/testing.h"
#include "registers/batches.h"
#include "registers/export.h"
#include "registers/import.h"
#include "registers/store.h"
#include "registers/tables.h"

namespace {

using namespace sekisho;
using namespace sekisho::registers;

constexpr int kRows = 5'000;
const Instant kAt = {1'775'000'000'000'000};

CatalogFiles catalog() {
  std::string terminals =
      "id = \"terminals\"\ngroup = \"assets\"\nkey = [\"number\"]\ntitle = { ja = \"端末台帳\", en = \"Terminals\" }\n"
      "help = { ja = \"端末\", en = \"Terminals\" }\n";
  for (const char* field :
       {"number:text:端末番号", "place:text:設置場所", "custodian:text:管理者", "bought_on:date:取得日",
        "price:integer:取得価格", "patched:boolean:更新", "zone:text:領域", "model:text:型式", "os:text:基本ソフト",
        "data:list:扱う情報", "checked_on:date:確認日", "note:long_text:備考"}) {
    const std::string text = field;
    const std::size_t a = text.find(':');
    const std::size_t b = text.find(':', a + 1);
    terminals += "[[field]]\nname = \"" + text.substr(0, a) + "\"\ntype = \"" + text.substr(a + 1, b - a - 1) +
                 "\"\ntitle = { ja = \"" + text.substr(b + 1) + "\", en = \"" + text.substr(0, a) + " title\" }\n";
  }
  return {{"registers/terminals.toml", terminals}};
}

std::string office_file() {
  std::string csv =
      "端末台帳\r\n端末番号,設置場所,管理者,取得日,取得価格,更新,領域,型式,基本ソフト,扱う情報,確認日,備考\r\n";
  for (int i = 0; i < kRows; ++i) {
    const std::string n = std::to_string(i);
    csv += "ＰＣ－" + n + ",本庁舎" + std::to_string(i % 7) + "階,総務課 山田,令和" + std::to_string(i % 8 + 1) +
           "年4月1日,\"1" + n.substr(0, 2) + ",000\",〇,LGWAN接続系,X" + n + ",Windows 11,住民票、税、福祉,2026/4/" +
           std::to_string(i % 28 + 1) + ",同上のとおり設置\r\n";
  }
  return csv;
}

double ms(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
}

template <typename Work>
void time(const char* what, Work&& work) {
  const auto from = std::chrono::steady_clock::now();
  const std::string done = work();
  std::printf("%-44s %8.1f ms  %s\n", what, ms(from), done.c_str());
}

std::string import(db::Database& database, const Schemas& all, const std::string& bytes, Random& random,
                   std::string& batch) {
  const RegisterSchema& schema = *all.find("terminals");
  std::string told;
  const Status done = database.in_transaction([&]() -> Status {
    const auto from = std::chrono::steady_clock::now();
    SEK_TRY(const std::vector<codec::Table> tables, codec::read_table_file(bytes, "f.csv"));
    const double read = ms(from);
    SEK_TRY(const ImportContext context, import_context(database, all, schema, {}));
    const double known = ms(from);
    SEK_TRY(const Plan plan, plan_import(schema, tables, "f.csv", context));
    const double planned = ms(from);
    SEK_TRY(const Imported imported, apply_import(database, schema, plan, {"f.csv", "00", "bench", kAt}, random));
    batch = imported.batch.id;
    char text[200];
    std::snprintf(text, sizeof text, "read %.0f, rows in force %.0f, plan %.0f, write %.0f; +%lld ~%lld =%lld", read,
                  known - read, planned - known, ms(from) - planned, static_cast<long long>(imported.batch.added),
                  static_cast<long long>(imported.batch.updated), static_cast<long long>(imported.batch.unchanged));
    told = text;
    return {};
  });
  return done ? told : done.error().detail;
}

void run(db::Database& database) {
  const auto all = Schemas::load(catalog());
  if (!all) return static_cast<void>(std::puts(all.error().detail.c_str()));
  SeededRandom random(1);
  SEK_ASSERT(db::migrate(database, migrations()).has_value());
  SEK_ASSERT(database
                 .in_transaction([&]() -> Status {
                   SEK_TRY([[maybe_unused]] const Synced synced, sync_tables(database, *all));
                   return {};
                 })
                 .has_value());
  const std::string bytes = office_file();
  std::string first;
  std::string last;
  time("import, 5,000 rows new", [&] { return import(database, *all, bytes, random, first); });
  time("import, the same again", [&] { return import(database, *all, bytes, random, last); });
  std::string changed = bytes;
  for (std::size_t at = changed.find("Windows 11"); at != std::string::npos; at = changed.find("Windows 11", at + 1))
    changed[at + 9] = '2';
  time("import, 5,000 rows changed", [&] { return import(database, *all, changed, random, last); });
  time("undo of 5,000 changes", [&] {
    const Status done = database.in_transaction([&]() -> Status {
      SEK_TRY([[maybe_unused]] const Imported undone, undo_batch(database, *all, last, kAt, "bench"));
      return {};
    });
    return done ? std::string() : done.error().detail;
  });
  const auto views = registers::views(*all);
  for (const char* query :
       {"SELECT COUNT(*) FROM terminals",
        "SELECT number AS subject, bought_on AS proven_at FROM terminals WHERE patched = 1",
        "SELECT t.number AS subject FROM terminals t WHERE NOT EXISTS (SELECT 1 FROM terminals o WHERE o.number = "
        "t.number)",
        "SELECT t.number AS subject FROM terminals t WHERE NOT EXISTS (SELECT 1 FROM terminals o WHERE o.note = "
        "t.number)",
        "SELECT t.number AS subject FROM terminals t LEFT JOIN terminals o ON o.number = t.number WHERE o.price > 5"}) {
    const auto select = db::with_views(query, views);
    if (!select) return static_cast<void>(std::puts(select.error().detail.c_str()));
    for (int i = 0; i < 2; ++i)
      time(i == 0 ? "view, first time" : "view, again", [&] {
        const auto rows = database.run_data_query(*select, {{"as_of", to_rfc3339(kAt)}}, 10'000);
        return rows ? std::to_string(rows->rows.size()) + " rows: " + query : rows.error().detail;
      });
  }
  time("export to CSV", [&] {
    return std::to_string(
        export_csv(*all->find("terminals"), *rows_in_force(database, *all->find("terminals")), {}).size());
  });
}

}  // namespace

int main() {
  db::testing::on_both([](db::Database& database) {
    std::puts(database.dialect() == db::Dialect::sqlite ? "SQLite" : "PostgreSQL");
    run(database);
  });
}
