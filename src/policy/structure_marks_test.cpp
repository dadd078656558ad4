// What is a clause's mark, what only looks like one, and where sentences and documents begin.

#include <doctest/doctest.h>

#include "policy/reading_for_test.h"

using namespace sekisho;
using namespace sekisho::policy;
using namespace sekisho::policy::test;

TEST_CASE("numbers at the beginning of a broken line count and refer") {
  CHECK(read_outline(R"(霞川広域組合情報セキュリティ基本方針
1 目的
この方針は、情報資産を守るための事項を定める。
2 対策
組合は、境界、内部及び端末の
3 層の対策を講じ、その状況を点検し、
3、4及び5の規定は、委託先にも
適用する。
3 教育
職員は、研修を受ける。
4 監査
責任者は、少なくとも
2 人の監査人を置く。
)") == R"(1 目的 | この方針は、情報資産を守るための事項を定める。
2 対策 | 組合は、境界、内部及び端末の3 層の対策を講じ、その状況を点検し、3、4及び5の規定は、委託先にも適用する。
3 教育 | 職員は、研修を受ける。
4 監査 | 責任者は、少なくとも2 人の監査人を置く。
)");
}

TEST_CASE("a rule without a single 。; deleted ranges are as many articles") {
  CHECK(read_outline(R"(霞川組合情報管理規程
（責任者）
第１条 責任者は、事務局長とする
２ 責任者は、次の事務を行う
(1) 端末を点検する
(2) 職員を教育する
３ 責任者は、補佐を置く
（点検）
第２条 管理者は、端末を点検する
２ 管理者は、その結果を記録する
第３条及び第４条 削除
第５条から第７条まで 削除
（見直し）
第８条 この規程は、毎年度見直す
)") == R"(1 責任者 | 
1.1 - | 責任者は、事務局長とする
1.2 - | 責任者は、次の事務を行う
1.2.1 - | 端末を点検する
1.2.2 - | 職員を教育する
1.3 - | 責任者は、補佐を置く
2 点検 | 
2.1 - | 管理者は、端末を点検する
2.2 - | 管理者は、その結果を記録する
3 - | 削除
4 - | 削除
5 - | 削除
6 - | 削除
7 - | 削除
8 見直し | この規程は、毎年度見直す
)");
}

TEST_CASE("a page's own numbers before the policy are no document") {
  const Document d = read_one(R"(情報セキュリティ
1 情報セキュリティポリシーについて
霞川組合では、情報資産を守るため、方針を策定しました。
2 情報セキュリティ基本方針
霞川広域組合情報セキュリティ基本方針
令和８年４月１日制定
1 目的
この方針は、事項を定める。
2 教育
職員は、研修を受ける。
)");
  CHECK(d.title == "霞川広域組合情報セキュリティ基本方針");
  CHECK(outline_of(d) == R"(1 目的 | この方針は、事項を定める。
2 教育 | 職員は、研修を受ける。
)");
  const auto two = read_structure(R"(プライバシーポリシー
1 取得
適正に取得します。
2 利用
目的の範囲で利用します。
霞川広域組合情報セキュリティ基本方針
1 目的
この方針は、事項を定める。
2 教育
職員は、研修を受ける。
)");
  REQUIRE(two);
  CHECK(two->documents.size() == 2);
}

TEST_CASE("the title that names the body wins over the page's") {
  CHECK(read_one(R"(情報セキュリティ基本方針
情報セキュリティ基本方針の公表
霞川広域組合情報セキュリティポリシー
1 目的
この方針は、事項を定める。
)")
            .title == "霞川広域組合情報セキュリティポリシー");
  CHECK(read_one(R"(霞川広域組合
情報セキュリティ基本方針
霞川広域組合情報セキュリティポリシー
1 目的
この方針は、事項を定める。
)")
            .title == "霞川広域組合情報セキュリティ基本方針");
}

TEST_CASE("a remark in brackets belongs to the sentence before it") {
  const auto sentences = [](std::string_view text) {
    std::string out;
    const Document document = read_one(std::string("霞川組合方針\n1 教育\n").append(text));
    for (const Sentence& sentence : document.clauses[0].sentences) out += sentence.text + "|";
    return out;
  };
  CHECK(sentences("研修を受ける。（新しい職員を含む。）また、点検する。") ==
        "研修を受ける。（新しい職員を含む。）|また、点検する。|");
  CHECK(sentences("研修を受ける。(新しい職員を含む。)") == "研修を受ける。(新しい職員を含む。)|");
  CHECK(sentences("研修を受ける。（年1回）") == "研修を受ける。（年1回）|");
  CHECK(sentences("研修を受ける。（注）別に定める。") == "研修を受ける。|（注）別に定める。|");
}

TEST_CASE("要綱: 第1 with its 項; letters glued to 人 are marks; a list inside a list inside a sentence") {
  CHECK(read_outline(R"(霞川町情報安全要綱
(責務)
第1 職員は、この要綱を守る。
2 職員は、次の研修を受ける。
(1) 新任研修
(2) 毎年度の研修
(定義)
第2 用語の定義は、次のとおりとする。
(1)「脅威」とは、次のものをいう。
ア自然の脅威（地震等）
イ情報システムの脅威（故障等）
ウ人間の脅威（誤操作等）
)") == R"(1 責務 | 
1.1 - | 職員は、この要綱を守る。
1.2 - | 職員は、次の研修を受ける。
1.2.1 - | 新任研修
1.2.2 - | 毎年度の研修
2 定義 | 用語の定義は、次のとおりとする。
2.1 - | 「脅威」とは、次のものをいう。
2.1.1 - | 自然の脅威（地震等）
2.1.2 - | 情報システムの脅威（故障等）
2.1.3 - | 人間の脅威（誤操作等）
)");
  CHECK(read_outline(R"(霞川組合プライバシーポリシー
1.取得について

  1. 適正に取得します。
    具体的には
    1. 申込書による方法
    2. 電話による方法
  2. 目的の範囲で利用します。

2.管理について

  1. 管理します。
)") == R"(1 取得について | 
1.1 - | 適正に取得します。具体的には
1.1.1 - | 申込書による方法
1.1.2 - | 電話による方法
1.2 - | 目的の範囲で利用します。
2 管理について | 
2.1 - | 管理します。
)");
}

TEST_CASE("items on one line, bullets under a heading, a heading with what it is called") {
  CHECK(read_outline(R"(霞川広域組合情報セキュリティ基本方針
1．対策
(1)　組織的対策
　・責任者を置く。
　・体制を整える。
2．評価
①監査を行う。②点検を行う。③見直しを行う。
3．体制
(1) 最高責任者（CISO：Chief Information Security Officer、以下「CISO」という。）
ア 事務局長をCISOとする。
イ CISOは、責任を有する。
)") == R"(1 対策 | 
1.1 組織的対策 | ・責任者を置く。・体制を整える。
2 評価 | 
2.1 - | 監査を行う。
2.2 - | 点検を行う。
2.3 - | 見直しを行う。
3 体制 | 
3.1 最高責任者（CISO：Chief Information Security Officer、以下「CISO」という。） | 
3.1.1 - | 事務局長をCISOとする。
3.1.2 - | CISOは、責任を有する。
)");
}
