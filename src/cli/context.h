#pragma once

// What every subcommand shares: the world, the language, where it prints, and the exit status.
//
// Exit status: 0 done; 1 it found something (a broken promise, a lint finding, a difference, an altered ledger, a
// refused row); 2 bad usage or unreadable input; 3 it could not be done (disk full, database away).

#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "base/messages.h"
#include "codec/value.h"
#include "work/office.h"
#include "work/world.h"

namespace CLI {
class App;
}

namespace sekisho::cli {

struct Context {
  std::shared_ptr<work::World> world;
  Language language = Language::ja;
  // For people: escape sequences and the like are not passed on to the terminal (base/shown_stream.h).
  std::ostream* out = &std::cout;
  std::ostream* err = &std::cerr;
  std::ostream* raw = &std::cout;  // for programs: JSON, files; every byte as it is
  int exit_code = 0;

  // Options that most subcommands take.
  std::string data = "var";
  bool json = false;

  std::string text(std::string_view id, const MessageParams& params = {}) const {
    return world->messages.text(id, language, params);
  }
  // Prints a sentence of the catalogue on standard output, or on standard error.
  void say(std::string_view id, const MessageParams& params = {}) const { *out << text(id, params) << '\n'; }
  void note(std::string_view id, const MessageParams& params = {}) const { *err << text(id, params) << '\n'; }
  void print(const codec::Value& value) const { *raw << codec::to_json(value) << '\n'; }
  // Tells the user of an error and sets the exit status that fits it.
  void complain(const Error& error);
};

int exit_code_for(Code code);

// Adds a subcommand with its help from the catalogue ("cli.<id>"), and the options --json and, where it works on a data
// folder,
// --data; `run` is what it does.
CLI::App* add_command(CLI::App& parent, Context& context, const std::string& name, const std::string& id, bool has_data,
                      const std::function<void()>& run);

// The commands, one file each.
void add_init(CLI::App& app, Context& context);
void add_policy(CLI::App& app, Context& context);
void add_register(CLI::App& app, Context& context);
void add_observe(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_ledger(CLI::App& app, Context& context);
void add_pack(CLI::App& app, Context& context);
void add_backup(CLI::App& app, Context& context);

}  // namespace sekisho::cli
