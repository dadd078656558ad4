#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "base/files.h"
#include "base/text.h"
#include "codec/table.h"
#include "codec/xlsx_parts.h"
#include "codec/zip.h"

namespace sekisho::codec {

namespace {

constexpr std::string_view kOle =
    "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";  // the container of .xls, and of encrypted workbooks
constexpr std::string_view kZip = "PK\x03\x04";
constexpr std::size_t kCellBudget = 5'000'000;  // of a whole workbook
constexpr std::size_t kSheetLimit = 1000;

Error too_large(const std::string& limit) {
  return fail(Code::exhausted, "workbook: more than " + limit, "table.too_large").with("limit", limit);
}

bool is_needed(std::string_view name) {
  return name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".XML");
}

std::size_t as_size(std::string_view text, std::size_t other) {
  std::size_t value = other;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : other;
}

// A cell's place, both from 1; "BC12".
struct Place {
  std::size_t row = 0;
  std::size_t column = 0;
};

std::optional<Place> place_of(std::string_view reference) {
  Place place;
  std::size_t at = 0;
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4; ++at) {
    place.column = place.column * 26 + static_cast<std::size_t>(reference[at] - 'A' + 1);
  }
  place.row = as_size(reference.substr(at), 0);
  if (place.column == 0 || place.row == 0 || place.row > (1U << 20)) return std::nullopt;
  return place;
}

// What all sheets of a workbook may take together: a text that is shared a million times is held a million times.
struct Budget {
  std::size_t cells = kCellBudget;
  std::size_t bytes = 0;

  bool take(std::size_t size) {
    if (cells == 0 || bytes < size) return false;
    --cells;
    bytes -= size;
    return true;
  }
};

class SheetReader {
 public:
  SheetReader(const xlsx::Workbook& book, const TableLimits& limits, Budget& budget)
      : book_(book), limits_(limits), budget_(budget) {}

  Result<Table> read(pugi::xml_node worksheet) {
    Place next{1, 1};
    for (const pugi::xml_node row : xlsx::child(worksheet, "sheetData").children()) {
      next = {as_size(xlsx::attribute(row, "r"), next.row), 1};
      for (const pugi::xml_node cell : row.children()) {
        next = place_of(xlsx::attribute(cell, "r")).value_or(next);
        SEK_CHECK(put(next, show(cell)));
        ++next.column;
      }
      ++next.row;
    }
    for (const pugi::xml_node merge : xlsx::child(worksheet, "mergeCells").children()) {
      SEK_CHECK(spread(xlsx::attribute(merge, "ref")));
    }
    Table table;
    for (auto& [row, cells] : grid_) {
      table.rows.push_back(std::move(cells));
      table.lines.push_back(row);
    }
    return table;
  }

 private:
  std::string show(pugi::xml_node cell) const {
    const std::string_view type = xlsx::attribute(cell, "t");
    if (type == "inlineStr") return xlsx::rich_text(xlsx::child(cell, "is"));
    const std::string value = xlsx::child(cell, "v").child_value();
    if (type == "s") {
      const std::size_t index = as_size(value, book_.strings.size());
      return index < book_.strings.size() ? book_.strings[index] : std::string();
    }
    if (type == "b") return value == "1" ? "TRUE" : value == "0" ? "FALSE" : value;
    if (type == "d") return value.ends_with("T00:00:00") ? value.substr(0, 10) : value;
    if (type == "str" || type == "e") return xlsx::unescape(value);
    return show_number(value, as_size(xlsx::attribute(cell, "s"), 0));
  }

  std::string show_number(const std::string& value, std::size_t style) const {
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (value.empty() || error != std::errc{} || end != value.data() + value.size()) return value;
    const NumberFormat& format = style < book_.formats.size() ? book_.formats[style] : general_;
    return format.show(number, book_.from_1904);
  }

  Status put(Place place, std::string text) {
    if (text.empty()) return {};
    if (text.size() > limits_.cell_bytes) return too_large(files::shown_size(limits_.cell_bytes) + " / セル (cell)");
    if (place.column > limits_.columns) return too_large(std::to_string(limits_.columns) + " 列 (columns)");
    auto& cells = grid_[place.row];
    if (grid_.size() > limits_.rows) return too_large(std::to_string(limits_.rows) + " 行 (rows)");
    while (cells.size() < place.column) {
      if (!budget_.take(0)) return too_large(std::to_string(kCellBudget) + " セル (cells)");
      cells.emplace_back();
    }
    if (!budget_.take(text.size())) return too_large(files::shown_size(limits_.unpacked_bytes));
    widest_ = std::max(widest_, place.column);
    cells[place.column - 1] = std::move(text);
    return {};
  }

  // A merged cell's text goes into all that it covers, but makes no rows or columns that hold nothing of their own.
  Status spread(std::string_view reference) {
    const std::size_t colon = std::min(reference.find(':'), reference.size());
    const auto first = place_of(reference.substr(0, colon));
    const auto last = colon < reference.size() ? place_of(reference.substr(colon + 1)) : first;
    if (!first || !last) return {};
    const auto top = grid_.find(first->row);
    if (top == grid_.end() || top->second.size() < first->column) return {};
    const std::string text = top->second[first->column - 1];
    const std::size_t last_column = std::min(last->column, widest_);
    for (auto row = top; row != grid_.end() && row->first <= last->row; ++row) {
      for (std::size_t column = first->column; column <= last_column; ++column) {
        const bool own = column <= row->second.size() && !row->second[column - 1].empty();
        if (!own) SEK_CHECK(put({row->first, column}, text));
      }
    }
    return {};
  }

  const xlsx::Workbook& book_;
  const TableLimits& limits_;
  Budget& budget_;
  NumberFormat general_;
  std::map<std::size_t, std::vector<std::string>> grid_;  // rows that hold text, by number
  std::size_t widest_ = 0;
};

Result<std::vector<Table>> read_sheets(std::string_view bytes, std::string_view file, const TableLimits& limits) {
  ZipLimits zip_limits;
  zip_limits.unpacked_bytes = limits.unpacked_bytes;
  SEK_TRY(auto entries, read_zip(bytes, file, is_needed, zip_limits));
  const xlsx::Parts parts(std::move(entries));
  SEK_TRY(const xlsx::Workbook book, xlsx::read_workbook(parts));
  if (book.sheets.size() > kSheetLimit) return too_large(std::to_string(kSheetLimit) + " シート (sheets)");
  Budget budget;
  budget.bytes = limits.unpacked_bytes;
  std::vector<Table> tables;
  for (const xlsx::Sheet& sheet : book.sheets) {
    pugi::xml_document document;
    if (!parts.parse(sheet.part, document))
      return xlsx::bad_workbook("シート「" + sheet.name + "」が壊れています (damaged sheet)");
    SEK_TRY(Table table, SheetReader(book, limits, budget).read(document.document_element()));
    table.sheet = sheet.name;
    tables.push_back(std::move(table));
  }
  return tables;
}

// What the worksheets' reader says of ZIP is said of the workbook.
Error about_file(Error error, std::string_view file) {
  if (error.message == "zip.damaged") error.message = "table.xlsx";
  if (error.message == "zip.encrypted") error.message = "table.encrypted";
  if (error.message == "zip.too_large") error.message = "table.too_large";
  for (const auto& param : error.params) {
    if (param.first == "file") return error;
  }
  return std::move(error).with("file", std::string(file));
}

Error ole_error(std::string_view bytes, std::string_view file) {
  const std::string package = text::encode("EncryptedPackage", text::Encoding::utf16le).value_or("");
  const bool encrypted = bytes.find(package) != std::string_view::npos;
  return fail(Code::invalid, std::string(file) + ": an OLE container", encrypted ? "table.encrypted" : "table.xls")
      .with("file", std::string(file));
}

}  // namespace

Result<std::vector<Table>> read_xlsx(std::string_view bytes, std::string_view file, const TableLimits& limits) {
  if (bytes.size() > limits.bytes) return about_file(too_large(files::shown_size(limits.bytes)), file);
  if (bytes.starts_with(kOle)) return ole_error(bytes, file);
  auto tables = read_sheets(bytes, file, limits);
  if (!tables) return about_file(std::move(tables).error(), file);
  return tables;
}

Result<std::vector<Table>> read_table_file(std::string_view bytes, std::string_view file, const TableLimits& limits) {
  if (bytes.starts_with(kZip) || bytes.starts_with(kOle)) return read_xlsx(bytes, file, limits);
  if (bytes.starts_with("%PDF-") || bytes.starts_with("\x89PNG") || bytes.starts_with("\xFF\xD8\xFF"))
    return fail(Code::invalid, std::string(file) + ": a printed page, no table", "table.page")
        .with("file", std::string(file));
  SEK_TRY(Table table, read_csv(bytes, file, limits));
  return std::vector<Table>{std::move(table)};
}

}  // namespace sekisho::codec
