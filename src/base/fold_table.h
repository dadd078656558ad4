#pragma once

// Spelling variants of official Japanese, as pairs: text written the first way is compared as if written the second.

#include <span>
#include <string_view>

namespace sekisho::text {

struct Variant {
  std::string_view written;
  std::string_view compared;
};

// Sorted by the code points of `written`, so that all that begin alike stand together and a longer one follows a
// shorter one.
std::span<const Variant> spelling_variants();

}  // namespace sekisho::text
