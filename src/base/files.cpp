#include "base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace sekisho::files {

namespace {

namespace fs = std::filesystem;

// An office's catalogue holds a few hundred files; a folder named by mistake may be the whole disk.
constexpr int kDeepestTree = 8;
constexpr std::size_t kMostOfATree = 5000;

std::string reason(int error) {
  return std::generic_category().message(error);
}

Error cannot_read(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return fail(Code::not_found, "no such file: " + path, "file.not_found").with("file", path);
  }
  if (error == EISDIR) return fail(Code::invalid, "a folder: " + path, "file.is_folder").with("file", path);
  return fail(Code::invalid, "cannot read " + path + ": " + reason(error), "file.unreadable")
      .with("file", path)
      .with("why", reason(error));
}

Error cannot_write(const std::string& path, int error) {
  if (error == ENOENT) return fail(Code::storage, "no folder for " + path, "file.no_folder").with("file", path);
  return fail(Code::storage, "cannot write " + path + ": " + reason(error), "file.write_failed")
      .with("file", path)
      .with("why", reason(error));
}

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  // Closing may tell of a write that failed.
  int close_now() { return close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string folder_of(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

// Gives what root made to whom its folder belongs.
bool give(int fd, const std::string& folder, Owner owner) {
  struct stat info {};
  if (owner == Owner::self || geteuid() != 0) return true;
  return stat(folder.c_str(), &info) == 0 && fchown(fd, info.st_uid, info.st_gid) == 0;
}

Status sync_folder(const std::string& path) {
  const Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || fsync(folder.get()) != 0) return cannot_write(path, errno);
  return {};
}

// A name that might not outlast a power cut was not given: where nothing bore it before, it is taken back.
Status rename_durably(const std::string& from, const std::string& to) {
  struct stat info {};
  const bool is_new = lstat(to.c_str(), &info) != 0;
  if (rename(from.c_str(), to.c_str()) != 0) return cannot_write(to, errno);
  Status synced = sync_folder(folder_of(to));
  if (!synced && is_new) unlink(to.c_str());
  return synced;
}

}  // namespace

Result<std::string> read(const std::string& path, std::size_t limit) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info {};
  if (file.get() < 0 || fstat(file.get(), &info) != 0) return cannot_read(path, errno);
  if (S_ISDIR(info.st_mode)) return cannot_read(path, EISDIR);
  std::string bytes;
  if (S_ISREG(info.st_mode)) bytes.reserve(std::min(static_cast<std::size_t>(info.st_size), limit));
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path, errno);
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() <= limit) continue;
    return fail(Code::exhausted, path + " is larger than " + std::to_string(limit) + " bytes", "file.too_large")
        .with("file", path)
        .with("limit", shown_size(limit));
  }
}

Status check_target(const std::string& path) {
  struct stat info {};
  if (path.empty() || access(folder_of(path).c_str(), W_OK) != 0)
    return cannot_write(path, path.empty() ? ENOENT : errno);
  if (stat(path.c_str(), &info) != 0) return {};
  if (S_ISDIR(info.st_mode)) return cannot_write(path, EISDIR);
  if (S_ISREG(info.st_mode)) return {};
  return fail(Code::invalid, path + " is no plain file", "file.not_plain").with("file", path);
}

Status write_atomically(const std::string& path, std::string_view bytes, unsigned mode, Owner owner) {
  SEK_CHECK(check_target(path));
  std::string beside = path + ".XXXXXX";
  Descriptor file(mkostemp(beside.data(), O_CLOEXEC));
  if (file.get() < 0) return cannot_write(path, errno);
  const bool whole = give(file.get(), folder_of(path), owner) && fchmod(file.get(), mode) == 0 &&
                     write_all(file.get(), bytes) && fsync(file.get()) == 0 && file.close_now() == 0;
  Status done = whole ? rename_durably(beside, path) : Status(cannot_write(path, errno));
  if (!done) unlink(beside.c_str());
  return done;
}

Status put_in_place(const std::string& from, const std::string& to) {
  SEK_CHECK(check_target(to));
  return rename_durably(from, to);
}

Result<CatalogFiles> read_tree(const std::string& folder, std::size_t limit_per_file) {
  CatalogFiles found;
  std::error_code error;
  std::size_t entries = 0;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry.depth() > kDeepestTree || ++entries > kMostOfATree)
      return fail(Code::exhausted, folder + " is no small tree", "file.tree_too_large")
          .with("folder", folder)
          .with("limit", std::to_string(kMostOfATree));
    if (entry->symlink_status().type() != fs::file_type::regular) continue;
    SEK_TRY(std::string bytes, read(entry->path().string(), limit_per_file));
    found.emplace(entry->path().lexically_relative(folder).generic_string(), std::move(bytes));
  }
  if (error) return cannot_read(folder, error.value());
  return found;
}

Status make_folder(const std::string& path, unsigned mode, Owner owner) {
  if (path.empty()) return cannot_write(path, ENOENT);
  if (mkdir(path.c_str(), mode) == 0) {
    const Descriptor made(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (made.get() < 0 || !give(made.get(), folder_of(path), owner)) return cannot_write(path, errno);
    return sync_folder(folder_of(path));
  }
  const int error = errno;
  struct stat info {};
  if (error == EEXIST && stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return {};
  const std::string parent = folder_of(path);
  if (error != ENOENT || parent == path) return cannot_write(path, error);
  SEK_CHECK(make_folder(parent, mode, owner));
  return make_folder(path, mode, owner);
}

bool exists(const std::string& path) {
  return access(path.c_str(), F_OK) == 0;
}

std::string shown_size(std::size_t bytes) {
  if (bytes >= 1U << 20) return std::to_string(bytes >> 20) + " MB";
  if (bytes >= 1U << 10) return std::to_string(bytes >> 10) + " KB";
  return std::to_string(bytes) + " B";
}

Result<Lock> Lock::take(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return cannot_write(path, errno);
  Lock lock(fd);
  while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return cannot_write(path, errno);
    return fail(Code::unavailable, path + " is locked by another process", "file.locked").with("file", path);
  }
  return lock;
}

Lock::Lock(Lock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Lock::~Lock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace sekisho::files
