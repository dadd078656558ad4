#include "ledger/last_seen.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "ledger/read.h"

namespace sekisho::ledger {
namespace {

Error not_written(const std::string& path, const std::string& why) {
  return fail(Code::storage, path + ": " + why, "file.write_failed").with("file", path).with("why", why);
}

}  // namespace

Status remember(const std::string& path, const std::string& note) {
  const std::string part = path + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << note;
  out.close();
  if (!out) return not_written(path, "write");
  if (std::rename(part.c_str(), path.c_str()) != 0) return not_written(path, std::strerror(errno));
  return {};
}

Result<std::optional<SignedNote>> recall(const std::string& path) {
  if (!files::exists(path)) return std::optional<SignedNote>();
  SEK_TRY(const std::string bytes, files::read(path, kNoteLimit));
  auto note = parse_note(bytes);
  if (!note || !parse_checkpoint(note->text))
    return fail(Code::corrupt, path + " is no checkpoint", "ledger.last_seen.damaged").with("file", path);
  return std::optional(std::move(note).value());
}

Result<Standing> compare(db::Database& db, const Checkpoint& last_seen) {
  SEK_TRY(const std::uint64_t now, size(db));
  if (now < last_seen.size) return Standing::rolled_back;
  SEK_TRY(const Digest root, root_at(last_seen.size, node_reader(db)));
  return root == last_seen.root ? Standing::agrees : Standing::forked;
}

}  // namespace sekisho::ledger
