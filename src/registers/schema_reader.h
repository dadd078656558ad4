#pragma once

// Reading one register file, and checking registers against each other; used by Schemas only.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "registers/schema.h"

namespace sekisho::registers {

// One file. What is wrong is appended to `problems`; the schema is then incomplete.
RegisterSchema read_schema(std::string_view bytes, const std::string& file, std::vector<Error>& problems);

// References lead to registers with a single-field key; a reference to a personal key is personal; required references
// form no circle.
void check_references(const std::vector<RegisterSchema>& schemas, std::vector<Error>& problems);

Error schema_problem(const std::string& file, std::uint32_t line, const std::string& message,
                     std::vector<std::pair<std::string, std::string>> params = {});

}  // namespace sekisho::registers
