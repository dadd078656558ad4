// links: registers
// Planning an import over any bytes; and what a plan accepts, exported and planned again, must be unchanged.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "codec/table.h"
#include "registers/export.h"
#include "registers/import.h"
#include "registers/individual_number.h"

namespace {

using namespace sekisho;
using namespace sekisho::registers;

const RegisterSchema& schema() {
  static const Schemas kAll = *Schemas::load({{"registers/terminals.toml", R"(
id = "terminals"
group = "assets"
key = ["number"]
title = { ja = "端末台帳", en = "Terminals" }
help = { ja = "端末", en = "Terminals" }
[[field]]
name = "number"
type = "text"
title = { ja = "番号", en = "No." }
[[field]]
name = "parent"
type = "reference"
register = "terminals"
title = { ja = "親機", en = "Parent" }
[[field]]
name = "bought_on"
type = "date"
title = { ja = "取得日", en = "Bought on" }
[[field]]
name = "price"
type = "integer"
title = { ja = "価格", en = "Price" }
[[field]]
name = "patched"
type = "boolean"
title = { ja = "更新", en = "Patched" }
[[field]]
name = "zone"
type = "choice"
title = { ja = "領域", en = "Zone" }
[[field.choices]]
value = "lgwan"
title = { ja = "LGWAN接続系", en = "LGWAN" }
[[field]]
name = "data"
type = "list"
title = { ja = "情報", en = "Data" }
[[field]]
name = "note"
type = "long_text"
title = { ja = "備考", en = "Note" }
digits_allowed = true
)"}});
  return kAll.all().front();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = codec::read_csv({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!table) return 0;
  const auto plan = plan_import(schema(), {*table}, "fuzz", {});
  if (!plan || plan->refused()) return 0;
  ImportContext later;
  std::vector<Row> rows;
  for (const PlannedRow& row : plan->rows) {
    rows.push_back({"R" + std::to_string(rows.size()), 1, "", "", false, "", row.cells});
    later.known.add("terminals", db::text(row.cells[0]));
  }
  later.in_force = rows;
  const auto back = codec::read_csv(export_csv(schema(), rows, {}), "back");
  SEK_ASSERT(back.has_value());
  const auto again = plan_import(schema(), {*back}, "back", later);
  SEK_ASSERT(again.has_value() && !again->refused());
  SEK_ASSERT(again->counts.unchanged == rows.size());
  return 0;
}
