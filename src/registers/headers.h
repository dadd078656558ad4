#pragma once

// Where the header of an office's table is, and which column is which field; used by import.cpp. Pure.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/table.h"
#include "registers/import.h"

namespace sekisho::registers {

struct Header {
  std::size_t first = 0;                              // index of its first row in the table
  std::size_t count = 1;                              // rows: 1 – 3
  std::vector<PlannedColumn> columns;                 // one a column of the table
  std::vector<std::optional<std::size_t>> column_of;  // field → column
  std::string header_set;
  Mapping remembered;  // the remembered mapping that applied
  std::size_t end() const { return first + count; }
};

// The header row, or rows, that name most fields and every field of the key; nullopt where there is none.
std::optional<Header> find_header(const RegisterSchema& schema, const codec::Table& table,
                                  const ImportContext& context);

// header_form without what offices put around a title: brackets with what they hold, marks, a number before it.
std::string loose_header_form(std::string_view utf8);

}  // namespace sekisho::registers
