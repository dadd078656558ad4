// Small policies of ours in the styles that offices write, with the exact reading of a careful person.

#include <doctest/doctest.h>

#include "policy/meaning_testing.h"
#include "policy/read.h"

namespace sekisho::policy {

using testing::document_of;
using testing::duties_of;

TEST_CASE("a 基本方針 in the ministry's form") {
  const Document document = document_of("みどり広域組合情報セキュリティ基本方針", R"(
    1 | 目的 | この方針は、みどり広域組合の情報資産を守るための対策の基本を定めることを目的とする。
    2 | 定義 |
    2.1 | 情報システム | 機器、回線及び媒体で情報を処理する仕組みをいう。
    2.2 | LGWAN接続系 | LGWANにつながる情報システムをいう。
    2.3 | インターネット接続系 | インターネットにつながる情報システムをいう。
    3 | 対象とする脅威 | 次の脅威を想定し、対策を実施する。
    3.1 | | 外部からの攻撃、部外者の侵入等
    3.2 | | 操作の誤り、委託先の管理の不備等
    3.3 | | 地震、火災等
    4 | 適用範囲 | この方針は、事務局及び議会に適用する。
    5 | 職員等の遵守義務 | 職員及び議員（以下「職員等」という。）は、この方針を守らなければならない。
    6 | 対策 | 脅威から情報資産を守るため、以下の対策を講じる。
    6.1 | 組織体制 | 対策を進める体制を整える。
    6.2 | 分類 | 情報資産を重要度に応じて分類し、分類に応じた管理を行う。
    6.3 | 強靱性 |
    6.3.1 | | LGWAN接続系とインターネット接続系の通信経路を分割する。なお、両者の間では無害化通信を行う。
    6.3.2 | | インターネット接続系では、不正通信の監視を強める。
    6.4 | 物理 | サーバ、サーバ室及び職員のパソコンについて、物理的な対策を講じる。
    6.5 | 人 | 職員等が守るべき事項を定め、研修を行う。
    6.6 | 運用 | システムを監視し、遵守状況を確認する。緊急時対応計画を作る。
    6.7 | 委託 | 業務を委託するときは、委託先を選定し、必要な要件を契約に明記し、対策の状況を確認する。
    7 | 監査 | 必要に応じて監査及び自己点検を行い、運用を改善する。
    8 | 見直し | 監査の結果、この方針を改める必要があるときは、見直しを行う。
    9 | 基準 | 対策基準を定める。対策基準は、公開しない。
  )");
  const Document read = testing::read(document);
  CHECK(read.kind == Kind::security_policy);
  CHECK(read.zones == std::vector<std::string>{"lgwan", "internet"});
  CHECK(read.threats == 3);
  CHECK(duties_of(document) ==
        "3:1 threat.coverage\n"
        "5:1 policy.staff-compliance\n"
        "6:1 umbrella\n"
        "6.1:1 organization.structure\n"
        "6.2:1 asset.classification asset.handling\n"
        "6.3.1:1 zone.path-split\n"
        "6.3.1:2 zone.sanitized-transfer\n"
        "6.3.2:1 zone.internet-monitoring\n"
        "6.4:1 physical.servers physical.areas physical.terminals\n"
        "6.5:1 human.rules human.education\n"
        "6.6:1 operation.monitoring operation.compliance-check\n"
        "6.6:2 operation.emergency-plan\n"
        "6.7:1 outsource.selection outsource.contract outsource.confirmation\n"
        "7:1 review.audit review.self-check review.improvement\n"
        "8:1 review.policy\n"
        "9:1 standard.establish\n"
        "9:2 procedure.confidential\n");
}

TEST_CASE("a 規程 with articles, a committee and its functions") {
  CHECK(duties_of(document_of("あおば消防組合情報セキュリティ対策に関する規程", R"(
    1 | 趣旨 | この規程は、情報セキュリティ対策に関し必要な事項を定めるものとする。
    2 | 定義 | この規程において、次の各号に掲げる用語の意義は、当該各号に定めるところによる。
    2.1 | | 情報資産　組合の持つ情報及びその機器をいう。
    3 | 統括責任者 |
    3.1 | | 組合に統括責任者を置き、消防長をもって充てる。
    3.2 | | 統括責任者は、情報セキュリティ対策を総理する。
    4 | 委員会 |
    4.1 | | 組合に情報セキュリティ委員会を設置する。
    4.2 | | 委員会は、次に掲げる事務をつかさどる。
    4.2.1 | | 対策の評価に関すること。
    4.2.2 | | 監査の計画を定めること。
    4.3 | | 委員長は、次長とする。
    4.4 | | 委員会は、必要があると認めるときは、関係者の出席を求めることができる。
    5 | 職員の責務 | 職員は、次に掲げる事項を遵守しなければならない。
    5.1 | | 端末を業務以外の目的に使用しないこと。
    5.2 | | 職務上知り得た情報を漏らさないこと。
    6 | 事故の報告 | 職員は、事故を発見したときは、直ちに課長に報告しなければならない。ただし、休日の取扱いは、別に定める。
    7 | 立入り | 電算室への立入りを制限する。
    8 | 違反 | この規程に違反した者は、懲戒処分の対象とする。
    9 | 委任 | この規程に定めるもののほか、必要な事項は、消防長が別に定める。
  )")) ==
        "3.1:1 organization.structure\n"
        "3.2:1 organization.structure\n"
        "4.1:1 organization.structure\n"
        "5:1 umbrella\n"
        "5.1:1 human.rules\n"
        "5.2:1 human.rules\n"
        "6:1 incident.report\n"
        "7:1 physical.areas\n"
        "8:1 discipline.violation\n");
}

TEST_CASE("an older 対策基準, item by item") {
  CHECK(duties_of(document_of("ひかり環境組合情報セキュリティ対策基準", R"(
    1 | 機器の管理 |
    1.1 | | サーバは、地震で倒れないよう固定すること。
    1.2 | | 停電に備え、無停電電源装置を付けること。
    1.3 | | 通信ケーブルを損傷から保護すること。
    2 | ウイルス対策 |
    2.1 | | ウイルス対策ソフトを導入し、定義ファイルを最新に保つこと。
    2.2 | | 不審な添付ファイルは、開かずに消すこと。
    3 | 利用者の管理 | 異動した者のIDは、速やかに削除すること。
    4 | 記録 | アクセス記録を取得し、一年間保存すること。データは、毎日バックアップを行うこと。
    5 | 媒体 | 不要となった記録媒体は、読めないようにして廃棄すること。
    6 | 例外措置 | 例外措置をとるときは、許可を得て、その内容を記録すること。
    7 | 法令 | 職員は、関係法令を遵守すること。
    8 | クラウド | クラウドサービスを使うときは、利用に関する規定を定めること。
    9 | ソーシャルメディア | ソーシャルメディアの運用手順を定め、発信できる情報を規定し、その責任者を定めること。
  )")) ==
        "1.1:1 physical.servers\n"
        "1.2:1 physical.servers\n"
        "1.3:1 physical.circuits\n"
        "2.1:1 technical.malware\n"
        "2.2:1 technical.malware\n"
        "3:1 technical.access-control\n"
        "4:1 technical.computer-management\n"
        "4:2 technical.computer-management\n"
        "5:1 asset.handling\n"
        "6:1 exception.handling\n"
        "7:1 legal.compliance\n"
        "8:1 cloud.rules\n"
        "9:1 social.procedure social.content social.owner\n");
}

TEST_CASE("a privacy policy in です・ます") {
  const Document document = document_of("さくら市職員共済組合個人情報保護方針", R"(
    preamble | | さくら市職員共済組合（以下「当組合」といいます。）は、以下の方針により個人情報の保護に努めます。
    1 | 法令 | 当組合は、個人情報に関する法令を遵守します。
    2 | 体制 | 当組合は、個人情報保護管理者を置き、職員に研修を行います。
    3 | 取得 | 当組合は、利用目的を明示し、その範囲内でのみ利用します。
    4 | 管理 | 当組合は、個人データを正確に保ち、漏えいを防止するための対策を講じます。
    5 | 提供 | 当組合は、次の場合を除き、個人データを第三者に提供しません。
    5.1 | | 法令に基づく場合
    5.2 | | 生命を守るために必要な場合
    6 | 請求 | 当組合は、本人から開示や訂正の請求があったときは、速やかに応じます。手数料を頂くことがあります。
    7 | 委託 | 当組合は、取扱いを委託するときは、委託先を監督します。
    8 | 改善 | 当組合は、この取組を継続的に改善します。
    9 | 窓口 | ご不明の点は、事務局にお問い合わせください。
  )");
  CHECK(testing::read(document).kind == Kind::privacy_policy);
  CHECK(duties_of(document) ==
        "preamble:1 privacy.efforts\n"
        "1:1 legal.compliance\n"
        "2:1 privacy.manager privacy.training\n"
        "3:1 privacy.purpose privacy.use-limitation\n"
        "4:1 privacy.accuracy privacy.security\n"
        "5:1 privacy.third-party\n"
        "6:1 privacy.requests\n"
        "7:1 outsource.confirmation\n"
        "8:1 privacy.improvement\n");
}

TEST_CASE("a policy on Individual Numbers") {
  const Document document = document_of("こまち組合特定個人情報の適正な取扱いに関する基本方針", R"(
    1 | 法令等の遵守 | 組合は、番号法及びガイドラインを遵守する。
    2 | 安全管理 | 組合は、特定個人情報の漏えいを防ぐため、必要な安全管理措置を講じる。
    3 | 規程 | 組合は、取扱規程を策定し、これに従い特定個人情報の収集、保管及び廃棄を行う。
    4 | 改善 | 組合は、取扱いを継続的に改善する。
  )");
  CHECK(testing::read(document).kind == Kind::mynumber_policy);
  CHECK(duties_of(document) ==
        "1:1 mynumber.compliance\n"
        "2:1 mynumber.security\n"
        "3:1 mynumber.rules mynumber.lifecycle\n"
        "4:1 mynumber.improvement\n");
}

TEST_CASE("a declaration without articles") {
  CHECK(duties_of(document_of("はるか水道企業団情報セキュリティ宣言", R"(
    preamble | | 企業団は、水をお届けする者として情報を預かっています。情報を守るため、以下に取り組むことを宣言します。
    1 | | 情報セキュリティの体制を確立します。
    2 | | すべての職員に教育を行います。
    3 | | 法令及び契約上の義務を遵守します。
    4 | | 事故が起きたときは、原因を究明し、再発防止に努めます。
    5 | | リスクを評価し、対策を継続的に改善します。
    6 | | この宣言を組合のホームページで公表します。
  )")) ==
        "preamble:2 umbrella\n"
        "1:1 organization.structure\n"
        "2:1 human.education\n"
        "3:1 legal.compliance\n"
        "4:1 other\n"
        "5:1 review.improvement review.risk-analysis\n"
        "6:1 other\n");
}

TEST_CASE("what leads up to a purpose is a part of it") {
  CHECK(duties_of(document_of("まつかぜ組合情報セキュリティ基本方針", R"(
    1 | | 組合は、監査を重んじ、教育に力を注ぐため、委員会を設置する。
    2 | | 組合は、監査を行うとともに、事故を防ぐために、職員に研修を行う。
    3 | | 組合は、事故に備えるために必要な訓練を行う。
  )")) ==
        "1:1 organization.structure\n"
        "2:1 human.education review.audit\n"
        "3:1 human.education\n");
}

TEST_CASE("taking out by a setting of the terminal, and by the staff") {
  CHECK(duties_of(document_of("まつかぜ組合情報セキュリティ対策基準", R"(
    1 | | 情報を持ち出せない設定をする。
    2 | | 端末からＵＳＢメモリへの書き出しを制御し、情報の持出しができないようにする。
    3 | | 職員は、許可なく情報を持ち出してはならない。
  )")) ==
        "1:1 zone.export-block\n"
        "2:1 zone.export-block\n"
        "3:1 human.rules\n");
}

TEST_CASE("a sentence whose words name nothing goes with the one before it") {
  const Document document = testing::read(document_of("まつかぜ組合情報セキュリティ対策基準", R"(
    1 | 雑件 |
    1.1 | | 職員は、事故を発見したときは、課長に報告しなければならない。
    1.2 | | 課長は、その写しを綴る。
    2 | 鉢植え | 課長は、その写しを綴る。
  )"));
  REQUIRE(document.duties.size() == 3);
  CHECK(document.duties[1].concepts == std::vector<std::string>{"incident.report"});
  CHECK(document.duties[1].doubt == "policy.doubt.surroundings");
  CHECK(document.duties[2].concepts == std::vector<std::string>{"other"});
}

TEST_CASE("what a sentence is about goes on over all its predicates, and a room does not act") {
  CHECK(duties_of(document_of("まつかぜ組合情報セキュリティ対策基準", R"(
    1 | | 車載端末は、使用の後に取り外し、棚に施錠して置く。
    2 | | 機械室は、常に施錠し、出入りの記録を取る。
    3 | | 課長は、職員を集め、研修を行う。
    4 | | この方針を定め、又は変更したときは、速やかに公表する。
  )")) ==
        "1:1 physical.terminals\n"
        "2:1 physical.areas\n"
        "3:1 human.education\n"
        "4:1 policy.publication\n");
}

TEST_CASE("items that end in a noun, as a declaration prints them") {
  CHECK(duties_of(document_of("なぎさ企業団サイバーセキュリティを確保するための方針", R"(
    1 | 取組 | 企業団は、次の取組を行います。
    1.1 | | 推進する体制の整備
    1.2 | | 情報資産の洗い出しと台帳による管理
    1.3 | | 職員への定期的な研修の実施
    1.4 | | 不正プログラムへの対策の実施
    1.5 | | 委託先の選定と監督
    1.6 | | 監査及び自己点検の実施
    1.7 | | 継続的な改善
  )")) ==
        "1:1 umbrella\n"
        "1.1:1 organization.structure\n"
        "1.2:1 asset.inventory\n"
        "1.3:1 human.education\n"
        "1.4:1 technical.malware\n"
        "1.5:1 outsource.selection outsource.confirmation\n"
        "1.6:1 review.audit review.self-check\n"
        "1.7:1 review.improvement\n");
}

TEST_CASE("rules for machines and media, said of who handles them") {
  CHECK(duties_of(document_of("たけやま衛生組合情報セキュリティ規則", R"(
    1 | 情報資産の取扱い |
    1.1 | | 機密性の高い情報を運搬する者は、鍵の付いた容器を使用しなければならない。
    1.2 | | 不要となった文書は、裁断して廃棄する。
    2 | 機器 |
    2.1 | | サーバは、施錠できる部屋に設置する。
    2.2 | | 執務室は、無人となるときは施錠する。
    2.3 | | モバイル端末の遠隔消去の機能を使用する。
    2.4 | | 外部へのネットワーク接続を必要最小限に限定する。
    3 | システム |
    3.1 | | 利用者の権限を必要最小限に設定する。
    3.2 | | 差出人が不明な電子メールは、開かずに削除する。
    3.3 | | 使用していないポートを閉じる。
    3.4 | | 無線ＬＡＮでは、暗号化を行う。
    3.5 | | サーバの時刻同期を行う。
    4 | 委託 |
    4.1 | | 委託先の選定に当たっては、認証の取得状況を考慮する。
    4.2 | | 委託先の作業状況を検査する。
  )")) ==
        "1.1:1 asset.handling\n"
        "1.2:1 asset.handling\n"
        "2.1:1 physical.servers\n"
        "2.2:1 physical.areas\n"
        "2.3:1 physical.terminals\n"
        "2.4:1 physical.circuits\n"
        "3.1:1 technical.access-control\n"
        "3.2:1 technical.malware\n"
        "3.3:1 technical.intrusion\n"
        "3.4:1 technical.computer-management\n"
        "3.5:1 operation.monitoring\n"
        "4.1:1 outsource.selection\n"
        "4.2:1 outsource.confirmation\n");
}

TEST_CASE("what is no policy promises nothing") {
  const auto kind = [](std::string title) {
    return testing::read(document_of(std::move(title), "1 | | 職員は、法令を守る。")).kind;
  };
  CHECK(kind("みなと組合ソーシャルメディア運用方針") == Kind::other);
  CHECK(kind("みなと組合個人情報保護規程施行細則") == Kind::other);
  CHECK(kind("みなと組合USBメモリ取扱要領") == Kind::other);
  CHECK(kind("みなと組合情報セキュリティ委員会設置要綱") == Kind::other);
  CHECK(kind("みなと組合情報セキュリティ実施手順") == Kind::other);
  CHECK(kind("みなと組合情報セキュリティポリシー") == Kind::security_policy);
  CHECK(kind("みなと組合サイバーセキュリティ基本方針") == Kind::security_policy);
  CHECK(kind("みなと組合プライバシーポリシー") == Kind::privacy_policy);
  CHECK(kind("みなと組合における個人情報の管理") == Kind::privacy_policy);
  CHECK(kind("みなと組合特定個人情報等取扱規程") == Kind::mynumber_policy);
  CHECK(duties_of(document_of("みなと組合ソーシャルメディア運用方針", "1 | | 職員は、法令を守る。")).empty());
}

TEST_CASE("a zone counts where it is defined, a threat where it is listed") {
  const Document named = testing::read(document_of("情報セキュリティ基本方針", R"(
    1 | 対策 | マイナンバー利用事務系は、他の領域と通信できないようにする。
    2 | 脅威 | 侵入、災害及び誤操作の脅威に備える。
  )"));
  CHECK(named.zones.empty());
  CHECK(named.threats == 0);
  const Document defined = testing::read(document_of("情報セキュリティ基本方針", R"(
    1 | 対策 | 個人番号を扱う系統（以下「マイナンバー利用事務系」という。）は、他の系統から分離する。
    2 | 用語 |
    2.1 | | インターネット接続系　外とつながる情報システムをいう。
  )"));
  CHECK(defined.zones == std::vector<std::string>{"mynumber", "internet"});
}

TEST_CASE("doubt is shown where the words of the sentence do not tell") {
  const Document document = testing::read(document_of("情報セキュリティ対策規程", R"(
    1 | ウイルス対策 | 結果を紙に残す。
    2 | 雑則 | 課長は、鉢植えに水をやる。
    3 | 統括責任者 | 統括責任者は、全ての機器について責任を負う。
    4 | 監査 | 監査を実施する。
  )"));
  REQUIRE(document.duties.size() == 4);
  CHECK(document.duties[0].doubt == "policy.doubt.surroundings");
  CHECK(document.duties[1].doubt == "policy.doubt.unnamed");
  CHECK(document.duties[2].doubt == "policy.doubt.weak");
  CHECK_FALSE(document.duties[3].doubtful);
}

TEST_CASE("what a condition names is what the rules are for") {
  CHECK(duties_of(document_of("みどり広域組合情報セキュリティ基本方針", R"(
    1 | | クラウドサービスを利用する場合には、利用の規程を定める。
    2 | | 外部サービスの利用に当たっては、利用のルールを作る。
    3 | | ソーシャルメディアを使うときは、運用の手順を定め、責任者を置く。
  )")) ==
        "1:1 cloud.rules\n"
        "2:1 cloud.rules\n"
        "3:1 social.procedure social.owner\n");
}

}  // namespace sekisho::policy
