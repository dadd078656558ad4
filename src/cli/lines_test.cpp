#include "cli/lines.h"

#include <doctest/doctest.h>

using namespace sekisho;

TEST_CASE("lines are wrapped by display width, and no line begins with a closing mark") {
  CHECK(cli::wrapped("- ", "関所は約束を守る。", 2, 12) == "- 関所は約束\n  を守る。\n");
  CHECK(cli::wrapped("", "あいうえ。", 0, 8) == "あいうえ。\n");
  CHECK(cli::wrapped("", "abc defgh", 0, 6) == "abc\ndefgh\n");
}

TEST_CASE("no line ends with an opening mark, and a word stays whole behind it") {
  CHECK(cli::wrapped("", "台帳（contracts）に", 0, 12) == "台帳\n（contracts）\nに\n");
  CHECK(cli::wrapped("", "台帳（「契約」）に", 0, 8) == "台帳\n（「契約」）\nに\n");
  CHECK(cli::wrapped("  ", "台帳 contracts を", 2, 10) == "  台帳\n  contract\n  s を\n");
  CHECK(cli::wrapped("", "一\n二", 2, 10) == "一\n  二\n");
}

TEST_CASE("columns count wide characters twice") {
  CHECK(cli::padded("関所", 6) == "関所  ");
  CHECK(cli::shortened("関所の約束", 7) == "関所…");
  CHECK(cli::shortened("関所", 4) == "関所");
}
