#include "codec/zip.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>

#include "base/files.h"

namespace sekisho::codec {

namespace {

Error damaged(std::string_view file, const std::string& why) {
  return fail(Code::invalid, std::string(file) + ": " + why, "zip.damaged")
      .with("file", std::string(file))
      .with("why", why);
}

Error too_large(std::string_view file, const std::string& limit) {
  return fail(Code::exhausted, std::string(file) + " holds more than " + limit, "zip.too_large")
      .with("file", std::string(file))
      .with("limit", limit);
}

struct Close {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

class Reader {
 public:
  Reader(std::string_view file, const ZipLimits& limits)
      : file_(file), limits_(limits), archive_(archive_read_new()), entry_(archive_entry_new2(archive_.get())) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { archive_entry_free(entry_); }

  Result<std::map<std::string, std::string>> read(std::string_view bytes, bool (*wanted)(std::string_view)) {
    // By its central directory only: what a streaming reader would find between the entries does not count.
    archive_read_support_format_zip_seekable(archive_.get());
    if (archive_read_open_memory(archive_.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
      return damaged(file_, reason());
    std::map<std::string, std::string> found;
    std::size_t entries = 0;
    for (;;) {
      const int status = archive_read_next_header2(archive_.get(), entry_);
      if (status == ARCHIVE_EOF) return found;
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return damaged(file_, reason());
      if (++entries > limits_.entries) return too_large(file_, std::to_string(limits_.entries) + " entries");
      const std::string name = entry_name();
      if (archive_entry_filetype(entry_) == AE_IFDIR || name.empty() || (wanted != nullptr && !wanted(name))) continue;
      if (archive_entry_is_encrypted(entry_) != 0) {
        return fail(Code::invalid, file_ + " is encrypted", "zip.encrypted").with("file", file_);
      }
      SEK_TRY(std::string content, read_entry());
      if (!found.emplace(name, std::move(content)).second) return damaged(file_, "two entries are named " + name);
    }
  }

 private:
  std::string entry_name() const {
    const char* name = archive_entry_pathname_utf8(entry_);
    if (name == nullptr) name = archive_entry_pathname(entry_);
    return name != nullptr ? name : "";
  }

  Result<std::string> read_entry() {
    std::string content;
    std::array<char, 1 << 16> block{};
    for (;;) {
      const la_ssize_t got = archive_read_data(archive_.get(), block.data(), block.size());
      if (got < 0) return damaged(file_, reason());
      if (got == 0) return content;
      unpacked_ += static_cast<std::size_t>(got);
      if (unpacked_ > limits_.unpacked_bytes) return too_large(file_, files::shown_size(limits_.unpacked_bytes));
      content.append(block.data(), static_cast<std::size_t>(got));
    }
  }

  std::string reason() const {
    const char* text = archive_error_string(archive_.get());
    return text != nullptr ? text : "not a ZIP file";
  }

  std::string file_;
  ZipLimits limits_;
  std::unique_ptr<archive, Close> archive_;
  archive_entry* entry_;
  std::size_t unpacked_ = 0;
};

}  // namespace

Result<std::map<std::string, std::string>> read_zip(std::string_view bytes, std::string_view file,
                                                    bool (*wanted)(std::string_view name), const ZipLimits& limits) {
  return Reader(file, limits).read(bytes, wanted);
}

}  // namespace sekisho::codec
