#include "codec/number_format.h"

#include <doctest/doctest.h>

using sekisho::codec::NumberFormat;

namespace {

std::string show(std::string_view code, double number, bool from_1904 = false) {
  return NumberFormat(code).show(number, from_1904);
}

}  // namespace

TEST_CASE("numbers as General shows them, but whole") {
  CHECK(NumberFormat().show(1, false) == "1");
  CHECK(NumberFormat().show(-0.0, false) == "0");
  CHECK(NumberFormat().show(0.1, false) == "0.1");
  CHECK(NumberFormat().show(0.30000000000000004, false) == "0.3");
  CHECK(NumberFormat().show(1234567890123, false) == "1234567890123");
  CHECK(show("G/標準", 5) == "5");
  CHECK(show("General\"件\"", 5) == "5");
  CHECK(show("@", 5) == "5");
  CHECK(show("", 5) == "5");
}

TEST_CASE("shown digits are kept") {
  CHECK(show("000000", 42) == "000042");
  CHECK(show("000000", 1234567) == "1234567");
  CHECK(show("000-0000", 9000015) == "900-0015");
  CHECK(show("0000\\-00", 123456) == "1234-56");
  CHECK(show("\"A-\"000", 1) == "A-001");
  CHECK(show("0\"台\"", 5) == "5台");
  CHECK(show("[$¥-411]#,##0", 1234567) == "¥1234567");
  CHECK(show("#,##0;[Red]-#,##0", -1234) == "-1234");
  CHECK(show("0;△0", -3) == "-3");
  CHECK(show("0.00", 2.675) == "2.68");
  CHECK(show("0.00", 1) == "1.00");
  CHECK(show("0.##", 1.5) == "1.5");
  CHECK(show("0.##", 1) == "1");
  CHECK(show("0%", 0.25) == "25%");
  CHECK(show("0.0%", 0.0255) == "2.6%");
  CHECK(show("0,", 12345) == "12");
  CHECK(show("0", 0.4) == "0");
  CHECK(show("0", -0.4) == "0");
  CHECK(show("0", 0.5) == "1");
  CHECK(show("0", 9.5) == "10");
  CHECK(show("0.000", 0.00049) == "0.000");
  CHECK(show("0.000", 0.0005) == "0.001");
  CHECK(show("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", 1234) == "1234");
  CHECK(show("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", 0) == "0");
}

TEST_CASE("what says nothing of use is General") {
  CHECK(show("0.00E+00", 12345) == "12345");
  CHECK(show("# ?/?", 0.5) == "0.5");
  CHECK(show("[>100]0.0;0", 5) == "5");
  CHECK(show(";;;", 5) == "5");
  CHECK(show("\"なし\"", 5) == "5");
  CHECK(show("#", 0) == "0");
}

TEST_CASE("dates are ISO dates") {
  for (const char* code :
       {"yyyy/m/d", "yyyy\"年\"m\"月\"d\"日\";@", "[$-411]ggge\"年\"m\"月\"d\"日\";@", "[$-411]ge.m.d;@", "gee.mm.dd",
        "m/d", "yyyy-mm-dd", "YYYY/MM/DD", "d-mmm-yy", "yyyy!年m!月", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "m\"月\"d\"日\"(aaa)", "[DBNum1][$-411]ggge年m月d日", "rr"}) {
    CAPTURE(code);
    CHECK(show(code, 46113) == "2026-04-01");
    CHECK(show(code, 46113.75) == "2026-04-01");
  }
  CHECK(show("yyyy/m/d h:mm", 46113.5) == "2026-04-01T12:00:00");
  CHECK(show("yyyy/m/d h:mm", 46113.999999999) == "2026-04-02T00:00:00");
  CHECK(show("h:mm", 0.395833333333333) == "09:30:00");
  CHECK(show("mm:ss", 0.5) == "12:00:00");
  CHECK(show("h:mm AM/PM", 0.75) == "18:00:00");
  CHECK(show("h\"時\"mm\"分\"", 46113.25) == "06:00:00");
  CHECK(show("[h]:mm", 1.25) == "30:00:00");
}

TEST_CASE("both date systems, with the day that never was") {
  CHECK(show("yyyy/m/d", 1) == "1900-01-01");
  CHECK(show("yyyy/m/d", 59) == "1900-02-28");
  CHECK(show("yyyy/m/d", 60) == "1900-02-29");
  CHECK(show("yyyy/m/d", 61) == "1900-03-01");
  CHECK(show("yyyy/m/d", 2958465) == "9999-12-31");
  CHECK(show("yyyy/m/d", 2958466) == "2958466");
  CHECK(show("yyyy/m/d", -1) == "-1");
  CHECK(show("yyyy/m/d", 0, true) == "1904-01-01");
  CHECK(show("yyyy/m/d", 44651, true) == "2026-04-01");
}

TEST_CASE("formats known by number") {
  CHECK(NumberFormat::built_in(14).show(46113, false) == "2026-04-01");
  CHECK(NumberFormat::built_in(57).show(46113, false) == "2026-04-01");
  CHECK(NumberFormat::built_in(20).show(0.5, false) == "12:00:00");
  CHECK(NumberFormat::built_in(22).show(46113.5, false) == "2026-04-01T12:00:00");
  CHECK(NumberFormat::built_in(46).show(1.5, false) == "36:00:00");
  CHECK(NumberFormat::built_in(3).show(1234.4, false) == "1234");
  CHECK(NumberFormat::built_in(4).show(1234.5, false) == "1234.50");
  CHECK(NumberFormat::built_in(9).show(0.5, false) == "50%");
  CHECK(NumberFormat::built_in(49).show(7, false) == "7");
  CHECK(NumberFormat::built_in(0).show(7.25, false) == "7.25");
}
