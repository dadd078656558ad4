// sekisho status: sentence by sentence, whether the promise is kept, why, and what to do next.

#include <CLI/CLI.hpp>

#include <map>

#include "cli/context.h"
#include "cli/lines.h"
#include "work/status.h"

namespace sekisho::cli {
namespace {

using controls::Verdict;

struct Options {
  std::string as_of;
  std::string by;
  std::string only;
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

bool is_wanted(const controls::DutyStatus& duty, const Options& options) {
  if (options.only.empty()) return true;
  return std::any_of(duty.promises.begin(), duty.promises.end(), [&](const controls::PromiseStatus& promise) {
    return options.only == controls::name_of(promise.verdict);
  });
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
      const std::string clause =
          duty.duty.clause == "preamble" ? context.text("cli.policy.preamble") : duty.duty.clause;
      *context.out << '\n' << wrapped("  " + padded(clause, 7), duty.duty.text, 9);
      for (const controls::PromiseStatus& promise : duty.promises)
        if (options.only.empty() || options.only == controls::name_of(promise.verdict))
          print_promise(context, outcome.concepts, promise);
    }
  }
}

void print_by_area(Context& context, const work::StatusOutcome& outcome) {
  std::map<int, std::vector<const controls::PromiseStatus*>> areas;
  std::map<const controls::PromiseStatus*, std::string> where;
  for (const controls::DutyStatus& duty : outcome.report.duties) {
    for (const controls::PromiseStatus& promise : duty.promises) {
      const controls::Concept* found = outcome.concepts.find(promise.idea);
      areas[found != nullptr ? found->area : 0].push_back(&promise);
      where[&promise] = duty.duty.clause;
    }
  }
  if (!outcome.report.exemption.empty()) context.say("cli.status.exempt", {{"reason", outcome.report.exemption}});
  for (const controls::Area& area : outcome.concepts.areas()) {
    *context.out << '\n' << area.number << " " << area.title.in(context.language) << '\n';
    if (areas[area.number].empty()) context.say("cli.status.area_empty");
    for (const controls::PromiseStatus* promise : areas[area.number])
      *context.out << wrapped(
          std::string("  ") + mark_of(promise->verdict) + " " + padded(where[promise], 9),
          concept_title(outcome.concepts, promise->idea, context.language) + " " + promise->reason.in(context.language),
          15);
  }
}

void status(Context& context, const Options& options) {
  if (!options.by.empty() && options.by != "area")
    return context.complain(fail(Code::invalid, "bad --by", "cli.status.bad_by").with("value", options.by));
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::read);
  if (!office) return context.complain(office.error());
  Instant as_of = office->now();
  if (!options.as_of.empty()) {
    const std::optional<Date> day = parse_date(options.as_of);
    if (!day) return context.complain(fail(Code::invalid, "bad date", "cli.bad_as_of").with("value", options.as_of));
    as_of = work::end_of_day(*day);
  }
  Result<work::StatusOutcome> outcome = work::status_of(*office, as_of);
  if (!outcome) return context.complain(outcome.error());
  const controls::StatusReport& report = outcome->report;
  const auto broken = report.counts.find(Verdict::broken);
  if (options.strict && broken != report.counts.end() && broken->second > 0) context.exit_code = 1;
  if (context.json) {
    context.print(options.by == "area" ? controls::to_value_by_area(report, outcome->concepts, context.world->messages)
                                       : controls::to_value(report));
    return;
  }
  context.say("cli.status.head",
              {{"body", report.body},
               {"date", context.language == Language::ja ? to_era(report.as_of) : to_iso(report.as_of)}});
  print_counts(context, report.counts);
  print_deadlines(context, report);
  if (report.documents.empty()) context.say("cli.status.no_policy", {{"folder", context.data}});
  if (options.by == "area") {
    print_by_area(context, *outcome);
  } else {
    print_by_text(context, *outcome, options);
  }
}

}  // namespace

void add_status(CLI::App& app, Context& context) {
  auto o = std::make_shared<Options>();
  CLI::App* command = add_command(app, context, "status", "status", true, [&context, o] { status(context, *o); });
  command->add_option("--as-of", o->as_of, context.text("cli.status.as_of"));
  command->add_option("--by", o->by, context.text("cli.status.by"));
  command->add_option("--only", o->only, context.text("cli.status.only"));
  command->add_flag("--strict", o->strict, context.text("cli.status.strict"));
}

}  // namespace sekisho::cli
