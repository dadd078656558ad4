#include <doctest/doctest.h>

#include "policy/duty.h"
#include "policy/meaning_testing.h"

namespace sekisho::policy {

namespace {

bool promises(std::string_view sentence, Standing standing = Standing::plain) {
  return judge(understand(sentence, testing::lexicon().rules()), standing).is_duty;
}

Strength strength(std::string_view sentence) {
  return understand(sentence, testing::lexicon().rules()).strength;
}

Circumstances circumstances(std::string_view sentence) {
  const auto& rules = testing::lexicon().rules();
  return circumstances_of(sentence, understand(sentence, rules), rules);
}

}  // namespace

TEST_CASE("the ending of a sentence decides whether it promises") {
  CHECK(promises("組合は、台帳を備える。"));
  CHECK(promises("鍵は、金庫に保管するものとする。"));
  CHECK(promises("退庁時に施錠しなければならない。"));
  CHECK(promises("職員は、記録を机に置いたままにしてはならない。"));
  CHECK(promises("当組合は、研修を毎年行います。"));
  CHECK(promises("組合は、お預かりした情報を他に渡すことはありません。"));
  CHECK(promises("事務局は、漏えいの防止に努める。"));
  CHECK(promises("手順書は、非公開とする。"));
  CHECK(promises("外部の者は、許可を得ないで入室することができない。"));
  CHECK(promises("次の取組を行うことを宣言します。"));
}

TEST_CASE("definitions, scopes, purposes, permissions and what was done promise nothing") {
  CHECK_FALSE(promises("この方針で「端末」とは、職員が使う電子計算機をいう。"));
  CHECK_FALSE(promises("この規程は、組合の全ての課に適用する。"));
  CHECK_FALSE(promises("対象は、事務局が持つ情報とする。"));
  CHECK_FALSE(promises("この規程は、情報の扱い方に関し必要な事項を定めるものとする。"));
  CHECK_FALSE(promises("本方針は、組合の信頼を守ることを目的とする。"));
  CHECK_FALSE(promises("管理者は、立入りを許すことができる。"));
  CHECK_FALSE(promises("ただし、急を要するときは、この限りでない。"));
  CHECK_FALSE(promises("様式は、別に定める。"));
  CHECK_FALSE(promises("情報を守ることは、組合の責務である。"));
  CHECK_FALSE(promises("今後も備えを続ける必要がある。"));
  CHECK_FALSE(promises("組合では、これまで研修を重ねてきました。"));
  CHECK_FALSE(promises("統括する者は、事務局長とする。"));
  CHECK_FALSE(promises("体制は、次のとおりとする。"));
  CHECK_FALSE(promises("旧方針の全部を改正する。"));
  CHECK_FALSE(promises("職員は、組合の情報の"));
  CHECK_FALSE(promises("総務省は、指針を示す。"));
  CHECK_FALSE(promises("県は、市町村の取組を支える。"));
  CHECK_FALSE(promises("写しの交付を受ける者から、実費を徴収する。"));
  CHECK_FALSE(promises("閲覧の手数料は、無料とします。"));
  CHECK_FALSE(promises("費用は、請求した者の負担とする。"));
  CHECK_FALSE(promises("利用によって生じた損害には、一切の責任も負いません。"));
  CHECK_FALSE(promises("課長は、自宅での作業を認める。"));
  CHECK_FALSE(promises("管理者は、端末の貸与を認めることができる。"));
  CHECK_FALSE(promises("委員会は、次に掲げる事務をつかさどる。"));
  CHECK_FALSE(promises("委員会は、次の事項を審議する。"));
}

TEST_CASE("an ending is not taken for a longer word that ends alike") {
  CHECK(promises("組合は、取得した目的を明示します。"));
  CHECK(promises("組合は、求めに応じて記録を開示します。"));
  CHECK(promises("組合は、得られた知見を課の間で共有する。"));
  CHECK(promises("修正プログラムを適用する。"));
  CHECK(promises("外からの操作を不可能とする。"));
  CHECK_FALSE(promises("この章は、考え方を示す。"));
  CHECK_FALSE(promises("課長は、決裁の権限を有する者である。"));
}

TEST_CASE("a post that is set up is a promise, who holds it is not") {
  CHECK(promises("保護責任者を置き、課長をもって充てる。"));
  CHECK_FALSE(promises("保護責任者は、課長をもって充てる。"));
  CHECK(promises("委員長は、会議を招集し、議長となる。"));
  CHECK_FALSE(promises("委員会は、課長で組織する。"));
}

TEST_CASE("an item promises only under what announces it") {
  CHECK(promises("鍵を持ち帰らないこと。"));
  CHECK_FALSE(promises("鍵を持ち帰らないこと。", Standing::nothing));
  CHECK_FALSE(promises("鍵の管理に関すること。"));
  CHECK_FALSE(promises("定期的な訓練の実施"));
  CHECK(promises("定期的な訓練の実施", Standing::announced));
  CHECK_FALSE(promises("地震及び火災", Standing::announced));
  CHECK_FALSE(promises("課長が必要と認める場合", Standing::announced));
}

TEST_CASE("strength") {
  CHECK(strength("退庁時に施錠しなければならない。") == Strength::must);
  CHECK(strength("鍵を貸してはならない。") == Strength::prohibition);
  CHECK(strength("鍵は貸さないものとする。") == Strength::prohibition);
  CHECK(strength("漏えいの防止に努めなければならない。") == Strength::effort);
  CHECK(strength("鍵を金庫に入れるものとする。") == Strength::plain);
}

TEST_CASE("who, when and how often, as published") {
  const Circumstances one =
      circumstances("また、情報管理者（以下「管理者」という。）は、機器を廃棄する場合には、年１回、記録を確かめる。");
  CHECK(one.actor == "情報管理者");
  CHECK(one.condition == "機器を廃棄する場合には");
  CHECK(one.cadence == "年１回");
  const Circumstances two = circumstances("職員、議員および派遣職員は、必要に応じて研修を受ける。");
  CHECK(two.actor == "職員、議員および派遣職員");
  CHECK(two.condition == "必要に応じて");
  CHECK(two.cadence.empty());
  const Circumstances led = circumstances("職員は、端末を持ち帰る場合には、許可を得る。");
  CHECK(led.condition == "端末を持ち帰る場合には");
  CHECK(led.actor == "職員");
  const Circumstances three = circumstances("サーバーの点検は定期的に行う。");
  CHECK(three.actor.empty());
  CHECK(three.cadence == "定期的に");
}

TEST_CASE("what leads a list decides over its items") {
  const auto& rules = testing::lexicon().rules();
  const auto below = [&](std::string_view lead) {
    const Sense sense = understand(lead, rules);
    return standing_below(nullptr, &sense, judge(sense, Standing::plain).is_duty, rules);
  };
  CHECK(below("職員は、次に掲げる事項を遵守しなければならない。") == Standing::announced);
  CHECK(below("次の対策を講じる。") == Standing::announced);
  CHECK(below("委員会は、次に掲げる事務をつかさどる。") == Standing::nothing);
  CHECK(below("次に掲げる場合を除き、第三者に渡さない。") == Standing::nothing);
  CHECK(below("用語の意義は、次のとおりとする。") == Standing::nothing);
  CHECK(below("契約書には、次の事項を明記する。") == Standing::nothing);
  CHECK(below("端末を守る。") == Standing::plain);
}

}  // namespace sekisho::policy
