#include "work/backup_format.h"

#include "codec/canonical.h"

namespace sekisho::work {
namespace {

constexpr std::size_t kEndRecord = 8 + 8 + 32;  // kind, length, digest

Error damaged(const std::string& file, std::size_t offset) {
  return fail(Code::corrupt, "backup damaged at " + std::to_string(offset), "backup.damaged")
      .with("file", file)
      .with("offset", std::to_string(offset));
}

}  // namespace

Status BackupWriter::raw(std::string_view bytes) {
  digest_.add(bytes);
  return file_->write(bytes);
}

Status BackupWriter::begin() {
  return raw(kBackupMagic);
}

Status BackupWriter::record(RecordKind kind, std::string_view payload) {
  codec::CanonicalWriter out;
  out.u64(static_cast<std::uint64_t>(kind)).bytes(payload);
  return raw(out.str());
}

Status BackupWriter::end() {
  const crypt::Digest digest = digest_.finish();
  codec::CanonicalWriter out;
  out.u64(static_cast<std::uint64_t>(RecordKind::end)).bytes(crypt::view(digest));
  return file_->write(out.str());
}

Result<BackupReader> BackupReader::open(std::string_view bytes, const std::string& file) {
  if (bytes.substr(0, kBackupMagic.size()) != kBackupMagic)
    return fail(Code::invalid, "no backup", "backup.not_one").with("file", file);
  if (bytes.size() < kBackupMagic.size() + kEndRecord) return damaged(file, bytes.size());
  const std::string_view body = bytes.substr(0, bytes.size() - kEndRecord);
  codec::CanonicalWriter expected;
  expected.u64(static_cast<std::uint64_t>(RecordKind::end)).bytes(crypt::view(crypt::sha256(body)));
  if (bytes.substr(body.size()) != expected.str()) return damaged(file, body.size());
  BackupReader reader(body, file);
  reader.offset_ = kBackupMagic.size();
  return reader;
}

Result<BackupRecord> BackupReader::next() {
  codec::CanonicalReader in(bytes_.substr(offset_));
  Result<std::uint64_t> kind = in.u64();
  if (!kind) return damaged(file_, offset_);
  Result<std::string_view> payload = in.bytes(bytes_.size());
  if (!payload) return damaged(file_, offset_);
  offset_ += in.offset();
  return BackupRecord{static_cast<RecordKind>(*kind), *payload};
}

std::string encode_cells(const std::vector<db::Cell>& cells) {
  codec::CanonicalWriter out;
  out.u64(cells.size());
  for (const db::Cell& cell : cells) {
    out.u64(cell.index());
    if (const auto* number = std::get_if<std::int64_t>(&cell)) out.u64(static_cast<std::uint64_t>(*number));
    if (const auto* text = std::get_if<std::string>(&cell)) out.bytes(*text);
    if (const auto* blob = std::get_if<db::Blob>(&cell)) out.bytes(blob->bytes);
  }
  return out.take();
}

Result<std::vector<db::Cell>> decode_cells(std::string_view payload) {
  codec::CanonicalReader in(payload);
  std::vector<db::Cell> cells;
  SEK_TRY(const std::uint64_t count, in.u64());
  for (std::uint64_t i = 0; i < count; ++i) {
    SEK_TRY(const std::uint64_t type, in.u64());
    switch (type) {
      case 0:
        cells.emplace_back();
        break;
      case 1: {
        SEK_TRY(const std::uint64_t number, in.u64());
        cells.emplace_back(static_cast<std::int64_t>(number));
        break;
      }
      case 2: {
        SEK_TRY(const std::string_view text, in.bytes(payload.size()));
        cells.emplace_back(std::string(text));
        break;
      }
      case 3: {
        SEK_TRY(const std::string_view bytes, in.bytes(payload.size()));
        cells.emplace_back(db::Blob{std::string(bytes)});
        break;
      }
      default:
        return fail(Code::invalid, "bad cell type");
    }
  }
  SEK_CHECK(in.end());
  return cells;
}

}  // namespace sekisho::work
