#include "registers/headers.h"

#include <algorithm>
#include <set>

#include "base/seams.h"
#include "base/text.h"
#include "crypt/crypt.h"
#include "registers/value_text.h"

namespace sekisho::registers {
namespace {

constexpr std::size_t kDeepest = 60;   // rows searched for a header
constexpr std::size_t kMostLines = 3;  // of one header
constexpr std::size_t kLongestTitle = 300;

// What a header word leads to.
class HeaderWords {
 public:
  explicit HeaderWords(const RegisterSchema& schema) {
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
      const Field& field = schema.fields[i];
      for (const std::string& word : {field.name, field.title.ja, field.title.en}) exact_.emplace(header_form(word), i);
      for (const std::string& word : field.synonyms) synonym_.emplace(header_form(word), i);
    }
    for (const auto* words : {&exact_, &synonym_})
      for (const auto& [form, field] : *words) loose_.emplace(loose_header_form(form), field);
  }

  std::optional<std::size_t> find(const std::string& form, MappedBy by) const {
    const auto& words = by == MappedBy::exact ? exact_ : by == MappedBy::synonym ? synonym_ : loose_;
    const auto at = words.find(form);
    if (at == words.end() || form.empty()) return std::nullopt;
    return at->second;
  }

 private:
  std::map<std::string, std::size_t> exact_;
  std::map<std::string, std::size_t> synonym_;
  std::map<std::string, std::size_t> loose_;
};

std::string cell_at(const codec::Table& table, std::size_t row, std::size_t column) {
  const std::vector<std::string>& cells = table.rows[row];
  if (column >= cells.size() || cells[column].size() > kLongestTitle) return {};
  return std::string(text::trim(cells[column]));
}

// What one column's header may be read as: all its lines together, its last line, its first.
struct Title {
  std::string shown;
  std::vector<std::string> readings;
};

Title title_of(const codec::Table& table, std::size_t first, std::size_t count, std::size_t column) {
  std::vector<std::string> lines;
  const std::string own = cell_at(table, first + count - 1, column);
  for (std::size_t row = first; row < first + count; ++row) {
    std::string line = cell_at(table, row, column);
    // A heading over several columns stands in the first of them only, where a CSV file has lost the merging.
    for (std::size_t left = column; line.empty() && !own.empty() && left > 0; --left)
      line = cell_at(table, row, left - 1);
    if (!line.empty() && (lines.empty() || lines.back() != line)) lines.push_back(line);
  }
  Title title;
  if (lines.empty()) return title;
  std::string joined;
  for (const std::string& line : lines) {
    joined += line;
    title.shown += (title.shown.empty() ? "" : " ") + line;
  }
  title.shown = shortened(title.shown);
  title.readings = {joined};
  if (lines.size() > 1) title.readings.insert(title.readings.end(), {lines.back(), lines.front()});
  return title;
}

class Attempt {
 public:
  Attempt(const RegisterSchema& schema, const HeaderWords& words, const codec::Table& table,
          const ImportContext& context)
      : schema_(schema), words_(words), table_(table), context_(context) {}

  // Reads the rows from `first` on as a header. The number of fields it names; 0 where one of the key is lacking.
  std::size_t read(std::size_t first, std::size_t count) {
    header_ = {};
    header_.first = first;
    header_.count = count;
    header_.column_of.resize(schema_.fields.size());
    titles_.clear();
    std::size_t width = 0;
    for (std::size_t row = first; row < first + count; ++row) width = std::max(width, table_.rows[row].size());
    std::set<std::string> forms;
    for (std::size_t column = 0; column < width; ++column) {
      titles_.push_back(title_of(table_, first, count, column));
      header_.columns.push_back({table_.sheet, column, titles_.back().shown, MappedBy::unmapped, {}});
      if (!titles_.back().readings.empty()) forms.insert(header_form(titles_.back().readings.front()));
    }
    std::string all;
    for (const std::string& form : forms) all += form + "\n";
    header_.header_set = hex(crypt::view(crypt::sha256(all)));
    if (const auto at = context_.remembered.find(header_.header_set); at != context_.remembered.end())
      header_.remembered = at->second;
    assign();
    return score();
  }

  Header take() { return std::move(header_); }

 private:
  void assign() {
    for (const MappedBy by :
         {MappedBy::given, MappedBy::remembered, MappedBy::exact, MappedBy::synonym, MappedBy::loose})
      for (std::size_t column = 0; column < header_.columns.size(); ++column)
        if (header_.columns[column].by == MappedBy::unmapped) assign(column, by);
  }

  void assign(std::size_t column, MappedBy by) {
    for (const std::string& reading : titles_[column].readings) {
      std::optional<std::size_t> field;
      if (by == MappedBy::given || by == MappedBy::remembered) {
        const Mapping& mapping = by == MappedBy::given ? context_.given : header_.remembered;
        const auto at = mapping.fields.find(header_form(reading));
        if (at == mapping.fields.end()) continue;
        if (at->second.empty()) {
          header_.columns[column].by = MappedBy::left_out;
          return;
        }
        field = schema_.index_of(at->second);
      } else {
        field = words_.find(by == MappedBy::loose ? loose_header_form(reading) : header_form(reading), by);
      }
      if (!field || header_.column_of[*field]) continue;
      header_.column_of[*field] = column;
      header_.columns[column].by = by;
      header_.columns[column].field = schema_.fields[*field].name;
      return;
    }
  }

  std::size_t score() const {
    for (const std::size_t field : schema_.key)
      if (!header_.column_of[field]) return 0;
    return static_cast<std::size_t>(std::count_if(header_.column_of.begin(), header_.column_of.end(),
                                                  [](const auto& column) { return column.has_value(); }));
  }

  const RegisterSchema& schema_;
  const HeaderWords& words_;
  const codec::Table& table_;
  const ImportContext& context_;
  std::vector<Title> titles_;
  Header header_;
};

bool is_opening(char32_t c) {
  return c == U'(' || c == U'[' || c == U'【' || c == U'<' || c == U'〔' || c == U'〈' || c == U'《';
}
bool is_closing(char32_t c) {
  return c == U')' || c == U']' || c == U'】' || c == U'>' || c == U'〕' || c == U'〉' || c == U'》';
}

}  // namespace

std::string loose_header_form(std::string_view utf8) {
  std::u32string kept;
  int depth = 0;
  for (const char32_t c : text::to_u32(text::nfkc(utf8))) {
    if (is_opening(c)) ++depth;
    const bool is_mark = std::u32string_view(U"※*★☆●○◎■□◆◇▲△▼・").find(c) != std::u32string_view::npos;
    if (depth == 0 && !is_mark) kept += c;
    if (is_closing(c) && depth > 0) --depth;
  }
  std::size_t begin = 0;
  while (begin < kept.size() && ((kept[begin] >= U'0' && kept[begin] <= U'9') || kept[begin] == U'.')) ++begin;
  std::size_t end = kept.size();
  while (end > begin && kept[end - 1] >= U'0' && kept[end - 1] <= U'9') --end;
  const std::string rest = header_form(text::from_u32(std::u32string_view(kept).substr(begin, end - begin)));
  return rest.empty() ? header_form(utf8) : rest;
}

std::optional<Header> find_header(const RegisterSchema& schema, const codec::Table& table,
                                  const ImportContext& context) {
  const HeaderWords words(schema);
  Attempt attempt(schema, words, table, context);
  std::optional<Header> best;
  std::size_t best_score = 0;
  for (std::size_t count = 1; count <= kMostLines; ++count) {
    for (std::size_t first = 0; first + count <= std::min(table.rows.size(), kDeepest); ++first) {
      const std::size_t score = attempt.read(first, count);
      if (score <= best_score) continue;
      best_score = score;
      best = attempt.take();
    }
  }
  return best;
}

}  // namespace sekisho::registers
