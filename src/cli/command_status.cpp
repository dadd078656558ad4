// sekisho status: sentence by sentence, whether the promise is kept, why, and what to do next.

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>

#include "cli/context.h"
#include "cli/lines.h"
#include "controls/status_json.h"
#include "work/status.h"

namespace sekisho::cli {
namespace {

using controls::Verdict;

constexpr std::size_t kMostTroubles = 200;

struct Options {
  std::optional<std::string> as_of;
  std::string by;
  std::string only;
  std::string explain;
  bool strict = false;
};

const char* mark_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kept:
      return "○";
    case Verdict::partly:
      return "△";
    case Verdict::broken:
      return "✕";
    case Verdict::unproven:
      return "？";
    case Verdict::no_check:
      return "－";
    case Verdict::not_triggered:
      return "・";
    case Verdict::out_of_scope:
      return "／";
    case Verdict::unconfirmed:
      return "！";
  }
  return "？";
}

std::string word_of(const Context& context, Verdict verdict) {
  return context.text(std::string("cli.verdict.") + controls::name_of(verdict));
}

std::string concept_title(const controls::Concepts& concepts, const std::string& id, Language language) {
  const controls::Concept* found = concepts.find(id);
  return found != nullptr ? found->title.in(language) : id;
}

void print_promise(Context& context, const controls::Concepts& concepts, const controls::PromiseStatus& promise) {
  const std::string head = std::string("    ") + mark_of(promise.verdict) + " ";
  std::string line = concept_title(concepts, promise.idea, context.language);
  line += context.language == Language::ja ? "：" : ": ";
  line += promise.reason.in(context.language);
  if (promise.grade) line += context.text(std::string("cli.status.grade.") + controls::name_of(*promise.grade));
  if (promise.stale) line += context.text("cli.status.stale");
  if (promise.excepted) line += context.text("cli.status.excepted");
  *context.out << wrapped(head, line, 7);
  const std::string& fix = promise.fix.in(context.language);
  const bool needs_work = promise.verdict != Verdict::kept && promise.verdict != Verdict::not_triggered &&
                          promise.verdict != Verdict::out_of_scope;
  if (needs_work && !fix.empty()) *context.out << wrapped("       → ", fix, 10);
}

void print_counts(Context& context, const controls::VerdictCounts& counts) {
  std::string line;
  for (const Verdict verdict : controls::all_verdicts) {
    const auto found = counts.find(verdict);
    if (found == counts.end() || found->second == 0) continue;
    line += (line.empty() ? "" : "   ") + std::string(mark_of(verdict)) + " " + word_of(context, verdict) + " " +
            std::to_string(found->second);
  }
  *context.out << wrapped("  ", line.empty() ? context.text("cli.status.nothing") : line, 2);
}

bool is_wanted(const controls::PromiseStatus& promise, const Options& options) {
  return options.only.empty() || options.only == controls::name_of(promise.verdict);
}

bool is_wanted(const controls::DutyStatus& duty, const Options& options) {
  return options.only.empty() ||
         std::any_of(duty.promises.begin(), duty.promises.end(),
                     [&](const controls::PromiseStatus& promise) { return is_wanted(promise, options); });
}

// What the law sets a day for, and is still to be done.
void print_deadlines(Context& context, const controls::StatusReport& report) {
  if (report.deadlines.empty()) return;
  context.say("cli.status.deadlines");
  for (const controls::LegalDeadline& one : report.deadlines) {
    const char* id = one.unverified ? "cli.status.deadline_unverified" : "cli.status.deadline";
    const std::string date = context.language == Language::ja ? to_era(one.due_on) : to_iso(one.due_on);
    const std::string what = context.text("cli.clock." + one.clock);
    *context.out << wrapped("  ", context.text(id, {{"date", date}, {"subject", one.subject}, {"what", what}}), 4);
  }
}

std::string clause_name(const Context& context, const std::string& clause) {
  return clause == "preamble" ? context.text("cli.policy.preamble") : clause;
}

void print_by_text(Context& context, const work::StatusOutcome& outcome, const Options& options) {
  const controls::StatusReport& report = outcome.report;
  for (const controls::DocumentInput& document : report.documents) {
    *context.out << '\n'
                 << wrapped("■ ",
                            context.text("cli.status.document", {{"title", document.title},
                                                                 {"id", document.id},
                                                                 {"version", std::to_string(document.version)}}),
                            3);
    for (const controls::DutyStatus& duty : report.duties) {
      if (duty.duty.document != document.id || !is_wanted(duty, options)) continue;
      *context.out << '\n' << wrapped("  " + padded(clause_name(context, duty.duty.clause), 7), duty.duty.text, 9);
      for (const controls::PromiseStatus& promise : duty.promises)
        if (is_wanted(promise, options)) print_promise(context, outcome.concepts, promise);
    }
  }
}

void print_by_area(Context& context, const work::StatusOutcome& outcome, const Options& options) {
  std::map<int, std::vector<const controls::PromiseStatus*>> areas;
  std::map<const controls::PromiseStatus*, std::string> where;
  for (const controls::DutyStatus& duty : outcome.report.duties) {
    for (const controls::PromiseStatus& promise : duty.promises) {
      if (!is_wanted(promise, options)) continue;
      const controls::Concept* found = outcome.concepts.find(promise.idea);
      areas[found != nullptr ? found->area : 0].push_back(&promise);
      where[&promise] = duty.duty.clause;
    }
  }
  if (!outcome.report.exemption.empty()) context.say("cli.status.exempt", {{"reason", outcome.report.exemption}});
  if (!outcome.report.concerns_rule_16_3()) context.say("cli.status.not_binding");
  std::vector<controls::Area> all = outcome.concepts.areas();
  all.push_back({0,
                 {context.world->messages.text("status.outside_areas", Language::ja),
                  context.world->messages.text("status.outside_areas", Language::en)}});
  for (const controls::Area& area : all) {
    *context.out << '\n'
                 << (area.number == 0 ? "" : std::to_string(area.number) + " ") << area.title.in(context.language)
                 << '\n';
    if (areas[area.number].empty()) context.say("cli.status.area_empty");
    for (const controls::PromiseStatus* promise : areas[area.number])
      *context.out << wrapped(std::string("  ") + mark_of(promise->verdict) + " " + padded(where[promise], 9),
                              concept_title(outcome.concepts, promise->idea, context.language) +
                                  (context.language == Language::ja ? "：" : ": ") +
                                  promise->reason.in(context.language),
                              15);
  }
}

void print_by_clause(Context& context, const work::StatusOutcome& outcome, const Options& options) {
  for (const controls::DocumentInput& document : outcome.report.documents) {
    *context.out << '\n' << wrapped("■ ", document.title, 3);
    for (const controls::ClauseStatus& one : outcome.report.clauses) {
      if (one.document != document.id) continue;
      if (!options.only.empty() && options.only != controls::name_of(one.verdict)) continue;
      const auto& duties = outcome.report.duties;
      const auto first = std::find_if(duties.begin(), duties.end(), [&](const controls::DutyStatus& duty) {
        return duty.duty.document == one.document && duty.duty.clause == one.clause;
      });
      *context.out << "  " << mark_of(one.verdict) << " " << padded(clause_name(context, one.clause), 9)
                   << padded(word_of(context, one.verdict), 16)
                   << (first == duties.end() ? "" : shortened(first->duty.text, 60)) << '\n';
    }
  }
}

// What each promise of one duty rests on: its controls, why they are checked, and the rules behind them.
codec::Value explained(const work::StatusOutcome& outcome, const controls::DutyStatus& duty) {
  const auto both = [](const Bilingual& text) {
    codec::Value value;
    value.set("ja", text.ja);
    value.set("en", text.en);
    return value;
  };
  codec::Value value;
  value.set("id", duty.duty.id);
  value.set("text", duty.duty.text);
  value.set("verdict", controls::name_of(duty.verdict));
  codec::Array promises;
  for (const controls::PromiseStatus& promise : duty.promises) {
    codec::Value item;
    item.set("concept", promise.idea);
    item.set("verdict", controls::name_of(promise.verdict));
    item.set("reason", both(promise.reason));
    codec::Array troubles;
    for (const Bilingual& trouble : promise.troubles) troubles.push_back(both(trouble));
    item.set("troubles", std::move(troubles));
    codec::Array controls;
    for (const std::string& id : promise.controls) {
      const controls::Control* control = outcome.catalog.find(id);
      if (control == nullptr) continue;
      codec::Value one;
      one.set("id", id);
      one.set("title", both(control->title));
      one.set("why", both(control->why));
      one.set("fix", both(control->fix));
      codec::Array references;
      for (const Bilingual& reference : control->references) references.push_back(both(reference));
      one.set("references", std::move(references));
      controls.push_back(std::move(one));
    }
    item.set("controls", std::move(controls));
    promises.push_back(std::move(item));
  }
  value.set("promises", std::move(promises));
  return value;
}

void explain_duty(Context& context, const work::StatusOutcome& outcome, const controls::DutyStatus& duty) {
  *context.out << wrapped(padded(clause_name(context, duty.duty.clause), 7), duty.duty.text, 7);
  for (const controls::PromiseStatus& promise : duty.promises) {
    print_promise(context, outcome.concepts, promise);
    if (promise.troubles.size() > 1)
      for (const Bilingual& trouble : promise.troubles)
        *context.out << wrapped("       - ", trouble.in(context.language), 9);
    for (const std::string& control_id : promise.controls) {
      const controls::Control* control = outcome.catalog.find(control_id);
      if (control == nullptr) continue;
      *context.out << wrapped("       ・ ", control->title.in(context.language) + " (" + control_id + ")", 10);
      *context.out << wrapped("          ", control->why.in(context.language), 10);
      for (const Bilingual& reference : control->references)
        *context.out << wrapped("          § ", reference.in(context.language), 12);
    }
  }
}

// `wanted` is the id of a duty, or a clause as the status shows it: then every duty of that clause.
void explain(Context& context, const work::StatusOutcome& outcome, const std::string& wanted) {
  std::vector<const controls::DutyStatus*> found;
  for (const controls::DutyStatus& one : outcome.report.duties) {
    if (one.duty.id == wanted || one.duty.clause == wanted || clause_name(context, one.duty.clause) == wanted)
      found.push_back(&one);
  }
  if (found.empty())
    return context.complain(fail(Code::not_found, "no such duty", "status.no_duty").with("duty", wanted));
  if (context.json) {
    codec::Array duties;
    for (const controls::DutyStatus* one : found) duties.push_back(explained(outcome, *one));
    codec::Value value;
    value.set("duties", std::move(duties));
    return context.print(value);
  }
  for (const controls::DutyStatus* one : found) explain_duty(context, outcome, *one);
}

// Whether the options name what there is; complains where they do not.
bool are_known(Context& context, Options& options) {
  if (!options.by.empty() && options.by != "area" && options.by != "clause") {
    context.complain(fail(Code::invalid, "bad --by", "cli.status.bad_by").with("value", options.by));
    return false;
  }
  std::string known;
  for (const Verdict verdict : controls::all_verdicts) {
    const std::string name = controls::name_of(verdict);
    const std::string word = word_of(context, verdict);
    if (options.only == name || options.only == word || options.only == mark_of(verdict)) {
      options.only = name;
      return true;
    }
    known += (known.empty() ? "" : context.language == Language::ja ? "、" : ", ") + word;
  }
  if (options.only.empty()) return true;
  context.complain(
      fail(Code::invalid, "bad --only", "cli.status.bad_only").with("value", options.only).with("known", known));
  return false;
}

std::optional<Verdict> verdict_of(const Options& options) {
  for (const Verdict verdict : controls::all_verdicts)
    if (options.only == controls::name_of(verdict)) return verdict;
  return std::nullopt;
}

// Leaves what --only asks for; the counts are those of all promises.
void keep_wanted(controls::StatusReport& report, const Options& options) {
  for (controls::DutyStatus& duty : report.duties)
    std::erase_if(duty.promises, [&](const controls::PromiseStatus& one) { return !is_wanted(one, options); });
  if (options.only.empty()) return;
  std::erase_if(report.duties, [](const controls::DutyStatus& duty) { return duty.promises.empty(); });
  std::erase_if(report.clauses,
                [&](const controls::ClauseStatus& one) { return options.only != controls::name_of(one.verdict); });
}

// The day that is asked about.
enum class When : std::uint8_t { past, today, future };

void print_text(Context& context, const work::StatusOutcome& outcome, const Options& options, When when) {
  const controls::StatusReport& report = outcome.report;
  context.say("cli.status.head",
              {{"body", report.body},
               {"date", context.language == Language::ja ? to_era(report.as_of) : to_iso(report.as_of)}});
  if (when == When::future) context.say("cli.status.future");
  print_counts(context, report.counts);
  print_deadlines(context, report);
  if (!report.documents.empty())
    for (const Bilingual& one : report.idle) *context.out << wrapped("  ", one.in(context.language), 4);
  if (report.documents.empty())
    context.say(when == When::past ? "cli.status.no_policy_then" : "cli.status.no_policy", {{"folder", context.data}});
  if (!options.only.empty() && !report.documents.empty() &&
      std::none_of(report.duties.begin(), report.duties.end(),
                   [&](const controls::DutyStatus& duty) { return is_wanted(duty, options); }))
    return context.say("cli.status.none_such", {{"verdict", context.text("cli.verdict." + options.only)}});
  if (options.by == "area") return print_by_area(context, outcome, options);
  if (options.by == "clause") return print_by_clause(context, outcome, options);
  print_by_text(context, outcome, options);
}

codec::Value value_of(const Context& context, const work::StatusOutcome& outcome, const Options& options) {
  if (options.by == "area")
    return controls::to_value_by_area(outcome.report, outcome.concepts, context.world->messages, verdict_of(options));
  return options.by == "clause" ? controls::to_value_by_clause(outcome.report) : controls::to_value(outcome.report);
}

void status(Context& context, Options options) {
  if (!are_known(context, options)) return;
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::read);
  if (!office) return context.complain(office.error());
  Instant as_of = office->now();
  if (options.as_of) {
    const std::optional<Date> day = parse_date(*options.as_of);
    if (!day) return context.complain(fail(Code::invalid, "bad date", "cli.bad_as_of").with("value", *options.as_of));
    as_of = end_of_day_in_tokyo(*day);
  }
  Result<work::StatusOutcome> outcome = work::status_of(*office, as_of, options.explain.empty() ? 1 : kMostTroubles);
  if (!outcome) return context.complain(outcome.error());
  const controls::StatusReport& report = outcome->report;
  const auto broken = report.counts.find(Verdict::broken);
  if (options.strict && broken != report.counts.end() && broken->second > 0) context.exit_code = 1;
  if (!options.explain.empty()) return explain(context, *outcome, options.explain);
  if (context.json) {
    if (options.by != "area") keep_wanted(outcome->report, options);
    return context.print(value_of(context, *outcome, options));
  }
  const Date asked = date_in_tokyo(as_of);
  const Date today = date_in_tokyo(office->now());
  print_text(context, *outcome, options, asked < today ? When::past : asked == today ? When::today : When::future);
}

}  // namespace

void add_status(CLI::App& app, Context& context) {
  auto o = std::make_shared<Options>();
  CLI::App* command = add_command(app, context, "status", "status", true, [&context, o] { status(context, *o); });
  command->add_option("--as-of", o->as_of, context.text("cli.status.as_of"));
  command->add_option("--by", o->by, context.text("cli.status.by"));
  command->add_option("--only", o->only, context.text("cli.status.only"));
  command->add_option("--explain", o->explain, context.text("cli.status.explain"));
  command->add_flag("--strict", o->strict, context.text("cli.status.strict"));
}

}  // namespace sekisho::cli
