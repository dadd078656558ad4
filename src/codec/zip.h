#pragma once

// ZIP containers (XLSX, DOCX), bounded against bombs, read in memory.

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sekisho::codec {

struct ZipLimits {
  std::size_t unpacked_bytes = 200u << 20;
  std::size_t entries = 10'000;
};

// name → bytes of the entries whose name `wanted` accepts (all where it is null). Names are data, never paths to write
// to. Errors: invalid "zip.damaged" {file}{why} (also where two entries have one name); "zip.encrypted" {file};
// exhausted "zip.too_large" {file}{limit}.
Result<std::map<std::string, std::string>> read_zip(std::string_view bytes, std::string_view file,
                                                    bool (*wanted)(std::string_view name) = nullptr,
                                                    const ZipLimits& limits = {});

}  // namespace sekisho::codec
