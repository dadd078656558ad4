#include "controls/reason.h"

#include <algorithm>

#include "base/date.h"
#include "base/text.h"

namespace sekisho::controls {

Bilingual both(const Messages& messages, std::string_view id, const MessageParams& params) {
  return {messages.text(id, Language::ja, params), messages.text(id, Language::en, params)};
}

namespace {

class Explainer {
 public:
  Explainer(const Judgement& judgement, const std::vector<Serving>& serving, const RegisterTitles& registers,
            const Messages& messages, std::size_t most)
      : judgement_(judgement), serving_(serving), registers_(registers), messages_(messages), most_(most) {}

  Explanation run() const {
    switch (judgement_.verdict) {
      case Verdict::kept:
        return {both(messages_, "status.kept", numbers()), {}, {}};
      case Verdict::not_triggered:
        return not_triggered();
      case Verdict::broken:
      case Verdict::partly:
      case Verdict::unproven:
        return first_trouble();
      default:
        return {both(messages_, "status.no_check"), {}, {}};
    }
  }

 private:
  MessageParams numbers() const {
    const std::size_t total = judgement_.passing + judgement_.failing + judgement_.unresolved;
    return {{"total", std::to_string(total)}, {"passing", std::to_string(judgement_.passing)}};
  }

  Explanation not_triggered() const {
    for (const Serving& one : serving_) {
      if (one.result->counts && one.control->trigger) return {one.control->trigger->not_triggered, {}, {}};
    }
    return {both(messages_, "status.no_check"), {}, {}};
  }

  // A failure is spoken of before what could not be decided, and that before what lacks evidence.
  Explanation first_trouble() const {
    Explanation made;
    for (const auto find : {&Explainer::failures, &Explainer::undecided, &Explainer::open}) {
      for (const Serving& one : serving_) {
        if (!one.result->counts) continue;
        for (const CheckResult& check : one.result->checks) {
          if (!check.state.mandatory || check.state.not_triggered) continue;
          for (Bilingual& trouble : (this->*find)(one, check)) {
            if (made.troubles.size() >= most_) break;
            if (made.troubles.empty()) made.fix = one.control->fix;
            made.troubles.push_back(std::move(trouble));
          }
        }
      }
    }
    if (made.troubles.empty()) return {both(messages_, "status.no_check"), {}, {}};
    made.reason = sentence(made.troubles.front());
    return made;
  }

  Bilingual sentence(const Bilingual& first) const {
    const std::size_t more = judgement_.failing + judgement_.unresolved - 1;
    const Bilingual others =
        more == 0 ? Bilingual{} : both(messages_, "status.others", {{"count", std::to_string(more)}});
    const char* id = judgement_.verdict == Verdict::partly ? "status.partly" : "status.trouble";
    MessageParams ja = numbers();
    MessageParams en = ja;
    ja.insert(ja.end(), {{"first", first.ja}, {"others", others.ja}});
    en.insert(en.end(), {{"first", first.en}, {"others", others.en}});
    return {messages_.text(id, Language::ja, ja), messages_.text(id, Language::en, en)};
  }

  std::vector<Bilingual> failures(const Serving& one, const CheckResult& check) const {
    std::vector<Bilingual> found;
    for (std::size_t i = 0; i < check.offences.size() && found.size() < most_; ++i)
      found.push_back(failure(one, check, check.offences[i]));
    return found;
  }

  Bilingual failure(const Serving& one, const CheckResult& check, const Offence& offence) const {
    const Bilingual subject = named(check, offence.subject);
    const MessageParams params{{"detail", offence.detail}, {"reason", offence.reason}};
    if (offence.reason.empty()) {
      return titled(offence.detail.empty() ? "status.failed_observation" : "status.failed_observation_with",
                    *one.control, params, {"subject", subject});
    }
    const auto known = one.control->reasons.find(offence.reason);
    if (known == one.control->reasons.end())
      return titled("status.failed_check", *one.control, params, {"subject", subject});
    MessageParams ja = params;
    MessageParams en = params;
    ja.emplace_back("subject", subject.ja);
    en.emplace_back("subject", subject.en);
    // A row that says nothing of itself leaves no empty brackets.
    return Bilingual{text::replace_all(fill(known->second.ja, ja), "（）", ""),
                     text::replace_all(fill(known->second.en, en), " ()", "")};
  }

  std::vector<Bilingual> undecided(const Serving& one, const CheckResult& check) const {
    if (!check.trouble) return {};
    return {
        titled("status.undecided", *one.control, {},
               {"why", {messages_.text(*check.trouble, Language::ja), messages_.text(*check.trouble, Language::en)}})};
  }

  std::vector<Bilingual> open(const Serving& one, const CheckResult& check) const {
    if (check.trouble) return {};
    if (check.subjects.empty()) return {empty(one)};
    std::vector<Bilingual> found;
    for (std::size_t i = 0; i < check.subjects.size() && found.size() < most_; ++i) {
      const Resolved& resolved = check.state.subjects[i];
      if (resolved.resolution != Resolution::unresolved) continue;
      found.push_back(titled(resolved.stale ? "status.stale" : "status.no_evidence", *one.control, {},
                             {"subject", named(check, i)}));
    }
    return found;
  }

  Bilingual empty(const Serving& one) const {
    if (!one.result->trigger) return titled("status.empty", *one.control, {});
    if (one.result->trigger->arose) return titled("status.arose", *one.control, {});
    Bilingual registers;
    for (const std::string& id : one.result->trigger->undeclared) {
      const auto known = registers_.find(id);
      const Bilingual title = known == registers_.end() ? Bilingual{id, id} : known->second;
      registers.ja += "「" + title.ja + "」";
      registers.en += (registers.en.empty() ? "" : ", ") + title.en;
    }
    return titled("status.undeclared", *one.control, {}, {"registers", registers});
  }

  // A control whose one subject is the body calls it so.
  Bilingual named(const CheckResult& check, std::size_t index) const {
    const std::string& subject = check.subjects[index];
    if (subject == "body") return both(messages_, "status.whole_body");
    if (std::binary_search(check.shared.begin(), check.shared.end(), subject))
      return both(messages_, "status.shared_name", {{"subject", subject}});
    return {subject, subject};
  }

  Bilingual titled(std::string_view id, const Control& control, const MessageParams& params,
                   const std::pair<std::string, Bilingual>& more = {}) const {
    MessageParams ja = params;
    MessageParams en = params;
    ja.emplace_back(more.first, more.second.ja);
    en.emplace_back(more.first, more.second.en);
    ja.emplace_back("title", control.title.ja);
    en.emplace_back("title", control.title.en);
    return {messages_.text(id, Language::ja, ja), messages_.text(id, Language::en, en)};
  }

  const Judgement& judgement_;
  const std::vector<Serving>& serving_;
  const RegisterTitles& registers_;
  const Messages& messages_;
  std::size_t most_;
};

}  // namespace

Explanation explain(const Judgement& judgement, const std::vector<Serving>& serving, const RegisterTitles& registers,
                    const Messages& messages, std::size_t most) {
  Explanation made = Explainer(judgement, serving, registers, messages, std::max<std::size_t>(most, 1)).run();
  made.reason.ja = with_era_dates(made.reason.ja);  // what a check's query answers is ISO
  for (Bilingual& trouble : made.troubles) trouble.ja = with_era_dates(trouble.ja);
  return made;
}

}  // namespace sekisho::controls
