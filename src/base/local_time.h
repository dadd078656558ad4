#pragma once

// Instants as people are shown them.

#include <string>

#include "base/date.h"

namespace sekisho {

std::string time_in_tokyo(Instant instant);  // 2026-11-21 13:05:06

}  // namespace sekisho
