#include "base/shown_stream.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace sekisho;

namespace {

std::string shown(const std::string& text, std::size_t piece) {
  std::ostringstream out;
  {
    ShownStream stream(out);
    for (std::size_t at = 0; at < text.size(); at += piece) stream << text.substr(at, piece);
    CHECK(stream.good());
  }
  return out.str();
}

}  // namespace

TEST_CASE("a text that steers the terminal is shown without doing so") {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{1000}}) {
    CAPTURE(piece);
    CHECK(shown("方針\x1b[2J\x1b]0;題\x07\r\n\t終 𠮷é", piece) == "方針�[2J�]0;題��\n\t終 𠮷é");
    CHECK(shown("a\xC2\x9B"
                "2Jb\x7F",
                piece) == "a�2Jb�");
    CHECK(shown("甲\u202E乙\u2066丙\u200F", piece) == "甲�乙�丙�");
    CHECK(shown("\xFF\xE3\x81", piece) == "\xFF\xE3\x81");
    CHECK(shown("\x9B"
                "2J",
                piece) == "�2J");
  }
}

TEST_CASE("a stream that cannot be written is told of") {
  struct Refusing : std::streambuf {
  } refusing;
  std::ostream nowhere(&refusing);
  ShownStream stream(nowhere);
  stream << "x";
  CHECK_FALSE(stream.good());
}
