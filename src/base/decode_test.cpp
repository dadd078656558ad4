#include <doctest/doctest.h>
#include <iconv.h>
#include <rapidcheck.h>

#include <map>

#include "base/cp932.h"
#include "base/text.h"

using namespace sekisho;
using text::Encoding;

namespace {

std::string decoded(std::string_view bytes, Encoding encoding) {
  return text::decode(bytes, encoding).value();
}

std::string guessed(std::string_view bytes) {
  const auto result = text::decode(bytes);
  if (!result) return result.error().message + " " + result.error().params.at(0).second;
  return std::string(text::name_of(result->encoding)) + (result->had_bom ? " bom " : " ") + result->utf8;
}

// The C library's converter, as a second opinion; "" where it refuses.
std::string iconv_decode(const char* charset, std::string bytes) {
  iconv_t converter = iconv_open("UTF-8", charset);
  REQUIRE(converter != reinterpret_cast<iconv_t>(-1));
  char out[16];
  char* in_at = bytes.data();
  char* out_at = out;
  std::size_t in_left = bytes.size();
  std::size_t out_left = sizeof out;
  const bool whole =
      iconv(converter, &in_at, &in_left, &out_at, &out_left) != static_cast<std::size_t>(-1) && in_left == 0;
  iconv_close(converter);
  return whole ? std::string(out, sizeof out - out_left) : "";
}

std::string two(unsigned lead, unsigned trail) {
  return {static_cast<char>(lead), static_cast<char>(trail)};
}

const char* const kPolicy =
    "（趣旨）\r\n第１条　この方針は、組合が保有する情報資産の機密性、完全性及び可用性を維持するため、\r\n"
    "①職員の責務、②サーバ等の管理その他の必要な事項を定める。\r\n附　則\r\nこの規程は、令和８年４月１日から施行する。\r"
    "\n";

}  // namespace

TEST_CASE("the characters on which decoders differ") {
  const std::pair<const char*, const char*> cases[] = {
      {"\x87\x40", "①"},
      {"\xEE\xE0", "髙"},
      {"\xFB\xFC", "髙"},
      {"\xED\x95", "﨑"},
      {"\xFA\xB1", "﨑"},
      {"\x87\x8A", "㈱"},
      {"\x87\x54", "Ⅰ"},
      {"\xFA\x4A", "Ⅰ"},
      {"\x81\x60", "\uFF5E"},
      {"\x81\x61", "\u2225"},
      {"\x81\x7C", "\uFF0D"},
      {"\x81\x91", "\uFFE0"},
      {"\x81\x92", "\uFFE1"},
      {"\x81\xCA", "\uFFE2"},
      {"\x81\x5C", "\u2015"},
      {"\x95\x5C", "表"},
      {"\x83\x5C", "ソ"},
      {"\x94\x5C", "能"},
      {"\xF0\x40", "\uE000"},
      {"\xF9\xFC", "\uE757"},
      {"\xB1\xB6\xDE", "ｱｶﾞ"},
      {"\x5C\x7E", "\\~"},
      {"\x1A\x1C\x7F", "\x1A\x1C\x7F"},
  };
  for (const auto& [bytes, expected] : cases) {
    CAPTURE(expected);
    CHECK(decoded(bytes, Encoding::cp932) == expected);
  }
}

TEST_CASE("Windows writes one of the byte forms") {
  CHECK(text::encode("髙﨑①㈱Ⅰ∵～－￠表", Encoding::cp932).value() ==
        "\xFB\xFC\xFA\xB1\x87\x40\x87\x8A\x87\x54\x81\xE6\x81\x60\x81\x7C\x81\x91\x95\x5C");
  CHECK(text::encode("\uE000\uE757", Encoding::cp932).value() == "\xF0\x40\xF9\xFC");
}

TEST_CASE("the whole CP932 table agrees with the C library's, and comes back") {
  std::size_t characters = 0;
  for (unsigned lead = 0x80; lead <= 0xFF; ++lead) {
    for (unsigned trail = 0; trail <= 0xFF; ++trail) {
      const bool is_pair = text::Cp932::is_lead(static_cast<unsigned char>(lead));
      const std::string bytes = is_pair ? two(lead, trail) : std::string(1, static_cast<char>(lead));
      const auto ours = text::decode(bytes, Encoding::cp932);
      std::string theirs = iconv_decode("CP932", bytes);
      if (lead == 0x80 || lead == 0xA0 || lead >= 0xFD) theirs.clear();  // single bytes that only some tables fill
      if (ours.value_or("") != theirs)
        FAIL(std::to_string(lead * 256 + trail) << " " << ours.value_or("refused") << " " << theirs);
      if (!ours) continue;
      ++characters;
      const std::string back = text::encode(*ours, Encoding::cp932).value();
      if (decoded(back, Encoding::cp932) != *ours) FAIL(std::to_string(lead * 256 + trail));
    }
  }
  CHECK(characters == 63 * 256 + 9604);  // 63 half-width katakana, each met with 256 trail bytes
}

TEST_CASE("EUC-JP holds what CP932 holds, but for the user area") {
  CHECK(decoded("\xAD\xA1\xFC\xE2\xF9\xF5\xAD\xEA\xA1\xC1\x8E\xB1", Encoding::euc_jp) == "①髙﨑㈱～ｱ");
  CHECK(decoded("\x8F\xB0\xA1", Encoding::euc_jp) == "丂");
  CHECK(decoded("\xF5\xA1\xF8\xFE", Encoding::euc_jp) == "\uE000\uE177");
  std::size_t characters = 0;
  for (unsigned lead = 0x81; lead <= 0xFC; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFC; ++trail) {
      const char16_t c =
          text::Cp932::table().decode(static_cast<unsigned char>(lead), static_cast<unsigned char>(trail));
      if (c == 0 || (c >= 0xE000 && c <= 0xF8FF)) continue;
      std::string utf8;
      text::append(utf8, c);
      for (const Encoding encoding : {Encoding::euc_jp, Encoding::iso2022jp}) {
        const auto bytes = text::encode(utf8, encoding);
        if (!bytes || decoded(*bytes, encoding) != utf8) FAIL(utf8);
      }
      ++characters;
    }
  }
  CHECK(characters == 9604 - 1880);
}

TEST_CASE("ISO-2022-JP as Windows mails it") {
  CHECK(decoded("\x1B$B-!|b-j\x1B(B a\x1B(I1\x1B(J\\\x1B(B", Encoding::iso2022jp) == "①髙㈱ aｱ\\");
  CHECK(decoded("\x1B$@F|\x1B(B", Encoding::iso2022jp) == "日");
  CHECK(decoded("\x1B$(D0!\x1B(B", Encoding::iso2022jp) == "丂");
  CHECK(decoded("\x0E\x31\x0F"
                "a",
                Encoding::iso2022jp) == "ｱa");
  CHECK(decoded("\x1B$BF|\nabc", Encoding::iso2022jp) == "日\nabc");
  CHECK(text::encode("件名①ｱ\nabc", Encoding::iso2022jp).value() == "\x1B$B7oL>-!\x1B(I1\x1B(B\nabc");
  CHECK(guessed("Subject: \x1B$B7oL>\x1B(B\n") == "iso-2022-jp Subject: 件名\n");
  CHECK(guessed("\x1B$B7o") == "iso-2022-jp 件");
  CHECK(guessed("\x1B$B7") == "text.undecodable 3");
  CHECK(guessed("\x1B[0m plain") == "utf-8 \x1B[0m plain");
}

TEST_CASE("a Japanese text is read whatever its encoding") {
  for (const Encoding encoding :
       {Encoding::utf8, Encoding::cp932, Encoding::euc_jp, Encoding::utf16le, Encoding::utf16be, Encoding::iso2022jp}) {
    const std::string name = text::name_of(encoding);
    CAPTURE(name);
    CHECK(guessed(text::encode(kPolicy, encoding).value()) == name + " " + kPolicy);
    // A few characters of UTF-16 without a mark might be anything.
    if (encoding == Encoding::utf16le || encoding == Encoding::utf16be) continue;
    for (const std::string text : {"情報", "情報セキュリティ", "あ", "番号,氏名\n1,髙橋\n", "令和８年４月１日",
                                   "表ソ能", "ア", "東京都千代田区霞が関"}) {
      CAPTURE(text);
      const auto result = text::decode(text::encode(text, encoding).value());
      REQUIRE(result);
      CHECK(result->utf8 == text);
    }
  }
}

TEST_CASE("byte order marks decide") {
  CHECK(guessed("\xEF\xBB\xBF"
                "abc") == "utf-8 bom abc");
  CHECK(guessed(std::string_view("\xFF\xFE"
                                 "a\0b\0",
                                 6)) == "utf-16le bom ab");
  CHECK(guessed(std::string_view("\xFE\xFF\0a\0b", 6)) == "utf-16be bom ab");
  CHECK(guessed(std::string_view("a\0b\0\r\0\n\0", 8)) == "utf-16le ab\r\n");
  CHECK(guessed(std::string_view("\0a\0b", 4)) == "utf-16be ab");
  CHECK(guessed("\xFF\xFE"
                "a") == "text.undecodable 2");
  CHECK(guessed("\xEF\xBB\xBF\xFF") == "text.undecodable 3");
}

TEST_CASE("half-width katakana are not taken for EUC kanji") {
  CHECK(guessed("\xD4\xCF\xC0\xDE \xC0\xDB\xB3") == "cp932 ﾔﾏﾀﾞ ﾀﾛｳ");
  CHECK(guessed("\xCC\xB8\xDE\xD7,1\r\n") == "cp932 ﾌｸﾞﾗ,1\r\n");
}

TEST_CASE("what is cut or no text is refused with its place") {
  CHECK(guessed("情報セキュリテ\xE3\x82") == "text.undecodable 21");
  CHECK(guessed(text::encode("情報セキュリティ基本方針", Encoding::cp932).value() + "\x95") == "text.undecodable 24");
  CHECK(guessed(std::string_view("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16)) == "text.undecodable 8");
  CHECK(guessed(std::string_view("PK\x03\x04\0\0\x80\x80\xFF", 9)) == "text.undecodable 4");
  CHECK(guessed("") == "utf-8 ");
}

TEST_CASE("UTF-16 halves must come in pairs") {
  CHECK(decoded(std::string_view("\x42\xD8\xB7\xDF", 4), Encoding::utf16le) == "𠮷");
  CHECK_FALSE(text::decode(std::string_view("\x42\xD8", 2), Encoding::utf16le));
  CHECK_FALSE(text::decode(std::string_view("\xB7\xDF\x42\xD8", 4), Encoding::utf16le));
  CHECK(text::encode("𠮷", Encoding::utf16be).value() == "\xD8\x42\xDF\xB7");
}

TEST_CASE("what an encoding lacks is named") {
  const auto lacking = text::encode("土\U00020BB7", Encoding::cp932);
  REQUIRE_FALSE(lacking);
  CHECK(lacking.error().message == "text.unencodable");
  CHECK(lacking.error().params.at(0).second == "\U00020BB7（U+20BB7）");
  for (const Encoding encoding : {Encoding::cp932, Encoding::euc_jp, Encoding::iso2022jp}) {
    CHECK_FALSE(text::encode("㋿", encoding));
    CHECK_FALSE(text::encode("葛\U000E0100", encoding));
    CHECK_FALSE(text::encode("\u301C", encoding));
  }
  CHECK(text::encode("\xFF", Encoding::cp932).error().message == "text.undecodable");
}

TEST_CASE("any bytes are decoded or refused, and what is decoded is UTF-8") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& raw) {
    const std::string bytes(raw.begin(), raw.end());
    const auto result = text::decode(bytes);
    if (result) RC_ASSERT(text::is_valid_utf8(result->utf8));
    for (const Encoding encoding : {Encoding::cp932, Encoding::euc_jp, Encoding::utf16le, Encoding::iso2022jp}) {
      const auto known = text::decode(bytes, encoding);
      if (known) RC_ASSERT(text::is_valid_utf8(*known));
    }
  }));
}
