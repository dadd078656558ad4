#pragma once

// The dates that a policy prints of itself: 制定 and 改正 at its head or foot, 施行日 in its 附則.

#include <optional>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace sekisho::policy {

// Reads the lines of a head and a foot in order. A date's meaning is the word beside it (制定, 一部改正), the number
// line after it (訓令第4号), the list that it stands in (改正 …), or, for a bare date, that nothing else says when it
// was enacted.
class PrintedDates {
 public:
  void read(std::string_view line);
  void begin_revisions();  // 改版履歴: rows follow, the first is the enactment
  std::optional<Date> enacted() const { return enacted_; }
  const std::vector<Date>& amended() const { return amended_; }

 private:
  enum class Meaning { none, enacted, amended, ignored };
  struct Word {
    Meaning meaning = Meaning::none;
    std::size_t length = 0;
  };
  static Word word_at(std::string_view s);
  static Word word_before(std::string_view s);
  Meaning meaning_of(std::string_view line, const FoundDate& found) const;
  void read_revision(std::string_view line, const std::vector<FoundDate>& dates);
  void enact(const Date& date, int certainty);
  void amend(const Date& date);

  std::optional<Date> enacted_;
  int certainty_ = 0;
  std::vector<Date> amended_;
  std::optional<Date> bare_;  // the last date that nothing explains, yet
  bool listing_ = false;      // inside a 改正 list
  bool revisions_ = false;
  std::size_t rows_ = 0;
};

// The line is a date, with no more than words that say what it is.
bool is_date_line(std::string_view line);

// 訓令第4号, (平成29年規則第1号): a number line.
bool is_number_line(std::string_view line);

// （令２訓令１・一部改正）: the editor's note after an article of 例規, no part of it.
bool is_amendment_note(std::string_view line);

// The 施行日 of a 附則, in order. 適用 is none.
std::vector<Date> effective_dates(std::string_view text);

}  // namespace sekisho::policy
