#include "cli/lines.h"

#include <doctest/doctest.h>

using namespace sekisho;

TEST_CASE("lines are wrapped by display width, and no line begins with a closing mark") {
  CHECK(cli::wrapped("- ", "関所は約束を守る。", 2, 12) == "- 関所は約束\n  を守る。\n");
  CHECK(cli::wrapped("", "あいうえ。", 0, 8) == "あいうえ。\n");
  CHECK(cli::wrapped("", "abc defgh", 0, 6) == "abc\ndefgh\n");
}

TEST_CASE("columns count wide characters twice") {
  CHECK(cli::padded("関所", 6) == "関所  ");
  CHECK(cli::shortened("関所の約束", 7) == "関所…");
  CHECK(cli::shortened("関所", 4) == "関所");
}
