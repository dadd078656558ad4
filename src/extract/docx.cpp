// Word documents (ECMA-376): paragraphs are lines, automatic numbers are printed as Word would, table cells are parted
// by tabs. Deleted text, field codes, ruby and tables of contents are left out.

#include <pugixml.hpp>

#include <cstring>

#include "base/text.h"
#include "codec/zip.h"
#include "extract/docx_numbering.h"
#include "extract/parts.h"

namespace sekisho::extract {
namespace {

constexpr int kMaxDepth = 200;
constexpr std::size_t kMaxTextBytes = 16u << 20;

bool is(const pugi::xml_node& node, const char* name) {
  return std::strcmp(node.name(), name) == 0;
}

bool is_table_of_contents(const pugi::xml_node& block) {
  const char* gallery =
      block.child("w:sdtPr").child("w:docPartObj").child("w:docPartGallery").attribute("w:val").value();
  return std::strcmp(gallery, "Table of Contents") == 0;
}

class Reader {
 public:
  Reader(Numbering numbering) : numbering_(std::move(numbering)) {}

  void blocks(const pugi::xml_node& parent, int depth) {
    if (depth > kMaxDepth || out_.size() > kMaxTextBytes) return;
    for (const pugi::xml_node& child : parent.children()) {
      if (is(child, "w:p")) {
        paragraph(child, depth);
        out_ += '\n';
      } else if (is(child, "w:tbl")) {
        for (const pugi::xml_node& row : child.children("w:tr")) table_row(row, depth + 1);
      } else if (is(child, "w:sdt")) {
        if (!is_table_of_contents(child)) blocks(child.child("w:sdtContent"), depth + 1);
      } else if (is(child, "w:ins") || is(child, "w:customXml") || is(child, "w:smartTag")) {
        blocks(child, depth + 1);
      }
    }
  }
  std::string take() { return std::move(out_); }

 private:
  void table_row(const pugi::xml_node& row, int depth) {
    bool first = true;
    for (const pugi::xml_node& cell : row.children("w:tc")) {
      std::string outer;
      outer.swap(out_);
      blocks(cell, depth + 1);
      std::string inner;
      inner.swap(out_);
      out_.swap(outer);
      while (!inner.empty() && inner.back() == '\n') inner.pop_back();
      if (!first) out_ += '\t';
      out_ += inner;
      first = false;
    }
    out_ += '\n';
  }

  void paragraph(const pugi::xml_node& node, int depth) {
    const char* style = node.child("w:pPr").child("w:pStyle").attribute("w:val").value();
    if (std::strncmp(style, "TOC", 3) == 0) return;
    const std::string marker = numbering_.next(node);
    if (!marker.empty()) out_ += marker + " ";
    runs(node, depth + 1);
  }

  void runs(const pugi::xml_node& parent, int depth) {
    if (depth > kMaxDepth || out_.size() > kMaxTextBytes) return;
    for (const pugi::xml_node& child : parent.children()) {
      if (is(child, "w:t")) {
        out_ += child.text().get();
      } else if (is(child, "w:tab") || is(child, "w:ptab")) {
        out_ += '\t';
      } else if (is(child, "w:br") || is(child, "w:cr")) {
        out_ += '\n';
      } else if (is(child, "w:noBreakHyphen")) {
        out_ += '-';
      } else if (is(child, "w:sym")) {
        const auto code = static_cast<char32_t>(std::strtoul(child.attribute("w:char").value(), nullptr, 16));
        if (code >= 0x20 && code < 0xD800) text::append(out_, code);
      } else if (is(child, "w:ruby")) {
        runs(child.child("w:rubyBase"), depth + 1);
      } else if (is(child, "mc:AlternateContent")) {
        runs(child.child("mc:Choice"), depth + 1);
      } else if (is(child, "w:txbxContent")) {
        out_ += '\n';
        blocks(child, depth + 1);
      } else if (!is(child, "w:del") && !is(child, "w:moveFrom") && !is(child, "w:pPr") && !is(child, "w:rPr") &&
                 !is(child, "w:instrText")) {
        runs(child, depth + 1);
      }
    }
  }

  Numbering numbering_;
  std::string out_;
};

bool is_wanted(std::string_view name) {
  return name == "word/document.xml" || name == "word/numbering.xml" || name == "word/styles.xml";
}

// An absent part is an empty document. DTDs and entities are not read.
Status parse(const std::map<std::string, std::string>& parts, const char* name, std::string_view file,
             pugi::xml_document& into) {
  const auto part = parts.find(name);
  if (part == parts.end()) return {};
  const pugi::xml_parse_result result = into.load_buffer(
      part->second.data(), part->second.size(), (pugi::parse_default | pugi::parse_ws_pcdata) & ~pugi::parse_doctype);
  if (!result) return damaged(file, std::string(name) + ": " + result.description());
  return {};
}

}  // namespace

Result<Extraction> extract_docx(std::string_view bytes, std::string_view file) {
  SEK_TRY(const auto parts, codec::read_zip(bytes, file, is_wanted));
  pugi::xml_document document;
  pugi::xml_document numbering;
  pugi::xml_document styles;
  SEK_CHECK(parse(parts, "word/document.xml", file, document));
  SEK_CHECK(parse(parts, "word/numbering.xml", file, numbering));
  SEK_CHECK(parse(parts, "word/styles.xml", file, styles));
  const pugi::xml_node body = document.child("w:document").child("w:body");
  if (!body) return damaged(file, "no document body");
  Reader reader{Numbering(numbering, styles)};
  reader.blocks(body, 0);
  Extraction out;
  out.extractor = "docx/1";
  out.text = reader.take();
  if (!text::is_valid_utf8(out.text)) return damaged(file, "broken characters");
  return out;
}

}  // namespace sekisho::extract
