// links: base
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/date.h"
#include "base/text.h"

using namespace sekisho;

namespace {

void expect(bool held) {
  if (!held) std::abort();
}

void read(const std::string& utf8) {
  expect(text::is_valid_utf8(utf8));
  expect(text::is_valid_utf8(text::nfkc(utf8)));
  expect(text::is_valid_utf8(text::matching_form(utf8)));
  expect(text::squeezed(text::squeezed(utf8)) == text::squeezed(utf8));
  static_cast<void>(text::display_width(utf8));
  static_cast<void>(text::split_lines(utf8));
  static_cast<void>(parse_date(utf8));
  for (const FoundDate& found : find_dates(utf8)) {
    expect(is_valid(found.date) && found.begin < found.end && found.end <= utf8.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto decoded = text::decode(bytes)) read(decoded->utf8);
  for (const auto encoding :
       {text::Encoding::cp932, text::Encoding::euc_jp, text::Encoding::iso2022jp, text::Encoding::utf16be}) {
    const auto known = text::decode(bytes, encoding);
    if (!known) continue;
    expect(text::is_valid_utf8(*known));
    if (known->starts_with("\xEF\xBB\xBF")) continue;  // a second mark of byte order would be taken for the first
    const auto encoded = text::encode(*known, encoding);
    if (encoded) expect(text::decode(*encoded, encoding).value_or("") == *known);
  }
  static_cast<void>(parse_rfc3339(bytes));
  static_cast<void>(parse_period(bytes));
  static_cast<void>(parse_iso_date(bytes));
  return 0;
}
