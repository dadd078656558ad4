#include "cli/lines.h"

#include "base/text.h"

namespace sekisho::cli {
namespace {

// What may not begin a line in Japanese typesetting (行頭禁則).
bool may_not_begin(char32_t c) {
  static constexpr std::u32string_view kClosing =
      U"、。，．・：；？！）」』】〕｝〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}";
  return kClosing.find(c) != std::u32string_view::npos;
}

bool is_latin(char32_t c) {
  return c > 0x20 && c < 0x7F;
}

}  // namespace

std::string wrapped(std::string_view first, std::string_view text, std::size_t indent, std::size_t width) {
  std::string out(first);
  std::size_t column = text::display_width(first);
  std::size_t word = std::string::npos;  // where the current run of Latin letters began in `out`
  for (std::size_t i = 0; i < text.size();) {
    const text::CodePoint c = text::code_point_at(text, i);
    const std::string_view piece = text.substr(i, c.length == 0 ? 1 : c.length);
    i += piece.size();
    if (c.value == '\n') {
      out += "\n" + std::string(indent, ' ');
      column = indent;
      word = std::string::npos;
      continue;
    }
    const std::size_t wide = text::display_width(piece);
    if (!is_latin(c.value)) word = std::string::npos;
    if (column + wide > width && !may_not_begin(c.value) && column > indent) {
      std::string carried;
      if (word != std::string::npos && word > out.rfind('\n') + indent + 1) {
        carried = out.substr(word);
        out.erase(word);
      }
      while (!out.empty() && out.back() == ' ') out.pop_back();
      out += "\n" + std::string(indent, ' ') + carried;
      column = indent + text::display_width(carried);
      word = carried.empty() ? std::string::npos : out.size() - carried.size();
      if (c.value == ' ') continue;
    }
    if (is_latin(c.value) && word == std::string::npos) word = out.size();
    out += piece;
    column += wide;
  }
  return out + "\n";
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t have = text::display_width(text);
  return std::string(text) + std::string(have < width ? width - have : 0, ' ');
}

std::string shortened(std::string_view text, std::size_t width) {
  if (text::display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size();) {
    const text::CodePoint c = text::code_point_at(text, i);
    if (c.length == 0) break;
    const std::string_view piece = text.substr(i, c.length);
    column += text::display_width(piece);
    if (column + 2 > width) break;
    out += piece;
    i += c.length;
  }
  return out + "…";
}

}  // namespace sekisho::cli
