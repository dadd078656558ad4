#pragma once

// Number formats of spreadsheet cells, as far as a register's data need them: which serials are dates, and which digits
// a number shows. Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (with the Japanese built-in formats).

#include <string>
#include <string_view>
#include <vector>

namespace sekisho::codec {

class NumberFormat {
 public:
  NumberFormat() = default;                      // General
  explicit NumberFormat(std::string_view code);  // "000000", "[$-411]ggge\"年\"m\"月\"d\"日\";@"
  static NumberFormat built_in(int id);          // formats that workbooks name by number only

  // The text of a number under this format: an ISO date, the shown digits, or the number itself where the format says
  // nothing of use (colours, conditions, fractions, text). Signs are always a leading '-', thousands are not grouped.
  std::string show(double number, bool from_1904) const;

 private:
  enum class Kind { general, number, date, date_time, time, elapsed };
  struct Piece {
    char placeholder =
        0;  // '0' '#' '?' '.' ',' '%'; 0 for a literal; a letter (y m d h s) of a date; 'H' for elapsed time
    std::string literal;
  };

  std::size_t take_bracket(std::string_view code, std::size_t at);
  std::size_t take_letters(std::string_view code, std::size_t at);
  void take_other(std::string_view code, std::size_t& at);
  void decide();
  std::string show_number(double number) const;
  std::string show_integer(std::string_view digits) const;
  std::string show_fraction(std::string_view digits) const;
  std::size_t point() const;  // index of the '.' piece, or the number of pieces

  std::vector<Piece> pieces_;  // of the first section: negatives and zeros are shown by it too
  Kind kind_ = Kind::general;
  bool odd_ = false;  // conditions, exponents, fractions: shown as General
};

// A number as General shows it, without the limit of eleven digits: 1234567890123, 0.1, 1.5e+20.
std::string show_general(double number);

}  // namespace sekisho::codec
