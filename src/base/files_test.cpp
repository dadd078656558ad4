#include "base/files.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

using namespace sekisho;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "sekisho-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("a file is written whole and read back") {
  const Folder folder;
  const std::string path = folder / "a";
  const std::string bytes("two\0lines\n", 10);
  REQUIRE(files::write_atomically(path, "before"));
  REQUIRE(files::write_atomically(path, bytes, 0640));
  CHECK(files::read(path, 10).value() == bytes);
  struct stat info {};
  REQUIRE(stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0640);
  CHECK(files::read_tree(folder.path(), 100).value().size() == 1);  // nothing is left beside it
}

TEST_CASE("what cannot be read says why") {
  const Folder folder;
  CHECK(files::read(folder / "none", 10).error().message == "file.not_found");
  CHECK(files::read(folder.path(), 10).error().message == "file.is_folder");
  REQUIRE(files::write_atomically(folder / "big", std::string(2049, 'x')));
  const auto big = files::read(folder / "big", 2048);
  REQUIRE_FALSE(big);
  CHECK(big.error().code == Code::exhausted);
  CHECK(big.error().params ==
        std::vector<std::pair<std::string, std::string>>{{"file", folder / "big"}, {"limit", "2 KB"}});
}

TEST_CASE("a device or pipe is not replaced by a file") {
  const Folder folder;
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  const auto refused = files::write_atomically(folder / "pipe", "x");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "file.not_plain");
  REQUIRE(files::write_atomically(folder / "whole", "x"));
  CHECK(files::put_in_place(folder / "whole", folder / "pipe").error().message == "file.not_plain");
  CHECK(std::filesystem::is_fifo(folder / "pipe"));
}

TEST_CASE("what root puts into somebody's folder can be his") {
  if (geteuid() != 0) return;
  const Folder folder;
  REQUIRE(chown(folder.path().c_str(), 65534, 65534) == 0);
  REQUIRE(files::write_atomically(folder / "his", "x", 0600, files::Owner::of_folder));
  REQUIRE(files::make_folder(folder / "a/b", 0700, files::Owner::of_folder));
  REQUIRE(files::write_atomically(folder / "mine", "x"));
  const auto owner = [&](const char* name) {
    struct stat info {};
    return stat((folder / name).c_str(), &info) == 0 ? info.st_uid : ~0U;
  };
  CHECK(owner("his") == 65534);
  CHECK(owner("a") == 65534);
  CHECK(owner("a/b") == 65534);
  CHECK(owner("mine") == 0);
}

TEST_CASE("what cannot be written leaves nothing behind") {
  const Folder folder;
  const auto missing = files::write_atomically(folder / "no/such/folder", "x");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == Code::storage);
  CHECK(missing.error().message == "file.no_folder");
  REQUIRE(files::make_folder(folder / "there"));
  CHECK(files::write_atomically(folder / "there", "x").error().message == "file.write_failed");
  CHECK(files::read_tree(folder.path(), 100).value().empty());
}

TEST_CASE("a tree is read without its links") {
  const Folder folder;
  REQUIRE(files::make_folder(folder / "a/b/c"));
  REQUIRE(files::make_folder(folder / "a/b/c"));
  REQUIRE(files::write_atomically(folder / "a/b/c/one.toml", "1"));
  REQUIRE(files::write_atomically(folder / "two.toml", "2"));
  std::filesystem::create_symlink("two.toml", folder / "link.toml");
  std::filesystem::create_directory_symlink("a", folder / "loop");
  CHECK(files::read_tree(folder.path(), 100).value() == CatalogFiles{{"a/b/c/one.toml", "1"}, {"two.toml", "2"}});
  CHECK(files::read_tree(folder / "none", 100).error().message == "file.not_found");
  REQUIRE(files::make_folder(folder / "1/2/3/4/5/6/7/8/9/10"));
  CHECK(files::read_tree(folder.path(), 100).error().message == "file.tree_too_large");
  CHECK(files::make_folder(folder / "two.toml/x").error().message == "file.write_failed");
}

TEST_CASE("a lock is held by one") {
  const Folder folder;
  CHECK_FALSE(files::exists(folder / "lock"));
  {
    auto first = files::Lock::take(folder / "lock");
    REQUIRE(first);
    CHECK(files::exists(folder / "lock"));
    const auto second = files::Lock::take(folder / "lock");
    REQUIRE_FALSE(second);
    CHECK(second.error().message == "file.locked");
    const files::Lock moved = std::move(first).value();
    CHECK_FALSE(files::Lock::take(folder / "lock"));
  }
  CHECK(files::Lock::take(folder / "lock"));
}

TEST_CASE("sizes as users are told of them") {
  CHECK(files::shown_size(512) == "512 B");
  CHECK(files::shown_size(64u << 10) == "64 KB");
  CHECK(files::shown_size(20u << 20) == "20 MB");
}
