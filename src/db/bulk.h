#pragma once

// Many rows in few statements: a server is asked once for dozens of rows instead of once a row.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/database.h"

namespace sekisho::db {

// A row whose unique key is taken fails the statement, and with it the transaction; or it is left out.
enum class OnTaken : std::uint8_t { fail, leave_out };

// INSERT INTO `table` (`columns`) of every row, in order; each has one cell a column. `table` and the names in
// `columns`, parted by ", ", come from the source or have passed `is_identifier`. Returns how many rows were inserted.
Result<std::int64_t> insert_rows(Database& database, const std::string& table, std::string_view columns,
                                 std::vector<std::vector<Cell>> rows, OnTaken on_taken = OnTaken::fail);

// Calls work(first, count) over `size` things: `most` at once, in the end powers of two, so that statements made for a
// number of things have few texts to prepare.
template <typename Work>
Status in_chunks(std::size_t size, std::size_t most, Work&& work) {
  std::size_t at_once = most;
  for (std::size_t done = 0; done < size; done += at_once) {
    while (at_once > size - done) at_once = (at_once + 1) / 2;
    SEK_CHECK(work(done, at_once));
  }
  return {};
}

}  // namespace sekisho::db
