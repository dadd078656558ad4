// links: extract codec base
// A Word document: the bytes as a container, and as the parts in one (a NUL between them), which mutation would hardly
// reach through its compression.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "codec/zip_for_test.h"
#include "extract/parts.h"

using namespace sekisho;

namespace {

void read(std::string_view bytes) {
  const auto document = extract::extract_docx(bytes, "fuzz.docx");
  if (document && !text::is_valid_utf8(document->text)) std::abort();
}

std::string_view cut(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\0'), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read(bytes);
  const std::string body(cut(bytes)), numbering(cut(bytes)), styles(bytes);
  read(codec::make_zip({{"word/document.xml", "<w:document><w:body>" + body + "</w:body></w:document>"},
                        {"word/numbering.xml", "<w:numbering>" + numbering + "</w:numbering>"},
                        {"word/styles.xml", "<w:styles>" + styles + "</w:styles>"}}));
  return 0;
}
