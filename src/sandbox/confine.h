#pragma once

// Confinement of the calling process, for good: resource limits, no new privileges, Landlock (Linux 5.13+) and a
// seccomp allow-list. After it the process can compute, read and write the descriptors it holds, and read files below
// the named folders (only where Landlock enforces that; without Landlock it opens no file at all).

#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/worker.h"

namespace sekisho::sandbox {

// Errors: unavailable "sandbox.no_confinement" {why}. On error the process must not touch outside bytes.
Status confine(const Limits& limits, const std::vector<std::string>& readable_folders);

}  // namespace sekisho::sandbox
