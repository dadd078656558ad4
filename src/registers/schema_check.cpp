// Registers against each other, and the whole set: Schemas::load.

#include <algorithm>
#include <map>

#include "registers/schema_reader.h"

namespace sekisho::registers {
namespace {

// Whether required references lead from `id` back to one of the registers on the path.
bool finds_circle(const std::map<std::string, const RegisterSchema*>& by_id, const std::string& id,
                  std::vector<std::string>& path, std::map<std::string, bool>& done) {
  if (std::find(path.begin(), path.end(), id) != path.end()) {
    path.push_back(id);
    return true;
  }
  if (done[id]) return false;
  path.push_back(id);
  for (const Field& field : by_id.at(id)->fields) {
    if (field.type != FieldType::reference || !field.required || field.target == id || !by_id.contains(field.target))
      continue;
    if (finds_circle(by_id, field.target, path, done)) return true;
  }
  path.pop_back();
  done[id] = true;
  return false;
}

// What is stored is the key's text, which a query joins on.
bool can_be_referred_to(const RegisterSchema& schema) {
  const FieldType type = schema.fields[schema.key.front()].type;
  return type == FieldType::text || type == FieldType::reference;
}

}  // namespace

void check_references(const std::vector<RegisterSchema>& schemas, std::vector<Error>& problems) {
  std::map<std::string, const RegisterSchema*> by_id;
  for (const RegisterSchema& schema : schemas) by_id.emplace(schema.id, &schema);
  for (const RegisterSchema& schema : schemas) {
    for (const Field& field : schema.fields) {
      if (field.type != FieldType::reference || field.target.empty()) continue;
      const std::vector<std::pair<std::string, std::string>> params{{"name", field.name}, {"register", field.target}};
      const auto target = by_id.find(field.target);
      if (target == by_id.end())
        problems.push_back(schema_problem(schema.file, field.line, "registers.schema.target", params));
      else if (target->second->key.size() != 1 || !can_be_referred_to(*target->second))
        problems.push_back(schema_problem(schema.file, field.line, "registers.schema.target_key", params));
      else if (target->second->fields[target->second->key.front()].personal && !field.personal)
        problems.push_back(schema_problem(schema.file, field.line, "registers.schema.personal_reference", params));
    }
  }
  std::map<std::string, bool> done;
  for (const RegisterSchema& schema : schemas) {
    std::vector<std::string> path;
    if (!finds_circle(by_id, schema.id, path, done)) continue;
    std::string names;
    for (const std::string& id : path) names += (names.empty() ? "" : " → ") + id;
    problems.push_back(schema_problem(schema.file, 1, "registers.schema.circle", {{"registers", names}}));
    return;
  }
}

namespace {

std::vector<RegisterSchema> read_all(const CatalogFiles& files, std::vector<Error>& problems) {
  std::vector<RegisterSchema> schemas;
  for (const auto& [file, bytes] : files)
    if (file.starts_with("registers/") && file.ends_with(".toml"))
      schemas.push_back(read_schema(bytes, file, problems));
  std::sort(schemas.begin(), schemas.end(),
            [](const RegisterSchema& a, const RegisterSchema& b) { return a.id < b.id; });
  check_references(schemas, problems);
  return schemas;
}

}  // namespace

Result<Schemas> Schemas::load(const CatalogFiles& files) {
  std::vector<Error> problems;
  Schemas schemas;
  schemas.all_ = read_all(files, problems);
  if (!problems.empty()) return std::move(problems.front());
  for (RegisterSchema& schema : schemas.all_) {
    for (Field& field : schema.fields)
      if (!field.target.empty()) field.target_title = schemas.find(field.target)->title;
  }
  return schemas;
}

std::vector<Error> Schemas::problems(const CatalogFiles& files) {
  std::vector<Error> problems;
  static_cast<void>(read_all(files, problems));
  return problems;
}

}  // namespace sekisho::registers
