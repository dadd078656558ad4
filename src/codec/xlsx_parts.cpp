#include "codec/xlsx_parts.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace sekisho::codec::xlsx {

namespace {

// White space alone between tags says nothing, but inside <t> it does. Neither DOCTYPE nor entities of its own are
// looked at.
constexpr unsigned kParse = pugi::parse_default | pugi::parse_ws_pcdata_single;

std::string folded(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c == '\\') c = '/';
  }
  return out.starts_with('/') ? out.substr(1) : out;
}

std::string_view folder_of(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : part.substr(0, slash + 1);
}

// A target is named from the part's folder, or from the root; "../" climbs.
std::string resolve(std::string_view part, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string_view folder = folder_of(part);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (!folder.empty()) folder = folder_of(folder.substr(0, folder.size() - 1));
  }
  return std::string(folder) + std::string(target);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The code of an escape _xHHHH_ at the start of the text; -1 where there is none.
int escape_at(std::string_view text) {
  if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_') return -1;
  int code = 0;
  for (const char c : text.substr(2, 4)) {
    if (hex_digit(c) < 0) return -1;
    code = code * 16 + hex_digit(c);
  }
  return code >= 0xD800 && code <= 0xDFFF ? -1 : code;
}

void append_text(pugi::xml_node t, std::string& out) {
  for (const pugi::xml_node piece : t.children()) out += piece.value();
}

bool as_bool(std::string_view text) {
  return text == "1" || text == "true" || text == "on";
}

int as_int(std::string_view text, int other) {
  int value = other;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : other;
}

std::vector<NumberFormat> read_formats(const Parts& parts, std::string_view name) {
  pugi::xml_document document;
  std::vector<NumberFormat> formats;
  if (!parts.parse(name, document)) return formats;
  const pugi::xml_node root = document.document_element();
  std::map<int, std::string> codes;
  for (const pugi::xml_node format : child(root, "numFmts").children()) {
    codes[as_int(attribute(format, "numFmtId"), -1)] = attribute(format, "formatCode");
  }
  for (const pugi::xml_node style : child(root, "cellXfs").children()) {
    if (local_name(style.name()) != "xf") continue;
    const int id = as_int(attribute(style, "numFmtId"), 0);
    const auto own = codes.find(id);
    formats.push_back(own != codes.end() ? NumberFormat(own->second) : NumberFormat::built_in(id));
  }
  return formats;
}

std::vector<std::string> read_strings(const Parts& parts, std::string_view name) {
  pugi::xml_document document;
  std::vector<std::string> strings;
  if (!parts.parse(name, document)) return strings;
  for (const pugi::xml_node item : document.document_element().children()) {
    if (local_name(item.name()) == "si") strings.push_back(rich_text(item));
  }
  return strings;
}

}  // namespace

Error bad_workbook(const std::string& why) {
  return fail(Code::invalid, "workbook: " + why, "table.xlsx").with("why", why);
}

std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node node : parent.children()) {
    if (local_name(node.name()) == name) return node;
  }
  return {};
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_attribute attribute : node.attributes()) {
    if (local_name(attribute.name()) == name) return attribute.value();
  }
  return {};
}

std::string rich_text(pugi::xml_node node) {
  std::string out;
  for (const pugi::xml_node part : node.children()) {
    const std::string_view name = local_name(part.name());
    if (name == "t") append_text(part, out);
    if (name == "r") append_text(child(part, "t"), out);  // <rPh> holds the reading
  }
  return unescape(out);
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (const int code = text[at] == '_' ? escape_at(text.substr(at)) : -1; code >= 0) {
      if (code != 0) text::append(out, static_cast<char32_t>(code));
      at += 7;
    } else {
      out += text[at++];
    }
  }
  return out.find('\r') == std::string::npos ? out
                                             : text::replace_all(text::replace_all(out, "\r\n", "\n"), "\r", "\n");
}

Parts::Parts(std::map<std::string, std::string>&& entries) {
  for (auto& [name, bytes] : entries) entries_.emplace(folded(name), std::move(bytes));
}

bool Parts::has(std::string_view name) const {
  return entries_.contains(folded(name));
}

bool Parts::parse(std::string_view name, pugi::xml_document& document) const {
  const auto part = entries_.find(folded(name));
  if (part == entries_.end()) return false;
  return document.load_buffer(part->second.data(), part->second.size(), kParse) && document.document_element();
}

std::map<std::string, Relation> relations(const Parts& parts, std::string_view part) {
  const std::string_view folder = folder_of(part);
  const std::string name = std::string(folder) + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
  pugi::xml_document document;
  std::map<std::string, Relation> found;
  if (!parts.parse(name, document)) return found;
  for (const pugi::xml_node node : document.document_element().children()) {
    if (attribute(node, "TargetMode") == "External") continue;
    const std::string_view type = attribute(node, "Type");
    found.emplace(attribute(node, "Id"),
                  Relation{std::string(type.substr(type.rfind('/') + 1)), resolve(part, attribute(node, "Target"))});
  }
  return found;
}

Result<Workbook> read_workbook(const Parts& parts) {
  std::string main = "xl/workbook.xml";
  for (const auto& [id, relation] : relations(parts, "")) {
    if (relation.type == "officeDocument") main = relation.target;
  }
  pugi::xml_document document;
  if (!parts.has(main)) return bad_workbook("ブックの本体がありません (no workbook part)");
  if (!parts.parse(main, document)) return bad_workbook("ブックの本体が壊れています (damaged " + main + ")");
  const pugi::xml_node root = document.document_element();
  Workbook book;
  book.from_1904 = as_bool(attribute(child(root, "workbookPr"), "date1904"));
  const auto related = relations(parts, main);
  for (const pugi::xml_node node : child(root, "sheets").children()) {
    // r:id, not the sheetId beside it; what it names may also be a chart.
    const auto relation = related.find(std::string(attribute(node, "id")));
    if (relation == related.end() || relation->second.type != "worksheet") continue;
    book.sheets.push_back({std::string(attribute(node, "name")), relation->second.target});
  }
  for (const auto& [id, relation] : related) {
    if (relation.type == "styles") book.formats = read_formats(parts, relation.target);
    if (relation.type == "sharedStrings") book.strings = read_strings(parts, relation.target);
  }
  if (book.sheets.empty()) return bad_workbook("シートがありません (no worksheet)");
  return book;
}

}  // namespace sekisho::codec::xlsx
