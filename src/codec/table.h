#pragma once

// Tables as offices have them: CSV in CP932, UTF-8 with or without BOM, or UTF-16LE with tabs; XLSX with merged cells.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"

namespace sekisho::codec {

struct Table {
  std::string sheet;                           // the XLSX sheet; "" for CSV
  std::vector<std::vector<std::string>> rows;  // cell text as shown, full-width digits and leading zeros kept
  std::vector<std::size_t> lines;              // 1-based line (CSV) or row (XLSX) where each row begins in the file
  text::Encoding encoding = text::Encoding::utf8;
};

struct TableLimits {
  std::size_t bytes = 20u << 20;
  std::size_t unpacked_bytes = 200u << 20;
  std::size_t rows = 200'000;
  std::size_t columns = 512;
  std::size_t cell_bytes = 64u << 10;
};

// RFC 4180 with what Excel does beyond it: line breaks inside quotes (they become \n), tab or comma found by content,
// any line ends, a "sep=;" line, ="001". Blank lines are left out; a cell's leading apostrophe stays (see
// unneutralize_formula). Errors: invalid "table.undecodable" {file}{offset}; "table.csv_open_quote" {file}{line};
// "table.csv_after_quote" {file}{line}; exhausted "table.too_large" {file}{limit}.
Result<Table> read_csv(std::string_view bytes, std::string_view file, const TableLimits& limits = {});

// The sheets of an XLSX workbook in order; rows without any text are left out, cells after a row's last text too.
// A merged cell's value stands in every cell it covers, but for rows and columns that hold nothing else. Date cells
// become ISO dates (1900 and 1904 systems, 和暦 formats too), with the time where the format shows one
// (2026-04-01T09:30:00), times alone 09:30:00. Numbers keep their shown digits where the format says so (000000,
// 000-0000, 0.00, 0"台"), but thousands are not grouped. Formulas give their stored value, rich text is joined,
// phonetic runs are left out, hidden rows and sheets are read too. Errors: invalid "table.xlsx" {file}{why};
// "table.encrypted" {file}; "table.xls" {file} (the old binary format); exhausted "table.too_large" {file}{limit}.
Result<std::vector<Table>> read_xlsx(std::string_view bytes, std::string_view file, const TableLimits& limits = {});

// By content: XLSX by its ZIP signature, else CSV (as one table). Error besides: invalid "table.page" {file} for a PDF
// or a picture.
Result<std::vector<Table>> read_table_file(std::string_view bytes, std::string_view file,
                                           const TableLimits& limits = {});

// CSV with BOM and CRLF. A cell that a spreadsheet would run as a formula (= + - @ tab CR LF at its start) gets a
// leading apostrophe (OWASP, CSV injection); read_csv + unneutralize gives the cell back.
std::string write_csv(const std::vector<std::vector<std::string>>& rows);
std::string neutralize_formula(std::string_view cell);
std::string unneutralize_formula(std::string_view cell);

// XLSX, every cell text, first row frozen and bold. What a sheet's name may not hold is left out of it. Errors: storage
// "file.write_failed" {file}{why}; exhausted "table.cell_too_large" {line}{column}{limit} over 32,767 characters.
Result<std::string> write_xlsx(const std::string& sheet, const std::vector<std::vector<std::string>>& rows);

// The same tables as bytes, to cross the worker's pipe.
std::string to_wire(const std::vector<Table>& tables);
Result<std::vector<Table>> from_wire(std::string_view bytes);

}  // namespace sekisho::codec
