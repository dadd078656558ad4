#pragma once

// The levels of numbering that are open at one place of a document, and how a new mark fits them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/numbering.h"

namespace sekisho::policy {

struct Level {
  Family family = Family::digit;
  unsigned last = 0;        // the number that was read last
  std::int32_t entry = -1;  // its entry; -1 where only a deeper number was printed (2―1 without 2)
  std::uint32_t indent = 0;
  std::string id;  // the id of that entry
};

enum class Fit : std::uint8_t { none, orphan, repeat, gap, first, paragraph, next };

// What is known of the place where a mark stands.
struct Place {
  std::uint32_t indent = 0;
  bool cut = false;        // what stands before it breaks off: …を, 第, an open bracket
  bool complete = true;    // what stands before it is surely finished
  bool announced = false;  // what stands before it announces a list, or is a heading
  bool strong = true;      // parted from its words, which begin like a clause
  bool weak = false;       // may well be something else: 1目的, ア情報, A
  bool followed = false;   // for weak marks: its successor stands further on
  bool fresh = false;      // a chapter begins here
};

struct Decision {
  Fit fit = Fit::none;
  std::size_t depth = 0;  // the level that it takes; levels from there on are closed
};

class Levels {
 public:
  Decision decide(const Mark& mark, const Place& place) const;

  // Opens the mark's level as decided and gives its id and its parent's entry.
  struct Opened {
    std::string id;
    std::int32_t parent = -1;
  };
  Opened open(const Mark& mark, const Decision& decision, std::uint32_t indent, std::int32_t entry);

  // A chapter begins: numbering may start again, articles go on.
  void begin_chapter();
  void clear();
  const std::vector<Level>& open_levels() const { return levels_; }

 private:
  Decision decide_article(const Mark& mark, const Place& place) const;
  Decision decide_path(const Mark& mark, const Place& place) const;
  Decision decide_first(const Mark& mark, const Place& place) const;
  std::optional<std::size_t> continued(const Mark& mark, const Place& place) const;
  std::optional<std::size_t> deepest(Family family) const;
  Opened open_path(const Mark& mark, std::uint32_t indent, std::int32_t entry);
  std::int32_t parent_at(std::size_t depth) const;

  std::vector<Level> levels_;
  unsigned last_article_ = 0;
  bool fresh_ = true;  // nothing read yet, or a chapter began
};

}  // namespace sekisho::policy
