#include "work/read_file.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/files.h"
#include "base/text.h"
#include "policy/read.h"
#include "registers/individual_number.h"
#include "sandbox/worker.h"

namespace sekisho::work {
namespace {

// Poppler reads its CJK maps from here.
const char* const kReadable[] = {"/usr/share/poppler"};

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

Result<std::string> read_standard_input() {
  std::string bytes;
  char buffer[64u << 10];
  for (;;) {
    const ssize_t got = read(0, buffer, sizeof buffer);
    if (got == 0) return bytes;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return fail(Code::invalid, std::strerror(errno), "file.unreadable")
          .with("file", "-")
          .with("why", std::strerror(errno));
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() > extract::kMaxInputBytes)
      return fail(Code::exhausted, "too large", "extract.too_large").with("file", "-").with("limit", "20 MB");
  }
}

}  // namespace

Result<std::string> read_input(const std::string& path) {
  if (path == "-") return read_standard_input();
  Result<std::string> bytes = files::read(path, extract::kMaxInputBytes);
  if (!bytes && bytes.error().code == Code::exhausted)
    return fail(Code::exhausted, "too large", "extract.too_large").with("file", path).with("limit", "20 MB");
  return bytes;
}

Result<extract::Extraction> extract_file(const World& world, std::string_view bytes, const std::string& path) {
  SEK_TRY(const extract::Format format, extract::detect(bytes, path));
  if (format == extract::Format::text) {
    Result<extract::Extraction> text = extract::extract(bytes, path);
    if (!text) return std::move(text).error().with("file", path);
    return text;
  }
  Result<std::string> wire = sandbox::run_worker(world.program, {"worker", "extract", base_name(path)}, bytes);
  if (!wire) return std::move(wire).error().with("file", path);
  return extract::from_wire(*wire);
}

Result<std::vector<codec::Table>> read_tables(const World& world, std::string_view bytes, const std::string& path) {
  if (bytes.substr(0, 2) != "PK") return codec::read_table_file(bytes, path);
  Result<std::string> wire = sandbox::run_worker(world.program, {"worker", "tables", base_name(path)}, bytes);
  if (!wire) return std::move(wire).error().with("file", path);
  return codec::from_wire(*wire);
}

Result<ReadPolicy> read_policy(const World& world, const policy::Lexicon& lexicon, const std::string& path) {
  ReadPolicy out;
  SEK_TRY(out.bytes, read_input(path));
  SEK_TRY(out.extraction, extract_file(world, out.bytes, path));
  Result<policy::Reading> reading = policy::read(out.extraction.text, lexicon);
  if (!reading) return std::move(reading).error().with("file", path);
  out.reading = std::move(reading).value();
  return out;
}

int run_worker_job(const std::string& job, const std::string& shown_name) {
  const std::vector<std::string> readable(std::begin(kReadable), std::end(kReadable));
  if (job == "extract") {
    const extract::Converters loaded_before_confinement;
    return sandbox::worker_main(
        [&](std::string_view bytes) -> Result<std::string> {
          SEK_TRY(const extract::Extraction extraction, extract::extract(bytes, shown_name));
          return extract::to_wire(extraction);
        },
        {}, readable);
  }
  if (job == "tables") {
    return sandbox::worker_main(
        [&](std::string_view bytes) -> Result<std::string> {
          SEK_TRY(const std::vector<codec::Table> tables, codec::read_table_file(bytes, shown_name));
          return codec::to_wire(tables);
        },
        {}, readable);
  }
  return 2;
}

Status check_replaces(const std::string& path, std::string_view magic) {
  if (!files::exists(path)) return {};
  std::ifstream file(path, std::ios::binary);
  std::string begin(magic.size(), '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  if (file.gcount() == 0 || begin == magic) return {};
  return fail(Code::conflict, path + " is another file", "office.would_replace").with("file", path);
}

std::string recorded_name(const std::string& path) {
  constexpr std::size_t kLongest = 200;  // characters
  std::string name = path.substr(path.rfind('/') + 1);
  if (!text::is_valid_utf8(name)) {
    const auto decoded = text::decode(name, text::Encoding::cp932);
    name = decoded && text::is_valid_utf8(*decoded) ? *decoded : "?";
  }
  for (const registers::NumberHit& hit : registers::find_individual_numbers(name))
    std::fill(name.begin() + static_cast<std::ptrdiff_t>(hit.begin),
              name.begin() + static_cast<std::ptrdiff_t>(hit.end), '*');
  std::u32string shown;
  for (const char32_t c : text::to_u32(name))
    if (c >= 0x20 && c != 0x7F && shown.size() < kLongest) shown += c;
  return text::from_u32(shown);
}

}  // namespace sekisho::work
