#pragma once

// Rows back into the columns an office knows: importing what was exported finds every row unchanged.

#include <string>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "registers/row.h"
#include "registers/schema.h"

namespace sekisho::registers {

struct ExportOptions {
  Language language = Language::ja;  // of the header and of choices
  bool with_secrets = false;
};

// The header row and one row each.
std::vector<std::vector<std::string>> export_table(const RegisterSchema& schema, const std::vector<Row>& rows,
                                                   const ExportOptions& options);
// UTF-8 with BOM, CRLF, cells that a spreadsheet would run as formulas neutralized.
std::string export_csv(const RegisterSchema& schema, const std::vector<Row>& rows, const ExportOptions& options);
// One sheet named after the register. Errors: storage "file.write_failed".
Result<std::string> export_xlsx(const RegisterSchema& schema, const std::vector<Row>& rows,
                                const ExportOptions& options);

}  // namespace sekisho::registers
