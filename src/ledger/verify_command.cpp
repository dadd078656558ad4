#include <algorithm>

#include "base/files.h"
#include "ledger/key.h"
#include "ledger/report.h"

namespace sekisho::ledger {
namespace {

constexpr int kFine = 0;
constexpr int kAltered = 1;
constexpr int kUnreadable = 2;

Result<VerifyReport> verify_file(const std::string& file, const VerifierKey& key,
                                 const std::optional<std::string>& note) {
  SEK_TRY(const std::unique_ptr<PackSource> source, source_from_file(file));
  return verify_pack(*source, key, note);
}

}  // namespace

int run_verify(const VerifyCommand& command, const Messages& messages, std::ostream& out, std::ostream& err) {
  const auto complain = [&](const Error& error) { err << messages.text(error, command.language) << "\n"; };
  auto key = read_vkey_file(command.key_file);
  if (!key) {
    complain(key.error());
    return kUnreadable;
  }
  std::optional<std::string> note;
  if (command.checkpoint_file) {
    auto bytes = files::read(*command.checkpoint_file, kNoteLimit);
    if (!bytes) {
      complain(bytes.error());
      return kUnreadable;
    }
    note = std::move(bytes).value();
  }
  int status = kFine;
  for (const std::string& file : command.files) {
    auto report = verify_file(file, *key, note);
    if (!report) {
      complain(report.error());
      status = kUnreadable;
      continue;
    }
    if (command.json) {
      out << codec::to_json(report_json(*report, file, messages)) << "\n";
    } else {
      out << report_text(*report, file, messages, command.language);
    }
    if (!report->unaltered) status = std::max(status, kAltered);
  }
  return status;
}

}  // namespace sekisho::ledger
