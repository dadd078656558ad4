#include "ledger/verify_sections.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace sekisho::ledger {
namespace {

constexpr std::uint64_t kPiece = 1u << 20;
constexpr std::uint64_t kWindow = 2 * pack::kRecordLimit;  // bytes of a section in memory: any record fits
constexpr unsigned kMostThreads = 4;

// A section's bytes, record by record, never more than a window of them in memory, however long the file says it is.
class Records {
 public:
  Records(const PackSource& source, const pack::Section& section)
      : source_(&source), begin_(section.offset), end_(section.offset + section.length) {}
  bool at_end() const { return offset() == end_; }
  std::uint64_t offset() const { return begin_ + used_; }  // in the file
  Status fill() {
    const std::uint64_t held = window_.size() - used_;
    const std::uint64_t unread = end_ - begin_ - window_.size();
    if (held >= pack::kRecordLimit || unread == 0) return {};
    SEK_TRY(const std::string more, source_->read(end_ - unread, std::min(unread, kWindow - held)));
    window_.erase(0, used_);
    window_ += more;
    begin_ += std::exchange(used_, 0);
    return {};
  }
  // Good until the next fill, which comes first.
  Result<pack::Record> next() {
    pack::RecordReader reader(std::string_view(window_).substr(used_));
    SEK_TRY(const pack::Record record, reader.next());
    used_ += reader.offset();
    return record;
  }

 private:
  const PackSource* source_;
  std::uint64_t begin_;  // of the window, in the file
  std::uint64_t end_;    // of the section
  std::string window_;
  std::size_t used_ = 0;
};

// Checks one section of entries; keeps its hashers between sections.
class EntryChecker {
 public:
  Status check(const pack::Section& section, const PackSource& source, SectionCheck& out) {
    section_ = &section;
    out_ = &out;
    const std::string_view first = std::string_view(section.name).substr(pack::kEntries.size());
    std::uint64_t index = 0;
    std::from_chars(first.data(), first.data() + first.size(), index);
    hash_list_.clear();
    for (Records records(source, section); !records.at_end() && !out.cut; ++index) {
      offset_ = records.offset();
      index_ = index;
      SEK_CHECK(records.fill());
      auto record = records.next();
      out.cut = !record || out.leaves.size() == pack::kChunk;
      if (out.cut) found("ledger.verify.entry.form");
      if (!out.cut) check_record(*record);
    }
    hasher_.add(hash_list_);
    out.digest = hasher_.finish();
    if (out.leaves.size() == pack::kChunk) out.subtree = subtree(out.leaves);
    return {};
  }

  // The digest of what is too long to be read at once.
  Result<Digest> digest(const PackSource& source, std::uint64_t offset, std::uint64_t length) {
    while (length > 0) {
      const std::uint64_t n = std::min(kPiece, length);
      SEK_TRY(const std::string piece, source.read(offset, n));
      hasher_.add(piece);
      offset += n;
      length -= n;
    }
    return hasher_.finish();
  }

 private:
  void found(std::string message) {
    out_->findings.push_back({Severity::altered, std::move(message), {}, offset_, section_->name, index_});
  }

  void check_record(const pack::Record& record) {
    const Digest hash = leaf_hash(hasher_, record.leaf);
    out_->leaves.push_back(hash);
    pack::append_to_hash_list(hash_list_, hash, record);
    if (hash != record.hash) return found("ledger.verify.entry.leaf");
    auto leaf = decode_leaf(record.leaf);
    if (!leaf) return found("ledger.verify.entry.form");
    if (leaf->index != index_) return found("ledger.verify.entry.order");
    if (record.label == pack::Presence::present &&
        (salted_digest(hasher_, record.label_salt, record.label_bytes) != leaf->label_digest ||
         !decode_label(record.label_bytes)))
      found("ledger.verify.entry.label");
    if (record.payload == pack::Presence::present &&
        salted_digest(hasher_, record.payload_salt, record.payload_bytes) != leaf->payload_digest)
      return found("ledger.verify.entry.payload");
    if (record.payload == pack::Presence::withheld) ++out_->withheld;
    const bool label_erased = record.label == pack::Presence::erased;
    if (label_erased || record.payload == pack::Presence::erased) out_->erased.emplace_back(index_, label_erased);
    if (!is_structural(leaf->kind)) return;
    if (label_erased || record.payload != pack::Presence::present) return found("ledger.verify.entry.structural");
    auto structural = read_structural(index_, leaf->at, leaf->kind, record.payload_bytes);
    if (!structural) return found("ledger.verify.entry.structural");
    out_->structural.push_back(std::move(structural).value());
  }

  Digest subtree(std::vector<Digest> row) {
    for (; row.size() > 1; row.resize(row.size() / 2))
      for (std::size_t i = 0; i < row.size() / 2; ++i) row[i] = node_hash(hasher_, row[2 * i], row[2 * i + 1]);
    return row.front();
  }

  crypt::Sha256 hasher_;
  std::string hash_list_;
  const pack::Section* section_ = nullptr;
  SectionCheck* out_ = nullptr;
  std::uint64_t offset_ = 0;
  std::uint64_t index_ = 0;
};

Status check_section(EntryChecker& checker, const PackSource& source, const pack::Section& section, SectionCheck& out) {
  if (std::string_view(section.name).substr(0, pack::kEntries.size()) != pack::kEntries) {
    SEK_TRY(out.digest, checker.digest(source, section.offset, section.length));
    return {};
  }
  return checker.check(section, source, out);
}

}  // namespace

Result<std::vector<SectionCheck>> check_sections(const PackSource& source, const std::vector<pack::Section>& sections) {
  std::vector<SectionCheck> out(sections.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  Status status;
  const auto work = [&] {
    EntryChecker checker;
    for (std::size_t i = next++; i < sections.size(); i = next++) {
      Status done = check_section(checker, source, sections[i], out[i]);
      if (done.has_value()) continue;
      const std::lock_guard lock(mutex);
      status = std::move(done);
      next = sections.size();
    }
  };
  const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1u, kMostThreads);
  const std::size_t helpers = std::min<std::size_t>(cores, std::max<std::size_t>(sections.size(), 1)) - 1;
  std::vector<std::thread> threads;
  try {
    while (threads.size() < helpers) threads.emplace_back(work);
  } catch (const std::system_error&) {
    // Fewer helpers take longer; the work is the same.
  }
  work();
  for (std::thread& thread : threads) thread.join();
  SEK_CHECK(std::move(status));
  return out;
}

}  // namespace sekisho::ledger
