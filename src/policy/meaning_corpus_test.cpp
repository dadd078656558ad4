// How near the machine comes to a careful person on real policies, whose texts are not ours and stand outside the
// repository.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "codec/value.h"
#include "policy/meaning_testing.h"
#include "policy/read.h"

namespace sekisho::policy {

namespace {

namespace fs = std::filesystem;
using Labels = std::set<std::string>;

fs::path corpus() {
  const char* set = std::getenv("SEKISHO_CORPUS");
  return (set != nullptr ? fs::path(set) : fs::path(SEKISHO_SOURCE_DIR) / ".." / "shared") / "policies" / "expected";
}

struct Score {
  int hit = 0;
  int want = 0;
  int got = 0;
  void add(const Labels& wanted, const Labels& found, const std::string& where) {
    want += static_cast<int>(wanted.size());
    got += static_cast<int>(found.size());
    for (const std::string& label : wanted) hit += static_cast<int>(found.count(label));
    if (std::getenv("SEKISHO_SHOW_MISSES") == nullptr) return;
    for (const std::string& label : wanted) {
      if (found.count(label) == 0) std::cout << "  - " << where << " " << label << "\n";
    }
    for (const std::string& label : found) {
      if (wanted.count(label) == 0) std::cout << "  + " << where << " " << label << "\n";
    }
  }
  double f1() const { return want + got == 0 ? 1.0 : 2.0 * hit / (want + got); }
};

std::string member(const codec::Value& value, std::string_view name) {
  return value.string_or(name, "");
}

Document labelled(const codec::Value& value) {
  Document document;
  document.title = member(value, "title");
  document.body = member(value, "body");
  document.preamble = member(value, "preamble");
  document.preamble_sentences = testing::sentences_of(document.preamble);
  for (const codec::Value& item : *value.find("clauses")->array()) {
    Clause clause;
    clause.id = member(item, "id");
    if (const auto* heading = item.find("heading"); heading != nullptr && heading->string() != nullptr) {
      clause.heading = *heading->string();
    }
    clause.text = member(item, "text");
    clause.sentences = testing::sentences_of(clause.text);
    document.clauses.push_back(std::move(clause));
  }
  return document;
}

struct Scores {
  Score duties;
  Score concepts;
  Score facts;
};

void score(const codec::Value& value, const std::string& name, Scores& scores) {
  const Document read = testing::read(labelled(value));
  std::map<std::string, std::string> texts;
  Labels duties, promises, read_duties, read_promises;
  for (const codec::Value& duty : *value.find("duties")->array()) {
    const std::string place = member(duty, "clause") + ":" + std::to_string(duty.integer_or("sentence", 0));
    duties.insert(place);
    for (const std::string& id : duty.strings("concepts")) promises.insert(place + " " + id);
  }
  for (const Duty& duty : read.duties) {
    const std::string place = duty.clause + ":" + std::to_string(duty.sentence);
    read_duties.insert(place);
    for (const std::string& id : duty.concepts) read_promises.insert(place + " " + id);
  }
  scores.duties.add(duties, read_duties, name);
  scores.concepts.add(promises, read_promises, name);
  const auto joined = [](std::vector<std::string> zones) {
    std::sort(zones.begin(), zones.end());
    std::string all;
    for (const std::string& zone : zones) all += zone + ",";
    return all;
  };
  scores.facts.add({"kind " + member(value, "kind"), "zones " + joined(value.strings("zones")),
                    "threats " + std::to_string(value.integer_or("threats", 0))},
                   {std::string("kind ") + name_of(read.kind), "zones " + joined(read.zones),
                    "threats " + std::to_string(read.threats)},
                   name);
}

}  // namespace

TEST_CASE("the real policies are read as a careful person reads them") {
  if (!fs::exists(corpus())) {
    std::cout << "SKIPPED: no labelled policies in " << corpus() << "\n";
    return;
  }
  Scores scores;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(corpus())) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    if (file.extension() != ".json") continue;
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    auto tree = codec::parse_json(text.str(), file.filename().string());
    REQUIRE(tree.has_value());
    int number = 0;
    for (const codec::Value& document : *tree->find("documents")->array()) {
      score(document, file.stem().string() + "[" + std::to_string(number++) + "]", scores);
    }
  }
  std::cout << "policies by labelled clauses: duties " << scores.duties.f1() << ", concepts " << scores.concepts.f1()
            << ", facts " << scores.facts.f1() << "\n";
  CHECK(scores.duties.f1() >= 0.98);
  CHECK(scores.concepts.f1() >= 0.98);
  CHECK(scores.facts.f1() >= 0.95);
}

}  // namespace sekisho::policy
