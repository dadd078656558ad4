#include "registers/number_scan.h"

#include <algorithm>

#include "base/text.h"
#include "registers/individual_number.h"

namespace sekisho::registers {
namespace {

constexpr std::size_t kFewestDigits = 9;  // a number whose leading zeros a spreadsheet dropped

class Scan {
 public:
  Scan(const RegisterSchema& schema, const codec::Table& table, Header& header, std::vector<Problem>& problems)
      : schema_(schema), table_(table), header_(header), problems_(problems) {}

  void run() {
    for (std::size_t row = 0; row < table_.rows.size(); ++row) {
      const std::vector<std::string>& cells = table_.rows[row];
      for (std::size_t column = 0; column < cells.size(); ++column)
        if (cells[column].size() >= 9 && is_refused(row, column)) complain(row, column);
      spread_over(row, 12, 1);
      spread_over(row, 3, 4);
    }
  }

 private:
  const Field* field_of(std::size_t row, std::size_t column) const {
    if (row < header_.end() || column >= header_.columns.size()) return nullptr;
    return schema_.find(header_.columns[column].field);
  }

  // The header of a mapped column; elsewhere what stands above and to the left too, as in a form.
  std::string context_of(std::size_t row, std::size_t column) const {
    std::string context = row >= header_.end() && column < header_.columns.size() ? header_.columns[column].header : "";
    if (const Field* field = field_of(row, column)) return context + " " + field->title.ja;
    if (column > 0) context += " " + table_.rows[row][column - 1];
    return context;
  }

  bool is_refused(std::size_t row, std::size_t column) const {
    const Field* field = field_of(row, column);
    const std::string& cell = table_.rows[row][column];
    if (count_digits(cell, kFewestDigits) < kFewestDigits) return false;
    return holds_individual_number(cell, context_of(row, column), field != nullptr && field->digits_allowed);
  }

  // `count` neighbouring cells of `size` digits each, no more on either side.
  void spread_over(std::size_t row, std::size_t count, std::size_t size) {
    const std::vector<std::string>& cells = table_.rows[row];
    if (cells.size() < count) return;
    std::string digits;
    std::size_t run = 0;
    for (std::size_t column = 0; column <= cells.size(); ++column) {
      const std::string cell =
          column < cells.size() && cells[column].size() <= 3 * size + 2 ? text::squeezed(cells[column]) : "";
      if (cell.size() == size && cell.find_first_not_of("0123456789") == std::string::npos) {
        digits += cell;
        ++run;
        continue;
      }
      if (run == count && is_individual_number(digits) && (size == 1 || is_labelled(row, column - count, count)))
        complain(row, column - count);
      digits.clear();
      run = 0;
    }
  }

  bool is_labelled(std::size_t row, std::size_t first, std::size_t count) const {
    for (std::size_t column = first; column < first + count; ++column)
      if (is_individual_number_label(context_of(row, column))) return true;
    return false;
  }

  void complain(std::size_t row, std::size_t column) {
    if (row >= header_.first && row < header_.end() && column < header_.columns.size())
      header_.columns[column].header = "…";
    const std::string title = column < header_.columns.size() ? header_.columns[column].header : "";
    const std::size_t line = row < table_.lines.size() ? table_.lines[row] : row + 1;
    problems_.push_back(make_problem({table_.sheet, line, column, false, title}, {}, "registers.individual_number"));
  }

  const RegisterSchema& schema_;
  const codec::Table& table_;
  Header& header_;
  std::vector<Problem>& problems_;
};

}  // namespace

void scan_for_numbers(const RegisterSchema& schema, const codec::Table& table, Header& header,
                      std::vector<Problem>& problems) {
  Scan(schema, table, header, problems).run();
}

}  // namespace sekisho::registers
