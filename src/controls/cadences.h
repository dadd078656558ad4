#pragma once

// What a sentence's own words on how often (毎月, 年2回) mean for its evidence: catalog/cadences.toml. Pure.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "base/seams.h"

namespace sekisho::controls {

class Cadences {
 public:
  // Errors: invalid "catalog.…" {file}{line}….
  static Result<Cadences> load(const CatalogFiles& files);

  // How long evidence speaks for a sentence that says so; nothing where the words name no interval, or are not known.
  // Full-width digits and other forms of a character do not matter.
  std::optional<Period> validity_of(std::string_view words) const;
  bool knows(std::string_view words) const;

 private:
  std::map<std::string, std::optional<Period>, std::less<>> by_form_;
};

}  // namespace sekisho::controls
