#pragma once

// Files that people hand in: their bytes, their text, their tables. Formats that need a third-party parser are read in
// a confined worker.

#include <string>
#include <string_view>
#include <vector>

#include "codec/table.h"
#include "extract/extract.h"
#include "policy/lexicon.h"
#include "policy/reading.h"
#include "work/world.h"

namespace sekisho::work {

// The whole file, at most 20 MB; "-" is standard input. Errors: as files::read; exhausted "extract.too_large".
Result<std::string> read_input(const std::string& path);

// Text of a policy file. Errors: as extract::extract and sandbox::run_worker, with {file}.
Result<extract::Extraction> extract_file(const World& world, std::string_view bytes, const std::string& path);

// The sheets of a CSV or XLSX file.
Result<std::vector<codec::Table>> read_tables(const World& world, std::string_view bytes, const std::string& path);

struct ReadPolicy {
  std::string bytes;
  extract::Extraction extraction;
  policy::Reading reading;
};
Result<ReadPolicy> read_policy(const World& world, const policy::Lexicon& lexicon, const std::string& path);

// The worker's side, by the name of its job ("extract", "tables"): what the hidden subcommand runs.
int run_worker_job(const std::string& job, const std::string& shown_name);

// A file that an output would replace must be one of its kind, which begins so, or empty: a slip of the name must not
// cost a document. Errors: conflict "office.would_replace" {file}.
Status check_replaces(const std::string& path, std::string_view magic);

// A file's name without its folders, as the ledger keeps it for ever: UTF-8 (of CP932 where it is that), without
// control characters, shortened, and without digits that look like an Individual Number.
std::string recorded_name(const std::string& path);

}  // namespace sekisho::work
