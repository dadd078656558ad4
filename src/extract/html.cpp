// HTML to lines: blocks are lines, headings carry as many # as their level, items of an ordered list their number. What
// surrounds the text on a web page (menus, headers, footers, scripts) is left out.

#include <gumbo.h>

#include <cstdlib>
#include <memory>

#include "base/text.h"
#include "extract/parts.h"

namespace sekisho::extract {
namespace {

constexpr int kMaxDepth = 400;
constexpr std::size_t kMaxTextBytes = 16u << 20;

class Writer {
 public:
  void text(std::string_view utf8) {
    for (std::size_t i = 0; i < utf8.size();) {
      const text::CodePoint c = text::code_point_at(utf8, i);
      // HTML's own white space collapses; a full-width space is a character of the text.
      if (c.value == ' ' || c.value == '\t' || c.value == '\n' || c.value == '\r' || c.value == '\f') {
        gap_ = !at_line_start();
      } else {
        if (gap_) out_ += ' ';
        gap_ = false;
        out_.append(utf8.substr(i, c.length));
      }
      i += c.length;
    }
  }
  void line() {
    gap_ = false;
    if (!at_line_start()) out_ += '\n';
  }
  void verbatim(std::string_view utf8) { out_ += utf8; }
  bool at_line_start() const { return out_.empty() || out_.back() == '\n'; }
  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  bool gap_ = false;
};

bool is_left_out(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_ASIDE:
      return true;
    default:
      return false;
  }
}

bool is_block(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_UL:
      return true;
    default:
      return false;
  }
}

int heading_level(GumboTag tag) {
  return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? static_cast<int>(tag) - GUMBO_TAG_H1 + 1 : 0;
}

bool is_hidden(const GumboElement& element) {
  if (gumbo_get_attribute(&element.attributes, "hidden") != nullptr) return true;
  const GumboAttribute* style = gumbo_get_attribute(&element.attributes, "style");
  return style != nullptr && text::squeezed(style->value).find("display:none") != std::string::npos;
}

std::string ordinal(const GumboElement& list, std::size_t index) {
  const GumboAttribute* type = gumbo_get_attribute(&list.attributes, "type");
  const GumboAttribute* start = gumbo_get_attribute(&list.attributes, "start");
  const std::size_t number =
      index + (start != nullptr ? static_cast<std::size_t>(std::strtoul(start->value, nullptr, 10)) : 1);
  const char kind = type != nullptr ? type->value[0] : '1';
  if ((kind == 'a' || kind == 'A') && number >= 1 && number <= 26)
    return std::string(1, static_cast<char>(kind + number - 1)) + ". ";
  return std::to_string(number) + ". ";
}

void walk(const GumboNode* node, Writer& out, int depth);

void walk_children(const GumboElement& element, Writer& out, int depth) {
  std::size_t items = 0;
  for (unsigned i = 0; i < element.children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(element.children.data[i]);
    if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_LI) {
      out.line();
      out.verbatim(element.tag == GUMBO_TAG_OL ? ordinal(element, items) : "- ");
      ++items;
      walk_children(child->v.element, out, depth + 1);
      out.line();
    } else {
      walk(child, out, depth + 1);
    }
  }
}

void walk_element(const GumboElement& element, Writer& out, int depth) {
  if (is_left_out(element.tag) || is_hidden(element)) return;
  if (element.tag == GUMBO_TAG_BR) {
    out.line();
    return;
  }
  const bool block = is_block(element.tag);
  if (block) out.line();
  if (const int level = heading_level(element.tag); level > 0)
    out.verbatim(std::string(static_cast<std::size_t>(level), '#') + " ");
  if (element.tag == GUMBO_TAG_TD || element.tag == GUMBO_TAG_TH) {
    if (!out.at_line_start()) out.verbatim("\t");
  }
  walk_children(element, out, depth);
  if (block) out.line();
}

void walk(const GumboNode* node, Writer& out, int depth) {
  if (depth > kMaxDepth || out.size() > kMaxTextBytes) return;
  if (node->type == GUMBO_NODE_ELEMENT) walk_element(node->v.element, out, depth);
  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA || node->type == GUMBO_NODE_WHITESPACE)
    out.text(node->v.text.text);
}

// The page's <main> (or only <article>), where it has one.
const GumboNode* find_tag(const GumboNode* node, GumboTag tag, int depth) {
  if (node->type != GUMBO_NODE_ELEMENT || depth > kMaxDepth) return nullptr;
  if (node->v.element.tag == tag) return node;
  for (unsigned i = 0; i < node->v.element.children.length; ++i)
    if (const GumboNode* found =
            find_tag(static_cast<const GumboNode*>(node->v.element.children.data[i]), tag, depth + 1))
      return found;
  return nullptr;
}

std::string text_below(const GumboNode* node) {
  Writer out;
  walk(node, out, 0);
  return out.take();
}

}  // namespace

Result<Extraction> extract_html(std::string_view bytes, std::string_view file) {
  Result<text::Decoded> page = text::decode(bytes);
  if (!page) return std::move(page).error().with("file", std::string(file));
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  const auto free_output = [&options](GumboOutput* output) { gumbo_destroy_output(&options, output); };
  const std::unique_ptr<GumboOutput, decltype(free_output)> parsed(
      gumbo_parse_with_options(&options, page->utf8.data(), page->utf8.size()), free_output);
  if (!parsed) return damaged(file, "not readable as HTML");
  Extraction out;
  out.extractor = std::string("html/1 ") + text::name_of(page->encoding);
  const GumboNode* whole = parsed->root;
  const GumboNode* main = find_tag(whole, GUMBO_TAG_MAIN, 0);
  out.text = text_below(main != nullptr ? main : whole);
  if (main != nullptr && text::trim(out.text).empty()) out.text = text_below(whole);
  if (!text::is_valid_utf8(out.text)) return damaged(file, "broken characters");
  return out;
}

}  // namespace sekisho::extract
