#include <algorithm>

#include "base/files.h"
#include "codec/table.h"

namespace sekisho::codec {

namespace {

constexpr std::size_t kSampledRows = 20;
constexpr std::string_view kTriggers = "=+-@\t\r\n";

Error too_large(std::string_view file, const std::string& limit) {
  return fail(Code::exhausted, std::string(file) + " has more than " + limit, "table.too_large")
      .with("file", std::string(file))
      .with("limit", limit);
}

Error bad_csv(const char* message, std::string_view file, std::size_t line) {
  return fail(Code::invalid, std::string(file) + ":" + std::to_string(line) + ": quoting", message)
      .with("file", std::string(file))
      .with("line", std::to_string(line));
}

bool ends_line(char c) {
  return c == '\n' || c == '\r';
}

// Tab or comma, whichever stands more often outside quotes in the first rows.
char separator_in(std::string_view text) {
  std::size_t tabs = 0;
  std::size_t commas = 0;
  std::size_t rows = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\t') ++tabs;
    if (c == ',') ++commas;
    if (c == '\n' && ++rows == kSampledRows) break;
  }
  return tabs > commas ? '\t' : ',';
}

class CsvReader {
 public:
  CsvReader(std::string_view text, std::string_view file, const TableLimits& limits)
      : text_(text), file_(file), limits_(limits) {}

  Result<Table> read() {
    take_separator();
    while (at_ < text_.size()) {
      const std::size_t line = line_;
      if (ends_line(text_[at_])) {  // a blank line
        end_line();
        continue;
      }
      SEK_TRY(auto row, read_row());
      if (row.size() > limits_.columns) return too_large(file_, std::to_string(limits_.columns) + " 列 (columns)");
      if (table_.rows.size() == limits_.rows) return too_large(file_, std::to_string(limits_.rows) + " 行 (rows)");
      table_.rows.push_back(std::move(row));
      table_.lines.push_back(line);
    }
    return std::move(table_);
  }

 private:
  // "sep=;" in the first line is for the spreadsheet, not data.
  void take_separator() {
    const std::string_view first = text_.substr(0, text_.find_first_of("\r\n"));
    if (first.size() == 5 && first.starts_with("sep=")) {
      separator_ = first[4];
      at_ = first.size();
      end_line();
    } else {
      separator_ = separator_in(text_);
    }
  }

  Result<std::vector<std::string>> read_row() {
    std::vector<std::string> row;
    for (;;) {
      SEK_TRY(std::string cell, read_cell());
      if (cell.size() > limits_.cell_bytes)
        return too_large(file_, files::shown_size(limits_.cell_bytes) + " / セル (cell)");
      row.push_back(std::move(cell));
      if (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      end_line();
      return row;
    }
  }

  Result<std::string> read_cell() {
    if (text_.substr(at_).starts_with("=\"")) ++at_;  // ="001", by which systems keep Excel from reading a number
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && !ends_line(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  Result<std::string> read_quoted() {
    const std::size_t opened = line_;
    std::string cell;
    for (++at_; at_ < text_.size();) {
      const char c = text_[at_];
      if (c == '"' && text_.substr(at_ + 1).starts_with('"')) {
        cell += '"';
        at_ += 2;
      } else if (c == '"') {
        ++at_;
        const bool ends = at_ == text_.size() || text_[at_] == separator_ || ends_line(text_[at_]);
        if (!ends) return bad_csv("table.csv_after_quote", file_, line_);
        return cell;
      } else if (ends_line(c)) {
        cell += '\n';
        end_line();
      } else {
        cell += c;
        ++at_;
      }
    }
    return bad_csv("table.csv_open_quote", file_, opened);
  }

  void end_line() {
    if (at_ >= text_.size()) return;
    at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
    ++line_;
  }

  std::string_view text_;
  std::string_view file_;
  TableLimits limits_;
  Table table_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  char separator_ = ',';
};

// Whether the cell, after any apostrophes, begins with what a spreadsheet takes for a formula.
bool is_triggering(std::string_view cell) {
  const std::size_t first = cell.find_first_not_of('\'');
  return first != std::string_view::npos && kTriggers.find(cell[first]) != std::string_view::npos;
}

}  // namespace

Result<Table> read_csv(std::string_view bytes, std::string_view file, const TableLimits& limits) {
  if (bytes.size() > limits.bytes) return too_large(file, files::shown_size(limits.bytes));
  auto decoded = text::decode(bytes);
  if (!decoded) {
    Error error = std::move(decoded).error();
    error.message = "table.undecodable";
    return std::move(error).with("file", std::string(file));
  }
  SEK_TRY(Table table, CsvReader(decoded->utf8, file, limits).read());
  table.encoding = decoded->encoding;
  return table;
}

std::string write_csv(const std::vector<std::vector<std::string>>& rows) {
  std::string out = "\xEF\xBB\xBF";
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      const std::string cell = neutralize_formula(row[i]);
      // An empty cell alone in its line would be lost with it, and "sep=;" at the start be no data.
      const bool easily_lost = (row.size() == 1 && cell.empty()) || (i == 0 && cell.starts_with("sep="));
      const bool quoted = easily_lost || cell.find_first_of(",\"\r\n\t") != std::string::npos;
      out += quoted ? '"' + text::replace_all(cell, "\"", "\"\"") + '"' : cell;
    }
    out += "\r\n";
  }
  return out;
}

std::string neutralize_formula(std::string_view cell) {
  return is_triggering(cell) ? "'" + std::string(cell) : std::string(cell);
}

std::string unneutralize_formula(std::string_view cell) {
  if (cell.starts_with('\'') && is_triggering(cell)) cell.remove_prefix(1);
  return std::string(cell);
}

}  // namespace sekisho::codec
