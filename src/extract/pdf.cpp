// PDF text layers by poppler. Pages are set apart by a form feed at the head of a line, so that a reader can tell
// running heads and page numbers.

#include <iconv.h>
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-page.h>
#include <poppler/cpp/poppler-version.h>

#include <cstdint>
#include <memory>

#include "base/text.h"
#include "extract/parts.h"

namespace sekisho::extract {
namespace {

constexpr int kMaxPages = 2'000;
constexpr std::size_t kMaxTextBytes = 16u << 20;

void ignore_messages(const std::string&, void*) {}

std::string utf8_of(const poppler::page& page) {
  const poppler::byte_array bytes = page.text(poppler::rectf(), poppler::page::non_raw_non_physical_layout).to_utf8();
  std::string text(bytes.begin(), bytes.end());
  while (!text.empty() && (text.back() == '\f' || text.back() == '\0')) text.pop_back();
  return text;
}

void close_converter(void* converter) {
  if (reinterpret_cast<std::intptr_t>(converter) != -1) iconv_close(converter);  // (iconv_t)-1 was never opened
}

}  // namespace

// The two that poppler's ustring opens for every string. While they are open the modules stay in memory.
Converters::Converters() : to_utf16_(iconv_open("UTF-16", "UTF-8")), to_utf8_(iconv_open("UTF-8", "UTF-16")) {}

Converters::~Converters() {
  close_converter(to_utf16_);
  close_converter(to_utf8_);
}

Result<Extraction> extract_pdf(std::string_view bytes, std::string_view file) {
  poppler::set_debug_error_function(ignore_messages, nullptr);
  poppler::byte_array data(bytes.begin(), bytes.end());
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_data(&data));
  if (!document) return damaged(file, "not a readable PDF");
  if (document->is_locked()) return fail(Code::invalid, "locked", "extract.encrypted").with("file", std::string(file));
  const int pages = document->pages();
  if (pages > kMaxPages) {
    return fail(Code::exhausted, "too many pages", "extract.too_large")
        .with("file", std::string(file))
        .with("limit", std::to_string(kMaxPages) + " pages");
  }
  Extraction out;
  out.extractor = "pdf/1 poppler " + poppler::version_string();
  for (int i = 0; i < pages; ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) continue;
    if (!out.text.empty()) out.text += "\n\f";
    out.parts.push_back({out.text.size(), "p. " + std::to_string(i + 1)});
    const std::string text = utf8_of(*page);
    if (!text::is_valid_utf8(text)) return damaged(file, "page " + std::to_string(i + 1) + " holds no valid text");
    out.text += text;
    if (out.text.size() > kMaxTextBytes)
      return fail(Code::exhausted, "too much text", "extract.too_large")
          .with("file", std::string(file))
          .with("limit", "16 MB");
  }
  return out;
}

}  // namespace sekisho::extract
