#pragma once

// The concepts: what a sentence of a policy can promise. Data: catalog/concepts.toml.

#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "base/seams.h"

namespace sekisho::controls {

struct Concept {
  std::string id;
  Bilingual title;
  int area = 0;  // the item of 地方自治法施行規則 第16条の3, 1 to 8; 0: none of them
  bool needs_control = true;
  int order = 0;  // in which concepts are shown, from 1
};

struct Area {
  int number = 0;
  Bilingual title;
};

class Concepts {
 public:
  // Errors: the first of problems(), invalid "catalog.…" {file}{line}.
  static Result<Concepts> load(const CatalogFiles& files);
  static std::vector<Error> problems(const CatalogFiles& files);

  const std::vector<Concept>& all() const { return all_; }
  const Concept* find(std::string_view id) const;
  const std::vector<Area>& areas() const { return areas_; }

 private:
  static Concepts read(const CatalogFiles& files, std::vector<Error>& problems);
  std::vector<Concept> all_;  // in the order of the file
  std::vector<Area> areas_;
};

}  // namespace sekisho::controls
