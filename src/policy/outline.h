#pragma once

// The outline of a file: which lines are clauses, where each hangs, and which documents, heads and 附則 they form. A
// mark becomes a clause only where it goes on with the numbering: the next number of a level that is open, the first of
// a new one, the unnumbered first 項's successor. References at the beginning of a broken line do not.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/lines.h"
#include "policy/numbering.h"
#include "policy/wrap.h"

namespace sekisho::policy {

constexpr std::int32_t kNone = -1;
constexpr std::size_t kMostEntries = 20'000;  // of one file; no policy has a tenth of it. Further marks are not read

struct Entry {
  Mark mark;
  std::string id;
  std::int32_t parent = kNone;    // entry
  std::int32_t caption = kNone;   // line: (目的) before 第1条
  std::uint32_t caption_end = 0;  // the line after it
  std::uint32_t line = 0;         // where its mark stands
  std::uint32_t begin = 0;        // source bytes of its line: the mark
  std::uint32_t words = 0;        //   what follows it
  std::uint32_t end = 0;
  std::vector<std::uint32_t> body;  // lines without a mark that follow
};

// 附則, 別表, 様式: what stands after the clauses.
struct Annex {
  std::uint32_t line = 0;
  std::vector<std::uint32_t> body;
};

struct Outline {
  std::uint32_t first = 0;  // lines [first, last)
  std::uint32_t last = 0;
  std::vector<std::uint32_t> head;  // lines before the first clause
  std::vector<Entry> entries;       // in document order
  std::vector<Annex> annexes;
  Wrap wrap;
};

// One outline a document. `lines` are free of noise.
std::vector<Outline> read_outlines(std::string_view source, const std::vector<Line>& lines);

// Takes out the numbered parts of a web page that stand before the policy.
void drop_pages(std::string_view source, const std::vector<Line>& lines, std::vector<Outline>& outlines);

// The label of an annex at the beginning of a line: 附 則（令和３年12月１日）, 別表第1（第3条関係）; its length in
// bytes, 0 where there is none. What follows on the line is the annex's text.
std::size_t annex_label(std::string_view words);

}  // namespace sekisho::policy
