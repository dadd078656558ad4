#pragma once

// Documents to text: HTML, DOCX and PDF (text layer) → UTF-8 text whose lines and headings a policy reader can use.
// These call third-party parsers, so the program runs them in a confined worker (sandbox/worker.h).

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sekisho::extract {

enum class Format { text, html, docx, pdf };
const char* name_of(Format format);

// By content first, then by the file's name. Errors: invalid "extract.unsupported" {file}{kind} (.doc, .xls, images,
// archives …), "extract.empty" {file}, "extract.encrypted" {file}; exhausted "extract.too_large" {file}{limit} over 20
// MB.
Result<Format> detect(std::string_view bytes, std::string_view file);

struct Extraction {
  std::string text;  // UTF-8
  Format format = Format::text;
  std::string extractor;    // "text/1 cp932", "pdf/1 poppler 22.12" …: kept beside the text's digest
  struct Part {             // pages of a PDF; one part elsewhere
    std::size_t begin = 0;  // byte in `text`
    std::string label;      // "p. 3"
  };
  std::vector<Part> parts;
};

// What the PDF library loads from disk when it first converts text: the C library's converters. A process that will
// give up opening files makes one before that and keeps it while it extracts; without it every PDF would seem to hold
// no text.
class Converters {
 public:
  Converters();
  ~Converters();
  Converters(const Converters&) = delete;
  Converters& operator=(const Converters&) = delete;

 private:
  void* to_utf16_;
  void* to_utf8_;
};

// Errors: as detect; invalid "extract.damaged" {file}{why}; "extract.no_text" {file} where a PDF holds only pictures.
Result<Extraction> extract(std::string_view bytes, std::string_view file);

// The same as bytes, to cross the worker's pipe.
std::string to_wire(const Extraction& extraction);
Result<Extraction> from_wire(std::string_view bytes);

inline constexpr std::size_t kMaxInputBytes = 20u << 20;

}  // namespace sekisho::extract
