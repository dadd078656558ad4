#include "extract/extract.h"

#include "base/text.h"
#include "codec/canonical.h"
#include "extract/parts.h"

namespace sekisho::extract {
namespace {

Result<Extraction> extract_text(std::string_view bytes, std::string_view file) {
  Result<text::Decoded> decoded = text::decode(bytes);
  if (!decoded) return std::move(decoded).error().with("file", std::string(file));
  Extraction out;
  out.extractor = std::string("text/1 ") + text::name_of(decoded->encoding);
  out.text = std::move(decoded->utf8);
  return out;
}

bool is_blank(const std::string& text) {
  return text::trim(text).empty();
}

}  // namespace

Result<Extraction> extract(std::string_view bytes, std::string_view file) {
  SEK_TRY(const Format format, detect(bytes, file));
  Result<Extraction> out = format == Format::text   ? extract_text(bytes, file)
                           : format == Format::html ? extract_html(bytes, file)
                           : format == Format::docx ? extract_docx(bytes, file)
                                                    : extract_pdf(bytes, file);
  if (!out) return out;
  out->format = format;
  if (is_blank(out->text)) {
    const char* message = format == Format::pdf ? "extract.no_text" : "extract.empty";
    return fail(Code::invalid, "no text", message).with("file", std::string(file));
  }
  if (out->parts.empty()) out->parts.push_back({0, ""});
  return out;
}

std::string to_wire(const Extraction& extraction) {
  codec::CanonicalWriter out;
  out.bytes(extraction.text)
      .u64(static_cast<std::uint64_t>(extraction.format))
      .bytes(extraction.extractor)
      .u64(extraction.parts.size());
  for (const Extraction::Part& part : extraction.parts) out.u64(part.begin).bytes(part.label);
  return out.take();
}

Result<Extraction> from_wire(std::string_view bytes) {
  codec::CanonicalReader in(bytes);
  Extraction out;
  SEK_TRY(const std::string_view text, in.bytes(bytes.size()));
  SEK_TRY(const std::uint64_t format, in.u64());
  SEK_TRY(const std::string_view extractor, in.bytes(256));
  SEK_TRY(const std::uint64_t parts, in.u64());
  if (format > static_cast<std::uint64_t>(Format::pdf) || parts > 100'000 || !text::is_valid_utf8(text))
    return fail(Code::invalid, "bad extraction", "extract.damaged")
        .with("file", "")
        .with("why", "bad answer of the reader");
  out.text = text;
  out.format = static_cast<Format>(format);
  out.extractor = extractor;
  for (std::uint64_t i = 0; i < parts; ++i) {
    SEK_TRY(const std::uint64_t begin, in.u64());
    SEK_TRY(const std::string_view label, in.bytes(256));
    if (begin > out.text.size())
      return fail(Code::invalid, "bad extraction", "extract.damaged")
          .with("file", "")
          .with("why", "bad answer of the reader");
    out.parts.push_back({begin, std::string(label)});
  }
  SEK_CHECK(in.end());
  return out;
}

}  // namespace sekisho::extract
