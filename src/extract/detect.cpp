// What a file is, by its content first and its name second.

#include <algorithm>
#include <array>

#include "codec/zip.h"
#include "extract/extract.h"

namespace sekisho::extract {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  const char* kind;
};

// What a policy is not published as, named so that the clerk knows what to do.
constexpr std::array<Signature, 12> kForeign{{{"\x89PNG"sv, "PNG"},
                                              {"\xff\xd8\xff"sv, "JPEG"},
                                              {"GIF8"sv, "GIF"},
                                              {"II*\0"sv, "TIFF"},
                                              {"MM\0*"sv, "TIFF"},
                                              {"7z\xbc\xaf"sv, "7-Zip"},
                                              {"Rar!"sv, "RAR"},
                                              {"\x1f\x8b"sv, "gzip"},
                                              {"{\\rtf"sv, "RTF"},
                                              {"\x7f"
                                               "ELF"sv,
                                               "program"},
                                              {"MZ"sv, "program"},
                                              {"SQLite format 3\0"sv, "SQLite"}}};

bool starts_with(std::string_view bytes, std::string_view prefix) {
  return bytes.substr(0, prefix.size()) == prefix;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return out;
}

Error unsupported(std::string_view file, const std::string& kind) {
  return fail(Code::invalid, "not supported: " + kind, "extract.unsupported")
      .with("file", std::string(file))
      .with("kind", kind);
}

Error encrypted(std::string_view file) {
  return fail(Code::invalid, "encrypted", "extract.encrypted").with("file", std::string(file));
}

Result<Format> detect_zip(std::string_view bytes, std::string_view file) {
  // Names in a ZIP stand uncompressed in its directory.
  if (bytes.find("word/document.xml") != std::string_view::npos) return Format::docx;
  if (bytes.find("xl/workbook.xml") != std::string_view::npos) return unsupported(file, "Excel");
  if (bytes.find("ppt/presentation.xml") != std::string_view::npos) return unsupported(file, "PowerPoint");
  return unsupported(file, "ZIP");
}

Result<Format> detect_compound(std::string_view bytes, std::string_view file) {
  // The names of an OLE2 file's streams are UTF-16LE.
  constexpr std::string_view kPackage = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv;
  if (bytes.find(kPackage) != std::string_view::npos) return encrypted(file);
  return unsupported(file, "Word 97–2003 (.doc)");
}

bool looks_like_html(std::string_view bytes, std::string_view file) {
  const std::string head = lower(bytes.substr(0, 4096));
  if (head.find("<!doctype html") != std::string::npos || head.find("<html") != std::string::npos) return true;
  const std::string name = lower(file);
  const bool named = name.ends_with(".html") || name.ends_with(".htm") || name.ends_with(".xhtml");
  return named && head.find('<') != std::string::npos;
}

}  // namespace

const char* name_of(Format format) {
  switch (format) {
    case Format::text:
      return "text";
    case Format::html:
      return "html";
    case Format::docx:
      return "docx";
    case Format::pdf:
      return "pdf";
  }
  return "text";
}

Result<Format> detect(std::string_view bytes, std::string_view file) {
  if (bytes.size() > kMaxInputBytes) {
    return fail(Code::exhausted, "too large", "extract.too_large")
        .with("file", std::string(file))
        .with("limit", "20 MB");
  }
  if (bytes.empty()) return fail(Code::invalid, "empty", "extract.empty").with("file", std::string(file));
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return Format::pdf;
  if (starts_with(bytes, "PK\x03\x04"sv) || starts_with(bytes, "PK\x05\x06"sv)) return detect_zip(bytes, file);
  if (starts_with(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv)) return detect_compound(bytes, file);
  for (const Signature& signature : kForeign)
    if (starts_with(bytes, signature.bytes)) return unsupported(file, signature.kind);
  if (looks_like_html(bytes, file)) return Format::html;
  return Format::text;
}

}  // namespace sekisho::extract
