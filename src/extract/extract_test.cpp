#include "extract/extract.h"

#include <doctest/doctest.h>

#include <string>

#include "extract/docx_numbering.h"

using namespace sekisho;
using namespace std::string_view_literals;

namespace {

std::string message_of(std::string_view bytes, std::string_view file) {
  const Result<extract::Extraction> out = extract::extract(bytes, file);
  return out ? "ok" : out.error().message;
}

std::string html(std::string_view body) {
  return "<!DOCTYPE html><html><body>" + std::string(body) + "</body></html>";
}

std::string text_of(std::string_view bytes, std::string_view file) {
  const Result<extract::Extraction> out = extract::extract(bytes, file);
  return out ? out->text : out.error().message;
}

}  // namespace

TEST_CASE("a file is known by its content before its name") {
  CHECK(extract::detect("%PDF-1.7\n", "a.txt").value() == extract::Format::pdf);
  CHECK(extract::detect("<!DOCTYPE html><p>あ", "a.txt").value() == extract::Format::html);
  CHECK(extract::detect("<p>あ</p>", "a.HTML").value() == extract::Format::html);
  CHECK(extract::detect("第1条 <別表>のとおり", "a.txt").value() == extract::Format::text);
  CHECK(message_of("\x89PNG\r\n\x1a\n", "a.pdf") == "extract.unsupported");
  CHECK(message_of("PK\x03\x04 xl/workbook.xml", "a.docx") == "extract.unsupported");
  CHECK(message_of("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ....", "a.doc") == "extract.unsupported");
  CHECK(message_of("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
                   "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv,
                   "a.docx") == "extract.encrypted");
}

TEST_CASE("empty, oversized and truncated files are plain errors") {
  CHECK(message_of("", "a.txt") == "extract.empty");
  CHECK(message_of(" \n\t\n", "a.txt") == "extract.empty");
  CHECK(message_of(std::string(extract::kMaxInputBytes + 1, 'a'), "a.txt") == "extract.too_large");
  CHECK(message_of("%PDF-1.4\ngarbage", "a.pdf") == "extract.damaged");
  CHECK(message_of("PK\x03\x04 word/document.xml", "a.docx") == "zip.damaged");
}

TEST_CASE("HTML: blocks are lines, headings keep their level, list numbers are printed, surroundings are left out") {
  CHECK(text_of(html("<nav>メニュー</nav><h1>基本方針</h1><p>一文目。<br>二文目。</p><script>x()</"
                     "script><footer>連絡先</footer>"),
                "a.html") == "# 基本方針\n一文目。\n二文目。\n");
  CHECK(text_of(html("<ol><li>甲</li><li>乙<ul><li>丙</li></ul></li></ol>"), "a.html") == "1. 甲\n2. 乙\n- 丙\n");
  CHECK(text_of(html("<ol start=\"3\"><li>甲</li></ol>"), "a.html") == "3. 甲\n");
  CHECK(text_of(html("<table><tr><td>(1)</td><td>語</td></tr><tr><td>(2)</td></tr></table>"), "a.html") ==
        "(1)\t語\n(2)\n");
  CHECK(text_of(html("<p>　全角の空白は　残る</p>"), "a.html") == "　全角の空白は　残る\n");
  CHECK(text_of(html("<main><p>本文</p></main><div>横</div>"), "a.html") == "本文\n");
  CHECK(text_of(html("<p>強<ruby>靱<rt>じん</rt></ruby>性</p><p hidden>隠し</p><p style='display: none'>隠し</p>"),
                "a.html") == "強靱性\n");
}

TEST_CASE("HTML nested without end does not exhaust the stack") {
  std::string deep;
  for (int i = 0; i < 30'000; ++i) deep += "<div>";
  CHECK(message_of(html(deep + "深い"), "a.html") == "extract.empty");
}

TEST_CASE("Word's numbers are printed as Word prints them") {
  CHECK(extract::format_number("decimal", 12) == "12");
  CHECK(extract::format_number("decimalFullWidth", 12) == "１２");
  CHECK(extract::format_number("decimalEnclosedCircle", 3) == "③");
  CHECK(extract::format_number("aiueo", 6) == "カ");
  CHECK(extract::format_number("iroha", 2) == "ロ");
  CHECK(extract::format_number("japaneseCounting", 21) == "二十一");
  CHECK(extract::format_number("upperRoman", 14) == "XIV");
  CHECK(extract::format_number("lowerLetter", 3) == "c");
}

TEST_CASE("an extraction crosses the pipe and comes back the same") {
  extract::Extraction out;
  out.text = "一\n二";
  out.format = extract::Format::pdf;
  out.extractor = "pdf/1";
  out.parts = {{0, "p. 1"}, {4, "p. 2"}};
  const extract::Extraction back = extract::from_wire(extract::to_wire(out)).value();
  CHECK(back.text == out.text);
  CHECK(back.parts[1].label == "p. 2");
  CHECK(!extract::from_wire(extract::to_wire(out).substr(1)));
}
