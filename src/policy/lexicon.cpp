#include "policy/lexicon.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "codec/value.h"
#include "policy/lexicon_rules.h"

namespace sekisho::policy {

namespace {

constexpr std::array<std::string_view, kEndings> kEndingNames = {"must", "prohibition", "effort", "plain", "weak",
                                                                 "wrap", "permit",      "office", "never"};
constexpr std::array<std::string_view, kLists> kListNames = {"condition",
                                                             "purpose",
                                                             "no_purpose",
                                                             "limit",
                                                             "predicate_end",
                                                             "no_predicate_end",
                                                             "actor_end",
                                                             "others",
                                                             "self",
                                                             "self_says",
                                                             "list_ahead",
                                                             "heading_of_nothing",
                                                             "heading_of_something",
                                                             "lead_of_nothing",
                                                             "list_of_duties",
                                                             "list_of_posts",
                                                             "act",
                                                             "post_end",
                                                             "founding",
                                                             "cadence",
                                                             "circumstance",
                                                             "threat",
                                                             "definition",
                                                             "vague",
                                                             "vague_object",
                                                             "post",
                                                             "post_outside",
                                                             "post_made",
                                                             "term_expected",
                                                             "reference_elsewhere",
                                                             "law_name",
                                                             "no_actor_end",
                                                             "left_open"};

constexpr std::size_t kLetterBytes = 3;  // of a kana or kanji

using codec::Value;

// Reads the files one table after the other; the first thing that does not fit is the error.
class Reader {
 public:
  explicit Reader(Lexicon::Rules& rules) : rules_(rules) {}

  Status read(const CatalogFiles& files) {
    std::vector<std::pair<std::string, Value>> trees;
    for (const auto& [path, bytes] : files) {
      if (!path.starts_with("lexicon/") || !path.ends_with(".toml")) continue;
      SEK_TRY(Value tree, codec::parse_toml(bytes, path));
      trees.emplace_back(path, std::move(tree));
    }
    for (auto& group : rules_.endings) group = new_group();
    for (auto& group : rules_.lists) group = new_group();
    // Named lists and concepts first: rules of any file may speak of them.
    for (const auto& [path, tree] : trees) {
      file_ = path;
      SEK_CHECK(named_words(tree));
      SEK_CHECK(concepts(tree));
    }
    for (const auto& [path, tree] : trees) {
      file_ = path;
      SEK_CHECK(tables(tree));
    }
    SEK_CHECK(yields());
    SEK_TRY(rules_.umbrella, concept_named("umbrella", 0));
    SEK_TRY(rules_.other, concept_named("other", 0));
    rules_.words.freeze();
    set_marks();
    return {};
  }

 private:
  Error invalid(std::uint32_t line, const std::string& why) const {
    return fail(Code::invalid, file_ + ":" + std::to_string(line) + ": " + why, "lexicon.invalid")
        .with("file", file_)
        .with("line", std::to_string(line))
        .with("why", why);
  }

  void set_marks() {
    rules_.marks.assign(rules_.words.size(), 0);
    for (std::uint32_t word = 0; word < rules_.words.size(); ++word) {
      for (std::size_t i = 0; i < kLists; ++i) {
        if (rules_.in_group(word, rules_.lists[i])) rules_.marks[word] |= std::uint64_t{1} << i;
      }
      for (std::size_t i = 0; i < kEndings; ++i) {
        if (rules_.in_group(word, rules_.endings[i])) rules_.marks[word] |= std::uint64_t{1} << (kLists + i);
      }
    }
  }

  GroupId new_group() { return static_cast<GroupId>(rules_.group_count++); }

  Result<std::uint16_t> concept_named(const std::string& id, std::uint32_t line) const {
    for (std::size_t i = 0; i < rules_.concepts.size(); ++i) {
      if (rules_.concepts[i].id == id) return static_cast<std::uint16_t>(i);
    }
    return invalid(line, "no concept " + id);
  }

  Status named_words(const Value& tree) {
    const Value* table = tree.find("words");
    if (table == nullptr) return {};
    if (table->object() == nullptr) return invalid(table->line, "[words] is a table of lists");
    for (const auto& [name, list] : *table->object()) {
      SEK_TRY(const auto words, strings(list));
      auto& known = named_[name];
      known.insert(known.end(), words.begin(), words.end());
    }
    return {};
  }

  Status concepts(const Value& tree) {
    const Value* array = tree.find("concept");
    if (array == nullptr || array->array() == nullptr) return {};
    for (const Value& table : *array->array()) {
      Concept made;
      made.id = table.string_or("id", "");
      if (made.id.empty()) return invalid(table.line, "a concept without id");
      if (concept_named(made.id, table.line).has_value()) return invalid(table.line, "concept " + made.id + " twice");
      made.title = title_of(table);
      rules_.concepts.push_back(std::move(made));
      yields_.push_back({file_, table.line, table.strings("yields")});
    }
    return {};
  }

  Status yields() {
    for (std::size_t i = 0; i < yields_.size(); ++i) {
      file_ = yields_[i].file;
      for (const std::string& id : yields_[i].ids) {
        SEK_TRY(const auto index, concept_named(id, yields_[i].line));
        rules_.concepts[i].yields.push_back(index);
      }
    }
    return {};
  }

  static Bilingual title_of(const Value& table) {
    const Value* title = table.find("title");
    return title == nullptr ? Bilingual{} : Bilingual{title->string_or("ja", ""), title->string_or("en", "")};
  }

  Status tables(const Value& tree) {
    SEK_CHECK(each(tree, "ending", &Reader::ending));
    SEK_CHECK(each(tree, "rule", &Reader::rule));
    SEK_CHECK(each(tree, "heading", &Reader::heading));
    SEK_CHECK(each(tree, "kind", &Reader::kind));
    SEK_CHECK(each(tree, "zone", &Reader::zone));
    SEK_CHECK(each(tree, "expected", &Reader::expected));
    const Value* lists = tree.find("lists");
    if (lists == nullptr) return {};
    if (lists->object() == nullptr) return invalid(lists->line, "[lists] is a table of lists");
    for (const auto& [name, words] : *lists->object()) {
      const auto* const it = std::find(kListNames.begin(), kListNames.end(), name);
      if (it == kListNames.end()) return invalid(words.line, "no list " + name);
      SEK_CHECK(add_words(words, rules_.lists[static_cast<std::size_t>(it - kListNames.begin())]));
    }
    return {};
  }

  Status each(const Value& tree, std::string_view name, Status (Reader::*read_table)(const Value&)) {
    const Value* array = tree.find(name);
    if (array == nullptr) return {};
    if (array->array() == nullptr)
      return invalid(array->line, std::string(name) + " is written [[" + std::string(name) + "]]");
    for (const Value& table : *array->array()) SEK_CHECK((this->*read_table)(table));
    return {};
  }

  Status ending(const Value& table) {
    const std::string name = table.string_or("class", "");
    const auto* const it = std::find(kEndingNames.begin(), kEndingNames.end(), name);
    if (it == kEndingNames.end()) return invalid(table.line, "no class of endings " + name);
    return add_member(table, "words", rules_.endings[static_cast<std::size_t>(it - kEndingNames.begin())]);
  }

  Status rule(const Value& table) {
    Rule made;
    SEK_TRY(made.about_concept, concept_named(table.string_or("concept", ""), table.line));
    SEK_TRY(made.says, groups(table, "says"));
    SEK_TRY(made.actor, groups(table, "actor"));
    if (made.says.empty() && made.actor.empty()) return invalid(table.line, "a rule needs says or actor");
    SEK_TRY(made.endings, endings_of(table));
    made.is_weak = table.boolean_or("weak", false);
    made.is_alone = table.boolean_or("alone", false);
    made.is_firm = table.boolean_or("firm", false);
    made.near = static_cast<std::size_t>(std::clamp<std::int64_t>(table.integer_or("near", 0), 0, 1000)) * kLetterBytes;
    made.is_loose = table.boolean_or("loose", false);
    SEK_TRY(made.about, groups(table, "about"));
    SEK_TRY(made.under, groups(table, "under"));
    SEK_TRY(made.without, groups(table, "without"));
    SEK_TRY(made.kinds, kinds_of(table));
    rules_.rules.push_back(std::move(made));
    return {};
  }

  Status heading(const Value& table) {
    HeadingRule made;
    SEK_TRY(made.about_concept, concept_named(table.string_or("concept", ""), table.line));
    made.words = new_group();
    SEK_CHECK(add_member(table, "words", made.words));
    made.is_broad = table.boolean_or("broad", false);
    SEK_TRY(made.kinds, kinds_of(table));
    rules_.headings.push_back(made);
    return {};
  }

  Status kind(const Value& table) {
    KindRule made;
    SEK_TRY(made.kind, kind_named(table.string_or("kind", ""), table.line));
    SEK_TRY(made.title, optional_group(table, "title"));
    SEK_TRY(made.without, optional_group(table, "without"));
    SEK_TRY(made.text, optional_group(table, "text"));
    made.at_least = static_cast<int>(table.integer_or("at_least", 0));
    rules_.kinds.push_back(made);
    return {};
  }

  Status zone(const Value& table) {
    ZoneRule made;
    made.id = table.string_or("id", "");
    if (made.id.empty()) return invalid(table.line, "a zone without id");
    made.words = new_group();
    SEK_CHECK(add_member(table, "words", made.words));
    rules_.zones.push_back(std::move(made));
    return {};
  }

  Status expected(const Value& table) {
    Expected made;
    made.id = table.string_or("id", "");
    made.scheme = table.string_or("scheme", "");
    if (made.scheme != "items" && made.scheme != "areas") return invalid(table.line, "scheme is items or areas");
    made.title = title_of(table);
    SEK_TRY(made.headings, optional_group(table, "headings"));
    SEK_TRY(made.text, optional_group(table, "text"));
    for (const std::string& id : table.strings("concepts")) {
      SEK_TRY(const auto index, concept_named(id, table.line));
      made.concepts.push_back(index);
    }
    rules_.expected.push_back(std::move(made));
    return {};
  }

  Result<std::optional<GroupId>> optional_group(const Value& table, std::string_view name) {
    if (table.find(name) == nullptr) return std::optional<GroupId>{};
    const GroupId group = new_group();
    SEK_CHECK(add_member(table, name, group));
    return std::optional<GroupId>{group};
  }

  // A list of lists is one group each; a list of words is one group.
  Result<std::vector<GroupId>> groups(const Value& table, std::string_view name) {
    std::vector<GroupId> made;
    const Value* value = table.find(name);
    if (value == nullptr) return made;
    if (value->array() == nullptr || value->array()->empty())
      return invalid(table.line, std::string(name) + " is a list");
    if (value->array()->front().string() != nullptr) {
      made.push_back(new_group());
      SEK_CHECK(add_words(*value, made.back()));
      return made;
    }
    for (const Value& list : *value->array()) {
      made.push_back(new_group());
      SEK_CHECK(add_words(list, made.back()));
    }
    return made;
  }

  Status add_member(const Value& table, std::string_view name, GroupId group) {
    const Value* list = table.find(name);
    if (list == nullptr) return invalid(table.line, std::string(name) + " is missing");
    return add_words(*list, group);
  }

  Status add_words(const Value& list, GroupId group) {
    SEK_TRY(const auto words, strings(list));
    for (const std::string& word : words) {
      if (!word.starts_with('@')) {
        SEK_CHECK(add_word(word, group, list.line));
        continue;
      }
      const auto it = named_.find(word.substr(1));
      if (it == named_.end()) return invalid(list.line, "no words " + word);
      for (const std::string& named : it->second) SEK_CHECK(add_word(named, group, list.line));
    }
    return {};
  }

  Status add_word(const std::string& word, GroupId group, std::uint32_t line) {
    const std::string form = text::matching_form(word);
    if (form.empty()) return invalid(line, "an empty word");
    rules_.words.add(form, group);
    return {};
  }

  Result<std::vector<std::string>> strings(const Value& list) const {
    std::vector<std::string> words;
    if (list.array() == nullptr) return invalid(list.line, "a list of words is expected");
    for (const Value& word : *list.array()) {
      if (word.string() == nullptr) return invalid(word.line, "a list of words is expected");
      words.push_back(*word.string());
    }
    return words;
  }

  Result<std::uint16_t> endings_of(const Value& table) const {
    std::uint16_t set = 0;
    for (const std::string& name : table.strings("endings")) {
      const auto* const it = std::find(kEndingNames.begin(), kEndingNames.end(), name);
      if (it == kEndingNames.end()) return invalid(table.line, "no class of endings " + name);
      set = static_cast<std::uint16_t>(set | (1U << static_cast<unsigned>(it - kEndingNames.begin())));
    }
    return set;
  }

  Result<Kind> kind_named(const std::string& name, std::uint32_t line) const {
    for (const Kind kind : {Kind::security_policy, Kind::privacy_policy, Kind::mynumber_policy, Kind::other}) {
      if (name == name_of(kind)) return kind;
    }
    return invalid(line, "no kind " + name);
  }

  Result<KindSet> kinds_of(const Value& table) const {
    KindSet set = 0;
    for (const std::string& name : table.strings("kinds")) {
      SEK_TRY(const Kind kind, kind_named(name, table.line));
      set = static_cast<KindSet>(set | (1U << static_cast<unsigned>(kind)));
    }
    return set;
  }

  struct Yields {
    std::string file;
    std::uint32_t line = 0;
    std::vector<std::string> ids;
  };

  Lexicon::Rules& rules_;
  std::string file_;
  std::map<std::string, std::vector<std::string>> named_;
  std::vector<Yields> yields_;
};

}  // namespace

bool Lexicon::Rules::in_group(std::uint32_t word, GroupId group) const {
  const auto& groups = words.groups_of(word);
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

Scanned scan_form(std::string form, const Lexicon::Rules& rules) {
  Scanned scanned;
  scanned.form = std::move(form);
  scanned.present = GroupSet(rules.group_count);
  rules.words.find(scanned.form, scanned.hits);
  for (const Hit& hit : scanned.hits) {
    for (const GroupId group : rules.words.groups_of(hit.word)) scanned.present.add(group);
  }
  return scanned;
}

Scanned scan(std::string_view text, const Lexicon::Rules& rules) {
  return scan_form(text::matching_form(text), rules);
}

Lexicon::Lexicon(std::unique_ptr<Rules> rules) : rules_(std::move(rules)) {}
Lexicon::Lexicon(Lexicon&&) noexcept = default;
Lexicon& Lexicon::operator=(Lexicon&&) noexcept = default;
Lexicon::~Lexicon() = default;

Result<Lexicon> Lexicon::create(const CatalogFiles& files) {
  auto rules = std::make_unique<Rules>();
  SEK_CHECK(Reader(*rules).read(files));
  return Lexicon(std::move(rules));
}

}  // namespace sekisho::policy
