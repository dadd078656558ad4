#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "ledger/verify.h"

namespace sekisho::ledger {
namespace {

Error unreadable(const std::string& path, int error) {
  if (error == ENOENT) return fail(Code::not_found, path + " does not exist", "file.not_found").with("file", path);
  return fail(Code::invalid, path + ": " + std::strerror(error), "file.unreadable")
      .with("file", path)
      .with("why", std::strerror(error));
}

Error past_the_end() {
  return fail(Code::internal, "read past the end of a pack");
}

class MemorySource final : public PackSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  Result<std::string> read(std::uint64_t offset, std::uint64_t length) const override {
    if (offset > bytes_.size() || length > bytes_.size() - offset) return past_the_end();
    return bytes_.substr(offset, length);
  }

 private:
  std::string bytes_;
};

class FileSource final : public PackSource {
 public:
  FileSource(std::string path, int fd, std::uint64_t size) : path_(std::move(path)), size_(size), fd_(fd) {}
  ~FileSource() override { ::close(fd_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  std::uint64_t size() const override { return size_; }
  Result<std::string> read(std::uint64_t offset, std::uint64_t length) const override {
    if (offset > size_ || length > size_ - offset) return past_the_end();
    std::string out(length, '\0');
    for (std::size_t done = 0; done < out.size();) {
      const ssize_t n = ::pread(fd_, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return unreadable(path_, n < 0 ? errno : EIO);
      done += static_cast<std::size_t>(n);
    }
    return out;
  }

 private:
  std::string path_;
  std::uint64_t size_;
  int fd_;
};

}  // namespace

std::unique_ptr<PackSource> source_from_memory(std::string bytes) {
  return std::make_unique<MemorySource>(std::move(bytes));
}

Result<std::unique_ptr<PackSource>> source_from_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return unreadable(path, errno);
  struct stat info {};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    const int error = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
    ::close(fd);
    return unreadable(path, error);
  }
  return std::unique_ptr<PackSource>(std::make_unique<FileSource>(path, fd, static_cast<std::uint64_t>(info.st_size)));
}

}  // namespace sekisho::ledger
