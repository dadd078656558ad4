#pragma once

// A verification in words, and the command that `sekisho ledger verify` and `sekisho-verify` share.

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/messages.h"
#include "codec/value.h"
#include "ledger/verify.h"

namespace sekisho::ledger {

std::string report_text(const VerifyReport& report, const std::string& file, const Messages& messages,
                        Language language);
codec::Value report_json(const VerifyReport& report, const std::string& file, const Messages& messages);

struct VerifyCommand {
  std::vector<std::string> files;
  std::string key_file;
  std::optional<std::string> checkpoint_file;
  bool json = false;  // one object a line and file
  Language language = Language::ja;
};
// 0: every file is unaltered; 1: one is not; 2: a file cannot be read, or the key file holds no key.
int run_verify(const VerifyCommand& command, const Messages& messages, std::ostream& out, std::ostream& err);

}  // namespace sekisho::ledger
