#include "extract/docx_numbering.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "base/text.h"

namespace sekisho::extract {
namespace {

constexpr char32_t kAiueo[] =
    U"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
constexpr char32_t kIroha[] =
    U"イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス";

std::string one_of(std::u32string_view letters, int number) {
  if (number < 1 || static_cast<std::size_t>(number) > letters.size()) return std::to_string(number);
  return text::from_u32(letters.substr(static_cast<std::size_t>(number) - 1, 1));
}

std::string full_width(int number) {
  std::string out;
  for (const char digit : std::to_string(number)) text::append(out, static_cast<char32_t>(0xFF10 + (digit - '0')));
  return out;
}

std::string kanji(int number) {
  static constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  if (number < 1 || number > 99) return std::to_string(number);
  std::u32string out;
  if (number >= 20) out += kDigits[static_cast<std::size_t>(number / 10)];
  if (number >= 10) out += U'十';
  if (number % 10 != 0) out += kDigits[static_cast<std::size_t>(number % 10)];
  return text::from_u32(out);
}

std::string roman(int number, bool upper) {
  static constexpr std::pair<int, std::string_view> kSteps[] = {{10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
  if (number < 1 || number > 39) return std::to_string(number);
  std::string out;
  for (const auto& [value, letters] : kSteps)
    for (; number >= value; number -= value) out += letters;
  if (upper) std::transform(out.begin(), out.end(), out.begin(), [](char c) { return static_cast<char>(c - 32); });
  return out;
}

std::string circled(int number) {
  std::string out;
  if (number < 1 || number > 20) return std::to_string(number);
  text::append(out, static_cast<char32_t>(0x2460 + number - 1));
  return out;
}

std::string letter(int number, char first) {
  return number >= 1 && number <= 26 ? std::string(1, static_cast<char>(first + number - 1)) : std::to_string(number);
}

int level_number(const pugi::xml_node& level) {
  return std::clamp(level.attribute("w:ilvl").as_int(), 0, 8);
}

}  // namespace

std::string format_number(const std::string& format, int number) {
  if (format == "decimalFullWidth" || format == "decimalFullWidth2") return full_width(number);
  if (format == "decimalEnclosedCircle" || format == "decimalEnclosedCircleChinese") return circled(number);
  if (format == "aiueo" || format == "aiueoFullWidth") return one_of(kAiueo, number);
  if (format == "iroha" || format == "irohaFullWidth") return one_of(kIroha, number);
  if (format == "japaneseCounting" || format == "japaneseDigitalTenThousand" || format == "ideographDigital")
    return kanji(number);
  if (format == "upperRoman") return roman(number, true);
  if (format == "lowerRoman") return roman(number, false);
  if (format == "upperLetter") return letter(number, 'A');
  if (format == "lowerLetter") return letter(number, 'a');
  if (format == "decimalZero") return (number < 10 ? "0" : "") + std::to_string(number);
  if (format == "none" || format == "bullet") return "";
  return std::to_string(number);
}

Numbering::Numbering(const pugi::xml_document& numbering, const pugi::xml_document& styles) {
  const pugi::xml_node root = numbering.child("w:numbering");
  for (const pugi::xml_node& node : root.children("w:abstractNum")) {
    Abstract& abstract = abstracts_[node.attribute("w:abstractNumId").value()];
    for (const pugi::xml_node& level : node.children("w:lvl")) {
      Level& into = abstract.levels[static_cast<std::size_t>(level_number(level))];
      into.format = level.child("w:numFmt").attribute("w:val").as_string("decimal");
      into.text = level.child("w:lvlText").attribute("w:val").value();
      into.start = level.child("w:start").attribute("w:val").as_int(1);
    }
  }
  for (const pugi::xml_node& node : root.children("w:num"))
    numbers_[node.attribute("w:numId").value()] = node.child("w:abstractNumId").attribute("w:val").value();
  for (const pugi::xml_node& style : styles.child("w:styles").children("w:style")) {
    const Place place = place_of(style.child("w:pPr"));
    if (!place.number.empty()) style_places_[style.attribute("w:styleId").value()] = place;
  }
}

Numbering::Place Numbering::place_of(const pugi::xml_node& properties) const {
  const pugi::xml_node numbered = properties.child("w:numPr");
  Place place;
  if (const pugi::xml_node style = properties.child("w:pStyle"); style) {
    if (const auto found = style_places_.find(style.attribute("w:val").value()); found != style_places_.end())
      place = found->second;
  }
  if (const pugi::xml_node number = numbered.child("w:numId"); number) place.number = number.attribute("w:val").value();
  if (const pugi::xml_node level = numbered.child("w:ilvl"); level)
    place.level = std::clamp(level.attribute("w:val").as_int(), 0, 8);
  return place;
}

std::string Numbering::next(const pugi::xml_node& paragraph) {
  const Place place = place_of(paragraph.child("w:pPr"));
  if (place.number.empty() || place.number == "0") return "";
  const auto number = numbers_.find(place.number);
  if (number == numbers_.end()) return "";
  const auto found = abstracts_.find(number->second);
  if (found == abstracts_.end()) return "";
  Abstract& abstract = found->second;
  const auto level = static_cast<std::size_t>(place.level);
  abstract.counts[level] = abstract.begun[level] ? abstract.counts[level] + 1 : abstract.levels[level].start;
  abstract.begun[level] = true;
  for (std::size_t deeper = level + 1; deeper < 9; ++deeper) abstract.begun[deeper] = false;
  const Level& shown = abstract.levels[level];
  if (shown.format == "bullet") return "・";
  std::string marker;
  for (std::size_t i = 0; i < shown.text.size(); ++i) {
    const bool placeholder =
        shown.text[i] == '%' && i + 1 < shown.text.size() && shown.text[i + 1] >= '1' && shown.text[i + 1] <= '9';
    if (!placeholder) {
      marker += shown.text[i];
      continue;
    }
    const auto of = static_cast<std::size_t>(shown.text[i + 1] - '1');
    const int count = abstract.begun[of] ? abstract.counts[of] : abstract.levels[of].start;
    marker += format_number(abstract.levels[of].format, count);
    ++i;
  }
  return marker;
}

}  // namespace sekisho::extract
