#include "work/backup_format.h"

#include <algorithm>

#include "codec/canonical.h"

namespace sekisho::work {
namespace {

constexpr std::uint64_t kPiece = 1u << 20;      // read at once
constexpr std::size_t kEndRecord = 8 + 8 + 32;  // kind, length, digest

Error damaged_at(const std::string& file, std::uint64_t offset) {
  return fail(Code::invalid, "backup damaged at " + std::to_string(offset), "backup.damaged")
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

Result<BackupReader> BackupReader::open(const std::string& file) {
  SEK_TRY(std::unique_ptr<ledger::PackSource> source, ledger::source_from_file(file));
  return open(std::move(source), file);
}

Result<BackupReader> BackupReader::open(std::unique_ptr<ledger::PackSource> source, const std::string& file) {
  const std::uint64_t size = source->size();
  SEK_TRY(const std::string magic, source->read(0, std::min<std::uint64_t>(size, kBackupMagic.size())));
  if (magic != kBackupMagic) return fail(Code::invalid, "no backup", "backup.not_one").with("file", file);
  if (size < kBackupMagic.size() + kEndRecord) return damaged_at(file, size);
  const std::uint64_t end = size - kEndRecord;
  crypt::Sha256 digest;
  for (std::uint64_t at = 0; at < end; at += std::min(kPiece, end - at)) {
    SEK_TRY(const std::string piece, source->read(at, std::min(kPiece, end - at)));
    digest.add(piece);
  }
  const crypt::Digest whole = digest.finish();
  codec::CanonicalWriter expected;
  expected.u64(static_cast<std::uint64_t>(RecordKind::end)).bytes(crypt::view(whole));
  SEK_TRY(const std::string last, source->read(end, kEndRecord));
  if (last != expected.str()) return damaged_at(file, end);
  return BackupReader(std::move(source), file, end, hex(crypt::view(whole)));
}

Result<std::string> BackupReader::take(std::uint64_t length) {
  if (length > end_ - offset_) return damaged_at(file_, offset_);
  if (length > kPiece) {
    SEK_TRY(std::string whole, source_->read(offset_, length));
    offset_ += length;
    return whole;
  }
  if (offset_ < piece_at_ || offset_ + length > piece_at_ + piece_.size()) {
    SEK_TRY(piece_, source_->read(offset_, std::min(kPiece, end_ - offset_)));
    piece_at_ = offset_;
  }
  std::string out = piece_.substr(offset_ - piece_at_, length);
  offset_ += length;
  return out;
}

Error BackupReader::damaged() const {
  return damaged_at(file_, record_at_);
}

Result<BackupRecord> BackupReader::next() {
  record_at_ = offset_;
  SEK_TRY(const std::string head, take(16));
  codec::CanonicalReader in(head);
  SEK_TRY(const std::uint64_t kind, in.u64());
  SEK_TRY(const std::uint64_t length, in.u64());
  SEK_TRY(std::string payload, take(length));
  return BackupRecord{static_cast<RecordKind>(kind), std::move(payload)};
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
