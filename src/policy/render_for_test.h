#pragma once

// For tests: prints the clauses of a policy in any style of numbering and any shape of text, so that the reading can be
// compared with what was printed.

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "policy/reading.h"

namespace sekisho::policy::test {

struct Node {
  std::optional<std::string> heading;
  std::string text;
  std::vector<Node> children;
};

// How the marks of one depth look, from the number.
using Marker = std::function<std::string(int)>;

enum class Heading { own_line, caption, after_mark };  // (目的) before 第1条; 第1条（目的）

struct Style {
  std::string name;
  std::array<Marker, 3> marks;
  Heading top = Heading::own_line;
  bool paths = false;  // 4.1 and 1―1: the marks of deeper levels hold the whole path
  std::string path_sign = ".";
  std::string between = "\n";  // what parts paragraphs
};

inline std::string wide_digits(int n) {
  constexpr std::array<const char*, 10> digits = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
  std::string out;
  for (const char c : std::to_string(n)) out += digits[static_cast<std::size_t>(c - '0')];
  return out;
}

inline std::string kanji_digits(int n) {
  constexpr std::array<const char*, 10> ones = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  const std::string tens = n >= 20 ? std::string(ones[static_cast<std::size_t>(n / 10)]) + "十" : n >= 10 ? "十" : "";
  return tens + ones[static_cast<std::size_t>(n % 10)];
}

inline std::string nth_of(std::u32string_view order, int n) {
  return text::from_u32(order.substr(static_cast<std::size_t>(n - 1), 1));
}

inline std::string circled(int n) {
  return text::from_u32(
      std::u32string(1, n <= 20 ? 0x2460 + static_cast<char32_t>(n - 1) : 0x3251 + static_cast<char32_t>(n - 21)));
}

inline std::string kana(int n) {
  return nth_of(U"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ", n);
}
inline std::string iroha(int n) {
  return nth_of(U"イロハニホヘトチリヌルヲワカヨタレソツネナラム", n);
}

// Fixed text around a number.
inline Marker around(std::string before, std::function<std::string(int)> number, std::string after) {
  return [=](int n) { return before + number(n) + after; };
}
inline std::string plain(int n) {
  return std::to_string(n);
}

// The printed form: one paragraph a line.
inline std::vector<std::string> print_lines(const std::vector<Node>& nodes, const Style& style, std::size_t depth = 0,
                                            const std::string& path = "") {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    const int n = static_cast<int>(i + 1);
    const std::string here = path + (path.empty() ? "" : style.path_sign) + std::to_string(n);
    const std::string mark = style.paths && depth > 0 ? here + " " : style.marks[std::min<std::size_t>(depth, 2)](n);
    const bool top = depth == 0 && node.heading.has_value();
    if (top && style.top == Heading::caption) {
      lines.push_back("(" + *node.heading + ")");
      lines.push_back(mark + node.text);
    } else if (top && style.top == Heading::after_mark) {
      lines.push_back(mark + "（" + *node.heading + "）");
      if (!node.text.empty()) lines.push_back(node.text);
    } else if (node.heading) {
      lines.push_back(mark + *node.heading);
      if (!node.text.empty()) lines.push_back(node.text);
    } else {
      lines.push_back(mark + node.text);
    }
    for (std::string& line : print_lines(node.children, style, depth + 1, here)) lines.push_back(std::move(line));
  }
  return lines;
}

inline std::string joined_lines(const std::vector<std::string>& lines, const std::string& between) {
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : between) + line;
  return out;
}

struct Pages {
  std::size_t width = 40;               // characters a line
  std::size_t height = 0;               // lines a page; 0: no pages
  std::string head;                     // a running head
  std::string foot_before, foot_after;  // around the page number
  bool blank_lines = false;
};

// Breaks every line at a fixed width and puts page numbers and running heads between.
inline std::string break_lines(const std::vector<std::string>& lines, const Pages& pages) {
  std::vector<std::string> broken;
  for (const std::string& line : lines) {
    const std::u32string all = text::to_u32(line);
    for (std::size_t at = 0; at < all.size(); at += pages.width) {
      broken.push_back(text::from_u32(std::u32string_view(all).substr(at, pages.width)));
    }
  }
  std::vector<std::string> paged;
  int page = 1;
  for (std::size_t i = 0; i < broken.size(); ++i) {
    paged.push_back(broken[i]);
    if (pages.height == 0 || (i + 1) % pages.height != 0) continue;
    paged.push_back(pages.foot_before + std::to_string(page++) + pages.foot_after);
    if (!pages.head.empty()) paged.push_back(pages.head);
  }
  return joined_lines(paged, pages.blank_lines ? "\n\n" : "\n");
}

// What reading the printed form should give: "id heading | text" lines, without any blank.
inline void expect_into(const std::vector<Node>& nodes, const std::string& path, std::vector<std::string>& out) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::string id = path + (path.empty() ? "" : ".") + std::to_string(i + 1);
    out.push_back(id + " " + text::squeezed(nodes[i].heading.value_or("-")) + " | " + text::squeezed(nodes[i].text));
    expect_into(nodes[i].children, id, out);
  }
}
inline std::vector<std::string> expected_clauses(const std::vector<Node>& nodes) {
  std::vector<std::string> out;
  expect_into(nodes, "", out);
  return out;
}

inline std::vector<std::string> read_clauses(const Document& document) {
  std::vector<std::string> out;
  for (const Clause& clause : document.clauses) {
    out.push_back(clause.id + " " + text::squeezed(clause.heading.value_or("-")) + " | " + text::squeezed(clause.text));
  }
  return out;
}

// In a flattened text a defined term cannot be told from its definition: it is part of the text.
inline std::vector<Node> with_terms_in_text(std::vector<Node> nodes, bool terms) {
  for (Node& node : nodes) {
    const bool definitions = node.heading.value_or("").find("定義") != std::string::npos;
    node.children = with_terms_in_text(std::move(node.children), definitions);
    if (!terms || !node.heading || node.text.empty()) continue;
    node.text = *node.heading + " " + node.text;
    node.heading.reset();
  }
  return nodes;
}

inline double f1(std::vector<std::string> want, std::vector<std::string> got) {
  const double size = static_cast<double>(want.size() + got.size());
  std::sort(want.begin(), want.end());
  std::sort(got.begin(), got.end());
  std::vector<std::string> both;
  std::set_intersection(want.begin(), want.end(), got.begin(), got.end(), std::back_inserter(both));
  return size == 0 ? 1 : 2 * static_cast<double>(both.size()) / size;
}

inline std::vector<Style> all_styles() {
  const Marker enclosed = circled;
  return {
      {"1 (1) ①", {around("", plain, " "), around("(", plain, ") "), enclosed}},
      {"１　（１）　①", {around("", wide_digits, "　"), around("（", wide_digits, "）　"), around("", circled, "　")}},
      {"1. (1) ①", {around("", plain, ". "), around("(", plain, ")"), enclosed}},
      {"１． （１） ア", {around("", wide_digits, "．"), around("（", wide_digits, "）"), around("", kana, "　")}},
      {"1、 1) a)",
       {around("", plain, "、"), around("", plain, ") "),
        [](int n) { return std::string(1, static_cast<char>('a' + n - 1)) + ") "; }}},
      {"第1 1 (1)", {around("第", plain, " "), around("", plain, " "), around("(", plain, ") ")}},
      {"第１　１　ア", {around("第", wide_digits, "　"), around("", wide_digits, "　"), around("", kana, "　")}},
      {"Ⅰ 1 (1)",
       {[](int n) { return text::from_u32(std::u32string(1, 0x2160 + static_cast<char32_t>(n - 1))) + " "; },
        around("", plain, " "), around("(", plain, ") ")}},
      {"1 ア (ア)", {around("", plain, " "), around("", kana, " "), around("(", kana, ") ")}},
      {"一 (一) イ", {around("", kanji_digits, "　"), around("（", kanji_digits, "）"), around("", iroha, "　")}},
      {"第1条 caption",
       {around("第", plain, "条 "), around("(", plain, ") "), around("", kana, " ")},
       Heading::caption},
      {"第１条（caption）",
       {around("第", wide_digits, "条"), around("（", wide_digits, "）"), around("", kana, "　")},
       Heading::after_mark},
      {"第一条 caption",
       {around("第", kanji_digits, "条　"), around("", kanji_digits, "　"), around("", iroha, "　")},
       Heading::caption},
      {"4.1", {around("", plain, ". "), {}, {}}, Heading::own_line, true, "."},
      {"1―1", {around("", plain, " "), {}, {}}, Heading::own_line, true, "―"},
      {"1-1", {around("", plain, " "), {}, {}}, Heading::own_line, true, "-"},
  };
}

}  // namespace sekisho::policy::test
