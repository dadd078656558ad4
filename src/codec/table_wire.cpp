#include "codec/canonical.h"
#include "codec/table.h"

namespace sekisho::codec {

namespace {

constexpr std::size_t kNoLimit = ~std::size_t{0};  // a field ends with the input at the latest

Result<Table> read_table(CanonicalReader& reader) {
  Table table;
  SEK_TRY(const std::string_view sheet, reader.bytes(kNoLimit));
  table.sheet = sheet;
  SEK_TRY(const std::uint64_t encoding, reader.u64());
  if (encoding > static_cast<std::uint64_t>(text::Encoding::iso2022jp)) return fail(Code::invalid, "no such encoding");
  table.encoding = static_cast<text::Encoding>(encoding);
  SEK_TRY(const std::uint64_t rows, reader.u64());
  for (std::uint64_t i = 0; i < rows; ++i) {
    SEK_TRY(const std::uint64_t line, reader.u64());
    SEK_TRY(const std::uint64_t cells, reader.u64());
    std::vector<std::string> row;
    for (std::uint64_t j = 0; j < cells; ++j) {
      SEK_TRY(const std::string_view cell, reader.bytes(kNoLimit));
      row.emplace_back(cell);
    }
    table.lines.push_back(line);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::string to_wire(const std::vector<Table>& tables) {
  CanonicalWriter writer;
  writer.u64(tables.size());
  for (const Table& table : tables) {
    writer.bytes(table.sheet).u64(static_cast<std::uint64_t>(table.encoding)).u64(table.rows.size());
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      writer.u64(i < table.lines.size() ? table.lines[i] : 0).u64(table.rows[i].size());
      for (const std::string& cell : table.rows[i]) writer.bytes(cell);
    }
  }
  return writer.take();
}

Result<std::vector<Table>> from_wire(std::string_view bytes) {
  CanonicalReader reader(bytes);
  std::vector<Table> tables;
  SEK_TRY(const std::uint64_t count, reader.u64());
  for (std::uint64_t i = 0; i < count; ++i) {
    SEK_TRY(Table table, read_table(reader));
    tables.push_back(std::move(table));
  }
  SEK_CHECK(reader.end());
  return tables;
}

}  // namespace sekisho::codec
