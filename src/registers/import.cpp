#include "registers/import.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "registers/headers.h"
#include "registers/number_scan.h"
#include "registers/value_text.h"

namespace sekisho::registers {

const char* name_of(MappedBy by) {
  switch (by) {
    case MappedBy::given:
      return "given";
    case MappedBy::remembered:
      return "remembered";
    case MappedBy::exact:
      return "exact";
    case MappedBy::synonym:
      return "synonym";
    case MappedBy::loose:
      return "loose";
    case MappedBy::left_out:
      return "left_out";
    case MappedBy::unmapped:
      return "unmapped";
  }
  return "";
}

const char* name_of(Fate fate) {
  switch (fate) {
    case Fate::add:
      return "add";
    case Fate::update:
      return "update";
    case Fate::unchanged:
      return "unchanged";
    case Fate::refused:
      return "refused";
  }
  return "";
}

namespace {

// A row on its way into the plan.
struct Reading {
  Draft draft;
  Checked checked;
  std::string key;  // what it is told apart by: the row in force, else key_form; "" where the key could not be read
  const Row* before = nullptr;
  Place place;
};

class Planner {
 public:
  Planner(const RegisterSchema& schema, const ImportContext& context) : schema_(schema), context_(context) {
    for (const Row& row : context.in_force) in_force_[key_form(schema, row.cells)].push_back(&row);
    plan_.register_id = schema.id;
    plan_.used = context.given;
  }

  // Every sheet, also one that is not read. `header` is empty for those.
  void scan(const codec::Table& table, Header& header) { scan_for_numbers(schema_, table, header, plan_.problems); }

  void read_sheet(const codec::Table& table, Header header) {
    for (const PlannedColumn& column : header.columns)
      if (column.by == MappedBy::unmapped && !column.header.empty())
        note({table.sheet, line_of(table, header.end() - 1), column.column, false, column.header},
             "registers.note.unmapped");
    note_untitled(table, header);
    above_.assign(schema_.fields.size(), std::nullopt);
    for (std::size_t row = header.end(); row < table.rows.size(); ++row) read_row(table, header, row);
    plan_.header_sets.push_back(header.header_set);
    for (const auto& [form, field] : header.remembered.fields) plan_.used.fields.emplace(form, field);
    plan_.columns.insert(plan_.columns.end(), header.columns.begin(), header.columns.end());
  }

  Plan finish() {
    add_own_keys();
    std::unordered_map<std::string, const Reading*> first;
    for (Reading& reading : readings_) {
      check_references(schema_, reading.draft, known_, before_of(reading), reading.checked);
      if (!reading.key.empty()) {
        const auto [at, fresh] = first.emplace(reading.key, &reading);
        if (!fresh && is_repeat(reading, *at->second)) continue;
      }
      decide(reading);
    }
    return std::move(plan_);
  }

 private:
  static std::size_t line_of(const codec::Table& table, std::size_t row) {
    return row < table.lines.size() ? table.lines[row] : row + 1;
  }
  static const Cells* before_of(const Reading& reading) {
    return reading.before == nullptr ? nullptr : &reading.before->cells;
  }

  void note(Place place, std::string message, MessageParams params = {}) {
    plan_.notes.push_back(make_problem(std::move(place), {}, std::move(message), std::move(params)));
  }

  // Columns that hold something and have no title: told of once, at their first cell.
  void note_untitled(const codec::Table& table, const Header& header) {
    std::set<std::size_t> told;
    for (std::size_t row = header.end(); row < table.rows.size(); ++row) {
      const std::vector<std::string>& cells = table.rows[row];
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool titled = i < header.columns.size() &&
                            (header.columns[i].by != MappedBy::unmapped || !header.columns[i].header.empty());
        if (titled || text::trim(cells[i]).empty() || !told.insert(i).second) continue;
        note({table.sheet, line_of(table, row), i, false, {}}, "registers.note.untitled");
      }
    }
  }

  // Why a row of the table is none of the register; "" where it is one.
  std::string passed_over(const codec::Table& table, const Header& header, std::size_t row) const {
    const std::vector<std::string>& cells = table.rows[row];
    std::set<std::string_view> distinct;
    std::string_view first;
    std::size_t filled = 0;
    for (const std::string& cell : cells) {
      const std::string_view trimmed = text::trim(cell);
      if (trimmed.empty()) continue;
      if (filled++ == 0) first = trimmed;
      if (distinct.size() < 2) distinct.insert(trimmed);
    }
    if (filled == 0) return "blank";
    const auto key_cell = [&](std::size_t field) {
      const std::size_t column = *header.column_of[field];
      return column < cells.size() ? text::trim(cells[column]) : std::string_view();
    };
    const bool no_key =
        std::all_of(schema_.key.begin(), schema_.key.end(), [&](std::size_t field) { return key_cell(field).empty(); });
    if (is_total_word(first) && (no_key || is_total_word(key_cell(schema_.key.front()))))
      return "registers.note.total_row";
    if (distinct.size() == 1) {
      if (is_note_start(first)) return "registers.note.note_row";
      if (no_key || filled >= 3 || first.starts_with("【") || first.starts_with("■"))
        return "registers.note.section_row";
    }
    return is_header_again(table, header, row) ? "registers.note.header_row" : "";
  }

  bool is_header_again(const codec::Table& table, const Header& header, std::size_t row) const {
    return std::all_of(header.column_of.begin(), header.column_of.end(), [&](const std::optional<std::size_t>& column) {
      if (!column) return true;
      const std::vector<std::string>& titles = table.rows[header.end() - 1];
      const std::vector<std::string>& cells = table.rows[row];
      return *column < cells.size() && *column < titles.size() &&
             text::trim(cells[*column]) == text::trim(titles[*column]);
    });
  }

  // A heading that is merged over the row, or stands in brackets: passed over where it could be no row of the register.
  static bool is_heading(const std::vector<std::string>& cells) {
    std::string_view first;
    std::size_t filled = 0;
    for (const std::string& cell : cells) {
      const std::string_view trimmed = text::trim(cell);
      if (trimmed.empty()) continue;
      if (filled++ > 0 && trimmed != first) return false;
      first = trimmed;
    }
    return filled >= 3 || is_heading_start(first);
  }

  void read_row(const codec::Table& table, const Header& header, std::size_t row) {
    const std::string why = passed_over(table, header, row);
    Reading reading;
    reading.place = {table.sheet, line_of(table, row), 0, true, {}};
    if (why == "blank") return;
    if (!why.empty()) return note(reading.place, why);
    const auto above = above_;
    reading.draft.resize(schema_.fields.size());
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < schema_.fields.size(); ++i)
      if (header.column_of[i]) fill(table, header, row, i, reading.draft[i], problems);
    find_before(reading, problems);
    reading.checked = check_values(schema_, reading.draft, before_of(reading), context_.today);
    if (reading.before != nullptr) keep_key_spelling(reading);
    reading.checked.problems.insert(reading.checked.problems.end(), problems.begin(), problems.end());
    if (!reading.checked.ok() && is_heading(table.rows[row])) {
      above_ = above;
      return note(reading.place, "registers.note.section_row");
    }
    readings_.push_back(std::move(reading));
  }

  // The draft of one cell; 同上 takes the text above.
  void fill(const codec::Table& table, const Header& header, std::size_t row, std::size_t field, DraftCell& cell,
            std::vector<Problem>& problems) {
    const std::size_t column = *header.column_of[field];
    const std::vector<std::string>& cells = table.rows[row];
    cell.given = true;
    cell.place = {table.sheet, line_of(table, row), column, false, header.columns[column].header};
    if (column < cells.size())
      cell.text = table.sheet.empty() ? codec::unneutralize_formula(cells[column]) : cells[column];
    if (is_ditto(cell.text)) {
      if (above_[field]) {
        cell.text = *above_[field];
      } else {
        problems.push_back(make_problem(cell.place, schema_.fields[field].name, "registers.ditto_without"));
        cell.text.clear();
      }
    }
    above_[field] = cell.text;
  }

  // The row in force that the key names: exactly so, else the only one that differs by spelling.
  void find_before(Reading& reading, std::vector<Problem>& problems) {
    Cells key(schema_.fields.size());
    for (const std::size_t field : schema_.key) {
      ParsedValue parsed = parse_value(schema_.fields[field], reading.draft[field].text);
      if (!parsed.message.empty() || db::is_null(parsed.cell)) return;
      key[field] = std::move(parsed.cell);
    }
    const std::string form = key_form(schema_, key);
    const auto at = in_force_.find(form);
    if (at == in_force_.end()) {
      reading.key = "form " + form;
      return;
    }
    const auto exactly = [&](const Row* row) {
      return std::all_of(schema_.key.begin(), schema_.key.end(),
                         [&](std::size_t field) { return row->cells[field] == key[field]; });
    };
    const std::vector<const Row*>& rows = at->second;
    const auto same = std::find_if(rows.begin(), rows.end(), exactly);
    if (same == rows.end() && rows.size() > 1) return complain_of_spelling(reading, rows, problems);
    reading.before = same == rows.end() ? rows.front() : *same;
    reading.key = "row " + reading.before->row_id;
  }

  void complain_of_spelling(const Reading& reading, const std::vector<const Row*>& rows,
                            std::vector<Problem>& problems) const {
    std::vector<std::string> spellings;
    spellings.reserve(rows.size());
    for (const Row* row : rows) spellings.push_back(key_text(schema_, row->cells));
    const DraftCell& cell = reading.draft[schema_.key.front()];
    problems.push_back(make_problem(cell.place, schema_.fields[schema_.key.front()].name, "registers.ambiguous_key",
                                    {{"value", shortened(cell.text)}, {"known", quoted_list(spellings)}}));
  }

  void keep_key_spelling(Reading& reading) const {
    for (const std::size_t field : schema_.key)
      if (!db::is_null(reading.checked.cells[field])) reading.checked.cells[field] = reading.before->cells[field];
  }

  // Rows of the file may refer to each other.
  void add_own_keys() {
    known_ = context_.known;
    if (schema_.key.size() != 1) return;
    std::unordered_set<std::string_view> added;  // a key spelled twice over is one
    for (const Reading& reading : readings_) {
      if (!reading.key.empty() && !added.insert(reading.key).second) continue;
      const db::Cell& key = reading.checked.cells[schema_.key.front()];
      if (const std::string* text = std::get_if<std::string>(&key)) known_.add(schema_.id, *text);
    }
  }

  // A second row of the same key: the very same values are passed over, anything else is refused.
  bool is_repeat(Reading& reading, const Reading& first) {
    if (reading.checked.ok() && first.checked.ok())  // the key may be spelled otherwise
      for (const std::size_t field : schema_.key) reading.checked.cells[field] = first.checked.cells[field];
    if (reading.checked.ok() && first.checked.ok() && reading.checked.cells == first.checked.cells) {
      note(reading.place, "registers.note.repeated_row", {{"other", cell_name(first.place)}});
      return true;
    }
    const std::string key = shortened(key_text(schema_, reading.checked.cells));
    reading.checked.problems.push_back(
        make_problem(reading.place, {}, "registers.duplicate_key", {{"key", key}, {"other", cell_name(first.place)}}));
    return false;
  }

  void decide(Reading& reading) {
    PlannedRow row{reading.place.sheet,
                   reading.place.line,
                   Fate::refused,
                   key_text(schema_, reading.checked.cells),
                   {},
                   {},
                   {},
                   0};
    if (!reading.checked.ok()) {
      ++plan_.counts.refused;
      std::vector<Problem>& problems = reading.checked.problems;
      std::stable_sort(problems.begin(), problems.end(),
                       [](const Problem& a, const Problem& b) { return a.place.column < b.place.column; });
      for (Problem& problem : problems) report(std::move(problem));
      plan_.rows.push_back(std::move(row));
      return;
    }
    if (reading.before == nullptr) {
      row.fate = Fate::add;
      ++plan_.counts.add;
    } else {
      row.row_id = reading.before->row_id;
      row.version = reading.before->version;
      for (std::size_t i = 0; i < schema_.fields.size(); ++i)
        if (reading.checked.cells[i] != reading.before->cells[i]) row.changed.push_back(schema_.fields[i].name);
      row.fate = row.changed.empty() ? Fate::unchanged : Fate::update;
      if (row.fate == Fate::update) row.before = reading.before->cells;
      ++(row.changed.empty() ? plan_.counts.unchanged : plan_.counts.update);
    }
    row.cells = reading.checked.cells;  // stays: a later row of the same key is compared with it
    plan_.rows.push_back(std::move(row));
  }

  // Individual Numbers have been reported with the whole file; a column that is lacking is reported once.
  void report(Problem problem) {
    if (problem.message == "registers.individual_number" && !plan_.problems.empty()) return;
    if (problem.message == "registers.required" && problem.place.line == 0) {
      if (!reported_.insert(problem.field).second) return;
      problem.message = "registers.no_column";
    }
    plan_.problems.push_back(std::move(problem));
  }

  const RegisterSchema& schema_;
  const ImportContext& context_;
  std::unordered_map<std::string, std::vector<const Row*>> in_force_;  // by form
  KnownKeys known_;
  std::vector<std::optional<std::string>> above_;  // field → text of the row above
  std::vector<Reading> readings_;
  std::set<std::string> reported_;
  Plan plan_;
};

// Sheets that show how to fill in the form hold no rows of the office.
bool is_sample_sheet(std::string_view name) {
  const std::string form = text::matching_form(name);
  for (const std::string_view word : {"記入例", "記載例", "入力例", "見本", "サンプル", "sample", "example"})
    if (form.find(word) != std::string::npos) return true;
  return false;
}

Error no_header(const RegisterSchema& schema, std::string_view file) {
  std::string wanted;
  for (const std::size_t field : schema.key) wanted += (wanted.empty() ? "" : "、") + schema.fields[field].title.ja;
  return fail(Code::invalid, "no header row in " + std::string(file), "registers.no_header")
      .with("file", std::string(file))
      .with("register", schema.title.ja)
      .with("wanted", wanted);
}

Error no_sheet(const std::vector<codec::Table>& tables, std::string_view file, const std::string& sheet) {
  std::string known;
  for (const codec::Table& table : tables) known += (known.empty() ? "" : "、") + table.sheet;
  return fail(Code::invalid, "no sheet " + sheet, "registers.no_sheet")
      .with("file", std::string(file))
      .with("sheet", sheet)
      .with("known", known);
}

}  // namespace

Result<Plan> plan_import(const RegisterSchema& schema, const std::vector<codec::Table>& tables, std::string_view file,
                         const ImportContext& context) {
  const std::string& wanted = context.given.sheet;
  if (!wanted.empty() &&
      std::none_of(tables.begin(), tables.end(), [&](const codec::Table& table) { return table.sheet == wanted; }))
    return no_sheet(tables, file, wanted);
  Planner planner(schema, context);
  std::vector<std::pair<const codec::Table*, Header>> fitting;
  for (const codec::Table& table : tables) {
    auto found = find_header(schema, table, context);
    Header header = found ? *std::move(found) : Header{0, 0, {}, {}, {}, {}};
    planner.scan(table, header);
    if (header.count > 0 && (wanted.empty() || table.sheet == wanted)) fitting.emplace_back(&table, std::move(header));
  }
  if (fitting.empty()) return no_header(schema, file);
  const auto is_sample = [](const auto& one) { return is_sample_sheet(one.first->sheet); };
  const bool only_samples = std::all_of(fitting.begin(), fitting.end(), is_sample);
  for (auto& one : fitting)
    if (only_samples || !is_sample(one)) planner.read_sheet(*one.first, std::move(one.second));
  return planner.finish();
}

}  // namespace sekisho::registers
