#pragma once

// For tests: a reading as short lines, and the labelled policies of the corpus where it is present.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "base/text.h"
#include "codec/value.h"
#include "policy/read.h"

namespace sekisho::policy::test {

// One line a clause: "2.1 ネットワーク | 通信網をいう。"; "-" for no heading.
inline std::string outline_of(const Document& document) {
  std::string out;
  for (const Clause& clause : document.clauses) {
    out += clause.id + " " + clause.heading.value_or("-") + " | " + clause.text + "\n";
  }
  return out;
}

inline Document read_one(std::string_view text) {
  auto reading = read_structure(text);
  return reading && reading->documents.size() == 1 ? reading->documents[0] : Document{};
}

inline std::string read_outline(std::string_view text) {
  return outline_of(read_one(text));
}

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Labelled {
  std::string name;
  std::string text;
  codec::Value expected;  // the form of `policy read --json`
};

// The labelled policies; none, and a line that says so, where the corpus is absent.
inline std::vector<Labelled> labelled_policies() {
  const char* folder = std::getenv("SEKISHO_CORPUS");
  const std::filesystem::path root = folder != nullptr ? folder : std::string(SEKISHO_SOURCE_DIR) + "/../shared";
  std::vector<Labelled> policies;
  if (!std::filesystem::exists(root / "policies" / "expected")) {
    std::cout << "SKIPPED: the labelled policies are not here\n";
    return policies;
  }
  for (const auto& file : std::filesystem::directory_iterator(root / "policies" / "expected")) {
    auto expected = codec::parse_json(file_text(file.path()));
    if (!expected) continue;
    const std::string name = file.path().stem().string();
    policies.push_back({name, file_text(root / "policies" / (name + ".txt")), std::move(*expected)});
  }
  return policies;
}

}  // namespace sekisho::policy::test
