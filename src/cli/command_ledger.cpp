// sekisho ledger show | verify | check | rotate-key, and sekisho pack.

#include <CLI/CLI.hpp>

#include "base/files.h"
#include "base/local_time.h"
#include "cli/context.h"
#include "cli/lines.h"
#include "ledger/key.h"
#include "ledger/read.h"
#include "ledger/report.h"
#include "work/audit.h"
#include "work/keeping.h"
#include "work/replay.h"

namespace sekisho::cli {
namespace {

struct Options {
  std::string public_key;
  std::string checkpoint;
  std::string to;
  std::uint64_t from = 0;
  bool payloads = false;
  ledger::VerifyCommand verify;
  std::string verify_checkpoint;
  std::string out;
};

codec::Value entry_value(const work::Office& office, const ledger::StoredEntry& entry, bool payloads) {
  codec::Value item;
  item.set("index", static_cast<std::int64_t>(entry.index));
  item.set("at", to_rfc3339(entry.at));
  item.set("kind", entry.kind);
  item.set("actor", entry.label ? codec::Value(entry.label->actor) : codec::Value());
  item.set("subject", entry.label ? codec::Value(entry.label->subject) : codec::Value());
  const bool secret = work::stays_in_house(office, entry);
  item.set("secret", secret);
  item.set("erased", !entry.payload.has_value());
  if (payloads && entry.payload && !secret) item.set("payload", *entry.payload);
  return item;
}

// What the program itself calls things, in the reader's language.
std::string named(const Context& context, const std::string& subject) {
  const std::string known = "ledger.subject." + subject;
  return context.world->messages.has(known) ? context.text(known) : subject;
}

// What an entry is about, as a reader names it; ids of rows and imports stay, shortened.
std::string subject_of(const Context& context, const work::Office& office, const ledger::StoredEntry& entry) {
  const std::string& subject = entry.label->subject;
  const std::size_t slash = subject.find('/');
  if (entry.kind == "ledger.created" || entry.kind.starts_with("ledger.key")) return subject;
  const registers::RegisterSchema* schema = office.schemas().find(subject.substr(0, slash));
  const bool is_register = entry.kind.starts_with("register.") || entry.kind == "secret.read" || entry.kind == "export";
  if (is_register && schema != nullptr)
    return schema->title.in(context.language) + (slash == std::string::npos ? "" : " " + subject.substr(slash + 1));
  return named(context, subject);
}

void print_entry(Context& context, const work::Office& office, const ledger::StoredEntry& entry) {
  const std::string kind = "ledger.kind." + entry.kind;
  *context.out << padded(std::to_string(entry.index), 7) << time_in_tokyo(entry.at) << "  "
               << padded(context.world->messages.has(kind) ? context.text(kind) : entry.kind, 30)
               << padded(entry.label ? entry.label->actor : context.text("cli.ledger.erased"), 14)
               << (entry.label ? subject_of(context, office, entry) : "") << '\n';
}

// Writes what leaves the house, before anything is printed.
bool hand_out(Context& context, const Options& options) {
  if (options.public_key.empty() && options.checkpoint.empty()) return true;
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::write);
  Status done = office ? Status() : Status(office.error());
  for (const std::string& path : {options.public_key, options.checkpoint})
    if (done && !path.empty()) done = office->check_output(path);
  if (done && !options.public_key.empty())
    done = files::write_atomically(options.public_key, office->ledger().verifier_key().line() + "\n", 0644);
  if (done && !options.checkpoint.empty()) {
    Result<std::string> note = work::hand_out_checkpoint(*office, options.to.empty() ? "file" : options.to);
    done = note ? files::write_atomically(options.checkpoint, *note, 0644) : Status(note.error());
  }
  if (!done) context.complain(done.error());
  if (done && !context.json && !options.public_key.empty())
    context.say("cli.ledger.key_written", {{"file", options.public_key}});
  if (done && !context.json && !options.checkpoint.empty())
    context.say("cli.ledger.checkpoint_written", {{"file", options.checkpoint}});
  return done.has_value();
}

void show(Context& context, const Options& options) {
  if (!hand_out(context, options)) return;
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::read);
  if (!office) return context.complain(office.error());
  Result<std::uint64_t> size = ledger::size(office->database());
  if (!size) return context.complain(size.error());
  codec::Array items;
  const Status read = ledger::each_entry(
      office->database(), std::min(options.from, *size), *size, [&](const ledger::StoredEntry& entry) -> Status {
        if (context.json) {
          items.push_back(entry_value(*office, entry, options.payloads));
        } else {
          print_entry(context, *office, entry);
          if (options.payloads && entry.payload && !work::stays_in_house(*office, entry))
            *context.out << wrapped("       ", *entry.payload, 7);
        }
        return {};
      });
  if (!read) return context.complain(read.error());
  Result<std::optional<ledger::StoredCheckpoint>> latest = ledger::latest_checkpoint(office->database());
  Result<std::vector<ledger::Anchor>> anchors = ledger::anchors(office->database());
  Result<ledger::VerifierKey> key = ledger::current_key(office->database());
  for (const Error* error :
       {latest ? nullptr : &latest.error(), anchors ? nullptr : &anchors.error(), key ? nullptr : &key.error()})
    if (error != nullptr) return context.complain(*error);
  const std::string root = *latest ? base64(crypt::view((*latest)->checkpoint.root)) : "";
  if (context.json) {
    codec::Value value;
    value.set("entries", std::move(items));
    value.set("size", static_cast<std::int64_t>(*size));
    value.set("root", root);
    value.set("vkey", key->line());
    value.set("checkpoint", *latest ? codec::Value((*latest)->note) : codec::Value());
    codec::Array out;
    for (const ledger::Anchor& anchor : *anchors) {
      codec::Value item;
      item.set("size", static_cast<std::int64_t>(anchor.checkpoint.size));
      item.set("to", anchor.to);
      item.set("at", to_rfc3339(anchor.at));
      out.push_back(std::move(item));
    }
    value.set("anchors", std::move(out));
    return context.print(value);
  }
  context.say("cli.ledger.head", {{"size", std::to_string(*size)}, {"root", root}});
  context.say("cli.ledger.key", {{"vkey", key->line()}});
  if (anchors->empty()) {
    context.say("cli.ledger.no_anchor");
  } else {
    context.say("cli.ledger.anchor", {{"size", std::to_string(anchors->back().checkpoint.size)},
                                      {"to", named(context, anchors->back().to)}});
  }
}

void check(Context& context) {
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::read);
  if (!office) return context.complain(office.error());
  Result<work::Replay> replayed = work::check_office(*office);
  if (!replayed) {
    context.complain(replayed.error());
    if (replayed.error().code == Code::corrupt) context.exit_code = 1;
    return;
  }
  if (!replayed->agrees()) context.exit_code = 1;
  if (context.json) return context.print(work::to_value(*replayed, context.world->messages));
  if (replayed->agrees()) return context.say("cli.ledger.sound");
  context.note("cli.ledger.differs", {{"count", std::to_string(replayed->count)}});
  for (const work::Difference& one : replayed->first)
    *context.err << wrapped("  ✕ ", work::text_of(one, context.world->messages, context.language), 4);
}

void rotate(Context& context) {
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::write);
  if (!office) return context.complain(office.error());
  if (const Status rotated = work::rotate_key(*office); !rotated) return context.complain(rotated.error());
  const std::string line = office->ledger().verifier_key().line();
  if (context.json) {
    codec::Value value;
    value.set("vkey", line);
    return context.print(value);
  }
  context.say("cli.ledger.rotated", {{"vkey", line}});
}

void pack(Context& context, const Options& options) {
  Result<work::Office> office = work::Office::open(context.world, context.data, work::Access::write);
  if (!office) return context.complain(office.error());
  Result<ledger::PackSummary> summary = work::write_pack(*office, options.out);
  if (!summary) return context.complain(summary.error());
  if (context.json) {
    codec::Value value;
    value.set("file", options.out);
    value.set("bytes", static_cast<std::int64_t>(summary->bytes));
    value.set("entries", static_cast<std::int64_t>(summary->checkpoint.size));
    value.set("withheld", static_cast<std::int64_t>(summary->withheld));
    value.set("erased", static_cast<std::int64_t>(summary->erased));
    value.set("vkey", office->ledger().verifier_key().line());
    return context.print(value);
  }
  context.say("cli.pack.done", {{"file", options.out},
                                {"entries", std::to_string(summary->checkpoint.size)},
                                {"bytes", std::to_string(summary->bytes)}});
  context.say("cli.pack.verify", {{"file", options.out}, {"folder", context.data}});
}

}  // namespace

void add_ledger(CLI::App& app, Context& context) {
  auto o = std::make_shared<Options>();
  CLI::App* parent = app.add_subcommand("ledger", context.text("cli.ledger"));
  parent->require_subcommand(1);
  CLI::App* command = add_command(*parent, context, "show", "ledger.show", true, [&context, o] { show(context, *o); });
  command->add_option("--public-key", o->public_key, context.text("cli.ledger.public_key"));
  command->add_option("--checkpoint", o->checkpoint, context.text("cli.ledger.checkpoint"));
  command->add_option("--to", o->to, context.text("cli.ledger.to"));
  command->add_option("--from", o->from, context.text("cli.ledger.from"));
  command->add_flag("--payloads", o->payloads, context.text("cli.ledger.payloads"));
  command = add_command(*parent, context, "verify", "ledger.verify", false, [&context, o] {
    o->verify.json = context.json;
    o->verify.language = context.language;
    if (!o->verify_checkpoint.empty()) o->verify.checkpoint_file = o->verify_checkpoint;
    context.exit_code = ledger::run_verify(o->verify, context.world->messages,
                                           context.json ? *context.raw : *context.out, *context.err);
  });
  command->add_option("FILE", o->verify.files, context.text("cli.ledger.files"))->required();
  command->add_option("--key", o->verify.key_file, context.text("cli.ledger.key_file"))->required();
  command->add_option("--checkpoint", o->verify_checkpoint, context.text("cli.ledger.verify_checkpoint"));
  add_command(*parent, context, "check", "ledger.check", true, [&context] { check(context); });
  add_command(*parent, context, "rotate-key", "ledger.rotate", true, [&context] { rotate(context); });
}

void add_pack(CLI::App& app, Context& context) {
  auto o = std::make_shared<Options>();
  CLI::App* command = add_command(app, context, "pack", "pack", true, [&context, o] { pack(context, *o); });
  command->add_option("--out", o->out, context.text("cli.pack.out"))->required();
}

}  // namespace sekisho::cli
