#include "controls/cadences.h"

#include "base/text.h"
#include "codec/value.h"
#include "controls/toml_table.h"

namespace sekisho::controls {

Result<Cadences> Cadences::load(const CatalogFiles& files) {
  const std::string path = "cadences.toml";
  const auto file = files.find(path);
  if (file == files.end()) return catalog_error(path, 0, "catalog.missing_file", "no such file");
  SEK_TRY(const codec::Value root, codec::parse_toml(file->second, path));
  std::vector<Error> problems;
  Cadences cadences;
  const codec::Value* list = root.find("cadence");
  for (const codec::Value& item : list != nullptr && list->array() != nullptr ? *list->array() : codec::Array{}) {
    const TomlTable table(item, path, problems);
    table.allow_only({"validity", "words"});
    const std::optional<Period> validity = table.period("validity");
    for (const std::string& words : table.strings("words")) cadences.by_form_[text::matching_form(words)] = validity;
  }
  if (!problems.empty()) return problems.front();
  return cadences;
}

std::optional<Period> Cadences::validity_of(std::string_view words) const {
  const auto found = by_form_.find(text::matching_form(words));
  return found == by_form_.end() ? std::nullopt : found->second;
}

bool Cadences::knows(std::string_view words) const {
  return by_form_.contains(text::matching_form(words));
}

}  // namespace sekisho::controls
