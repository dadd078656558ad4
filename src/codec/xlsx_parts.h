#pragma once

// The parts of an XLSX workbook (ECMA-376, Open Packaging) and the little of XML that reading them takes.

#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/number_format.h"

namespace sekisho::codec::xlsx {

// Elements and attributes are known by their local names: some programs write <x:row>.
std::string_view local_name(const char* name);
pugi::xml_node child(pugi::xml_node parent, std::string_view name);
std::string_view attribute(pugi::xml_node node, std::string_view name);  // "" where absent

// The text below <si> or <is>, its runs joined, phonetic runs left out, _x000D_ escapes resolved, line ends as \n.
std::string rich_text(pugi::xml_node node);
std::string unescape(std::string_view text);

// A name → bytes map whose names are found without regard to case, as Open Packaging wants.
class Parts {
 public:
  explicit Parts(std::map<std::string, std::string>&& entries);
  bool has(std::string_view name) const;
  // Parses a part; false where it is lacking or no XML. Entities of the document's own are not expanded.
  bool parse(std::string_view name, pugi::xml_document& document) const;

 private:
  std::map<std::string, std::string> entries_;
};

struct Relation {
  std::string type;    // the last word of its type's address: "worksheet", "styles"
  std::string target;  // a part's name
};
// The relations of a part by id.
std::map<std::string, Relation> relations(const Parts& parts, std::string_view part);

struct Sheet {
  std::string name;
  std::string part;
};
struct Workbook {
  bool from_1904 = false;
  std::vector<Sheet> sheets;
  std::vector<std::string> strings;   // the shared ones
  std::vector<NumberFormat> formats;  // by a cell's style
};
// Error: invalid "table.xlsx" {why} without {file}.
Result<Workbook> read_workbook(const Parts& parts);

Error bad_workbook(const std::string& why);

}  // namespace sekisho::codec::xlsx
