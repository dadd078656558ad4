// sekisho policy read | lint | diff | add | confirm.

#include <algorithm>
#include <CLI/CLI.hpp>
#include <functional>

#include "cli/context.h"
#include "cli/lines.h"
#include "controls/concepts.h"
#include "policy/diff.h"
#include "policy/lint.h"
#include "policy/read.h"
#include "work/policies.h"

namespace sekisho::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string regime;
  std::string old_file;
  std::string new_file;
  std::string document;
  std::string duty;
  bool confirm = false;
};

std::optional<policy::Lexicon> lexicon_of(Context& context) {
  Result<policy::Lexicon> lexicon = policy::Lexicon::create(context.world->catalog);
  if (!lexicon) {
    context.complain(lexicon.error());
    return std::nullopt;
  }
  return std::move(lexicon).value();
}

std::optional<controls::Concepts> concepts_of(Context& context) {
  Result<controls::Concepts> concepts = controls::Concepts::load(context.world->catalog);
  if (concepts) return std::move(concepts).value();
  context.complain(concepts.error());
  return std::nullopt;
}

std::string concept_names(const Context& context, const controls::Concepts& concepts,
                          const std::vector<std::string>& ids) {
  std::string names;
  for (const std::string& id : ids) {
    if (!names.empty()) names += context.language == Language::ja ? "、" : ", ";
    const controls::Concept* found = concepts.find(id);
    names += found != nullptr ? found->title.in(context.language) : id;
  }
  return names;
}

// preamble and supplementary are what the reading calls them; no reader of the policy does.
std::string clause_name(const Context& context, const std::string& clause) {
  if (clause == "preamble") return context.text("cli.policy.preamble");
  return clause == "supplementary" ? context.text("cli.policy.supplementary") : clause;
}

void print_document(Context& context, const controls::Concepts& concepts, const policy::Document& document) {
  std::ostream& out = *context.out;
  out << "\n■ " << (document.title.empty() ? context.text("cli.policy.untitled") : document.title) << '\n';
  const auto fact = [&](const char* id, const std::string& value) {
    if (!value.empty()) out << wrapped("  " + padded(context.text(id), 14) + " ", value, 17);
  };
  const auto day = [&](const Date& date) { return context.language == Language::ja ? to_era(date) : to_iso(date); };
  fact("cli.policy.body", document.body);
  fact("cli.policy.kind", context.text(std::string("cli.kind.") + policy::name_of(document.kind)));
  if (document.enacted) fact("cli.policy.enacted", day(*document.enacted));
  std::string dates;
  for (const Date& date : document.amended) dates += (dates.empty() ? "" : " / ") + day(date);
  fact("cli.policy.amended", dates);
  fact("cli.policy.clauses", std::to_string(document.clauses.size()));
  fact("cli.policy.duties", std::to_string(document.duties.size()));
  for (const policy::Duty& duty : document.duties) {
    out << wrapped("  " + padded(clause_name(context, duty.clause), 8), duty.text, 10);
    out << wrapped("          → ", concept_names(context, concepts, duty.concepts), 12);
    if (duty.doubtful) out << wrapped("          ! ", context.text(duty.doubt), 12);
  }
}

// Each file by itself: one that cannot be read does not hide the others. The exit code is the worst of them; `show`
// sets that of its file.
void each_reading(Context& context, const Options& options, const policy::Lexicon& lexicon,
                  const std::function<void(const std::string& file, const policy::Reading&)>& show) {
  int worst = 0;
  for (const std::string& file : options.files) {
    context.exit_code = 0;
    const Result<work::ReadPolicy> read = work::read_policy(*context.world, lexicon, file);
    if (read) {
      show(file, read->reading);
      const auto& documents = read->reading.documents;
      if (std::all_of(documents.begin(), documents.end(), [](const auto& one) { return one.clauses.empty(); }))
        context.note("cli.policy.no_clause", {{"file", file}});
    } else {
      context.complain(read.error());
    }
    worst = std::max(worst, context.exit_code);
  }
  context.exit_code = worst;
}

void read(Context& context, const Options& options) {
  const std::optional<policy::Lexicon> lexicon = lexicon_of(context);
  if (!lexicon) return;
  const std::optional<controls::Concepts> concepts = concepts_of(context);
  if (!concepts) return;
  each_reading(context, options, *lexicon, [&](const std::string& file, const policy::Reading& reading) {
    if (context.json) {
      codec::Value value = policy::to_value(reading);
      if (options.files.size() > 1) {
        codec::Value with_file;
        with_file.set("file", file);
        for (const codec::Member& member : *value.object()) with_file.set(member.first, member.second);
        value = std::move(with_file);
      }
      context.print(value);
    } else {
      *context.out << file << '\n';
      for (const policy::Document& document : reading.documents) print_document(context, *concepts, document);
    }
  });
}

void lint(Context& context, const Options& options) {
  const std::optional<policy::Lexicon> lexicon = lexicon_of(context);
  if (!lexicon) return;
  std::optional<policy::Regime> regime;
  if (!options.regime.empty()) {
    regime = policy::regime_named(options.regime);
    if (!regime)
      return context.complain(fail(Code::invalid, "bad regime", "cli.bad_regime").with("value", options.regime));
  }
  each_reading(context, options, *lexicon, [&](const std::string& file, const policy::Reading& reading) {
    codec::Array documents;
    std::size_t found = 0;
    for (const policy::Document& document : reading.documents) {
      const std::vector<policy::Finding> findings =
          policy::lint(document, *lexicon, regime.value_or(policy::regime_of(document)));
      found += findings.size();
      codec::Array items;
      if (!context.json && !findings.empty()) *context.out << file << "  " << document.title << '\n';
      for (const policy::Finding& finding : findings) {
        items.push_back(policy::to_value(finding, context.world->messages));
        if (context.json) continue;
        const std::string mark = finding.severity == policy::Severity::defect ? "✕ " : "・ ";
        *context.out << wrapped("  " + mark + padded(clause_name(context, finding.clause), 8),
                                context.text(finding.id, finding.params), 12);
      }
      codec::Value value;
      value.set("title", document.title);
      value.set("findings", std::move(items));
      documents.push_back(std::move(value));
    }
    if (context.json) {
      codec::Value value;
      if (options.files.size() > 1) value.set("file", file);
      value.set("documents", std::move(documents));
      context.print(value);
    } else if (found == 0) {
      context.say("cli.lint.nothing", {{"file", file}});
    } else {
      context.say("cli.lint.found", {{"file", file}, {"count", std::to_string(found)}});
    }
    if (found > 0) context.exit_code = 1;
  });
}

std::string place_text(const policy::Reading& reading, const policy::DutyPlace& place) {
  const policy::Duty& duty = reading.documents[place.document].duties[place.duty];
  return duty.clause + " (" + std::to_string(duty.sentence) + ")";
}

void diff(Context& context, const Options& options) {
  const std::optional<policy::Lexicon> lexicon = lexicon_of(context);
  if (!lexicon) return;
  Result<work::ReadPolicy> before = work::read_policy(*context.world, *lexicon, options.old_file);
  if (!before) return context.complain(before.error());
  Result<work::ReadPolicy> after = work::read_policy(*context.world, *lexicon, options.new_file);
  if (!after) return context.complain(after.error());
  const policy::Difference difference = policy::diff(before->reading, after->reading);
  context.exit_code = difference.is_empty() ? 0 : 1;
  if (context.json) return context.print(policy::to_value(difference, before->reading, after->reading));
  std::size_t same = 0;
  for (const policy::Aligned& pair : difference.duties) {
    if (pair.change == policy::Change::same) {
      ++same;
      continue;
    }
    std::string to;
    for (const policy::DutyPlace& place : pair.fresh)
      to += (to.empty() ? "" : ", ") + place_text(after->reading, place);
    *context.out << padded(context.text(std::string("cli.diff.") + policy::name_of(pair.change)), 16)
                 << place_text(before->reading, pair.old) << (to.empty() ? "" : " → " + to) << '\n';
    *context.out << wrapped("    - ", before->reading.documents[pair.old.document].duties[pair.old.duty].text, 6);
    for (const policy::DutyPlace& place : pair.fresh)
      *context.out << wrapped("    + ", after->reading.documents[place.document].duties[place.duty].text, 6);
  }
  for (const policy::DutyPlace& place : difference.added) {
    *context.out << padded(context.text("cli.diff.added"), 16) << place_text(after->reading, place) << '\n';
    *context.out << wrapped("    + ", after->reading.documents[place.document].duties[place.duty].text, 6);
  }
  context.say("cli.diff.same_count", {{"count", std::to_string(same)}});
}

void add(Context& context, const Options& options) {
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::write);
  if (!office) return context.complain(office.error());
  const std::optional<std::string> document = options.document.empty() ? std::nullopt : std::optional(options.document);
  Result<std::vector<work::AddedDocument>> added =
      work::add_policy(*office, options.files.front(), document, options.confirm);
  if (!added) return context.complain(added.error());
  codec::Array items;
  for (const work::AddedDocument& row : *added) {
    if (context.json) {
      codec::Value item;
      item.set("id", row.document);
      item.set("version", row.version);
      item.set("title", row.title);
      item.set("kind", row.kind);
      item.set("duties", row.duties);
      item.set("doubtful", row.doubtful);
      item.set("waiting", row.waiting);
      item.set("new", row.is_new);
      items.push_back(std::move(item));
      continue;
    }
    const MessageParams params = {{"document", row.document},
                                  {"version", std::to_string(row.version)},
                                  {"title", row.title},
                                  {"duties", std::to_string(row.duties)},
                                  {"doubtful", std::to_string(row.doubtful)},
                                  {"waiting", std::to_string(row.waiting)}};
    context.say(row.is_new ? "cli.policy.added" : "cli.policy.known", params);
    if (row.kind == "other") context.say("cli.policy.is_other", params);
    if (row.waiting > 0) context.say("cli.policy.waiting", params);
  }
  if (context.json) {
    codec::Value value;
    value.set("documents", std::move(items));
    context.print(value);
  }
}

void confirm(Context& context, const Options& options) {
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::write);
  if (!office) return context.complain(office.error());
  const std::optional<std::string> duty = options.duty.empty() ? std::nullopt : std::optional(options.duty);
  const std::optional<std::string> document = options.document.empty() ? std::nullopt : std::optional(options.document);
  Result<std::int64_t> confirmed = work::confirm_reading(*office, document, duty);
  if (!confirmed) return context.complain(confirmed.error());
  if (context.json) {
    codec::Value value;
    value.set("confirmed", *confirmed);
    return context.print(value);
  }
  context.say("cli.policy.confirmed", {{"count", std::to_string(*confirmed)}});
}

}  // namespace

void add_policy(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* policy = app.add_subcommand("policy", context.text("cli.policy"));
  policy->require_subcommand(1);
  CLI::App* command =
      add_command(*policy, context, "read", "policy.read", false, [&context, options] { read(context, *options); });
  command->add_option("FILE", options->files, context.text("cli.policy.files"))->required();
  command =
      add_command(*policy, context, "lint", "policy.lint", false, [&context, options] { lint(context, *options); });
  command->add_option("FILE", options->files, context.text("cli.policy.files"))->required();
  command->add_option("--regime", options->regime, context.text("cli.policy.lint_regime"));
  command =
      add_command(*policy, context, "diff", "policy.diff", false, [&context, options] { diff(context, *options); });
  command->add_option("OLD", options->old_file, context.text("cli.policy.old"))->required();
  command->add_option("NEW", options->new_file, context.text("cli.policy.new"))->required();
  command = add_command(*policy, context, "add", "policy.add", true, [&context, options] { add(context, *options); });
  command->add_option("FILE", options->files, context.text("cli.policy.file"))->required()->expected(1);
  command->add_option("--document", options->document, context.text("cli.policy.document"));
  command->add_flag("--confirm", options->confirm, context.text("cli.policy.confirm_flag"));
  command = add_command(*policy, context, "confirm", "policy.confirm", true,
                        [&context, options] { confirm(context, *options); });
  command->add_option("--document", options->document, context.text("cli.policy.confirm_document"));
  command->add_option("--duty", options->duty, context.text("cli.policy.duty"));
}

}  // namespace sekisho::cli
