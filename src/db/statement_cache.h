#pragma once

// Prepared statements by their text, so that a query is compiled once a connection. A statement in use (a query that
// runs inside the row callback of the same query) is never handed out twice.

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace sekisho::db {

template <typename Statement>
class StatementCache {
 public:
  explicit StatementCache(std::size_t limit) : limit_(limit) {}

  // The idle statement of this text, taken out of the cache; a default-constructed one where there is none.
  Statement take(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return Statement{};
    Statement statement = std::move(found->second->second);
    const auto entry = found->second;
    by_text_.erase(found);
    entries_.erase(entry);
    return statement;
  }

  // Gives a statement back; the one that was idle longest goes where there are too many.
  void give_back(std::string_view text, Statement statement) {
    if (by_text_.contains(text)) return;
    entries_.emplace_front(std::string(text), std::move(statement));
    by_text_.emplace(std::string_view(entries_.front().first), entries_.begin());
    if (entries_.size() <= limit_) return;
    by_text_.erase(std::string_view(entries_.back().first));
    entries_.pop_back();
  }

  void clear() {
    by_text_.clear();
    entries_.clear();
  }

 private:
  using Entries = std::list<std::pair<std::string, Statement>>;
  std::size_t limit_;
  Entries entries_;
  std::unordered_map<std::string_view, typename Entries::iterator> by_text_;  // keys live in entries_
};

}  // namespace sekisho::db
