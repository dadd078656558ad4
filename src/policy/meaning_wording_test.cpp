// The same promises in the words of other authors: plain speech, older forms, one verb for several things.

#include <doctest/doctest.h>

#include "policy/meaning_testing.h"
#include "policy/title.h"

namespace sekisho::policy {

using testing::document_of;
using testing::duties_of;
using testing::read;

TEST_CASE("a town that writes plainly") {
  const Document document = document_of("みずべ町サイバーセキュリティ基本方針", R"(
    1 | 言葉の意味 |
    1.1 | マイナンバー利用事務系 | マイナンバーを使う事務の情報システムのことです。
    1.2 | インターネット接続系 | ホームページなどの情報システムのことです。
    2 | 対象とする脅威 | 町は、次のような脅威を想定して対策を行います。
    2.1 | | 攻撃
    2.2 | | 災害
    3 | 対策 | 2に掲げる脅威に備え、次の対策に取り組みます。
    3.1 | 物理的な対策 | サーバー、回線及びパソコンを適切に管理し、物理的な対策を行います。
    3.2 | 人の対策 | 職員が守ることを決め、研修や訓練で意識と知識を高めます。
    3.3 | 運用の対策 | システムの監視、方針が守られているかの確認、委託するときの安全の確保を行います。緊急時の対応計画をつくります。
    3.4 | 委託 | 委託先を適切に選び、条件を契約に明記し、対策が行われているかを確かめ、必要なときは契約に基づいて対応します。
    3.5 | クラウド | クラウドサービスを利用するときは、利用のための規程を整えます。
    3.6 | SNS | SNSを利用するときは、運用の手順や発信できる情報、責任者を決めます。
    3.7 | インターネット | インターネット接続系では、県のセキュリティクラウドを利用します。
    4 | 対策基準と実施手順 | 対策基準に基づいて、システムごとの実施手順を定めます。なお、これらは、支障が出るため、非公開とします。
  )");
  CHECK(read(document).zones == std::vector<std::string>{"mynumber", "internet"});
  CHECK(duties_of(document) ==
        "2:1 threat.coverage\n"
        "3:1 umbrella\n"
        "3.1:1 physical.servers physical.circuits physical.terminals\n"
        "3.2:1 human.rules human.education\n"
        "3.3:1 operation.monitoring operation.compliance-check operation.outsourcing-assurance\n"
        "3.3:2 operation.emergency-plan\n"
        "3.4:1 outsource.selection outsource.contract outsource.confirmation outsource.enforcement\n"
        "3.5:1 cloud.rules\n"
        "3.6:1 social.procedure social.content social.owner\n"
        "3.7:1 zone.internet-monitoring\n"
        "4:1 procedure.establish\n"
        "4:2 procedure.confidential\n");
}

TEST_CASE("one verb for several things, and what gives way to what") {
  CHECK(duties_of(document_of("かわかみ水道企業団情報セキュリティ基本方針", R"(
    1 | 資産 | 情報資産を洗い出して台帳に登録し、重要度により格付けを行う。格付けに見合った取扱いを徹底する。
    2 | 資産 | 情報の重要さに応じて区分を設け、その区分に従った管理を行う。
    3 | 施設 | 電算室への入室を許可された者に限り、その記録を保管する。電算室の機器には、停電に備え、無停電電源装置を設ける。
    4 | 入退室と権限 | 入退管理及びアクセス権限の適正な管理を行う。
    5 | 監査 | 自己点検を年1回以上、監査を必要に応じて実施する。
    6 | 運用 | 浄水場の監視制御装置について、稼働状況を確認する。不正な通信を遮断する。
    7 | 運用 | システムの監視等の対策及び緊急事態が発生した際に迅速に対応するための危機管理対策を講ずる。
    8 | 委託 | 受託者における対策の状況を定期に点検し、必要があるときは、改善の指示その他の措置をとる。
    9 | 事故 | 職員は、事故を見つけたときは、応急の措置をとり、課長に報告しなければならない。
    10 | 基準 | 具体的なことは、対策基準において定める。
    11 | 手順 | 対策基準及び実施手順は、公開すると事業に支障が生じるため、公表しない。
    12 | その他 | この方針に定めるもののほか、必要な事項は、企業長が定める。
  )")) ==
        "1:1 asset.inventory asset.classification\n"
        "1:2 asset.handling\n"
        "2:1 asset.classification asset.handling\n"
        "3:1 physical.areas\n"
        "3:2 physical.servers\n"
        "4:1 physical.areas technical.access-control\n"
        "5:1 review.audit review.self-check\n"
        "6:1 operation.monitoring\n"
        "6:2 technical.intrusion\n"
        "7:1 operation.monitoring operation.emergency-plan\n"
        "8:1 outsource.confirmation outsource.enforcement\n"
        "9:1 incident.report\n"
        "10:1 standard.establish\n"
        "11:1 procedure.confidential\n");
}

TEST_CASE("objects that stand before, limits and older forms") {
  CHECK(duties_of(document_of("かわかみ清掃組合情報セキュリティ基本方針", R"(
    1 | 資産 | 情報資産を重要度の観点から評価し、分類する。
    2 | 物理的な対策 | 情報システムを設置する施設への不正な立入りから保護するために物理的な対策を講ずる。
    3 | 端末 | 端末は、盗難を防ぐ措置を講じ、離席するときは画面を保護しなければならない。
    4 | 機器 | 電算室に設置する機器について、耐震の措置を講ずる。
    5 | 技術 | 情報へのアクセスは、業務上必要な者に限定する。ソフトウェアを最新の状態に保つ。
    6 | 障害 | 障害等の発生時に備え、手順を整備する。
    7 | 委託 | 受託者の対策の状況を事前に審査する。契約に反するときは、契約に基づき是正の措置を求める。
    8 | SNS | 公式アカウントは、運用要領に従って使う。
    9 | 公表 | 基本方針は公表し、対策基準は公表しない。
    10 | 義務 | 職員は、この方針を守って業務に当たるものとする。
    11 | 備え | 障害を想定した対応手順書を整備し、年1回訓練する。
    12 | 改定 | この基本方針は、法令の改正に応じて改定し、その都度公表する。
  )")) ==
        "1:1 asset.classification\n"
        "2:1 physical.servers physical.areas\n"
        "3:1 physical.terminals human.rules\n"
        "4:1 physical.servers\n"
        "5:1 technical.access-control\n"
        "5:2 technical.intrusion\n"
        "6:1 operation.emergency-plan\n"
        "7:1 outsource.selection\n"
        "7:2 outsource.enforcement\n"
        "8:1 social.procedure\n"
        "9:1 procedure.confidential policy.publication\n"
        "10:1 policy.staff-compliance\n"
        "11:1 human.education operation.emergency-plan\n"
        "12:1 review.policy policy.publication\n");
  CHECK(body_in_title("むつみ病院組合 個人情報保護方針") == "むつみ病院組合");
  CHECK(body_in_title("むつみ病院組合員の方針") != "むつみ病院組合");
}

TEST_CASE("personal information: measures beside rules, laws beside requests") {
  CHECK(duties_of(document_of("はまべ広域連合個人情報保護方針", R"(
    1 | 開示等 | 本人から開示の請求があったときは、法令に従い速やかに対応します。
    2 | 安全管理 | 個人情報を取り扱うシステムと外部とのアクセスを遮断します。
  )")) ==
        "1:1 privacy.requests\n"
        "2:1 privacy.security\n");
  CHECK(duties_of(document_of("はまべ広域連合特定個人情報の適正な取扱いに関する基本方針", R"(
    1 | 安全管理 | 必要な安全管理措置を講じるとともに、取扱規程を整備します。
  )")) == "1:1 mynumber.security mynumber.rules\n");
}

TEST_CASE("a site's words: what is gathered by fair means, what stands beside とともに, measures under a purpose") {
  CHECK(duties_of(document_of("はまべ福祉協会個人情報保護方針", R"(
    preamble | | 協会は、この方針を全職員に周知し、個人情報の保護に努めます。
    1 | 法令 | 協会は、関係する法律及び規程を遵守し、個人情報を丁寧かつ慎重に扱います。
    2 | 取得 | 協会は、個人情報を適法かつ公正な手段によって取得します。
    3 | 管理 | 協会は、個人情報の正確性を保ち、施錠して管理するとともに紛失、改ざん等を防止するため、必要な対策を実施します。
    4 | 委託 | 委託する場合は、その相手方に対し、適正な取扱いについて指導監督を行います。
    5 | 取扱い | 協会は、個人情報を、集めた目的に沿って使用します。
    6 | 公開 | 個人の利益を損なうおそれのある情報は開示しません。
    7 | 措置 | 協会は、次のとおり安全管理措置を講じます。
    8 | 目的外 | 個人情報は、集めた目的以外の目的のために使用したり、外部に提供したりしません。
  )")) ==
        "preamble:1 privacy.efforts privacy.training\n"
        "1:1 legal.compliance privacy.efforts\n"
        "2:1 other\n"
        "3:1 privacy.accuracy privacy.security\n"
        "4:1 outsource.confirmation\n"
        "5:1 privacy.use-limitation\n"
        "6:1 privacy.third-party\n"
        "7:1 umbrella privacy.security\n"
        "8:1 privacy.use-limitation privacy.third-party\n");
  CHECK(duties_of(document_of("はまべ広域連合情報セキュリティ規程", R"(
    1 | 趣旨 | 連合は、住民の暮らしの支援に努めている。被害は後を絶たない。
    2 | 責務 | 職員は、このルールを理解し、守らなければならない。職員及び委託を受けた者は、対策の重要性について共通の認識を持ち、これを守る義務を負う。
    3 | 基準 | 連合長は、全ての課に共通する基準を定めるものとする。
    4 | 体制 | 対策の推進は、次の体制とする。
    4.1 | 責任者 | 全体を統括する権限を有する。
    5 | 準用 | 学校のシステムは、この規程に準ずるものとする。用語は、基本方針と同一の意味において使用するものとする。
    6 | 利用 | 職員は、情報を業務の範囲内で利用すること。
  )")) ==
        "2:1 policy.staff-compliance\n"
        "2:2 policy.staff-compliance\n"
        "3:1 standard.establish\n"
        "4:1 organization.structure\n"
        "6:1 human.rules\n");
}

TEST_CASE("a caption that names a purpose makes the article's paragraphs no less promises") {
  Document document = document_of("はまべ広域連合個人情報保護規程", R"(
    3 | 利用目的の公表 |
    3.1 | | 個人情報は、届け出た目的の範囲内で利用する。
    3.2 | | 利用目的は、窓口に掲示して公表する。
  )");
  document.clauses[1].marker = "";
  CHECK(duties_of(std::move(document)) == "3.1:1 privacy.use-limitation\n3.2:1 privacy.purpose\n");
}

TEST_CASE("posts under a lead that only tells how they are arranged, and who else is bound") {
  CHECK(duties_of(document_of("北浜学園情報セキュリティ規程", R"(
    1 | 体制 | 対策を進める体制を次のとおり定める。
    1.1 | 責任者 | 学園に責任者を置き、理事をもって充てる。責任者は、対策を統括する。
    2 | 調査 | 情報に対する脅威について、抽出を行う。書面であるかどうかを問わない。
    3 | 背景 | 地方公共団体は、情報を適切に保護しなければならない。
  )")) ==
        "1:1 organization.structure\n"
        "1.1:1 organization.structure\n"
        "1.1:2 organization.structure\n"
        "2:1 review.risk-analysis\n");
  CHECK(duties_of(document_of("北浜町個人情報等の保護に関する管理規程", R"(
    1 | 監査 | 監査責任者は、管理の状況を監査する任に当たる。
    2 | 監督 | 保護管理者は、次の事項に関し、係員の指導及び監督を行う。
  )")) ==
        "1:1 review.audit privacy.manager\n"
        "2:1 privacy.training privacy.security\n");
}

TEST_CASE("Individual Numbers: a list of how they are handled, who is in charge, a text that ends early") {
  CHECK(duties_of(document_of("北浜町特定個人情報等の安全管理に関する基本方針", R"(
    preamble | | 指針を踏まえ、「北浜町特定個人情報等の安全管理に関する基本方針」を定めたので公表します。
    1 | 考え方 | 町は、管理規程を整備して職員に守らせるとともに、適正に特定個人情報等を取り扱う。
    2 | 方針 | 全ての事務において、次のとおり特定個人情報等を適正に取り扱う。
    2.1 | 法令 | 特定個人情報等の適正な取扱いについて、次の法令を遵守する。
    3 | 責任者 | 保護責任者は、個人番号利用事務で取り扱う特定個人情報の範囲を明確にしなければならない。
    4 | 措置 | 保護管理者は、特定個人情報を管理するため必要な措置を講ずる。
    5 | 担当 | 事務取扱担当者は、前項の事務を所管す
  )")) ==
        "preamble:1 policy.publication\n"
        "1:1 mynumber.efforts mynumber.rules\n"
        "2:1 umbrella mynumber.efforts\n"
        "2.1:1 mynumber.compliance\n"
        "3:1 mynumber.security\n"
        "4:1 mynumber.security\n");
  CHECK(duties_of(document_of("北浜町情報セキュリティ規程", R"(
    1 | 見直し | 町長は、必要に応じてこの規程を見直す
    2 | 罰 | 事故に責任を負う者は、処罰の対象となる。
  )")) ==
        "1:1 review.policy\n"
        "2:1 discipline.violation\n");
}

TEST_CASE("several promises in one sentence, purposes in the middle, and what only names a list of threats") {
  CHECK(duties_of(document_of("沢辺企業団サイバーセキュリティ基本方針", R"(
    1 | 脅威 | 企業団は、次に掲げる脅威による損害を避け、又は小さくするよう、必要な対策を講ずるものとする。
    1.1 | | 侵入による情報の漏えい、改ざん、消去等
    2 | 領域 | 端末は、USBメモリへ情報を書き出すことができない設定とする。
    3 | 技術 | コンピュータ及びネットワークの適正な管理、情報へのアクセスの制御、ウイルスへの対策並びに不正アクセスの防止を行う。
    3.1 | | 利用者ごとに識別符号を割り当て、必要な範囲に限ってアクセスを認める。
    3.2 | | 職員が利用できる機能の範囲を定める。
    4 | 人 | 職員に守らせるべき事項を定め、研修の機会を設けてこれを周知する。
    4.1 | | サイバー攻撃への対応訓練を含む研修を行う。
    5 | 委託 | 委託先は、管理の体制を審査した上で選び、契約書に秘密の保持のために必要な条項を設ける。
    5.1 | | 受託者の事業所を訪れ、契約に定める対策の実施状況を確認する。
    5.2 | | 受託者に不備があるときは、契約の定めるところにより必要な措置をとる。
    6 | 点検 | 監査及び自己点検を定期的又は必要に応じて実施する。
    7 | 見直し | この方針について検討を加え、必要があるときは、これを改める。
    8 | 台帳 | 情報資産を台帳に登録し、異動の都度これを改める。
  )")) ==
        "1:1 threat.coverage\n"
        "2:1 zone.export-block\n"
        "3:1 technical.computer-management technical.access-control technical.malware technical.intrusion\n"
        "3.1:1 technical.access-control\n"
        "3.2:1 technical.access-control\n"
        "4:1 human.rules human.education\n"
        "4.1:1 human.education\n"
        "5:1 outsource.selection outsource.contract\n"
        "5.1:1 outsource.confirmation\n"
        "5.2:1 outsource.enforcement\n"
        "6:1 review.audit review.self-check\n"
        "7:1 review.policy\n"
        "8:1 asset.inventory\n");
}

TEST_CASE("what no concept names, and whose powers are told") {
  CHECK(duties_of(document_of("沢辺企業団情報セキュリティ規程", R"(
    1 | 権限 | 課長は、機器の設定に関する権限及び責任を有する。
    2 | 制御 | 浄水場の監視制御装置は、他の回線から切り離して運用する。
    4 | 緊急 | 職員は、緊急時には、課長に早急に報告を行う。
    5 | 基準 | 判断の基準となる対策基準を別に定める。
  )")) ==
        "2:1 other\n"
        "4:1 incident.report\n"
        "5:1 standard.establish\n");
  CHECK(duties_of(document_of("沢辺組合個人情報保護方針", R"(
    1 | 窓口 | 個人情報の取扱いに関する苦情に、誠実に対応します。
    2 | 請求 | 開示の請求及び苦情に、速やかに対応します。
  )")) ==
        "1:1 other\n"
        "2:1 privacy.requests\n");
}

TEST_CASE("measures told one by one, in policies of personal information") {
  CHECK(duties_of(document_of("沢辺組合特定個人情報等の適正な取扱いに関する基本方針", R"(
    1 | 組織的安全管理措置 | 保護責任者を置き、管理体制を整える。
    1.1 | | 漏えい等の事案が発生した場合の対応手順を定める。
    2 | 人的安全管理措置 | 担当者に対し、研修を実施する。
    3 | 物理的安全管理措置 | 取り扱う区域への入退室を管理するとともに、パソコンをワイヤーで固定する。
    4 | 技術的安全管理措置 | 特定個人情報等を取り扱う情報システムを他のネットワークから分離し、アクセスできる者を限定する。
    5 | 安全管理措置 | 漏えい、滅失等を防ぐため、アクセス制御等の安全管理措置を講じる。
    6 | 利用 | 法律の定める事務の範囲内に限り、個人番号を利用する。
  )")) ==
        "1:1 organization.structure privacy.manager\n"
        "1.1:1 operation.emergency-plan\n"
        "2:1 privacy.training\n"
        "3:1 physical.areas physical.terminals\n"
        "4:1 zone.mynumber-isolation technical.access-control\n"
        "5:1 mynumber.security\n"
        "6:1 privacy.use-limitation\n");
  CHECK(duties_of(document_of("沢辺組合個人情報保護方針", R"(
    1 | 安全管理 | 事務局長を保護管理者とし、職員の研修を行います。
    2 | 安全管理 | 管理区域への立入りを制限し、書類の紛失を防止します。
    3 | 利用目的 | 利用目的が明確になるように示します。
  )")) ==
        "1:1 privacy.manager privacy.training\n"
        "2:1 physical.areas privacy.security\n"
        "3:1 privacy.purpose\n");
  CHECK(duties_of(document_of("沢辺組合情報セキュリティ規程", R"(
    1 | | 職員は、自己のIDを他人に利用させてはならない。
    2 | | 職員は、許可なく、端末にソフトウェアを導入してはならない。
    3 | | システムごとに、アクセスする権限を有する者を最小限の範囲で定める。
    4 | | 課長は、前条の分類に応じ、取扱いの制限を定める。
  )")) ==
        "1:1 technical.access-control\n"
        "2:1 technical.computer-management\n"
        "3:1 technical.access-control\n"
        "4:1 asset.handling\n");
}

TEST_CASE("a heading that speaks of collecting is none of purposes") {
  CHECK(duties_of(document_of("沢辺組合個人情報保護方針", R"(
    1 | 利用目的の特定と取得 |
    1.1 | | 組合は、利用目的を公表するか、又は本人に通知します。
    1.2 | | 病歴等は、あらかじめ本人の同意を得て取得します。
    2 | 利用目的 |
    2.1 | | 給付の支払
  )")) ==
        "1.1:1 privacy.purpose\n"
        "1.2:1 other\n");
}

TEST_CASE("who speaks at the beginning of a text") {
  CHECK(speaker_of("社会福祉法人 はまべ協議会は、次の方針による。") == "社会福祉法人 はまべ協議会");
  CHECK(speaker_of("はまべ支援基金では、審査を行う。") == "はまべ支援基金");
  CHECK(speaker_of("職員等は、次のことを守る。").empty());
  CHECK(speaker_of("市町村は、方針を定める。").empty());
  CHECK(speaker_of("北浜町公式ホームページでは、個人情報を守ります。") == "北浜町");
  CHECK(body_in_title("北浜市立南小学校情報セキュリティポリシー") == "北浜市立南小学校");
  CHECK(body_in_title("北浜町議会情報セキュリティ基本方針") == "北浜町議会");
  CHECK(body_in_title("北浜町議会議員倫理規程") == "北浜町");
  CHECK(body_in_title("北浜市学校情報セキュリティ規程") == "北浜市");
  CHECK(body_in_title("北浜市病院事業総合システム運用管理規程") == "北浜市");
  CHECK(body_in_title("北浜共済組合南県支部が取り扱う個人情報の保護に関する規程") == "北浜共済組合南県支部");
  CHECK(body_in_title("国立大学法人北浜教育大学情報セキュリティ規程") == "国立大学法人北浜教育大学");
  CHECK(body_in_title("北浜町USBメモリ取扱要綱") == "北浜町");
  CHECK(body_in_title("はまべ組合情報セキュリティ基本方針") == "はまべ組合");
  CHECK(body_in_text("この方針は、公益財団法人北浜文化財団（以下「財団」という。）に適用する。") ==
        "公益財団法人北浜文化財団");
  CHECK(body_in_title("学校法人北浜学園情報セキュリティ基本方針") == "学校法人北浜学園");
}

}  // namespace sekisho::policy
