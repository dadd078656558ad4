#pragma once

// One reader a format; extract.cpp chooses. Internal to this room.

#include <string>
#include <string_view>

#include "extract/extract.h"

namespace sekisho::extract {

Result<Extraction> extract_html(std::string_view bytes, std::string_view file);
Result<Extraction> extract_docx(std::string_view bytes, std::string_view file);
Result<Extraction> extract_pdf(std::string_view bytes, std::string_view file);

inline Error damaged(std::string_view file, const std::string& why) {
  return fail(Code::invalid, why, "extract.damaged").with("file", std::string(file)).with("why", why);
}

}  // namespace sekisho::extract
