#include "ledger/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/files.h"

namespace sekisho::ledger {
namespace {

constexpr std::size_t kBuffer = 1u << 20;

Error failure(const std::string& path, const char* what, int error) {
  const std::string why = std::string(what) + ": " + std::strerror(error);
  return fail(Code::storage, path + ": " + why, "file.write_failed").with("file", path).with("why", why);
}

Status write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail(Code::storage, "write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::string& path, unsigned mode) {
  SEK_CHECK(files::check_target(path));
  const std::string part = path + ".part";
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
  if (fd < 0) return failure(path, "open", errno);
  return OutputFile(path, part, fd);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      part_(std::move(other.part_)),
      buffer_(std::move(other.buffer_)),
      offset_(other.offset_),
      fd_(std::exchange(other.fd_, -1)) {}

OutputFile::~OutputFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(part_.c_str());
}

Error OutputFile::failed(const char* what) const {
  return failure(path_, what, errno);
}

Status OutputFile::flush() {
  if (!write_all(fd_, buffer_)) return failed("write");
  buffer_.clear();
  return {};
}

Status OutputFile::write(std::string_view bytes) {
  offset_ += bytes.size();
  buffer_ += bytes;
  return buffer_.size() < kBuffer ? Status() : flush();
}

Status OutputFile::finish() {
  SEK_CHECK(flush());
  if (::fsync(fd_) != 0) return failed("fsync");
  if (::close(std::exchange(fd_, -1)) != 0) {
    const Error error = failed("close");
    ::unlink(part_.c_str());
    return error;
  }
  if (std::rename(part_.c_str(), path_.c_str()) != 0) {
    const Error error = failed("rename");
    ::unlink(part_.c_str());
    return error;
  }
  const std::string folder = std::filesystem::path(path_).parent_path().string();
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return failed("open the folder");
  const bool synced = ::fsync(fd) == 0;
  const int error = errno;
  ::close(fd);
  return synced ? Status() : Status(failure(path_, "fsync of the folder", error));
}

}  // namespace sekisho::ledger
