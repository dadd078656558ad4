#pragma once

// For tests of any room: fresh databases of both engines, gone afterwards. PostgreSQL is used where the environment
// names one in SEKISHO_PG (a libpq URL); else one line says that it was left out.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "db/database.h"

namespace sekisho::db::testing {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sekisho-XXXXXX").string();
    SEK_ASSERT(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline std::unique_ptr<Database> fresh_sqlite(const Folder& folder, const std::string& name = "a.db") {
  auto database = Database::open_sqlite(folder.file(name));
  SEK_ASSERT(database.has_value());
  return std::move(*database);
}

// The URL of the tests' PostgreSQL; "" (and one line on stdout) where there is none.
inline std::string postgresql_url() {
  const char* url = std::getenv("SEKISHO_PG");
  if (url != nullptr && *url != '\0') return url;
  static bool told = false;
  if (!told) std::puts("SKIPPED: no PostgreSQL");
  told = true;
  return {};
}

// A schema of its own on the tests' PostgreSQL.
class Schema {
 public:
  explicit Schema(std::string url) : url_(std::move(url)) {
    static int count = 0;
    name_ = "test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
  }
  ~Schema() {
    if (auto database = Database::open_postgresql(url_, name_)) {
      static_cast<void>((*database)->execute(GeneratedSql("DROP SCHEMA " + name_ + " CASCADE")));
    }
  }
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  const std::string& url() const { return url_; }
  const std::string& name() const { return name_; }
  std::unique_ptr<Database> open() const {
    auto database = Database::open_postgresql(url_, name_);
    SEK_ASSERT(database.has_value());
    return std::move(*database);
  }

 private:
  std::string url_;
  std::string name_;
};

// Runs the same test on a fresh database of each engine.
inline void on_both(const std::function<void(Database&)>& test) {
  {
    const Folder folder;
    test(*fresh_sqlite(folder));
  }
  const std::string url = postgresql_url();
  if (url.empty()) return;
  const Schema schema(url);
  test(*schema.open());
}

}  // namespace sekisho::db::testing
