#include "ledger/last_seen.h"

#include "base/files.h"
#include "ledger/read.h"

namespace sekisho::ledger {

Status remember(const std::string& path, const std::string& note) {
  return files::write_atomically(path, note, 0600, files::Owner::of_folder);
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
