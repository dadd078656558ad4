// sekisho-verify FILE… --key VKEYFILE [--checkpoint NOTE] [--json]: the offline verifier alone. It opens the files it
// is given and nothing else. Exit status: 0 unaltered, 1 altered, 2 bad usage or an unreadable file.

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/embedded.h"
#include "base/environment.h"
#include "base/shown_stream.h"
#include "codec/catalog.h"
#include "ledger/report.h"

namespace {

using sekisho::ledger::VerifyCommand;

constexpr int kBadUsage = 2;

struct Parsed {
  VerifyCommand command;
  bool help = false;
  std::string complaint;  // what was not understood; "" where all was
};

Parsed parse(const std::vector<std::string>& arguments) {
  Parsed out;
  bool only_files = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool takes_value = argument == "--key" || argument == "--checkpoint";
    if (only_files || argument.empty() || argument[0] != '-') {
      out.command.files.push_back(argument);
    } else if (argument == "--") {
      only_files = true;
    } else if (argument == "--json") {
      out.command.json = true;
    } else if (argument == "--help" || argument == "-h") {
      out.help = true;
    } else if (takes_value && i + 1 < arguments.size()) {
      const std::string& value = arguments[++i];
      if (argument == "--key") out.command.key_file = value;
      if (argument == "--checkpoint") out.command.checkpoint_file = value;
    } else {
      out.complaint = argument;
      return out;
    }
  }
  if (out.command.files.empty()) out.complaint = "FILE";
  if (out.command.key_file.empty()) out.complaint = "--key";
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  auto messages = sekisho::codec::load_messages(sekisho::app::embedded_catalog());
  if (!messages) {
    std::cerr << "sekisho-verify: " << messages.error().detail << '\n';
    return kBadUsage;
  }
  Parsed parsed = parse({argv + 1, argv + argc});
  parsed.command.language = sekisho::language_of_environment();
  if (parsed.help) {
    std::cout << messages->text("ledger.verify_help", parsed.command.language) << '\n';
    return 0;
  }
  if (!parsed.complaint.empty()) {
    std::cerr << messages->text("ledger.verify_usage", parsed.command.language, {{"argument", parsed.complaint}})
              << '\n';
    return kBadUsage;
  }
  sekisho::ShownStream out(std::cout);
  sekisho::ShownStream err(std::cerr);
  const int status = sekisho::ledger::run_verify(parsed.command, *messages, parsed.command.json ? std::cout : out, err);
  out.flush();
  return status;
}
