#include "ledger/verify.h"

#include <algorithm>

#include "ledger/pack_format.h"
#include "ledger/verify_history.h"
#include "ledger/verify_sections.h"

namespace sekisho::ledger {
namespace {

constexpr std::uint64_t kPartLimit = 64u << 20;  // bytes of a section that is decoded as a whole

void altered(VerifyReport& report, std::string message, std::uint64_t offset, std::string section = {}) {
  report.findings.push_back({Severity::altered, std::move(message), {}, offset, std::move(section), {}});
}

struct Frame {
  pack::Trailer trailer;
  std::string table;
  std::string trailer_bytes;
  std::vector<pack::Section> sections;
};

// The outermost form: magic, trailer, table. Nothing where it is not that of a pack; the finding says why.
Result<std::optional<Frame>> read_frame(const PackSource& source, VerifyReport& report) {
  const std::optional<Frame> none;
  const std::uint64_t size = source.size();
  SEK_TRY(const std::string magic, source.read(0, std::min<std::uint64_t>(size, pack::kMagic.size())));
  if (magic != pack::kMagic) {
    altered(report, "ledger.verify.not_a_pack", 0);
    return none;
  }
  Frame out;
  if (size < pack::kMagic.size() + pack::kTrailerSize) {
    altered(report, "ledger.verify.ending", size);
    return none;
  }
  const std::uint64_t trailer_offset = size - pack::kTrailerSize;
  SEK_TRY(out.trailer_bytes, source.read(trailer_offset, pack::kTrailerSize));
  out.trailer = pack::decode_trailer(out.trailer_bytes);
  const std::uint64_t table_offset = out.trailer.table_offset;
  if (table_offset < pack::kMagic.size() || table_offset > trailer_offset ||
      trailer_offset - table_offset > pack::kTableLimit) {
    altered(report, "ledger.verify.ending", trailer_offset);
    return none;
  }
  SEK_TRY(out.table, source.read(table_offset, trailer_offset - table_offset));
  auto sections = pack::decode_table(out.table);
  const Status layout = sections ? pack::check_layout(*sections, table_offset) : Status(sections.error());
  if (!layout.has_value()) {
    report.findings.push_back({Severity::altered, "ledger.verify.table", layout.error().params, table_offset, {}, {}});
    return none;
  }
  out.sections = std::move(sections).value();
  return std::optional(std::move(out));
}

// Reads and decodes one of the small sections.
template <typename T>
Status open_part(const PackSource& source, const Opened& pack, std::string_view name,
                 Result<T> (*decode)(std::string_view), std::optional<T>& out, VerifyReport& report) {
  const pack::Section* section = pack::find(pack.sections, name);
  if (section == nullptr) return {};
  if (section->length <= kPartLimit) {
    SEK_TRY(const std::string bytes, source.read(section->offset, section->length));
    auto decoded = decode(bytes);
    if (decoded) {
      out = std::move(decoded).value();
      return {};
    }
  }
  altered(report, "ledger.verify.content", section->offset, section->name);
  return {};
}

Status open_parts(const PackSource& source, Opened& pack, VerifyReport& report) {
  SEK_CHECK(open_part(source, pack, pack::kAbout, pack::decode_about, pack.about, report));
  std::optional<std::vector<pack::PackKey>> keys;
  SEK_CHECK(open_part(source, pack, pack::kKeys, pack::decode_keys, keys, report));
  pack.keys = std::move(keys).value_or(std::vector<pack::PackKey>());
  SEK_CHECK(open_part(source, pack, pack::kCheckpoint, parse_note, pack.note, report));
  if (pack.note) {
    auto checkpoint = parse_checkpoint(pack.note->text);
    if (checkpoint) pack.checkpoint = *checkpoint;
    if (!checkpoint) altered(report, "ledger.verify.content", pack::kMagic.size(), std::string(pack::kCheckpoint));
  }
  SEK_CHECK(open_part(source, pack, pack::kAnchors, pack::decode_anchors, pack.anchors, report));
  std::optional<std::vector<pack::PackFile>> files;
  SEK_CHECK(open_part(source, pack, pack::kAttachments, pack::decode_files, files, report));
  pack.files = std::move(files).value_or(std::vector<pack::PackFile>());
  return {};
}

void take_sections(Opened& pack, VerifyReport& report) {
  bool cut = false;
  for (std::size_t i = 0; i < pack.sections.size(); ++i) {
    SectionCheck& check = pack.checks[i];
    if (check.digest != pack.sections[i].digest)
      altered(report, "ledger.verify.section", pack.sections[i].offset, pack.sections[i].name);
    report.findings.insert(report.findings.end(), check.findings.begin(), check.findings.end());
    report.withheld += check.withheld;
    report.size += cut ? 0 : check.leaves.size();
    cut = cut || check.cut;
    pack.structural.insert(pack.structural.end(), check.structural.begin(), check.structural.end());
  }
}

void ask_for_roots(Opened& pack, const std::optional<std::string>& note) {
  std::vector<std::uint64_t> sizes;
  if (pack.checkpoint) sizes.push_back(pack.checkpoint->size);
  for (const pack::PackKey& key : pack.keys) sizes.push_back(key.record.entry + 1);
  if (pack.anchors)
    for (const pack::PackAnchor& a : *pack.anchors) sizes.push_back(a.anchor.checkpoint.size);
  if (note) {
    auto parsed = parse_note(*note);
    auto checkpoint = parsed ? parse_checkpoint(parsed->text) : Result<Checkpoint>(parsed.error());
    if (checkpoint) sizes.push_back(checkpoint->size);
  }
  pack.roots = compute_roots(pack.checks, std::move(sizes));
}

// The signature over everything, under the given key or one that it vouches for.
bool check_signature(const Frame& frame, const Opened& pack, const VerifierKey& given, History& history,
                     VerifyReport& report) {
  if (!history.vouches(given, frame.trailer.key_id)) return false;
  const VerifierKey& signer = frame.trailer.key_id == given.id() ? given : pack.keys.back().record.key;
  if (crypt::verify(signer.public_key, pack::signed_message(frame.table, frame.trailer_bytes), frame.trailer.signature))
    return true;
  altered(report, "ledger.verify.signature", frame.trailer.table_offset);
  return false;
}

}  // namespace

Result<VerifyReport> verify_pack(const PackSource& source, const VerifierKey& key,
                                 const std::optional<std::string>& note) {
  VerifyReport report;
  SEK_TRY(const std::optional<Frame> frame, read_frame(source, report));
  if (!frame) return report;
  Opened pack;
  pack.sections = frame->sections;
  SEK_TRY(pack.checks, check_sections(source, pack.sections));
  take_sections(pack, report);
  SEK_CHECK(open_parts(source, pack, report));
  if (pack.about) report.body = pack.about->body;
  if (pack.about) report.origin = pack.about->origin;
  ask_for_roots(pack, note);

  History history(pack, report);
  const bool trusted = check_signature(*frame, pack, key, history, report);
  history.check_keys();
  history.check_tree();
  history.check_anchors();
  history.check_erasures();
  history.check_files();
  history.tell_rollbacks();
  if (note) history.check_note(*note, key);
  if (!trusted) report.complete_to.reset();
  if (!trusted) report.shown_to.reset();
  report.unanchored_tail = report.size - report.complete_to.value_or(0);
  report.unaltered = std::none_of(report.findings.begin(), report.findings.end(),
                                  [](const Finding& f) { return f.severity == Severity::altered; });
  return report;
}

}  // namespace sekisho::ledger
