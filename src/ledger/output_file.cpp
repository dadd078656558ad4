#include "ledger/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
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
  // A name that nobody can foresee: two that write the same file at once do not share a beginning.
  std::string part = path + ".XXXXXX";
  const int fd = ::mkostemp(part.data(), O_CLOEXEC);
  if (fd < 0) return failure(path, "open", errno);
  OutputFile file(path, part, fd);
  if (::fchmod(fd, mode) != 0) return file.failed("chmod");
  return file;
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
  Status placed = files::put_in_place(part_, path_);
  if (!placed) ::unlink(part_.c_str());
  return placed;
}

}  // namespace sekisho::ledger
