// links: controls
// A control file of an office's own: everything wrong in it is a problem with its file and line, never a crash.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "controls/catalog.h"
#include "controls/evaluate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sekisho;
  static const controls::Concepts concepts =
      controls::Concepts::load(
          {{"concepts.toml",
            "[[concept]]\nid = \"review.audit\"\narea = 8\ntitle = { ja = \"監査\", en = \"Audits\" }\n"}})
          .value();
  const CatalogFiles files{{"controls/a.toml", std::string(reinterpret_cast<const char*>(data), size)}};
  auto catalog = controls::Catalog::load(files, concepts);
  const auto problems = controls::Catalog::problems(files, concepts);
  if (catalog.has_value() != problems.empty()) std::abort();
  for (const Error& problem : problems) {
    if (problem.message.empty()) std::abort();
  }
  if (catalog)
    static_cast<void>(controls::Evaluator(std::move(*catalog), {{"audits", "SELECT number FROM reg_audits"}}));
  return 0;
}
