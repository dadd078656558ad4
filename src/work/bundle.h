#pragma once

// The catalogue as one run of canonical bytes, so that the one in force on an old day can be kept and named by its
// digest.

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/seams.h"

namespace sekisho::work {

std::string bundle(const CatalogFiles& files);
Result<CatalogFiles> unbundle(std::string_view bytes);

}  // namespace sekisho::work
