#pragma once

// The lexicon as the readers use it: every word in one trie, and everything else as numbers of groups of words.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/messages.h"
#include "policy/lexicon.h"
#include "policy/lexicon_words.h"
#include "policy/reading.h"

namespace sekisho::policy {

// How a sentence ends.
enum class Ending : std::uint8_t { must, prohibition, effort, plain, weak, wrap, permit, office, never };
inline constexpr std::size_t kEndings = 9;

// The word lists of grammar.toml, by the names they have there.
enum class List : std::uint8_t {
  condition,
  purpose,
  no_purpose,
  limit,
  predicate_end,
  no_predicate_end,
  actor_end,
  others,
  self,
  self_says,
  list_ahead,
  heading_of_nothing,
  heading_of_something,
  lead_of_nothing,
  list_of_duties,
  list_of_posts,
  act,
  post_end,
  founding,
  cadence,
  circumstance,
  threat,
  definition,
  vague,
  vague_object,
  post,
  post_outside,
  post_made,
  term_expected,
  reference_elsewhere,
  law_name,
  no_actor_end,
  left_open
};
inline constexpr std::size_t kLists = 33;

using KindSet = std::uint8_t;  // bit 1 << Kind; 0 stands for all
inline bool has(KindSet set, Kind kind) {
  return set == 0 || (set & (1U << static_cast<unsigned>(kind))) != 0;
}

struct Concept {
  std::string id;
  Bilingual title;
  std::vector<std::uint16_t> yields;  // left out where one of these is promised in the same sentence
};

// A promise is recognized by words that stand in this order inside one predicate of the sentence.
struct Rule {
  std::uint16_t about_concept = 0;
  std::vector<GroupId> says;
  std::size_t near = 0;          // at most so many bytes between one and the next; 0 for any number
  bool is_loose = false;         // anywhere in what the sentence promises, in any order
  std::vector<GroupId> about;    // each: somewhere in the sentence, or in a heading or lead over it
  std::vector<GroupId> under;    // each: in a heading or lead over it
  std::vector<GroupId> without;  // none of these in the sentence
  std::vector<GroupId> actor;    // each: in the words that tell who acts
  std::uint16_t endings = 0;     // bit 1 << Ending; 0 stands for all
  bool is_weak = false;          // counts only where neither a rule nor a heading tells more
  bool is_alone = false;         // nothing else is promised beside it
  bool is_firm = false;          // its concept gives way to no other
  KindSet kinds = 0;
};

// What a duty promises whose own words name nothing, by the heading over it.
struct HeadingRule {
  std::uint16_t about_concept = 0;
  GroupId words = 0;
  bool is_broad = false;  // gives way to a heading further up that tells more
  KindSet kinds = 0;
};

// The title, and where that decides nothing the first clauses, tell the kind.
struct KindRule {
  Kind kind = Kind::other;
  std::optional<GroupId> title;    // one of these in the title
  std::optional<GroupId> without;  // none of these in the title
  std::optional<GroupId> text;     // how often these stand in the text decides where no title does
  int at_least = 0;
};

struct ZoneRule {
  std::string id;
  GroupId words = 0;
};

// What a policy ought to hold: an item of the ministry's model or an area of the order.
struct Expected {
  std::string id;
  std::string scheme;  // "items" or "areas"
  Bilingual title;
  std::optional<GroupId> headings;      // a heading with one of these answers it,
  std::optional<GroupId> text;          // a sentence with one of these,
  std::vector<std::uint16_t> concepts;  // or a duty with one of these
};

struct Lexicon::Rules {
  Words words;
  std::vector<Concept> concepts;  // in the order of the catalogue
  std::vector<Rule> rules;
  std::vector<HeadingRule> headings;
  std::vector<KindRule> kinds;
  std::vector<ZoneRule> zones;
  std::vector<Expected> expected;
  std::array<GroupId, kEndings> endings{};
  std::array<GroupId, kLists> lists{};
  std::size_t group_count = 0;
  std::uint16_t umbrella = 0;
  std::uint16_t other = 0;

  std::vector<std::uint64_t> marks;  // of each word: bit i for List i, bit kLists + i for Ending i

  GroupId list(List list) const { return lists[static_cast<std::size_t>(list)]; }
  bool in(std::uint32_t word, List list) const { return (marks[word] >> static_cast<unsigned>(list) & 1) != 0; }
  bool in(std::uint32_t word, Ending ending) const {
    return (marks[word] >> (kLists + static_cast<unsigned>(ending)) & 1) != 0;
  }
  bool in_group(std::uint32_t word, GroupId group) const;
};
static_assert(kLists + kEndings <= 64);

// Which groups occur.
class GroupSet {
 public:
  GroupSet() = default;
  explicit GroupSet(std::size_t count) : bits_((count + 63) / 64) {}
  void add(GroupId group) { bits_[group / 64] |= std::uint64_t{1} << (group % 64); }
  bool has(GroupId group) const { return (bits_[group / 64] >> (group % 64) & 1) != 0; }
  void add(const GroupSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
  }

 private:
  std::vector<std::uint64_t> bits_;
};

// A text in matching form with the words found in it.
struct Scanned {
  std::string form;
  std::vector<Hit> hits;
  GroupSet present;
};
Scanned scan_form(std::string form, const Lexicon::Rules& rules);
Scanned scan(std::string_view text, const Lexicon::Rules& rules);  // of its matching form

}  // namespace sekisho::policy
