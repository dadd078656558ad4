#include "ledger/verify_history.h"

#include <algorithm>
#include <set>

namespace sekisho::ledger {
namespace {

std::string text_of(std::uint64_t value) {
  return std::to_string(value);
}

std::string section_of(std::uint64_t entry) {
  return std::string(pack::kEntries) + text_of(entry / pack::kChunk * pack::kChunk);
}

template <typename What>
std::vector<const StructuralEntry*> of_kind(const std::vector<StructuralEntry>& entries) {
  std::vector<const StructuralEntry*> out;
  for (const StructuralEntry& e : entries)
    if (std::holds_alternative<What>(e.what)) out.push_back(&e);
  return out;
}

}  // namespace

std::map<std::uint64_t, Digest> compute_roots(const std::vector<SectionCheck>& checks,
                                              std::vector<std::uint64_t> sizes) {
  constexpr unsigned kChunkLevel = 8;
  static_assert(std::size_t{1} << kChunkLevel == pack::kChunk);
  std::sort(sizes.begin(), sizes.end());
  std::map<std::uint64_t, Digest> roots;
  auto wanted = sizes.begin();
  Frontier frontier;
  const auto note_root = [&] {
    while (wanted != sizes.end() && *wanted < frontier.size()) ++wanted;
    if (wanted != sizes.end() && *wanted == frontier.size()) roots[*wanted] = frontier.root();
  };
  note_root();
  for (const SectionCheck& check : checks) {
    const bool asked_inside = wanted != sizes.end() && *wanted < frontier.size() + pack::kChunk;
    if (check.subtree && !asked_inside && frontier.size() % pack::kChunk == 0) {
      frontier.add_subtree(kChunkLevel, *check.subtree);
      note_root();
      continue;
    }
    for (const Digest& leaf : check.leaves) {
      frontier.add(leaf);
      note_root();
    }
    if (check.cut) break;
  }
  return roots;
}

void History::altered(std::string message, MessageParams params, std::string_view section,
                      std::optional<std::uint64_t> entry) {
  const pack::Section* found = pack::find(pack_.sections, section);
  report_.findings.push_back({Severity::altered, std::move(message), std::move(params),
                              found != nullptr ? found->offset : 0, std::string(section), entry});
}

void History::notice(std::string message, MessageParams params, std::optional<std::uint64_t> entry) {
  report_.findings.push_back(
      {Severity::notice, std::move(message), std::move(params), 0, entry ? section_of(*entry) : std::string(), entry});
}

bool History::root_is(std::uint64_t size, const Digest& root) const {
  const auto found = pack_.roots.find(size);
  return found != pack_.roots.end() && found->second == root;
}

const VerifierKey* History::key_at(std::uint64_t size) const {
  const VerifierKey* found = nullptr;
  for (const pack::PackKey& key : pack_.keys)
    if (key.record.entry < size) found = &key.record.key;
  return found;
}

bool History::vouches(const VerifierKey& given, std::uint32_t signer_id) {
  if (signer_id == given.id()) return true;
  const auto first = std::find_if(pack_.keys.begin(), pack_.keys.end(),
                                  [&](const pack::PackKey& key) { return key.record.key == given; });
  if (first == pack_.keys.end() || pack_.keys.back().record.key.id() != signer_id) {
    altered("ledger.verify.key.wrong", {{"given", key_id_text(given.id())}, {"found", key_id_text(signer_id)}}, "");
    return false;
  }
  for (auto next = first + 1; next != pack_.keys.end(); ++next) {
    const std::uint64_t entry = next->record.entry;
    if (next->record.event == KeyEvent::lost) {
      altered("ledger.verify.key.lost", {{"given", key_id_text(given.id())}, {"entry", text_of(entry)}}, pack::kKeys,
              entry);
      return false;
    }
    auto note = parse_note(next->note);
    auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (!checkpoint || checkpoint->size != entry + 1 || checkpoint->origin != given.name ||
        signed_by(*note, (next - 1)->record.key) != Signed::yes || !root_is(entry + 1, checkpoint->root)) {
      altered("ledger.verify.key.chain", {{"entry", text_of(entry)}}, pack::kKeys, entry);
      return false;
    }
  }
  notice("ledger.verify.key.later", {{"given", key_id_text(given.id())}, {"found", key_id_text(signer_id)}});
  return true;
}

void History::check_keys() {
  const auto named = of_kind<KeyNamed>(pack_.structural);
  bool good = !pack_.keys.empty() && named.size() == pack_.keys.size();
  for (std::size_t i = 0; good && i < named.size(); ++i) {
    const KeyRecord& key = pack_.keys[i].record;
    good = key.entry == named[i]->index && key.event == event_of(named[i]->kind) &&
           key.key.line() == std::get<KeyNamed>(named[i]->what).vkey && (key.event == KeyEvent::created) == (i == 0) &&
           pack_.about && key.key.name == pack_.about->origin;
  }
  if (!good) altered("ledger.verify.keys", {}, pack::kKeys);
}

// Roots that were signed at the time, from small to large: the first that differs says between which entries it
// happened.
void History::check_tree() {
  std::map<std::uint64_t, Digest> was;
  if (pack_.anchors)
    for (const pack::PackAnchor& a : *pack_.anchors) was.emplace(a.anchor.checkpoint.size, a.anchor.checkpoint.root);
  if (pack_.checkpoint) was.emplace(pack_.checkpoint->size, pack_.checkpoint->root);
  std::uint64_t good = 0;
  for (const auto& [size, root] : was) {
    if (!root_is(size, root)) {
      altered("ledger.verify.root", {{"from", text_of(good)}, {"to", text_of(size)}}, section_of(good), good);
      break;
    }
    good = size;
  }
  if (!pack_.about || !pack_.checkpoint || !pack_.note) return;
  const Checkpoint& end = *pack_.checkpoint;
  const VerifierKey* key = key_at(end.size);
  if (end.size != pack_.about->size || end.origin != pack_.about->origin || key == nullptr ||
      signed_by(*pack_.note, *key) != Signed::yes)
    altered("ledger.verify.checkpoint", {}, pack::kCheckpoint);
}

void History::check_anchors() {
  if (!pack_.anchors || !pack_.checkpoint) return;
  const std::vector<pack::PackAnchor>& all = *pack_.anchors;
  const auto named = of_kind<HandedOut>(pack_.structural);
  bool good = named.size() == all.size();
  for (std::size_t i = 0; good && i < all.size(); ++i) good = records(*named[i], all[i].anchor);
  if (!good) altered("ledger.verify.anchors", {}, pack::kAnchors);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Checkpoint& here = all[i].anchor.checkpoint;
    const Checkpoint& next = i + 1 < all.size() ? all[i + 1].anchor.checkpoint : *pack_.checkpoint;
    const MessageParams size{{"size", text_of(here.size)}};
    auto note = parse_note(all[i].anchor.note);
    const VerifierKey* key = key_at(here.size);
    if (!note || key == nullptr || here.origin != pack_.checkpoint->origin || signed_by(*note, *key) != Signed::yes)
      altered("ledger.verify.anchor.signature", size, pack::kAnchors, all[i].anchor.entry);
    if (!verify_consistency(here.size, here.root, next.size, next.root, all[i].proof))
      altered("ledger.verify.anchor.proof", size, pack::kAnchors, all[i].anchor.entry);
    if (root_is(here.size, here.root)) report_.complete_to = std::max(report_.complete_to.value_or(0), here.size);
  }
}

void History::check_erasures() {
  std::set<std::uint64_t> payloads;
  std::set<std::uint64_t> labels;
  for (const StructuralEntry* e : of_kind<Erasure>(pack_.structural)) {
    const Erasure& erasure = std::get<Erasure>(e->what);
    for (const std::uint64_t index : erasure.entries) {
      if (index >= e->index) continue;
      payloads.insert(index);
      if (erasure.label_too) labels.insert(index);
    }
  }
  for (const SectionCheck& check : pack_.checks)
    for (const auto& [index, label_erased] : check.erased) {
      ++report_.erased;
      if (!(label_erased ? labels : payloads).contains(index))
        altered("ledger.verify.erasure.unrecorded", {{"entry", text_of(index)}}, section_of(index), index);
    }
}

void History::check_files() {
  std::size_t i = 0;
  for (const pack::Section& section : pack_.sections) {
    if (std::string_view(section.name).substr(0, pack::kFile.size()) != pack::kFile) continue;
    const bool good = i < pack_.files.size() && section.name == std::string(pack::kFile) + pack_.files[i].sha256 &&
                      section.length == pack_.files[i].length &&
                      hex(crypt::view(section.digest)) == pack_.files[i].sha256;
    if (!good) altered("ledger.verify.attachment", {{"name", section.name}}, section.name);
    ++i;
  }
  if (i != pack_.files.size()) altered("ledger.verify.attachment", {{"name", ""}}, pack::kAttachments);
  report_.attachments = i;
}

void History::tell_rollbacks() {
  for (const StructuralEntry* e : of_kind<Rollback>(pack_.structural)) {
    const Rollback& r = std::get<Rollback>(e->what);
    notice(r.extent_known ? "ledger.verify.rollback" : "ledger.verify.rollback.unknown",
           {{"from", text_of(r.from)}, {"to", text_of(r.to)}, {"entry", text_of(e->index)}, {"at", to_rfc3339(e->at)}},
           e->index);
  }
}

void History::check_note(const std::string& bytes, const VerifierKey& given) {
  auto note = parse_note(bytes);
  auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
  if (!checkpoint) return altered("ledger.verify.note.damaged", checkpoint.error().params, "");
  const MessageParams params{{"size", text_of(checkpoint->size)}, {"have", text_of(report_.size)}};
  Signed result = signed_by(*note, given);
  for (const pack::PackKey& key : pack_.keys)
    if (result == Signed::unknown_key) result = signed_by(*note, key.record.key);
  if (result == Signed::no) return altered("ledger.verify.note.signature", params, "");
  if (result == Signed::unknown_key) return altered("ledger.verify.note.unknown_key", params, "");
  if (checkpoint->origin != report_.origin) return altered("ledger.verify.note.other_ledger", params, "");
  if (root_is(checkpoint->size, checkpoint->root)) {
    report_.shown_to = checkpoint->size;
    report_.complete_to = std::max(report_.complete_to.value_or(0), checkpoint->size);
    return;
  }
  altered(checkpoint->size > report_.size ? "ledger.verify.note.shorter" : "ledger.verify.note.differs", params, "");
  for (const StructuralEntry* e : of_kind<Rollback>(pack_.structural)) {
    const Rollback& r = std::get<Rollback>(e->what);
    if (checkpoint->size <= r.to || (r.extent_known && checkpoint->size > r.from)) continue;
    notice("ledger.verify.note.rolled_back",
           {{"size", text_of(checkpoint->size)}, {"to", text_of(r.to)}, {"at", to_rfc3339(e->at)}}, e->index);
  }
}

}  // namespace sekisho::ledger
