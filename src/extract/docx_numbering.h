#pragma once

// Automatic numbering of a Word document (ECMA-376 part 1, 17.9): the numbers that Word prints and the file does not
// hold. Internal to this room.

#include <array>
#include <map>
#include <pugixml.hpp>
#include <string>

namespace sekisho::extract {

class Numbering {
 public:
  // word/numbering.xml and word/styles.xml; either may be empty.
  Numbering(const pugi::xml_document& numbering, const pugi::xml_document& styles);

  // The marker that Word would print before this paragraph (w:p), "" for none; counts on.
  std::string next(const pugi::xml_node& paragraph);

 private:
  struct Level {
    std::string format = "decimal";
    std::string text;
    int start = 1;
  };
  struct Abstract {
    std::array<Level, 9> levels;
    std::array<int, 9> counts{};
    std::array<bool, 9> begun{};
  };
  struct Place {
    std::string number;
    int level = 0;
  };
  Place place_of(const pugi::xml_node& properties) const;

  std::map<std::string, Abstract> abstracts_;
  std::map<std::string, std::string> numbers_;  // numId → abstractNumId
  std::map<std::string, Place> style_places_;
};

// A count in one of Word's number formats: decimal, decimalFullWidth, decimalEnclosedCircle, aiueo, iroha,
// japaneseCounting …
std::string format_number(const std::string& format, int number);

}  // namespace sekisho::extract
