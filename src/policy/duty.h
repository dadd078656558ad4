#pragma once

// One sentence as grammar sees it: whether its predicate undertakes anything, and which of its words belong to what it
// promises rather than to a condition, a purpose or the one who acts.
//
// Japanese puts the predicate last, so the ending decides: plain verbs promise (対策を講じる), をいう defines,
// ことができる permits, とする sets a scope or fills an office. What is promised stands before each predicate
// (監査を実施し、運用を改善する holds two); what stands before 場合には or ため、 is no promise.

#include <string>
#include <string_view>
#include <vector>

#include "policy/lexicon_rules.h"

namespace sekisho::policy {

// To which layer of the sentence a word belongs.
enum class Layer : std::uint8_t { promise, purpose, condition, actor, name };

struct Place {
  Layer layer = Layer::promise;
  std::uint16_t segment = 0;  // the predicate that the word stands before
  bool is_topic = false;      // サーバ室は、: what every predicate after it is about
};

// Bytes of the matching form that belong to no promise.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  Layer layer = Layer::promise;
};

struct Sense {
  Scanned scanned;            // the matching form without what stands in brackets
  std::vector<Place> places;  // one for each hit; none where the sentence neither promises nor announces anything
  std::vector<Range> ranges;  // actors, conditions, purposes
  Ending ending = Ending::never;
  Strength strength = Strength::plain;
  bool is_item = false;    // ends in こと or a noun: complete only under something that announces it
  bool is_act = false;     // a noun, and it names an act (…の実施)
  bool is_state = false;   // tells what is done already: 努めている
  bool founds = false;     // sets up a post before it says who holds it
  bool of_others = false;  // tells what others do
  bool of_itself = false;  // the document says what it is
  bool announces = false;  // a list follows
  bool has(List list, const Lexicon::Rules& rules) const { return scanned.present.has(rules.list(list)); }
};

Sense understand(std::string_view sentence, const Lexicon::Rules& rules);

// What stands around the sentence.
enum class Standing : std::uint8_t {
  plain,      // nothing that decides
  announced,  // an item of a list of things to be done
  nothing,    // an item of a list of meanings, threats, functions, cases
};

struct Judgement {
  bool is_duty = false;
  std::string doubt;  // message id, "" where there is none
};
Judgement judge(const Sense& sense, Standing standing);

// Under such a heading nothing is promised: meanings, threats, functions …
bool is_empty_heading(const Scanned& heading, const Lexicon::Rules& rules);

// Under what standing the items below a heading (matching form, "" for none) and a lead (nullptr for none) are.
Standing standing_below(const Scanned* heading, const Sense* lead, bool lead_is_duty, const Lexicon::Rules& rules);

// The words, as published but for white space, that tell when, how often and who; "" where the sentence tells none.
struct Circumstances {
  std::string condition;
  std::string cadence;
  std::string actor;
};
Circumstances circumstances_of(std::string_view sentence, const Sense& sense, const Lexicon::Rules& rules);

}  // namespace sekisho::policy
