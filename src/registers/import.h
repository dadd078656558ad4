#pragma once

// Planning an import: tables as offices have them → what each row would do. Pure; batches.h carries a plan out.
//
// The header row is found among title rows, merged cells, two-line headers and notes. Columns are mapped, in this
// order: by the mapping given, by the one remembered for the same headers, by exact name or title, by synonym, by a
// loose reading (without brackets and marks). 同上 and 〃 repeat the value above; blank rows, totals, notes, section
// rows and repeated headers are passed over with a note. Every cell of the file, mapped or not, is searched for
// Individual Numbers. A row whose natural key is in force is an update where a given value differs; what the file has
// no column for stays. One refused row refuses the whole plan.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/table.h"
#include "codec/value.h"
#include "registers/row.h"
#include "registers/schema.h"
#include "registers/validate.h"

namespace sekisho::registers {

// Header → field name; "" leaves the column out. Headers are compared in header_form.
struct Mapping {
  std::map<std::string, std::string> fields;  // header_form → field name
  std::string sheet;                          // read only this sheet; "" all that fit
  bool empty() const { return fields.empty(); }
};

// A mapping file, TOML or JSON: "契約No" = "number". The value is a field's name or title; "" leaves the column out. A
// sheet may be named by [options] sheet = "…". Errors: "codec.toml" / "codec.json"; invalid "registers.mapping_shape"
// {file}{header}, "registers.mapping_field" {file}{header}{field}{known}.
Result<Mapping> parse_mapping(std::string_view bytes, std::string_view file, const RegisterSchema& schema);
std::string to_text(const Mapping& mapping);  // canonical JSON, for register_mapping
Result<Mapping> mapping_from_text(std::string_view text);

enum class MappedBy : std::uint8_t { given, remembered, exact, synonym, loose, left_out, unmapped };

const char* name_of(MappedBy by);

struct PlannedColumn {
  std::string sheet;
  std::size_t column = 0;
  std::string header;
  MappedBy by = MappedBy::unmapped;
  std::string field;  // "" where none
};

enum class Fate : std::uint8_t { add, update, unchanged, refused };

const char* name_of(Fate fate);

struct PlannedRow {
  std::string sheet;
  std::size_t line = 0;
  Fate fate = Fate::refused;
  std::string key;                   // shown
  Cells cells;                       // what would be stored
  std::vector<std::string> changed;  // update: names of the fields
  std::string row_id;                // update, unchanged: the row in force
  std::int64_t version = 0;          // and the version seen
  Cells before = {};                 // update: what it holds
};

struct Counts {
  std::size_t add = 0;
  std::size_t update = 0;
  std::size_t unchanged = 0;
  std::size_t refused = 0;
};

struct Plan {
  std::string register_id;
  std::vector<PlannedColumn> columns;
  std::vector<PlannedRow> rows;
  std::vector<Problem> problems;  // any one refuses the plan
  std::vector<Problem> notes;     // rows passed over, columns left out, repeats filled
  Counts counts;
  std::vector<std::string> header_sets;  // name the sets of headers met, for the remembered mapping
  Mapping used;                          // the mapping given, over the one remembered
  bool refused() const { return !problems.empty(); }
};

// What planning needs to know of the store.
struct ImportContext {
  std::vector<Row> in_force;  // of this register
  KnownKeys known;            // of the registers it refers to
  Mapping given;
  std::map<std::string, Mapping> remembered;  // header_set → mapping, of this register
  std::optional<Date> today;                  // where given, days that must have passed are held against it
};

// Errors: invalid "registers.no_header" {file}{register}{wanted} where no sheet has a header row with the key's fields;
// "registers.no_sheet" {file}{sheet}{known}. Everything else is in the plan.
Result<Plan> plan_import(const RegisterSchema& schema, const std::vector<codec::Table>& tables, std::string_view file,
                         const ImportContext& context);

// For `register import --json`: columns, counts, rows (line, fate, key, changed), problems and notes in both languages.
codec::Value to_value(const Plan& plan, const Messages& messages);

}  // namespace sekisho::registers
