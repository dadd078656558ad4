#include "policy/lint.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "policy/meaning_testing.h"
#include "policy/read.h"
#include "policy/reading_for_test.h"

namespace sekisho::policy {

namespace {

// One finding a line: id, clause:sentence, what it names.
std::string lines_of(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    out += finding.id + " " + finding.clause + ":" + std::to_string(finding.sentence);
    if (!finding.params.empty()) out += " " + finding.params.front().second;
    out += "\n";
  }
  return out;
}

std::string noted(Document document, Regime regime = Regime::mutual_aid_association) {
  return lines_of(lint(document, testing::lexicon(), regime));
}

// Without what the document lacks as a whole.
std::string noted_in(const Document& document) {
  std::string out;
  for (const Finding& finding : lint(document, testing::lexicon(), Regime::mutual_aid_association)) {
    if (finding.id != "lint.item.missing") out += lines_of({finding});
  }
  return out;
}

std::string noted_in(std::string_view lines) {
  return noted_in(testing::read(testing::document_of("みどり町情報セキュリティ基本方針", lines)));
}

Document read_text(std::string_view text) {
  auto reading = read(text, testing::lexicon());
  return reading && !reading->documents.empty() ? reading->documents.front() : Document{};
}

constexpr std::string_view kWhole = R"(
1 | 目的 | この方針は、町の情報資産を守ることを目的とする。
2 | 定義 |
2.1 | 情報資産 | 情報及び情報を扱う機器をいう。
3 | 対象とする脅威 | 情報資産に対する脅威を想定する。
4 | 適用範囲 | この方針は、町長部局に適用する。
5 | 職員の遵守義務 | 職員は、情報セキュリティポリシーを遵守しなければならない。
6 | 情報セキュリティ対策 | 以下の情報セキュリティ対策を講じる。
6.1 | 組織体制 | 情報セキュリティ対策を推進する全庁的な組織体制を確立する。
6.2 | 情報資産の分類と管理 | 情報資産を機密性に応じて分類し、分類に基づき情報セキュリティ対策を行う。
6.3 | 物理的セキュリティ | サーバ及び通信回線の管理について、物理的な対策を講じる。
6.4 | 人的セキュリティ | 職員が遵守すべき事項を定め、十分な教育及び啓発を行う。
6.5 | 技術的セキュリティ | アクセス制御、不正プログラム対策等の技術的対策を講じる。
6.6 | 運用 | 情報システムの監視及び情報セキュリティポリシーの遵守状況の確認を行う。緊急時対応計画を策定する。
6.7 | 業務委託 | 業務委託を行う場合には、委託事業者を選定し、情報セキュリティ要件を明記した契約を締結する。
6.8 | 外部サービスの利用 | 外部サービスを利用する場合には、利用に係る規定を整備する。
7 | 監査及び自己点検 | 毎年度、情報セキュリティ監査及び自己点検を実施する。
8 | 見直し | 情報セキュリティポリシーを見直す。
9 | 対策基準の策定 | 情報セキュリティ対策基準を策定する。
10 | 実施手順の策定 | 情報セキュリティ実施手順を策定する。
)";

std::string without(std::string_view id) {
  std::string lines;
  for (const std::string_view line : text::split_lines(kWhole)) {
    if (!line.starts_with(std::string(id) + " ")) lines += std::string(line) + "\n";
  }
  return lines;
}

std::string lacks(const std::string& lines, Regime regime) {
  return noted(testing::read(testing::document_of("みどり町情報セキュリティ基本方針", lines)), regime);
}

TEST_CASE("a policy that says everything has no findings") {
  CHECK(lacks(std::string(kWhole), Regime::local_public_body) == "");
}

TEST_CASE("items and areas that the policy lacks") {
  CHECK(lacks(without("10"), Regime::mutual_aid_association) ==
        "lint.item.missing :0 情報セキュリティ実施手順の策定\n");
  CHECK(lacks(without("6.8"), Regime::local_public_body) ==
        "lint.area.missing :0 外部サービス（クラウド）の利用（第7号）\n");
  CHECK(lacks(without("6.2"), Regime::local_public_body) ==
        "lint.area.missing :0 情報資産の分類と分類に応じた取扱い（第2号）\n");
  // A 共済組合 is not bound by the order.
  CHECK(lacks(without("6.8"), Regime::mutual_aid_association) == "");
}

TEST_CASE("terms defined and not used") {
  CHECK(noted_in("2 | 定義 |\n2.1 | 管理端末 | 課が管理する端末をいう。\n2.2 | 重要機器 | 止まると困る機器をいう。\n"
                 "3 | 対策 | 管理端末を施錠した部屋に置く。") == "lint.term.unused 2.2:0 重要機器\n");
  CHECK(noted_in(
            "1 | 目的 | 緑広域組合（以下「本組合」という。）の情報を守る。\n2 | 対策 | 端末を施錠した部屋に置く。") ==
        "lint.term.unused 1:1 本組合\n");
  // Used under its second name, in another spelling, as a verb.
  CHECK(noted_in("2 | 定義 |\n2.1 | 番号系（個人番号系） | 番号を扱うシステムをいう。\n2.2 | 管理サーバー | "
                 "記録を集める機器をいう。\n"
                 "2.3 | 経路の分離 | 網を分けることをいう。\n"
                 "3 | 対策 | 個人番号系の端末で二つの認証を行う。管理サーバを施錠し、経路を分離する。") == "");
}

TEST_CASE("terms used and not defined") {
  CHECK(noted_in("1 | 目的 | 情報資産（以下「資産」という。）を守る。資産は町のものをいう。\n2 | 対策 | "
                 "職員等は、端末を施錠する。\n"
                 "3 | 教育 | 職員等は、研修を受ける。") == "lint.term.undefined 2:1 職員等\n");
  CHECK(noted_in("1 | 対策 | 職員及び臨時職員（以下「職員等」という。）は、端末を施錠する。\n2 | 教育 | "
                 "職員等は、研修を受ける。") == "");
}

TEST_CASE("posts that nothing creates") {
  CHECK(noted_in("1 | 対策 | 職員は、情報セキュリティ責任者の許可を得て端末を持ち出す。") ==
        "lint.post.uncreated 1:1 情報セキュリティ責任者\n");
  CHECK(noted_in("1 | 対策 | CSIRTは、事故を調査する。") == "lint.post.uncreated 1:1 CSIRT\n");
  CHECK(noted_in("1 | 組織 | 情報セキュリティ責任者及び情報セキュリティ委員会を置く。\n"
                 "2 | 組織 | 統括管理者は、副町長とする。システム管理者には、課長をもって充てる。\n"
                 "3 | 対策 | "
                 "情報セキュリティ責任者、情報セキュリティ委員会、統括管理者及びシステム管理者は、事故を調査する。") ==
        "");
  // Organs by law, the contractor's people, a right of a machine, a word for nobody in particular.
  CHECK(noted_in("1 | 範囲 | この方針は、選挙管理委員会に適用する。\n"
                 "2 | 対策 | 委託先責任者を確認する。管理者権限を必要な者に限る。サービスごとの責任者を定める。") ==
        "");
}

TEST_CASE("dates that cannot all be right") {
  Document document = testing::read(
      testing::document_of("みどり町情報セキュリティ基本方針", "1 | 目的 | 情報を守ることを目的とする。"));
  document.enacted = Date{2024, 4, 1};
  document.amended = {{2025, 6, 1}, {2026, 2, 1}};
  document.supplementary = {
      {"附則", "この方針は、令和6年4月1日から施行する。ただし、第3条は令和7年10月1日から施行する。"},
      {"附則", "この方針は、令和7年6月1日から施行する。"}};
  CHECK(noted_in(document) == "");
  document.amended = {{2026, 2, 1}, {2025, 6, 1}};
  document.supplementary[0].text = "この方針は、令和6年3月1日から施行する。";
  document.supplementary[1].text = "この方針は、令和6年2月1日から施行する。";
  CHECK(noted_in(document) ==
        "lint.date.effective_before_enacted supplementary:0 令和6年3月1日 (2024-03-01)\n"
        "lint.date.effective_before_enacted supplementary:0 令和6年2月1日 (2024-02-01)\n"
        "lint.date.order supplementary:0 令和6年2月1日 (2024-02-01)\n"
        "lint.date.order :0 令和7年6月1日 (2025-06-01)\n");
}

TEST_CASE("references between articles") {
  const std::string text =
      "みどり町情報セキュリティ規程\n\n（目的）\n第1条　この規程は、情報を守ることを目的とする。\n"
      "（対策）\n第2条　職員は、次の対策を講じる。\n(1) 端末の施錠\n(2) 記録の保管\n"
      "（監査）\n第3条　町は、監査を実施する。\n2　町は、前項の監査の結果を公表する。\n";
  CHECK(noted_in(read_text(text + "（準用）\n第4条　町は、前条第2項、第2条第2号及び第3条第2項の対策を見直す。\n")) ==
        "");
  CHECK(noted_in(read_text(text + "（準用）\n第4条　町は、第2条第5号、第7条及び第9条の対策を見直す。\n")) ==
        "lint.reference.missing 4:1 第2条第5号\nlint.reference.missing 4:1 第7条\nlint.reference.missing 4:1 第9条\n");
  CHECK(noted_in(read_text(text + "（準用）\n第4条　町は、前項の対策を見直す。\n")) ==
        "lint.reference.missing 4:1 前項\n");
  CHECK(noted_in(read_text(text + "（準用）\n第4条　町は、別表の対策を見直す。\n")) ==
        "lint.reference.missing 4:1 別表\n");
  CHECK(noted_in(read_text(text + "（準用）\n第4条　町は、別表の対策を見直す。\n\n別表\n端末　施錠する\n")) == "");
  // Articles of laws.
  CHECK(
      noted_in(read_text(
          text +
          "（公表）\n第4条　町は、地方自治法（昭和22年法律第67号。以下「法」という。）第244条の6第2項及び第292条並びに"
          "法第244条の5に基づき、この規程を公表する。\n")) == "");
}

TEST_CASE("references by plain numbers") {
  constexpr std::string_view kStart =
      "1 | 脅威 | 情報資産に対する脅威を想定する。\n2 | 範囲 |\n2.1 | 資産 | 次のものをいう。\n";
  CHECK(noted_in(
            std::string(kStart) +
            "3 | 対策 | 上記1及び2の脅威から守る対策を講じる。対象は、2 (1) のとおりとする。上記3つの対策を見直す。") ==
        "");
  CHECK(noted_in(std::string(kStart) +
                 "3 | 対策 | 上記1、6及び8の脅威から守る対策を講じる。対象は、2（4）のとおりとする。") ==
        "lint.reference.missing 3:1 6\nlint.reference.missing 3:1 8\nlint.reference.missing 3:2 2(4)\n");
}

TEST_CASE("promises that nobody can check") {
  CHECK(noted_in("1 | その他 | 町は、必要な措置を講じる。") == "lint.promise.vague 1:1 町は、必要な措置を講じる。\n");
  CHECK(noted_in("1 | 監査 | 町は、毎年度、情報セキュリティ監査を実施する。") == "");
}

TEST_CASE("a privacy policy is read for terms, references and dates only; anything else for nothing") {
  const std::string lines =
      "1 | 管理 | 組合は、必要な措置を講じる。個人情報責任者に報告する。\n2 | 定義 |\n2.1 | 個人データ | "
      "名簿の中の個人情報をいう。";
  CHECK(noted(testing::read(testing::document_of("緑共済組合個人情報保護方針", lines)), Regime::local_public_body) ==
        "lint.term.unused 2.1:0 個人データ\n");
  Document other = testing::document_of("お知らせ", lines);
  CHECK(noted(other, Regime::local_public_body) == "");
}

TEST_CASE("regimes") {
  Document document;
  document.body = "緑県市町村職員共済組合";
  CHECK(regime_of(document) == Regime::mutual_aid_association);
  document.body = "緑広域連合";
  CHECK(regime_of(document) == Regime::local_public_body);
  CHECK(regime_named("mutual_aid_association") == Regime::mutual_aid_association);
  CHECK(!regime_named("union").has_value());
}

TEST_CASE("a finding as a value") {
  Finding finding{"lint.term.unused", Severity::advice, "2.1", 0, {{"term", "資産"}}, {3, 9}};
  const Messages messages({{"lint.term.unused", {"{term}は使われない", "{term} unused"}}});
  CHECK(codec::to_json(to_value(finding, messages)) ==
        R"({"id":"lint.term.unused","severity":"advice","clause":"2.1","sentence":0,)"
        R"("message":{"ja":"資産は使われない","en":"資産 unused"},"span":[3,9]})");
}

// What a careful reviewer finds in the real policies.
TEST_CASE("the real policies") {
  const auto count = [](const std::string& name, std::string_view id) {
    for (const test::Labelled& policy : test::labelled_policies()) {
      if (policy.name != name) continue;
      int found = 0;
      auto reading = read(policy.text, testing::lexicon());
      REQUIRE(reading.has_value());
      for (const Document& document : reading->documents) {
        for (const Finding& finding : lint(document, testing::lexicon(), regime_of(document))) {
          if (finding.id == id) ++found;
        }
      }
      return found;
    }
    return -1;
  };
  if (test::labelled_policies().empty()) return;
  CHECK(count("okayama-kyosai", "lint.date.effective_before_enacted") == 1);
  CHECK(count("okayama-kyosai", "lint.area.missing") == 0);
  CHECK(count("nagasaki-kyosai", "lint.reference.missing") == 0);
  CHECK(count("nagasaki-kyosai", "lint.term.unused") == 1);
  CHECK(count("yamagata-kankyo", "lint.post.uncreated") == 1);
  CHECK(count("yamagata-kankyo", "lint.area.missing") == 0);
  CHECK(count("aomori-taishoku", "lint.term.unused") == 2);
  CHECK(count("aomori-taishoku", "lint.area.missing") == 3);
  CHECK(count("kuwana-inabe", "lint.item.missing") == 2);
}

}  // namespace

}  // namespace sekisho::policy
