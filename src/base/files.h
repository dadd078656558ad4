#pragma once

// Files, with the durability rules of this house: what is acknowledged has been fsynced, a failed fsync is an error
// that is never retried, and a file appears whole or not at all.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/seams.h"

namespace sekisho::files {

// Reads a whole file. Errors: not_found "file.not_found" {file}; invalid "file.unreadable" {file}{why};
// exhausted "file.too_large" {file}{limit}.
Result<std::string> read(const std::string& path, std::size_t limit);

// Whether a file may get this name: its folder is there and may be written, and what bears the name now, if anything
// does, is a plain file: a device or pipe would be replaced, not written. Errors: storage "file.write_failed"
// {file}{why}; invalid "file.not_plain" {file}.
Status check_target(const std::string& path);

// Whose a new file is where root makes it in a folder of somebody else: root's, or the folder's owner's, who could not
// go on working with it otherwise.
enum class Owner : std::uint8_t { self, of_folder };

// Writes beside the target, fsyncs, renames over it and fsyncs the folder. Errors: as check_target.
Status write_atomically(const std::string& path, std::string_view bytes, unsigned mode = 0600,
                        Owner owner = Owner::self);

// Gives a finished file its name, durably; what bore the name before is replaced whole. Errors: as check_target.
Status put_in_place(const std::string& from, const std::string& to);

// Every regular file below a folder, path relative to it → bytes. Symbolic links are not followed. Errors: as read;
// exhausted "file.tree_too_large" {folder}{limit}.
Result<CatalogFiles> read_tree(const std::string& folder, std::size_t limit_per_file);

// With its parents; one that is there already is left as it is. Errors: storage "file.write_failed".
Status make_folder(const std::string& path, unsigned mode = 0700, Owner owner = Owner::self);
bool exists(const std::string& path);

// A size as a user is told of it: 512 B, 64 KB, 20 MB (powers of 1024, rounded down).
std::string shown_size(std::size_t bytes);

// An exclusive advisory lock on a file, held until destroyed. Errors: unavailable "file.locked" {file} where another
// holds it.
class Lock {
 public:
  static Result<Lock> take(const std::string& path);
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

 private:
  explicit Lock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace sekisho::files
