// Word documents as Word writes them: runs cut anywhere, numbers kept in another part, changes tracked.

#include <doctest/doctest.h>

#include <string>

#include "codec/zip_for_test.h"
#include "extract/extract.h"

using namespace sekisho;

namespace {

constexpr const char* kNumbering = R"xml(<w:numbering>
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimalFullWidth"/><w:lvlText w:val="第%1条"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="aiueo"/><w:lvlText w:val="%3"/></w:lvl>
</w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
</w:numbering>)xml";

std::string docx(const std::string& body, const std::string& styles = "<w:styles/>") {
  return codec::make_zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"word/document.xml", "<?xml version=\"1.0\"?><w:document><w:body>" + body + "</w:body></w:document>"},
       {"word/numbering.xml", kNumbering},
       {"word/styles.xml", styles}});
}

std::string text_of(const std::string& bytes) {
  const Result<extract::Extraction> out = extract::extract(bytes, "policy.docx");
  return out ? out->text : out.error().message;
}

std::string run(const std::string& words) {
  return "<w:r><w:rPr/><w:t>" + words + "</w:t></w:r>";
}

std::string numbered(int level, const std::string& words) {
  return "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" + std::to_string(level) +
         "\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr>" + run(words) + "</w:p>";
}

}  // namespace

TEST_CASE("DOCX: a paragraph is a line, however its runs are cut") {
  CHECK(text_of(docx("<w:p>" + run("情報") + run("資産を") + "<w:proofErr/>" + run("守る。") + "</w:p><w:p>" +
                     run("次の行") + "</w:p>")) == "情報資産を守る。\n次の行\n");
  CHECK(text_of(docx("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>")) ==
        "一\n二\t三\n");
}

TEST_CASE("DOCX: the numbers that Word prints and the file does not hold") {
  CHECK(text_of(docx(numbered(0, "目的") + numbered(1, "甲") + numbered(1, "乙") + numbered(2, "丙") +
                     numbered(0, "定義") + numbered(1, "丁"))) ==
        "第１条 目的\n(1) 甲\n(2) 乙\nア 丙\n第２条 定義\n(1) 丁\n");
  const std::string style =
      "<w:styles><w:style w:styleId=\"a1\"><w:pPr><w:numPr><w:numId "
      "w:val=\"3\"/></w:numPr></w:pPr></w:style></w:styles>";
  CHECK(text_of(docx("<w:p><w:pPr><w:pStyle w:val=\"a1\"/></w:pPr>" + run("目的") + "</w:p>", style)) ==
        "第１条 目的\n");
}

TEST_CASE("DOCX: tracked changes as accepted; ruby, field codes and tables of contents are left out") {
  CHECK(text_of(docx("<w:p><w:del><w:r><w:delText>三</w:delText><w:t>三</w:t></w:r></w:del><w:ins>" + run("一") +
                     "</w:ins>" + run("年ごと") + "</w:p>")) == "一年ごと\n");
  CHECK(text_of(docx("<w:p>" + run("強") +
                     "<w:r><w:ruby><w:rt><w:r><w:t>じん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>靱</w:t></w:r></"
                     "w:rubyBase></w:ruby></w:r>" +
                     run("性") + "</w:p>")) == "強靱性\n");
  CHECK(text_of(docx("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>" + run("1") + "</w:p>")) == "1\n");
  CHECK(text_of(docx("<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></"
                     "w:sdtPr><w:sdtContent><w:p>" +
                     run("目次") + "</w:p></w:sdtContent></w:sdt><w:p>" + run("本文") + "</w:p>")) == "本文\n");
}

TEST_CASE("DOCX: a table's row is a line, its cells are parted by tabs") {
  const auto cell = [](const std::string& words) { return "<w:tc><w:p>" + run(words) + "</w:p></w:tc>"; };
  CHECK(text_of(docx("<w:tbl><w:tr>" + cell("用語") + cell("意味") + "</w:tr><w:tr>" + cell("職員") + cell("") +
                     "</w:tr></w:tbl>")) == "用語\t意味\n職員\t\n");
}

TEST_CASE("DOCX: hostile files are plain errors") {
  CHECK(text_of(codec::make_zip({{"word/document.xml", "<w:document><w:body><w:p>"}})) == "extract.damaged");
  CHECK(text_of(codec::make_zip({{"word/document.xml", "<w:document/>"}})) == "extract.damaged");
  CHECK(text_of(docx("<w:p/>")) == "extract.empty");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<w:r>";
  std::string closed;
  for (int i = 0; i < 100'000; ++i) closed += "</w:r>";
  CHECK(text_of(docx("<w:p>" + deep + closed + run("底") + "</w:p>")) == "底\n");
  const std::string entity = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
  CHECK(text_of(codec::make_zip(
            {{"word/document.xml", entity + "<w:document><w:body><w:p><w:r><w:t>甲&x;</w:t></w:r></w:p></w:body></"
                                            "w:document>"}})) == "甲&x;\n");
}
