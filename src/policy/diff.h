#pragma once

// How the duties of an older reading live on in a newer one. Decided by what a duty says and where it stands, never by
// its number: renumbering alone leaves every duty `same`. The answer depends on the two readings only (no ties broken
// by chance).

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "codec/value.h"
#include "policy/reading.h"

namespace sekisho::policy {

enum class Change : std::uint8_t { same, reworded, split, merged, repealed };
const char* name_of(Change change);

struct DutyPlace {
  std::size_t document = 0;  // index in Reading::documents
  std::size_t duty = 0;      // index in Document::duties
  auto operator<=>(const DutyPlace&) const = default;
};

struct Aligned {
  DutyPlace old;
  std::vector<DutyPlace> fresh;  // none when repealed, several when split, in order of the text
  Change change = Change::same;
};

struct Difference {
  std::vector<Aligned> duties;   // one for each old duty, in order of the text
  std::vector<DutyPlace> added;  // new duties that continue no old one
  bool is_empty() const;         // every duty the same and none added
};

// Several documents in one file are paired by kind and title first.
Difference diff(const Reading& before, const Reading& after);

// {"duties":[{"old":{"clause","sentence"},"new":[{"clause","sentence"}],"kind":"same|reworded|split|merged|repealed"}],
//  "added":[{"clause","sentence"}]}; places also carry "document" (from 0) where a reading has several documents.
codec::Value to_value(const Difference& difference, const Reading& before, const Reading& after);

}  // namespace sekisho::policy
