#include "controls/catalog.h"

#include <algorithm>
#include <set>

#include "controls/toml_table.h"
#include "db/data_query.h"

namespace sekisho::controls {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// [a-z0-9_-] words joined by dots.
bool is_dotted_id(std::string_view id) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  bool at_start = true;
  for (const char c : id) {
    if (c == '.' ? at_start : !letter(c)) return false;
    at_start = c == '.';
  }
  return !id.empty() && !at_start && id.size() <= 100;
}

class ControlReader {
 public:
  ControlReader(const codec::Value& root, const std::string& file, const Concepts& concepts,
                std::vector<Error>& problems)
      : root_(root), table_(root, file, problems), file_(file), concepts_(concepts), problems_(problems) {}

  Control read() {
    table_.allow_only({"id", "concepts", "duties", "title", "why", "fix", "register", "cadence", "validity", "repeats",
                       "regimes", "unverified", "references", "check", "trigger", "reasons"});
    Control control;
    control.file = file_;
    control.id = table_.text("id", true);
    control.concepts = table_.strings("concepts");
    control.duties = table_.strings("duties");
    control.title = table_.bilingual("title", true);
    control.why = table_.bilingual("why", true);
    control.fix = table_.bilingual("fix", true);
    control.register_id = table_.text("register");
    control.cadence = table_.period("cadence");
    control.validity = table_.period("validity");
    control.repeats = table_.boolean("repeats", false);
    control.regimes = table_.strings("regimes");
    control.unverified = table_.boolean("unverified", false);
    read_references(control);
    read_trigger(control);
    read_reasons(control);
    for (const codec::Value& check : items("check")) read_check(control, check);
    look_over(control);
    return control;
  }

 private:
  codec::Array items(std::string_view key) const {
    const codec::Value* list = root_.find(key);
    if (list == nullptr) return {};
    if (list->array() != nullptr) return *list->array();
    table_.note("catalog.wrong_type", std::string(key),
                {{"key", std::string(key)}, {"wanted", "[[" + std::string(key) + "]]"}});
    return {};
  }

  void read_references(Control& control) const {
    for (const codec::Value& item : items("references")) {
      control.references.push_back({item.string_or("ja", ""), item.string_or("en", "")});
      if (control.references.back().ja.empty() || control.references.back().en.empty()) {
        table_.note("catalog.wrong_type", "references",
                    {{"key", "references"}, {"wanted", "[{ ja = \"…\", en = \"…\" }]"}});
      }
    }
  }

  void read_trigger(Control& control) const {
    const codec::Value* value = root_.find("trigger");
    if (value == nullptr) return;
    const TomlTable table(*value, file_, problems_);
    table.allow_only({"query", "complete", "not_triggered"});
    control.trigger =
        Trigger{table.text("query", true), table.strings("complete"), table.bilingual("not_triggered", true)};
    check_query(table, "trigger", control.trigger->query);
    if (control.trigger->complete.empty()) table.note("catalog.missing_key", "no complete", {{"key", "complete"}});
  }

  void read_reasons(Control& control) const {
    const codec::Value* value = root_.find("reasons");
    if (value == nullptr || value->object() == nullptr) return;
    const TomlTable table(*value, file_, problems_);
    for (const auto& [key, text] : *value->object()) control.reasons[key] = table.bilingual(key, true);
  }

  void read_check(Control& control, const codec::Value& value) const {
    const TomlTable table(value, file_, problems_);
    table.allow_only({"id", "subjects", "offenders", "mandatory", "observed", "when_empty"});
    Check check;
    check.id = table.text("id", true);
    check.subjects = table.text("subjects", true);
    check.offenders = table.text("offenders");
    check.mandatory = table.boolean("mandatory", true);
    check.observed = table.boolean("observed", false);
    check.quiet_when_empty = table.choice("when_empty", {"unproven", "not_triggered"}) == "not_triggered";
    check_query(table, check.id, check.subjects);
    if (!check.offenders.empty()) check_query(table, check.id, check.offenders);
    if (check.quiet_when_empty && !control.trigger)
      table.note("control.no_trigger", "no [trigger]", {{"check", check.id}});
    const auto same = [&](const Check& other) { return other.id == check.id; };
    if (std::any_of(control.checks.begin(), control.checks.end(), same)) {
      table.note("catalog.twice", "two checks " + check.id, {{"id", check.id}});
    }
    control.checks.push_back(std::move(check));
  }

  static void check_query(const TomlTable& table, const std::string& check, const std::string& query) {
    if (query.empty()) return;
    if (const auto text = db::prepare_text(query); !text) {
      table.note("control.query", text.error().detail, {{"check", check}, {"why", text.error().detail}});
    }
  }

  void look_over(const Control& control) const {
    const auto wrong = [&](const std::string& key, const std::string& wanted) {
      table_.note("catalog.wrong_type", key, {{"key", key}, {"wanted", wanted}});
    };
    if (!is_dotted_id(control.id)) wrong("id", "review.audit.performed");
    if (control.concepts.empty()) table_.note("catalog.missing_key", "no concepts", {{"key", "concepts"}});
    for (const std::string& id : control.concepts) {
      if (concepts_.find(id) == nullptr) table_.note("control.unknown_concept", id, {{"concept", id}});
      if (id == "umbrella") table_.note("control.umbrella", id);
      if (id == "other" && control.duties.empty()) table_.note("control.other_needs_duties", id);
    }
    for (const std::string& regime : control.regimes) {
      if (regime != "local_public_body" && regime != "mutual_aid_association") {
        wrong("regimes", "local_public_body, mutual_aid_association");
      }
    }
    if (control.checks.empty()) table_.note("catalog.missing_key", "no [[check]]", {{"key", "[[check]]"}});
  }

  const codec::Value& root_;
  TomlTable table_;
  const std::string& file_;
  const Concepts& concepts_;
  std::vector<Error>& problems_;
};

std::vector<Control> read_all(const CatalogFiles& files, const Concepts& concepts, std::vector<Error>& problems) {
  std::map<std::string, Control> by_id;
  for (const auto& [path, bytes] : files) {
    if (!path.starts_with("controls/") || !path.ends_with(".toml")) continue;
    const auto root = codec::parse_toml(bytes, path);
    if (!root) {
      problems.push_back(root.error());
      continue;
    }
    Control control = ControlReader(*root, path, concepts, problems).read();
    const std::string id = control.id;
    if (!by_id.emplace(id, std::move(control)).second) {
      problems.push_back(catalog_error(path, 1, "catalog.twice", "two controls " + id).with("id", id));
    }
  }
  std::vector<Control> all;
  all.reserve(by_id.size());
  for (auto& [id, control] : by_id) all.push_back(std::move(control));
  return all;
}

}  // namespace

bool Control::applies_to(std::string_view regime) const {
  return regimes.empty() || contains(regimes, regime);
}

bool Control::serves(std::string_view idea) const {
  return contains(concepts, idea);
}

Result<Catalog> Catalog::load(const CatalogFiles& files, const Concepts& concepts) {
  std::vector<Error> problems;
  Catalog catalog;
  catalog.all_ = read_all(files, concepts, problems);
  if (!problems.empty()) return problems.front();
  return catalog;
}

std::vector<Error> Catalog::problems(const CatalogFiles& files, const Concepts& concepts) {
  std::vector<Error> problems;
  read_all(files, concepts, problems);
  return problems;
}

const Control* Catalog::find(std::string_view id) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Control& control) { return control.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

Result<Sources> Sources::load(const CatalogFiles& files) {
  const std::string path = "sources.toml";
  const auto file = files.find(path);
  if (file == files.end()) return catalog_error(path, 0, "catalog.missing_file", "no such file");
  SEK_TRY(const codec::Value root, codec::parse_toml(file->second, path));
  std::vector<Error> problems;
  Sources sources;
  const codec::Value* list = root.find("source");
  for (const codec::Value& item : list != nullptr && list->array() != nullptr ? *list->array() : codec::Array{}) {
    const TomlTable table(item, path, problems);
    table.allow_only({"id", "grade", "own", "title"});
    sources.all_.push_back({table.text("id", true), table.choice("grade", {"attested", "recorded", "proved"}),
                            table.boolean("own", false), table.bilingual("title", true)});
  }
  if (!problems.empty()) return problems.front();
  return sources;
}

std::string Sources::grade_of(std::string_view source) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Source& one) { return one.id == source; });
  return found == all_.end() ? "attested" : found->grade;
}

bool Sources::is_own(std::string_view source) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Source& one) { return one.own && one.id == source; });
}

}  // namespace sekisho::controls
