#include "codec/catalog.h"

#include "base/files.h"
#include "codec/value.h"

namespace sekisho::codec {

namespace {

constexpr std::size_t kFileLimit = 4U << 20;

Error about(const char* message, const std::string& file, const Value& entry, const std::string& id) {
  return fail(Code::invalid, file + ":" + std::to_string(entry.line) + ": " + id, message)
      .with("file", file)
      .with("line", std::to_string(entry.line))
      .with("id", id);
}

Status add_messages(const std::string& file, const std::string& bytes,
                    std::map<std::string, Bilingual, std::less<>>& entries) {
  SEK_TRY(const Value root, parse_toml(bytes, file));
  for (const auto& [id, entry] : *root.object()) {
    Bilingual text{entry.string_or("ja", ""), entry.string_or("en", "")};
    if (text.ja.empty() || text.en.empty()) return about("catalog.message_incomplete", file, entry, id);
    if (!entries.emplace(id, std::move(text)).second) return about("catalog.message_twice", file, entry, id);
  }
  return {};
}

}  // namespace

Result<Messages> load_messages(const CatalogFiles& files) {
  std::map<std::string, Bilingual, std::less<>> entries;
  for (const auto& [path, bytes] : files) {
    if (path.starts_with("messages/") && path.ends_with(".toml")) SEK_CHECK(add_messages(path, bytes, entries));
  }
  return Messages(std::move(entries));
}

Result<CatalogFiles> overlay(CatalogFiles base, const std::string& folder) {
  SEK_TRY(CatalogFiles own, files::read_tree(folder, kFileLimit));
  for (auto& [path, bytes] : own) {
    if (path.ends_with(".toml")) base.insert_or_assign(path, std::move(bytes));
  }
  return base;
}

}  // namespace sekisho::codec
