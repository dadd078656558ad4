// sekisho observe: observations as JSON Lines.

#include <CLI/CLI.hpp>

#include "cli/context.h"
#include "work/observe.h"
#include "work/read_file.h"

namespace sekisho::cli {
namespace {

constexpr std::size_t kMostNamed = 10;

codec::Array values_of(const std::vector<work::Taken::Stray>& subjects) {
  codec::Array out;
  for (const work::Taken::Stray& one : subjects) {
    codec::Value item;
    item.set("check", one.check);
    item.set("subject", one.subject);
    out.push_back(std::move(item));
  }
  return out;
}

void note(const Context& context, const char* id, const std::vector<work::Taken::Stray>& subjects) {
  for (std::size_t i = 0; i < subjects.size() && i < kMostNamed; ++i)
    context.note(id, {{"check", subjects[i].check}, {"subject", subjects[i].subject}});
}

void observe(Context& context, const std::string& file) {
  Result<std::string> lines = work::read_input(file);
  if (!lines) return context.complain(lines.error());
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::write);
  if (!office) return context.complain(office.error());
  Result<work::Taken> taken = work::take_observations(*office, *lines);
  if (!taken) return context.complain(std::move(taken).error().with("file", file));
  if (context.json) {
    codec::Value value;
    value.set("observations", taken->count);
    codec::Array unknown;
    for (const std::string& check : taken->unknown) unknown.emplace_back(check);
    value.set("unknown_checks", std::move(unknown));
    value.set("unknown_subjects", values_of(taken->strays));
    value.set("shared_subjects", values_of(taken->shared));
    return context.print(value);
  }
  context.say("cli.observe.done", {{"count", std::to_string(taken->count)}});
  for (std::size_t i = 0; i < taken->unknown.size() && i < kMostNamed; ++i)
    context.note("cli.observe.unknown", {{"check", taken->unknown[i]}});
  note(context, "cli.observe.stray", taken->strays);
  note(context, "cli.observe.shared", taken->shared);
}

}  // namespace

void add_observe(CLI::App& app, Context& context) {
  auto file = std::make_shared<std::string>("-");
  CLI::App* command =
      add_command(app, context, "observe", "observe", true, [&context, file] { observe(context, *file); });
  command->add_option("--file", *file, context.text("cli.observe.file"));
}

}  // namespace sekisho::cli
