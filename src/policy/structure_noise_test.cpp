// What surrounds a policy in its file, and what only looks as if it did.

#include <doctest/doctest.h>

#include "policy/noise.h"
#include "policy/reading_for_test.h"

using namespace sekisho;
using namespace sekisho::policy;
using namespace sekisho::policy::test;

TEST_CASE("a policy may speak of questionnaires, PDF files, printing and pages") {
  for (const std::string_view own :
       {"アンケートの実施", "PDF形式のファイルの取扱い", "印刷する場合の手続", "本文への署名",
        "ウェブページに関する事項", "トップページへの掲載", "＜目的＞", "更新日の記録", "Adobe Readerの更新",
        "印刷用紙の管理", "1 印刷する", "機密性3 > 機密性2"}) {
    INFO(std::string(own));
    CHECK_FALSE(is_page_frame(own));
  }
  for (const std::string_view frame :
       {"印刷する", "本文へ移動", "▲ページの先頭へ", "[このページの先頭へ戻る]", "アンケートにご協力ください",
        "PDF形式のファイルをご覧いただくには、専用のソフトが要ります。", "ホーム > 組合の紹介", "組合 > 事業 > 方針",
        "更新日：2026年4月1日", "基本方針（PDF：120KB）", "(C) 2026 霞川組合 All Rights Reserved.",
        "このページに関するお問い合わせ", "このページの一番上へ", "サイトメニューここまで",
        "TOP 組合の紹介 事業案内 採用情報 入札情報", "https://kasumigawa.example/"}) {
    INFO(std::string(frame));
    CHECK(is_page_frame(frame));
  }
  CHECK(read_outline(R"(霞川広域組合情報セキュリティ基本方針
印刷する
1 点検
アンケートの実施
職員に尋ねる。
2 文書
PDF形式のファイルの取扱い
印刷する場合は記録する。
▲ページの先頭へ
)") == R"(1 点検 | アンケートの実施職員に尋ねる。
2 文書 | PDF形式のファイルの取扱い印刷する場合は記録する。
)");
}

TEST_CASE("headings of parts without a number are left out, and so is the seat at the foot") {
  CHECK(read_outline(R"(霞川福祉協会個人情報管理規程
（目的）
第1条 この規程は、必要な事項を定める。
組織の措置
（義務）
第2条 職員は、秘密を守る。
人の措置
（研修）
第3条 職員は、研修を受ける。
霞川市南町2丁目3-4
社会福祉法人 霞川福祉協会
会長 霞川 花子
)") == R"(1 目的 | この規程は、必要な事項を定める。
2 義務 | 職員は、秘密を守る。
3 研修 | 職員は、研修を受ける。
)");
  CHECK(read_outline(R"(霞川福祉協会個人情報保護方針
1. 体制
責任者は、次の者とする。
会長
(局長が補佐する)
2. 措置
措置を講じる。
)") == R"(1 体制 | 責任者は、次の者とする。会長(局長が補佐する)
2 措置 | 措置を講じる。
)");
  CHECK(read_outline(R"(霞川町情報セキュリティ対策基準
第1条 対象
かすみ町のすべての職員を対象とする。
第2条 体制
かすみ町の体制は、次のとおりとする。
)") == R"(1 対象 | かすみ町のすべての職員を対象とする。
2 体制 | かすみ町の体制は、次のとおりとする。
)");
}

TEST_CASE("contents without a title before a text that ends early, and a note on its notes") {
  CHECK(read_outline(R"(霞川町情報セキュリティ基本方針
1目的
2定義
3脅威
4範囲
5義務
6対策
注 平成20年4月1日規則第2号から条文注記入る。
1 目的
町の情報を守る。
2 定義
用語は、次のとおりとする。
)") == R"(1 目的 | 町の情報を守る。
2 定義 | 用語は、次のとおりとする。
)");
}

TEST_CASE("what stands again and again is a running head only at the edges of pages") {
  CHECK(read_outline(R"(霞川広域組合情報セキュリティ基本方針
1 紙
施錠できる棚
2 端末
施錠できる棚
3 媒体
施錠できる棚
)") == R"(1 紙 | 施錠できる棚
2 端末 | 施錠できる棚
3 媒体 | 施錠できる棚
)");
  CHECK(read_outline(
            "霞川広域組合情報セキュリティ基本方針\n1 紙\n紙は、棚に\n\f霞川広域組合の文書\nしまう。\n2 端末\n"
            "端末は、\n\f霞川広域組合の文書\n固定する。\n3 媒体\n媒体は、\n\f霞川広域組合の文書\n記録する。\n") ==
        R"(1 紙 | 紙は、棚にしまう。
2 端末 | 端末は、固定する。
3 媒体 | 媒体は、記録する。
)");
}

TEST_CASE("whom to ask is no part of the last clause") {
  CHECK(read_outline("霞川組合個人情報保護方針\n1 目的\n個人情報を守る。\n2 窓口\n次の窓口で対応する。\n総務課　電話 "
                     "000-000-0000\n") ==
        R"(1 目的 | 個人情報を守る。
2 窓口 | 次の窓口で対応する。
)");
  CHECK(is_contact("事務局（代表電話：０００－０００－００００）"));
  CHECK(is_contact("【窓口】霞川町土地開発公社事務局"));
  CHECK_FALSE(is_contact("内線電話 10 台の管理"));
}

TEST_CASE("contents whose entries are nothing but a range of articles") {
  CHECK(read_outline("霞川組合規程\n1 総則\n（第1条―第2条）\n（第3条―第4条）\n2 対策\n1 総則\n職員は、守る。\n2 対策\n"
                     "職員は、学ぶ。\n") == R"(1 総則 | 職員は、守る。
2 対策 | 職員は、学ぶ。
)");
}

TEST_CASE("the contact at the end of a page flattened to one line") {
  CHECK(read_outline("霞川町議会情報セキュリティ基本方針 1 目的 "
                     "この方針は、議会の情報を守ることを目的とし、必要な事項を定める。 2 監査 議会は、"
                     "監査を毎年度実施し、その結果を町の広報紙により住民に知らせる。 3 公表 この方針は、公表する。 "
                     "お問い合わせ 霞川町議会事務局 "
                     "電話番号：000-000-0000 ファックス：000-000-0000\n") ==
        R"(1 目的 | この方針は、議会の情報を守ることを目的とし、必要な事項を定める。
2 監査 | 議会は、監査を毎年度実施し、その結果を町の広報紙により住民に知らせる。
3 公表 | この方針は、公表する。
)");
}

TEST_CASE("what no policy is gets a clear error") {
  const auto why = [](const std::string& text) {
    const auto reading = read_structure(text);
    return reading ? "" : reading.error().message;
  };
  const auto many = [](std::size_t times, std::string_view words) {
    std::string text = "霞川組合情報セキュリティ基本方針\n1 目的\n";
    for (std::size_t i = 0; i < times; ++i) text += words;
    return text;
  };
  CHECK(why(many(100'001, "あ\n")) == "policy.too_large");
  CHECK(why(many(100'001, "あ。")) == "policy.too_large");
  std::string items = "霞川組合情報セキュリティ基本方針\n1 目的\n";
  for (int i = 0; i < 20'001; ++i) items += "(" + std::to_string(i % 900 + 1) + ") 点検する。\n";
  CHECK(why(items) == "policy.too_large");
  CHECK(why(many(20'000, "あ。")) == "");
}
