#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "codec/table.h"

namespace sekisho::codec {

namespace {

constexpr std::size_t kNameCharacters = 31;
constexpr std::size_t kCellCharacters = 32'767;
constexpr std::size_t kSizeLimit = 1U << 30;
constexpr double kNarrow = 6;
constexpr double kWide = 60;

Error not_written(const std::string& why) {
  return fail(Code::storage, "cannot write a workbook: " + why, "file.write_failed")
      .with("file", "xlsx")
      .with("why", why);
}

// A file that goes away with its owner.
class TemporaryFile {
 public:
  TemporaryFile() : path_((std::filesystem::temp_directory_path() / "sekisho-XXXXXX").string()) {
    const int fd = mkstemp(path_.data());
    made_ = fd >= 0;
    if (made_) close(fd);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (made_) unlink(path_.c_str());
  }
  bool made() const { return made_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_ = false;
};

std::string sheet_name(const std::string& wanted) {
  constexpr std::u32string_view kForbidden = U"[]:*?/\\";
  std::u32string name;
  for (const char32_t c : text::to_u32(wanted)) {
    if (kForbidden.find(c) == std::u32string_view::npos && c >= 0x20 && name.size() < kNameCharacters) name += c;
  }
  while (name.starts_with(U'\'')) name.erase(0, 1);
  while (name.ends_with(U'\'')) name.pop_back();
  return name.empty() ? "Sheet1" : text::from_u32(name);
}

// A text that looks like an escape, _x000D_, must not be read as one; the library escapes control characters only.
std::string escape(std::string_view cell) {
  const auto is_hex = [](char c) {
    return std::string_view("0123456789abcdefABCDEF").find(c) != std::string_view::npos;
  };
  std::string out;
  for (std::size_t at = 0; at < cell.size(); ++at) {
    const std::string_view rest = cell.substr(at);
    const bool escape_like = rest.size() >= 7 && rest.starts_with("_x") && rest[6] == '_' && is_hex(rest[2]) &&
                             is_hex(rest[3]) && is_hex(rest[4]) && is_hex(rest[5]);
    out += escape_like ? "_x005F_" : rest.substr(0, 1);
  }
  return out;
}

// In UTF-16 units, as the format counts.
std::size_t characters(std::string_view utf8) {
  std::size_t units = 0;
  for (const char32_t c : text::to_u32(utf8)) units += c > 0xFFFF ? 2 : 1;
  return units;
}

void set_widths(lxw_worksheet* sheet, const std::vector<std::vector<std::string>>& rows) {
  std::vector<double> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), kNarrow);
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], static_cast<double>(text::display_width(row[i])) + 2);
    }
  }
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(sheet, column, column, std::min(widths[i], kWide), nullptr);
  }
}

struct Close {
  void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
};
using Book = std::unique_ptr<lxw_workbook, Close>;

Status fill(lxw_workbook* book, const std::string& name, const std::vector<std::vector<std::string>>& rows) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, sheet_name(name).c_str());
  lxw_format* cell_format = workbook_add_format(book);
  lxw_format* head_format = workbook_add_format(book);
  if (sheet == nullptr || cell_format == nullptr || head_format == nullptr) return not_written("out of memory");
  format_set_num_format(cell_format, "@");
  format_set_num_format(head_format, "@");
  format_set_bold(head_format);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < rows[row].size(); ++column) {
      const std::string& cell = rows[row][column];
      if (cell.empty()) continue;
      if (characters(cell) > kCellCharacters) {
        return fail(Code::exhausted, "a cell is too long for XLSX", "table.cell_too_large")
            .with("line", std::to_string(row + 1))
            .with("column", std::to_string(column + 1))
            .with("limit", std::to_string(kCellCharacters));
      }
      const lxw_error error = worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                                     escape(cell).c_str(), row == 0 ? head_format : cell_format);
      if (error != LXW_NO_ERROR) return not_written(lxw_strerror(error));
    }
  }
  worksheet_freeze_panes(sheet, 1, 0);
  set_widths(sheet, rows);
  return {};
}

}  // namespace

Result<std::string> write_xlsx(const std::string& sheet, const std::vector<std::vector<std::string>>& rows) {
  const TemporaryFile file;
  if (!file.made()) return not_written(std::strerror(errno));
  Book book(workbook_new(file.path().c_str()));
  if (!book) return not_written("out of memory");
  SEK_CHECK(fill(book.get(), sheet, rows));
  const lxw_error error = workbook_close(book.release());  // which frees it
  if (error != LXW_NO_ERROR) return not_written(lxw_strerror(error));
  return files::read(file.path(), kSizeLimit);
}

}  // namespace sekisho::codec
