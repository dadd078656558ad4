#include "base/text.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

using namespace sekisho;

namespace {

std::string icu_nfkc(const std::string& utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
  std::string out;
  nfkc->normalize(icu::UnicodeString::fromUTF8(utf8), error).toUTF8String(out);
  return out;
}

std::string one(char32_t c) {
  std::string utf8;
  text::append(utf8, c);
  return utf8;
}

bool same(std::string_view a, std::string_view b) {
  return text::matching_form(a) == text::matching_form(b);
}

// Letters of the kinds that meet in Japanese texts, among them those that join what stands before.
char32_t any_letter() {
  static const std::u32string kOdd =
      U"aA1か゛\u3099\u309A\u0301ハﾊﾞﾟ①⑴Ⅰ㈱㍻㋿ｶﾞ（）Ａ１　 "
      U"ー-〜～が髙﨑漢字𠮷\u1100\u1161\u00A0ﾞ;\u00E9";
  return kOdd[*rc::gen::inRange<std::size_t>(0, kOdd.size())];
}

}  // namespace

TEST_CASE("valid UTF-8 has neither overlong forms nor surrogates") {
  CHECK(text::is_valid_utf8("方針 abc 𠮷"));
  CHECK(text::is_valid_utf8(""));
  CHECK_FALSE(text::is_valid_utf8("\xC0\xAF"));
  CHECK_FALSE(text::is_valid_utf8("\xE0\x80\xAF"));
  CHECK_FALSE(text::is_valid_utf8("\xED\xA0\x80"));
  CHECK_FALSE(text::is_valid_utf8("\xF4\x90\x80\x80"));
  CHECK_FALSE(text::is_valid_utf8("\xE6\x96"));
  CHECK(text::first_invalid_utf8("abc\xE6\x96") == 3);
  CHECK(text::code_point_at("abc\xE6\x96", 3).value == 0xFFFD);
  CHECK(text::code_point_at("abc", 3).length == 0);
}

TEST_CASE("every code point survives a round trip") {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string utf8 = one(c);
    const text::CodePoint point = text::code_point_at(utf8, 0);
    if (point.value != c || point.length != utf8.size()) FAIL(static_cast<std::uint32_t>(c));
  }
  CHECK(text::from_u32(text::to_u32("令和八年𠮷a")) == "令和八年𠮷a");
}

TEST_CASE("trim knows the spaces of offices") {
  CHECK(text::trim("　 \t第1条　趣旨 \r\n　") == "第1条　趣旨");
  CHECK(text::trim("\xC2\xA0\xE2\x80\x89"
                   "a") == "a");
  CHECK(text::trim("　　").empty());
  CHECK(text::trim("").empty());
}

TEST_CASE("lines end in LF, CRLF or CR") {
  CHECK(text::split_lines("a\nb\r\nc\rd") == std::vector<std::string_view>{"a", "b", "c", "d"});
  CHECK(text::split_lines("a\n\nb\n") == std::vector<std::string_view>{"a", "", "b"});
  CHECK(text::split_lines("").empty());
  CHECK(text::split_lines("\r\n") == std::vector<std::string_view>{""});
}

TEST_CASE("wide characters count two columns") {
  CHECK(text::display_width("abc") == 3);
  CHECK(text::display_width("台帳ﾀﾞ") == 6);
  CHECK(text::display_width("か\u3099") == 2);
}

TEST_CASE("replace_all") {
  CHECK(text::replace_all("aXbXXc", "X", "--") == "a--b----c");
  CHECK(text::replace_all("abc", "", "x") == "abc");
}

TEST_CASE("nfkc agrees with ICU on every code point") {
  for (char32_t c = 1; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string alone = one(c);
    if (text::nfkc(alone) != icu_nfkc(alone)) FAIL(static_cast<std::uint32_t>(c));
    if (c < 0x3400 || (c > 0xF8FF && c < 0x11000)) {  // and between letters that join
      const std::string between = "か" + alone + "a" + alone + "\u3099";
      if (text::nfkc(between) != icu_nfkc(between)) FAIL(static_cast<std::uint32_t>(c));
    }
  }
}

TEST_CASE("nfkc agrees with ICU on any mixture") {
  CHECK(rc::check([] {
    std::string mixed;
    const int length = *rc::gen::inRange(0, 12);
    for (int i = 0; i < length; ++i) text::append(mixed, any_letter());
    RC_ASSERT(text::nfkc(mixed) == icu_nfkc(mixed));
    const std::string squeezed = text::squeezed(mixed);
    for (const char32_t c : text::to_u32(squeezed)) RC_ASSERT(!text::is_space(c));
    RC_ASSERT(text::squeezed(squeezed) == squeezed);
  }));
}

TEST_CASE("nfkc and squeezed: examples") {
  CHECK(text::nfkc("①⑴Ⅰ㈱㍻㋿～") == "1(1)I(株)平成令和~");
  CHECK(text::nfkc("ｻｰﾊﾞ　Ａ１") == "サーバ A1");
  CHECK(text::squeezed("　附 則　（令和 ８年）") == "附則(令和8年)");
  CHECK(text::squeezed("う゛か \u3099") == "ゔが");
  CHECK(text::nfkc("\uE000外字") == "\uE000外字");
}

TEST_CASE("spelling variants have one matching form") {
  CHECK(same("サーバー", "サーバ"));
  CHECK(same("サーバールーム", "サーバルーム"));
  CHECK(same("コンピューターウィルス", "コンピュータウイルス"));
  CHECK(same("ユーザーＩＤ", "ユーザid"));
  CHECK(same("ﾌﾟﾘﾝﾀｰ", "プリンタ"));
  CHECK(same("メーカー等", "メーカ等"));
  CHECK(same("情報システム全体の強靭性", "情報システム全体の強靱性"));
  CHECK(same("巡廻", "巡回"));
  CHECK(same("業務にかかる情報", "業務に係る情報"));
  CHECK(same("滅失およびき損", "滅失及び毀損"));
  CHECK(same("また、棄損", "又，毀損"));
  CHECK(same("取り扱い", "取扱い"));
  CHECK(same("持ち出し", "持出し"));
  CHECK(same("1―1", "１－１"));
  CHECK(same("〇〜〇", "〇～〇"));
  CHECK(same("情報漏洩", "情報漏えい"));
  CHECK(same("3ヶ月", "３か月"));
  CHECK(same("附則", "付 則"));
}

TEST_CASE("what differs in meaning keeps its own form") {
  CHECK_FALSE(same("カバー", "カバ"));
  CHECK_FALSE(same("キー", "キ"));
  CHECK_FALSE(same("1,000", "1、000"));
  CHECK_FALSE(same("第1条", "第2条"));
  CHECK_FALSE(same("髙", "高"));
  CHECK(text::matching_form("") == "");
  CHECK(text::matching_form("1,000件。") == "1,000件。");
  CHECK(text::matching_form("example.JP") == "example.jp");
  CHECK(text::matching_form("らーめん") == "らーめん");
}
