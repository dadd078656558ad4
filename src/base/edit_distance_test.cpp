#include "base/edit_distance.h"

#include <doctest/doctest.h>

using sekisho::text::edit_distance;

TEST_CASE("slips of the keyboard count one each, in letters and in kanji") {
  CHECK(edit_distance("status", "status") == 0);
  CHECK(edit_distance("statsu", "status") == 1);
  CHECK(edit_distance("--registr", "--register") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("端末台帳", "端未台帳") == 1);
  CHECK(edit_distance("pack", "lint") == 4);
}
