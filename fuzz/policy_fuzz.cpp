// links: policy codec base
// Reads any bytes as a policy. What holds of every reading is checked in one place with the unit tests.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "app/embedded.h"
#include "policy/lexicon.h"
#include "policy/read.h"
#include "policy/reading_invariants_for_test.h"

namespace {

const sekisho::policy::Lexicon& lexicon() {
  static const sekisho::policy::Lexicon made =
      std::move(sekisho::policy::Lexicon::create(sekisho::app::embedded_catalog())).value();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto reading = sekisho::policy::read_structure(text);
  if (!reading) return 0;
  const std::string why = sekisho::policy::test::broken_invariant_of(*reading, text);
  if (!why.empty()) {
    std::fprintf(stderr, "broken: %s\n", why.c_str());
    std::abort();
  }
  // Duties are read sentence by sentence, which takes longer: short texts show as much.
  if (size <= 2048) sekisho::policy::read_meaning(*reading, lexicon());
  return 0;
}
