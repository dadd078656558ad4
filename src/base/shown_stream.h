#pragma once

// What other people wrote, shown on a terminal: a policy's text, a cell, a file's name may hold escape sequences that
// colour, erase or retitle the screen, or marks that turn the reading direction and so make a sentence read otherwise
// than it is. Each such character is shown as U+FFFD instead; line ends and tabs pass.
//
// UTF-8 in, UTF-8 out; a character may come in pieces. What is not UTF-8 passes as it is, but for its control bytes.

#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

namespace sekisho {

// Whether a character steers a terminal or the direction of reading: C0 but tab and line feed, DEL, C1, the marks,
// embeddings, overrides and isolates of Unicode's bidirectional algorithm.
bool steers_display(char32_t character);

class ShownBuffer : public std::streambuf {
 public:
  explicit ShownBuffer(std::streambuf* inner) : inner_(inner) {}
  ~ShownBuffer() override;
  ShownBuffer(const ShownBuffer&) = delete;
  ShownBuffer& operator=(const ShownBuffer&) = delete;

 protected:
  int_type overflow(int_type byte) override;
  std::streamsize xsputn(const char* bytes, std::streamsize count) override;
  int sync() override;

 private:
  bool pass(std::string_view bytes);
  bool pass_pending();  // of a character that was never finished

  std::streambuf* inner_;
  std::string pending_;
};

// A stream on which such text may be printed. `inner` must outlive it.
class ShownStream : public std::ostream {
 public:
  explicit ShownStream(std::ostream& inner) : std::ostream(nullptr), buffer_(inner.rdbuf()) { rdbuf(&buffer_); }

 private:
  ShownBuffer buffer_;
};

}  // namespace sekisho
