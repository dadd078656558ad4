#include "cli/progress.h"

#include <doctest/doctest.h>

#include <future>
#include <sstream>
#include <string>
#include <utility>

using namespace sekisho::cli;

TEST_CASE("a long command shows a line, and takes it away before the first byte of its answer") {
  std::ostringstream terminal;
  std::promise<void> seen;
  bool first = true;
  Progress progress(
      terminal,
      [&](long long) {
        if (std::exchange(first, false)) seen.set_value();
        return std::string("読んでいます");
      },
      std::chrono::milliseconds(0));
  seen.get_future().wait();
  BeforeFirstByte buffer(terminal.rdbuf(), [&] { progress.stop(); });
  std::ostream answer(&buffer);
  answer << "35 の約束\n" << 1;
  const std::string shown = terminal.str();
  CHECK(shown.substr(0, 22) == "\r\x1b[K読んでいます");
  CHECK(shown.substr(shown.size() - 18) == "\r\x1b[K35 の約束\n1");
}

TEST_CASE("a short command shows nothing") {
  std::ostringstream terminal;
  {
    const Progress progress(
        terminal, [](long long) { return std::string("読んでいます"); }, std::chrono::hours(1));
  }
  CHECK(terminal.str().empty());
}
