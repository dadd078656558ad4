#pragma once

// A file that appears whole or not at all: written beside its target in pieces, then fsynced and renamed over it.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sekisho::ledger {

class OutputFile {
 public:
  // Errors of all: as files::check_target.
  static Result<OutputFile> create(const std::string& path, unsigned mode);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();  // removes what was not finished

  Status write(std::string_view bytes);
  std::uint64_t offset() const { return offset_; }
  Status finish();  // durable under its name once this succeeds

 private:
  OutputFile(std::string path, std::string part, int fd) : path_(std::move(path)), part_(std::move(part)), fd_(fd) {}
  Error failed(const char* what) const;
  Status flush();

  std::string path_;
  std::string part_;
  std::string buffer_;
  std::uint64_t offset_ = 0;
  int fd_ = -1;
};

}  // namespace sekisho::ledger
