#include <algorithm>
#include <memory>

#include "policy/concepts.h"
#include "policy/duty.h"
#include "policy/kind.h"
#include "policy/meaning_tree.h"
#include "policy/read.h"
#include "policy/threats.h"
#include "policy/zones.h"

namespace sekisho::policy {

namespace {

// What is known of a clause when those below it are read.
struct Known {
  std::unique_ptr<Scanned> heading;  // null where it has none
  std::unique_ptr<Sense> lead;       // its last sentence
  bool lead_is_duty = false;
  std::vector<std::uint16_t> promised;  // by its last sentence, but for umbrella and other
  Standing below = Standing::plain;     // of what stands under it
  GroupSet over;                        // words of its heading and of all that stands over it
  GroupSet over_below;                  // the same with the words of its lead
};

class DocumentReader {
 public:
  DocumentReader(Document& document, const Lexicon::Rules& rules)
      : document_(document), rules_(rules), tree_(document), known_(document.clauses.size()) {}

  void read() {
    read_preamble();
    for (std::size_t i = 0; i < document_.clauses.size(); ++i) read_clause(i);
    std::vector<ClauseWords> words;
    words.reserve(known_.size());
    for (const Known& known : known_) words.push_back({known.heading.get(), known.lead.get()});
    document_.zones = zones_of(document_, words, rules_);
    document_.threats = threats_of(tree_, words, rules_);
  }

 private:
  void read_preamble() {
    preamble_.over = GroupSet(rules_.group_count);
    preamble_.over_below = preamble_.over;
    Surroundings around;
    around.over = preamble_.over;
    read_sentences("preamble", document_.preamble_sentences, Standing::plain, around, preamble_);
    preamble_.below = standing_below(nullptr, preamble_.lead.get(), preamble_.lead_is_duty, rules_);
  }

  void read_clause(std::size_t at) {
    const Clause& clause = document_.clauses[at];
    Known& here = known_[at];
    const Known& above = tree_.parent(at) == ClauseTree::kNone ? preamble_ : known_[tree_.parent(at)];
    const bool is_top = &above == &preamble_;
    here.over = is_top ? GroupSet(rules_.group_count) : above.over_below;
    if (clause.heading) {
      here.heading = std::make_unique<Scanned>(scan(*clause.heading, rules_));
      here.over.add(here.heading->present);
    }
    // What the preamble announces are bare items, not the headed clauses of the policy; and it cannot make them void.
    const bool is_own = is_top && (clause.heading || above.below == Standing::nothing);
    const bool is_paragraph = !is_top && !clause.heading && stands_in_paragraphs(tree_.parent(at));
    const Standing standing = is_own || is_paragraph ? Standing::plain : above.below;
    Surroundings around;
    around.over = here.over;
    if (!is_top) {
      around.lead = above.promised;
      if (!clause.heading && at > 0 && tree_.parent(at - 1) == tree_.parent(at) && !document_.clauses[at - 1].heading) {
        around.before = known_[at - 1].promised;
      }
    }
    for (std::size_t up = at; up != ClauseTree::kNone; up = tree_.parent(up)) {
      if (known_[up].heading) around.headings.push_back(known_[up].heading.get());
    }
    around.is_preface = here.heading != nullptr && is_empty_heading(*here.heading, rules_);
    read_sentences(clause.id, clause.sentences, standing, around, here);
    here.over_below = here.over;
    if (here.lead) here.over_below.add(here.lead->scanned.present);
    here.below = standing == Standing::nothing
                     ? Standing::nothing
                     : standing_below(here.heading.get(), here.lead.get(), here.lead_is_duty, rules_);
  }

  // An article in paragraphs, the first of which has no number: its caption is the heading of each of them.
  bool stands_in_paragraphs(std::size_t article) const {
    const auto& children = tree_.children(article);
    return document_.clauses[article].text.empty() && !children.empty() &&
           document_.clauses[children.front()].marker.empty();
  }

  void read_sentences(const std::string& clause, const std::vector<Sentence>& sentences, Standing standing,
                      Surroundings around, Known& known) {
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      auto sense = std::make_unique<Sense>(understand(sentences[i].text, rules_));
      const Judgement judgement = around.is_preface && sense->is_state ? Judgement{} : judge(*sense, standing);
      known.lead_is_duty = judgement.is_duty;
      known.promised.clear();
      if (judgement.is_duty) add_duty(clause, static_cast<int>(i) + 1, sentences[i], *sense, judgement, around, known);
      if (!known.promised.empty()) around.before = known.promised;
      known.lead = std::move(sense);
    }
  }

  void add_duty(const std::string& clause, int number, const Sentence& sentence, const Sense& sense,
                const Judgement& judgement, const Surroundings& around, Known& known) {
    const Promised promised = promises_of(sense, around, document_.kind, rules_);
    Duty duty;
    duty.clause = clause;
    duty.sentence = number;
    duty.text = sentence.text;
    duty.span = sentence.span;
    for (const std::uint16_t index : promised.concepts) duty.concepts.push_back(rules_.concepts[index].id);
    Circumstances circumstances = circumstances_of(sentence.text, sense, rules_);
    duty.condition = std::move(circumstances.condition);
    duty.cadence = std::move(circumstances.cadence);
    duty.actor = std::move(circumstances.actor);
    duty.strength = sense.strength;
    duty.doubt = judgement.doubt;
    if (duty.doubt.empty() && promised.is_guess) {
      duty.doubt = promised.concepts.front() == rules_.other ? "policy.doubt.unnamed" : "policy.doubt.surroundings";
    }
    duty.doubtful = !duty.doubt.empty();
    document_.duties.push_back(std::move(duty));
    for (const std::uint16_t index : promised.concepts) {
      if (index != rules_.umbrella && index != rules_.other) known.promised.push_back(index);
    }
  }

  Document& document_;
  const Lexicon::Rules& rules_;
  ClauseTree tree_;
  std::vector<Known> known_;
  Known preamble_;
};

}  // namespace

void read_meaning(Reading& reading, const Lexicon& lexicon) {
  const Lexicon::Rules& rules = lexicon.rules();
  for (Document& document : reading.documents) {
    document.kind = kind_of(document, rules);
    document.duties.clear();
    document.zones.clear();
    document.threats = 0;
    if (document.kind != Kind::other) DocumentReader(document, rules).read();
  }
}

}  // namespace sekisho::policy
