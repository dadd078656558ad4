#include "registers/export.h"

#include "codec/table.h"

namespace sekisho::registers {

std::vector<std::vector<std::string>> export_table(const RegisterSchema& schema, const std::vector<Row>& rows,
                                                   const ExportOptions& options) {
  const auto is_shown = [&options](const Field& field) { return options.with_secrets || !field.secret; };
  std::vector<std::vector<std::string>> table(1);
  table.reserve(rows.size() + 1);
  for (const Field& field : schema.fields)
    if (is_shown(field)) table.front().push_back(field.title.in(options.language));
  for (const Row& row : rows) {
    std::vector<std::string>& cells = table.emplace_back();
    for (std::size_t i = 0; i < schema.fields.size(); ++i)
      if (is_shown(schema.fields[i])) cells.push_back(shown(schema.fields[i], row.cells[i], options.language));
  }
  return table;
}

std::string export_csv(const RegisterSchema& schema, const std::vector<Row>& rows, const ExportOptions& options) {
  return codec::write_csv(export_table(schema, rows, options));
}

Result<std::string> export_xlsx(const RegisterSchema& schema, const std::vector<Row>& rows,
                                const ExportOptions& options) {
  return codec::write_xlsx(schema.title.in(options.language), export_table(schema, rows, options));
}

}  // namespace sekisho::registers
