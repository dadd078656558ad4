#include "controls/status.h"

#include <algorithm>
#include <list>

#include "controls/reason.h"
#include "controls/standing.h"

namespace sekisho::controls {

VerdictCounts no_counts() {
  VerdictCounts counts;
  for (const Verdict verdict : all_verdicts) counts[verdict] = 0;
  return counts;
}

namespace {

const std::string umbrella = "umbrella";

class Assembly {
 public:
  Assembly(const StatusInput& input, const Catalog& catalog, const Evaluation& evaluation, const Messages& messages)
      : input_(input), catalog_(catalog), evaluation_(evaluation), messages_(messages) {}

  StatusReport run() {
    report_.as_of = input_.as_of;
    report_.body = input_.body;
    report_.regime = evaluation_.regime;
    report_.documents = input_.documents;
    for (const DutyInput& duty : input_.duties) {
      DutyStatus status{duty, Verdict::no_check, {}};
      for (const std::string& idea : duty.concepts) status.promises.push_back(promise(duty, idea));
      report_.duties.push_back(std::move(status));
    }
    for (DutyStatus& duty : report_.duties) roll_up(duty);
    finish();
    return std::move(report_);
  }

 private:
  PromiseStatus promise(const DutyInput& duty, const std::string& idea) const {
    const DocumentInput& document = document_of(duty);
    PromiseStatus out;
    out.idea = idea;
    out.excepted = is_excepted(duty, document, out);
    const std::vector<Serving> serving = serving_of(duty, document, out);
    for (const Serving& one : serving) out.controls.push_back(one.control->id);
    const ScopeDecision* decision = decision_on(duty, document, out);
    if (!duty.confirmed) {
      out.verdict = Verdict::unconfirmed;
      out.reason = both(messages_, "status.unconfirmed");
      out.fix = both(messages_, "status.unconfirmed.fix");
    } else if (decision != nullptr) {
      out.verdict = Verdict::out_of_scope;
      out.reason = both(messages_, "status.out_of_scope", {{"reason", decision->reason}});
    } else {
      judge_promise(duty, serving, out);
    }
    return out;
  }

  const DocumentInput& document_of(const DutyInput& duty) const {
    static const DocumentInput none;
    for (const DocumentInput& one : input_.documents) {
      if (one.id == duty.document) return one;
    }
    return none;
  }

  // Whether what was decided is about any promise, if only one that was reworded since.
  template <typename Decided>
  bool bears(const Decided& decided) const {
    return std::any_of(report_.duties.begin(), report_.duties.end(), [&](const DutyStatus& duty) {
      return std::any_of(duty.promises.begin(), duty.promises.end(), [&](const PromiseStatus& one) {
        return bearing_of(decided, duty.duty, document_of(duty.duty), one.idea) != Bearing::none;
      });
    });
  }

  void find_idle() {
    const auto add = [this](const char* message, std::initializer_list<std::string> parts, const std::string& reason) {
      std::string named;
      for (const std::string& part : parts)
        if (!part.empty()) named += (named.empty() ? "" : " ") + part;
      if (named.empty()) named = reason;
      report_.idle.push_back(both(messages_, message, {{"named", named}}));
    };
    for (const ScopeDecision& one : evaluation_.scope_decisions) {
      const std::string sentence = one.sentence ? std::to_string(*one.sentence) : "";
      if (one.kind == "promise" && !bears(one))
        add("status.idle_decision", {one.document, one.clause, sentence, one.idea}, one.reason);
    }
    for (const ExceptionInForce& one : evaluation_.exceptions)
      if (!bears(one)) add("status.idle_exception", {one.idea, one.duty}, "");
  }

  void note(PromiseStatus& out, const char* message, const MessageParams& params) const {
    const Bilingual text = both(messages_, message, params);
    out.note.ja += text.ja;
    out.note.en += " " + text.en;
  }

  bool is_excepted(const DutyInput& duty, const DocumentInput& document, PromiseStatus& out) const {
    bool excepted = false;
    bool lapsed = false;
    for (const ExceptionInForce& one : evaluation_.exceptions) {
      const Bearing bearing = bearing_of(one, duty, document, out.idea);
      excepted = excepted || bearing == Bearing::holds;
      lapsed = lapsed || bearing == Bearing::lapsed;
    }
    if (lapsed && !excepted) note(out, "status.except_again", {});
    return excepted;
  }

  std::vector<Serving> serving_of(const DutyInput& duty, const DocumentInput& document, PromiseStatus& out) const {
    std::vector<Serving> serving;
    for (const Control& control : catalog_.all()) {
      const Bearing bearing = bearing_of(control, duty, document, out.idea);
      const ControlResult* result = bearing != Bearing::none ? evaluation_.find(control.id) : nullptr;
      if (result == nullptr || !result->applies) continue;
      if (bearing == Bearing::holds) {
        serving.push_back({&control, result});
      } else {
        const std::string here = duty.document + "@" + std::to_string(document.version);
        note(
            out, "status.bind_again",
            {{"control", control.id}, {"duty", here + duty.id.substr(std::min(duty.document.size(), duty.id.size()))}});
      }
    }
    return serving;
  }

  const ScopeDecision* decision_on(const DutyInput& duty, const DocumentInput& document, PromiseStatus& out) const {
    bool lapsed = false;
    for (const ScopeDecision& one : evaluation_.scope_decisions) {
      const Bearing bearing = bearing_of(one, duty, document, out.idea);
      if (bearing == Bearing::holds) return &one;
      lapsed = lapsed || bearing == Bearing::lapsed;
    }
    if (lapsed) note(out, "status.decide_again", {});
    return nullptr;
  }

  // The result under a sentence that promises it more often than the control asks: what is older has run out.
  std::size_t tighten(const Period& validity, ControlResult& result) const {
    std::size_t count = 0;
    for (CheckResult& check : result.checks) {
      for (std::size_t i = 0; i < check.given.size(); ++i) {
        if (!check.given[i]) continue;
        if (end_of_day_in_tokyo(add(date_in_tokyo(*check.given[i]), validity)) >= evaluation_.as_of) continue;
        check.state.subjects[i] = {Resolution::unresolved, true, std::nullopt};
        check.given[i].reset();
        ++count;
      }
    }
    return count;
  }

  void judge_promise(const DutyInput& duty, std::vector<Serving> serving, PromiseStatus& out) const {
    std::list<ControlResult> tightened;
    std::size_t ran_out = 0;
    for (Serving& one : serving) {
      if (!duty.validity || !one.control->repeats || !one.control->validity) continue;
      ControlResult& own = tightened.emplace_back(*one.result);
      ran_out += tighten(*duty.validity, own);
      one.result = &own;
    }
    if (ran_out > 0) note(out, "status.cadence", {{"cadence", duty.cadence}, {"count", std::to_string(ran_out)}});
    std::vector<const CheckState*> states;
    for (const Serving& one : serving) {
      if (!one.result->counts) continue;
      for (const CheckResult& check : one.result->checks) states.push_back(&check.state);
    }
    const Judgement judgement = judge(std::span<const CheckState* const>(states));
    out.verdict = judgement.verdict;
    out.grade = judgement.grade;
    out.stale = judgement.stale;
    out.passing = judgement.passing;
    out.total = judgement.passing + judgement.failing + judgement.unresolved;
    Explanation explanation = explain(judgement, serving, input_.registers, messages_, input_.most_troubles);
    out.reason = std::move(explanation.reason);
    out.fix = std::move(explanation.fix);
    out.troubles = std::move(explanation.troubles);
  }

  // What stands below an umbrella: promises that are no umbrellas themselves.
  std::vector<const PromiseStatus*> below(const DutyInput& duty) const {
    const auto promises_where = [&](const auto& stands_below) {
      std::vector<const PromiseStatus*> mandatory;
      std::vector<const PromiseStatus*> all;
      for (const DutyStatus& other : report_.duties) {
        if (other.duty.document != duty.document || other.duty.id == duty.id || !stands_below(other.duty)) continue;
        for (const PromiseStatus& one : other.promises) {
          if (one.idea == umbrella) continue;
          all.push_back(&one);
          if (other.duty.mandatory) mandatory.push_back(&one);
        }
      }
      return mandatory.empty() ? all : mandatory;
    };
    const bool whole = duty.clause == "preamble";
    auto found =
        promises_where([&](const DutyInput& other) { return whole || other.clause.starts_with(duty.clause + "."); });
    if (!found.empty()) return found;
    return promises_where(
        [&](const DutyInput& other) { return other.clause == duty.clause && other.sentence > duty.sentence; });
  }

  void roll_up(DutyStatus& duty) const {
    for (PromiseStatus& one : duty.promises) {
      if (one.idea != umbrella || one.verdict == Verdict::unconfirmed || one.verdict == Verdict::out_of_scope) continue;
      const auto promises = below(duty.duty);
      std::vector<Verdict> verdicts;
      for (const PromiseStatus* promise : promises) {
        verdicts.push_back(promise->verdict);
        one.stale = one.stale || promise->stale;
        if (promise->grade) one.grade = one.grade ? std::min(*one.grade, *promise->grade) : *promise->grade;
      }
      one.verdict = worst(verdicts);
      one.total = static_cast<std::size_t>(
          std::count_if(verdicts.begin(), verdicts.end(), [](Verdict verdict) { return rank(verdict).has_value(); }));
      one.passing = static_cast<std::size_t>(std::count(verdicts.begin(), verdicts.end(), Verdict::kept));
      one.reason = one.total == 0
                       ? both(messages_, promises.empty() ? "status.nothing_below" : "status.umbrella_outside")
                       : both(messages_, one.passing == one.total ? "status.umbrella_kept" : "status.umbrella",
                              {{"total", std::to_string(one.total)}, {"passing", std::to_string(one.passing)}});
    }
  }

  void finish() {
    report_.counts = no_counts();
    for (DutyStatus& duty : report_.duties) {
      std::vector<Verdict> verdicts;
      for (PromiseStatus& one : duty.promises) {
        verdicts.push_back(one.verdict);
        ++report_.counts[one.verdict];
        one.reason.ja += one.note.ja;
        one.reason.en += one.note.en;
      }
      duty.verdict = worst(verdicts);
    }
    judge_clauses();
    find_idle();
    for (const LegalDeadline& one : evaluation_.deadlines) {
      if (!one.met && one.clock != "request.extended") report_.deadlines.push_back(one);
    }
    std::stable_sort(report_.deadlines.begin(), report_.deadlines.end(),
                     [](const LegalDeadline& a, const LegalDeadline& b) { return a.due_on < b.due_on; });
    for (const ScopeDecision& one : evaluation_.scope_decisions) {
      if (one.kind == "rule_16_3") report_.exemption = one.reason;
    }
  }

  void judge_clauses() {
    struct Verdicts {
      std::vector<Verdict> mandatory;
      std::vector<Verdict> all;
    };
    std::map<std::pair<std::string, std::string>, std::size_t> places;  // document and clause, in the order of the text
    std::vector<Verdicts> verdicts;
    for (const DutyStatus& duty : report_.duties) {
      const auto [place, is_new] = places.try_emplace({duty.duty.document, duty.duty.clause}, verdicts.size());
      if (is_new) {
        report_.clauses.push_back({duty.duty.document, duty.duty.clause, Verdict::no_check});
        verdicts.emplace_back();
      }
      verdicts[place->second].all.push_back(duty.verdict);
      if (duty.duty.mandatory) verdicts[place->second].mandatory.push_back(duty.verdict);
    }
    for (std::size_t i = 0; i < verdicts.size(); ++i)
      report_.clauses[i].verdict = worst(verdicts[i].mandatory.empty() ? verdicts[i].all : verdicts[i].mandatory);
  }

  const StatusInput& input_;
  const Catalog& catalog_;
  const Evaluation& evaluation_;
  const Messages& messages_;
  StatusReport report_;
};

}  // namespace

StatusReport assemble(const StatusInput& input, const Catalog& catalog, const Evaluation& evaluation,
                      const Messages& messages) {
  return Assembly(input, catalog, evaluation, messages).run();
}

}  // namespace sekisho::controls
