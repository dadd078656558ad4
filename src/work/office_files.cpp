#include "work/office_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "codec/value.h"

namespace sekisho::work {
namespace {

std::string toml_string(const std::string& text) {
  return codec::to_json(codec::Value(text));
}  // a TOML basic string

}  // namespace

std::string config_path(const std::string& folder) {
  return folder + "/sekisho.toml";
}
std::string restore_marker_path(const std::string& folder) {
  return folder + "/restoring";
}
void remove_restore_marker(const std::string& folder) {
  std::error_code ignored;
  std::filesystem::remove(restore_marker_path(folder), ignored);
}
std::string last_checkpoint_path(const std::string& folder) {
  return folder + "/last_checkpoint";
}
std::string public_key_path(const std::string& folder) {
  return folder + "/ledger.vkey";
}
std::string blob_path(const std::string& folder, const std::string& sha256) {
  return folder + "/blobs/" + sha256.substr(0, 2) + "/" + sha256;
}

bool is_own_file(const std::string& folder, const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path inside = fs::weakly_canonical(path, ignored).lexically_relative(fs::weakly_canonical(folder, ignored));
  const std::string first = inside.empty() ? "" : inside.begin()->string();
  constexpr std::string_view kOwn[] = {"sekisho.toml", "last_checkpoint", "ledger.vkey", "lock",
                                       "key",          "blobs",           "restoring"};
  return first.starts_with("sekisho.db") || std::find(std::begin(kOwn), std::end(kOwn), first) != std::end(kOwn);
}

bool is_office(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::exists(config_path(folder), ignored) ||
         std::filesystem::exists(public_key_path(folder), ignored) ||
         std::filesystem::exists(restore_marker_path(folder), ignored);
}

Status write_config(const std::string& folder, const DatabaseAddress& address, bool rehearsal) {
  std::string out = "# 関所（Sekisho）のデータの置き場所。手で書き換えないでください。\n";
  out += std::string("rehearsal = ") + (rehearsal ? "true" : "false") + "\n";
  if (!address.url.empty())
    out += "\n[database]\nurl = " + toml_string(address.url) + "\nschema = " + toml_string(address.schema) + "\n";
  return files::write_atomically(config_path(folder), out, 0600, files::Owner::of_folder);
}

Result<std::unique_ptr<db::Database>> connect_database(const std::string& folder, const DatabaseAddress& address,
                                                       Access access) {
  const bool read_only = access == Access::read;
  if (address.url.empty()) return db::Database::open_sqlite(folder + "/sekisho.db", read_only);
  return db::Database::open_postgresql(address.url, address.schema, read_only);
}

}  // namespace sekisho::work
