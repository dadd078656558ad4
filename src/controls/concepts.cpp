#include "controls/concepts.h"

#include <algorithm>

#include "controls/toml_table.h"

namespace sekisho::controls {

namespace {

const std::string path = "concepts.toml";

Concept concept_of(const TomlTable& table, int order) {
  table.allow_only({"id", "area", "control", "title"});
  Concept one{table.text("id", true), table.bilingual("title", true), static_cast<int>(table.integer("area")),
              table.boolean("control", true), order};
  if (one.area < 0 || one.area > 8) table.note("catalog.wrong_type", "area", {{"key", "area"}, {"wanted", "0 … 8"}});
  return one;
}

}  // namespace

Concepts Concepts::read(const CatalogFiles& files, std::vector<Error>& problems) {
  Concepts concepts;
  const auto file = files.find(path);
  if (file == files.end()) {
    problems.push_back(catalog_error(path, 0, "catalog.missing_file", "no such file"));
    return concepts;
  }
  const auto root = codec::parse_toml(file->second, path);
  if (!root) {
    problems.push_back(root.error());
    return concepts;
  }
  TomlTable(*root, path, problems).allow_only({"concept", "area"});
  const codec::Value* list = root->find("concept");
  for (const codec::Value& item : list != nullptr && list->array() != nullptr ? *list->array() : codec::Array{}) {
    const TomlTable table(item, path, problems);
    Concept one = concept_of(table, static_cast<int>(concepts.all_.size()) + 1);
    if (concepts.find(one.id) != nullptr) table.note("catalog.twice", "two of " + one.id, {{"id", one.id}});
    concepts.all_.push_back(std::move(one));
  }
  const codec::Value* areas = root->find("area");
  for (const codec::Value& item : areas != nullptr && areas->array() != nullptr ? *areas->array() : codec::Array{}) {
    const TomlTable table(item, path, problems);
    table.allow_only({"number", "title"});
    concepts.areas_.push_back({static_cast<int>(table.integer("number")), table.bilingual("title", true)});
  }
  return concepts;
}

Result<Concepts> Concepts::load(const CatalogFiles& files) {
  std::vector<Error> problems;
  Concepts concepts = read(files, problems);
  if (!problems.empty()) return problems.front();
  return concepts;
}

std::vector<Error> Concepts::problems(const CatalogFiles& files) {
  std::vector<Error> problems;
  read(files, problems);
  return problems;
}

const Concept* Concepts::find(std::string_view id) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Concept& one) { return one.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

}  // namespace sekisho::controls
