// The same clauses printed in every style and shape must be read as the same clauses: renumbered, in wide digits,
// broken at any width with page numbers and running heads between, flattened to one line, behind Markdown signs.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

#include "policy/reading_for_test.h"
#include "policy/reading_invariants_for_test.h"
#include "policy/render_for_test.h"

using namespace sekisho;
using namespace sekisho::policy;
using namespace sekisho::policy::test;

namespace {

std::vector<Node> nodes_of(const codec::Value& document) {
  std::vector<Node> roots;
  for (const codec::Value& clause : *document.find("clauses")->array()) {
    std::string id = clause.string_or("id", "");
    std::vector<Node>* at = &roots;
    for (std::size_t dot = id.find('.'); dot != std::string::npos; dot = id.find('.')) {
      at = &at->back().children;
      id = id.substr(dot + 1);
    }
    Node node;
    if (const codec::Value* heading = clause.find("heading"); heading->string() != nullptr)
      node.heading = *heading->string();
    node.text = clause.string_or("text", "");
    at->push_back(std::move(node));
  }
  return roots;
}

std::vector<std::string> clauses_read(const std::string& text) {
  std::vector<std::string> clauses;
  const auto reading = read_structure(text);
  if (!reading) return clauses;
  CHECK(broken_invariant_of(*reading, text) == "");
  for (const Document& document : reading->documents) {
    for (std::string& clause : read_clauses(document)) clauses.push_back(std::move(clause));
  }
  return clauses;
}

std::string with_markdown(std::vector<std::string> lines) {
  unsigned turn = 3;
  for (std::string& line : lines) {
    turn = (turn * 7 + 5) % 11;
    const bool title = &line == &lines.front();
    if (line.size() < 100 && turn < 5) {
      line.insert(0, std::string(turn + 1, '#') + " ");
    } else if (!title && turn < 8) {
      line.insert(0, "- ");
    }
  }
  return joined_lines(lines, "\n\n");
}

struct Shape {
  std::string name;
  std::string text;
  std::vector<std::string> expected;
};

std::vector<Shape> shapes_of(const std::vector<Node>& nodes, const Style& style, const std::string& title) {
  std::vector<std::string> lines = print_lines(nodes, style);
  lines.insert(lines.begin(), title);
  const std::vector<std::string> expected = expected_clauses(nodes);
  std::vector<Shape> shapes = {{"a line each", joined_lines(lines, "\n"), expected},
                               {"blank lines", joined_lines(lines, "\n\n"), expected},
                               {"flat", joined_lines(lines, " "), expected_clauses(with_terms_in_text(nodes, false))},
                               {"markdown", with_markdown(lines), expected}};
  for (const std::size_t width : {22U, 31U, 40U, 47U}) {
    Pages pages;
    pages.width = width;
    shapes.push_back({"broken at " + std::to_string(width), break_lines(lines, pages), expected});
    pages.height = 23;
    pages.head = title;
    pages.blank_lines = width % 2 == 0;
    pages.foot_before = width % 2 == 0 ? "- " : "";
    pages.foot_after = width % 2 == 0 ? " -" : "";
    shapes.push_back({"pages of " + std::to_string(width), break_lines(lines, pages), expected});
  }
  return shapes;
}

// A policy of ours with what makes breaking hard: numbers in the text, references, brackets, long headings.
std::vector<Node> our_policy() {
  const auto item = [](std::string text) { return Node{std::nullopt, std::move(text), {}}; };
  const auto part = [](std::string heading, std::string text, std::vector<Node> children = {}) {
    return Node{std::move(heading), std::move(text), std::move(children)};
  };
  return {
      part("目的",
           "本基本方針は、法（平成25年法律第27号。以下「法」という。）第2条第1項の規定により、霞川広域組合（以下「本組"
           "合」という。）の情報資産を守るために必要な事項を定めることを目的とする。"),
      part("定義", "",
           {part("端末", "職員が業務に使う機器（2台以上を1組とするものを含む。）をいう。"),
            part("LGWAN接続系", "LGWANに接続された情報システムをいう。")}),
      part("対象とする脅威", "次の脅威を想定する。",
           {item("不正アクセス、ウイルス攻撃その他の意図的な行為による情報資産の漏えい・破壊・改ざん等"),
            item("地震、落雷、火災等の災害による業務の停止等")}),
      part("適用範囲", "",
           {part("機関の範囲", "管理者、議会及び監査委員とする。"),
            part("情報資産の範囲", "情報資産は、次のとおりとする。",
                 {item("ネットワーク及び端末"), item("これらで取り扱う情報（紙に印刷したものを含む。）")})}),
      part("職員等の義務",
           "職員等は、前記1の目的及び2 (1) "
           "の定義を理解し、3及び4に定めるところにより行動する。また、年1回以上研修を受ける。"),
      part("情報セキュリティ監査及び自己点検の定期的な実施",
           "監査及び自己点検を実施する。その結果は、管理者に報告する。"),
  };
}

}  // namespace

TEST_CASE("our policy is read the same in every style and shape") {
  for (const Style& style : all_styles()) {
    for (const Shape& shape : shapes_of(our_policy(), style, "霞川広域組合情報セキュリティ基本方針")) {
      INFO(style.name << ", " << shape.name);
      CHECK(clauses_read(shape.text) == shape.expected);
    }
  }
}

TEST_CASE("the labelled policies keep their clauses in every style and shape") {
  std::map<std::string, std::pair<double, int>> scores;
  for (const Labelled& policy : labelled_policies()) {
    for (const codec::Value& document : *policy.expected.find("documents")->array()) {
      const std::vector<Node> nodes = nodes_of(document);
      std::string title = document.string_or("title", "");
      if (title.empty()) title = document.string_or("body", "") + "情報セキュリティ基本方針";
      for (const Style& style : all_styles()) {
        for (const Shape& shape : shapes_of(nodes, style, title)) {
          auto& [sum, count] = scores[style.name + ", " + shape.name];
          sum += f1(shape.expected, clauses_read(shape.text));
          ++count;
        }
      }
    }
  }
  for (const auto& [variant, score] : scores) {
    INFO(variant);
    CHECK(score.first / score.second >= 0.98);
  }
}

TEST_CASE("clauses of any shape survive any style") {
  const auto words = rc::gen::element<std::string>("端末", "媒体の管理", "職員等の遵守義務", "評価・見直し",
                                                   "記録（写しを含む。）", "外部サービスの利用");
  const auto sentences = rc::gen::element<std::string>(
      "管理者は、端末を管理する。", "職員は、毎年度1回以上研修を受ける。ただし、第3号の場合は、この限りでない。",
      "媒体は、施錠して保管する（写しを含む。）。", "委託先は、法第2条第5項に定める者とする。");
  const auto leaf = rc::gen::build<Node>(
      rc::gen::set(&Node::heading,
                   rc::gen::map(words, [](std::string w) { return std::optional<std::string>(std::move(w)); })),
      rc::gen::set(&Node::text, sentences));
  const auto some = [&](const rc::Gen<Node>& gen, std::size_t most) {
    return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, most),
                           [gen](std::size_t n) { return rc::gen::container<std::vector<Node>>(n, gen); });
  };
  const auto middle = rc::gen::build<Node>(
      rc::gen::set(&Node::heading,
                   rc::gen::map(words, [](std::string w) { return std::optional<std::string>(std::move(w)); })),
      rc::gen::set(&Node::text, sentences), rc::gen::set(&Node::children, some(leaf, 4)));
  const auto top = rc::gen::build<Node>(
      rc::gen::set(&Node::heading,
                   rc::gen::map(words, [](std::string w) { return std::optional<std::string>(std::move(w)); })),
      rc::gen::set(&Node::text, sentences), rc::gen::set(&Node::children, some(middle, 5)));
  const bool held = rc::check("read as printed", [&] {
    const auto nodes = *rc::gen::nonEmpty(rc::gen::resize(6, rc::gen::container<std::vector<Node>>(top)));
    const std::vector<Style> styles = all_styles();
    const Style& style = styles[*rc::gen::inRange<std::size_t>(0, styles.size())];
    std::vector<std::string> lines = print_lines(nodes, style);
    lines.insert(lines.begin(), "霞川町情報セキュリティ基本方針");
    const std::string text = joined_lines(lines, *rc::gen::element<std::string>("\n", "\n\n", "\r\n"));
    RC_LOG() << text;
    RC_ASSERT(clauses_read(text) == expected_clauses(nodes));
  });
  CHECK(held);
}
