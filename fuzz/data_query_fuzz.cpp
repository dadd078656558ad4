// links: db
// A catalogue query: whatever is accepted stays one reading statement over the views when the views are put before it.

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "db/data_query.h"
#include "db/sql_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sekisho;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(db::sql_statements(text));
  const auto prepared = db::prepare_text(text);
  if (prepared && !db::sql_tokens(text)) std::abort();
  static const std::vector<db::View> views{{"assets", "SELECT number, place FROM reg_assets WHERE from_at <= :as_of"},
                                           {"old_assets", "SELECT number FROM assets"}};
  const auto whole = db::with_views(text, views);
  if (!whole) return 0;
  if (!prepared || !db::prepare_text(*whole)) std::abort();
  // What it names must be a view or a WITH name of its own: no table of ours shows through but those behind the views.
  const auto tokens = db::sql_tokens(text);
  for (std::size_t i = 1; i < tokens->size(); ++i) {
    const bool table = (*tokens)[i - 1].is("from") || (*tokens)[i - 1].is("join");
    if (table && ((*tokens)[i].is("reg_assets") || (*tokens)[i].is("sqlite_master"))) {
      const bool distinct_from = i >= 2 && (*tokens)[i - 2].is("distinct");
      bool named = false;
      for (std::size_t j = 0; j + 1 < tokens->size(); ++j) {
        named = named ||
                ((*tokens)[j].text == (*tokens)[i].text && ((*tokens)[j + 1].is("as") || (*tokens)[j + 1].is("(")));
      }
      if (!named && !distinct_from) std::abort();
    }
  }
  return 0;
}
