#pragma once

// From the strings of one row to typed values. Pure. Every problem names the cell, what is wrong and what to do.
//
// Accepted as offices write it: full-width digits, separators of thousands, △ for minus, eras in dates, a weekday or
// midnight after a date, choices by value, title or synonym, 〇 × 有 無 for booleans, lists on 、，,;／ or line breaks,
// a dash, なし or 未定 for an empty cell (not in text fields). Keys and references match as written or, where nothing
// is written so, without regard to width, spaces and hyphen variants; a reference is stored as the referred row spells
// its key. A spelling that fits several keys in force, none exactly, is a problem.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/messages.h"
#include "registers/row.h"
#include "registers/schema.h"

namespace sekisho::registers {

struct Place {
  std::string sheet;       // "" for CSV and forms
  std::size_t line = 0;    // 1-based line or row of the file; 0: no file
  std::size_t column = 0;  // 0-based
  bool whole_row = false;
  std::string header;  // as written in the file, else the field's title
};

std::string column_letters(std::size_t column);  // 0 → A, 25 → Z, 26 → AA
std::string cell_name(const Place& place);       // C12, 令和8年度!C12; 12 for a whole row; "" without a file

// What is wrong with a cell or a row. `params` hold {cell}, {line} and {header} beside what the message itself needs.
struct Problem {
  Place place;
  std::string field;  // the field's name; "" where it is no field's
  std::string message;
  MessageParams params;
  std::string text(const Messages& messages, Language language) const;
};
Problem make_problem(Place place, std::string field, std::string message, MessageParams params = {});

// The keys that references may name, by register.
class KnownKeys {
 public:
  void add(const std::string& register_id, std::string_view key);
  // The keys as stored that a text may name: the one spelled exactly so, else every one of the same form. Good until
  // the next add.
  std::vector<const std::string*> find(const std::string& register_id, std::string_view text) const;

 private:
  // Register → form → spellings, in the order added.
  std::map<std::string, std::unordered_map<std::string, std::vector<std::string>>, std::less<>> keys_;
};

// "「a-1」「Ａ－１」": for the message that a spelling is ambiguous.
std::string quoted_list(const std::vector<std::string>& keys);

// The form in which natural keys are compared.
std::string key_form(std::string_view text);
std::string key_form(const RegisterSchema& schema, const Cells& cells);  // of a whole key; parts cannot run together

struct DraftCell {
  bool given = false;  // false: the file has no such column
  std::string text;
  Place place;
};
using Draft = std::vector<DraftCell>;  // one a field, in the order of the declaration

struct Checked {
  Cells cells;
  std::vector<Problem> problems;
  bool ok() const { return problems.empty(); }
};

// Types every given cell, and refuses control characters, overlong values, empty required fields (of the key too),
// Individual Numbers and, in a field declared past, days after `today`, where it is given. References are left as
// written. Fields not given take `before`'s value where there is a row before.
Checked check_values(const RegisterSchema& schema, const Draft& draft, const Cells* before,
                     const std::optional<Date>& today = std::nullopt);

// Replaces each reference by the key as stored. One that `known` lacks is a problem, unless `before` holds the same.
void check_references(const RegisterSchema& schema, const Draft& draft, const KnownKeys& known, const Cells* before,
                      Checked& checked);

// A form's row: a field's name or title → text. Both checks above. Error: invalid "registers.no_field"
// {field}{register}{known} for an unknown name.
Result<Checked> check_form(const RegisterSchema& schema, const std::vector<std::pair<std::string, std::string>>& values,
                           const KnownKeys& known, const Cells* before,
                           const std::optional<Date>& today = std::nullopt);

}  // namespace sekisho::registers
