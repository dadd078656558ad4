#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <bitset>

#include "base/fold_table.h"
#include "base/result.h"
#include "base/text.h"

// The forms in which texts are compared. Nearly all of a policy is ASCII, kana and common ideographs, which NFKC leaves
// as they are; those are copied, full-width ASCII goes by arithmetic, and only the rest is given to ICU, in runs.

namespace sekisho::text {

namespace {

// Code points that NFKC leaves alone whatever stands before them. (What follows may still join them: か + U+3099.)
constexpr bool is_inert(char32_t c) {
  if (c < 0x80) return true;
  if (c >= 0x4E00 && c <= 0x9FFF) return true;
  if (c >= 0x3041 && c <= 0x30FE) return c <= 0x3096 || c >= 0x30A0 || c == 0x309D || c == 0x309E;
  if (c >= 0x3001 && c <= 0x3020) return true;
  if (c >= 0x3400 && c <= 0x4DBF) return true;
  if (c >= 0x2500 && c <= 0x25FF) return true;
  if (c >= 0x2190 && c <= 0x2199) return true;
  if (c >= 0x2012 && c <= 0x2015) return true;
  if (c >= 0xE000 && c <= 0xF8FF) return true;
  return c == 0x2010 || c == 0x201C || c == 0x201D || c == 0x203B || c == 0x2212 || c == 0xD7;
}

// As NFKC has it for full-width ASCII and the wide space, and for what is inert; 0 for anything else.
constexpr char32_t quick_map(char32_t c) {
  if (is_inert(c)) return c;
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  return c == 0x3000 ? U' ' : 0;
}

const icu::Normalizer2* nfkc_of_icu() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
  SEK_ASSERT(U_SUCCESS(error));
  return nfkc;
}

std::string normalize_with_icu(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(utf8.size()));
  nfkc_of_icu()->normalizeUTF8(0, {utf8.data(), static_cast<std::int32_t>(utf8.size())}, sink, nullptr, error);
  return U_FAILURE(error) != 0 ? std::string(utf8) : out;
}

// True where what follows a space that was left out joins what stands before it: "か ゙".
bool append_without_spaces(std::string& out, std::string_view utf8) {
  bool joins = false;
  bool after_space = false;
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint point = code_point_at(utf8, at);
    const bool space = is_space(point.value);
    if (!space) out.append(utf8, at, point.length);
    if (!space && after_space) joins = joins || !nfkc_of_icu()->hasBoundaryBefore(static_cast<UChar32>(point.value));
    after_space = space;
    at += point.length;
  }
  return joins;
}

// The end of the stretch from `at` that is copied as it is. Its last code point began at `last`.
std::size_t end_of_inert(std::string_view utf8, std::size_t at, bool drop_spaces, std::size_t& last) {
  while (at < utf8.size()) {
    const CodePoint point = code_point_at(utf8, at);
    if (!is_inert(point.value) || (drop_spaces && point.value <= U' ' && is_space(point.value))) return at;
    last = at;
    at += point.length;
  }
  return at;
}

std::size_t end_of_slow(std::string_view utf8, std::size_t at) {
  for (CodePoint next = code_point_at(utf8, at); next.length != 0; next = code_point_at(utf8, at)) {
    if (is_inert(next.value) || quick_map(next.value) != 0) return at;
    at += next.length;
  }
  return at;
}

std::string normalize(std::string_view utf8, bool drop_spaces) {
  std::string out;
  out.reserve(utf8.size());
  std::size_t at = 0;
  std::size_t last_in = 0;  // where the code point copied last began, in the input and in the output
  std::size_t last_out = 0;
  bool joins = false;
  while (at < utf8.size()) {
    const std::size_t end = end_of_inert(utf8, at, drop_spaces, last_in);
    if (end > at) {
      last_out = out.size() + (last_in - at);
      out.append(utf8, at, end - at);
      at = end;
      continue;
    }
    const CodePoint point = code_point_at(utf8, at);
    if (const char32_t mapped = quick_map(point.value); mapped != 0) {
      last_in = at;
      last_out = out.size();
      if (!drop_spaces || !is_space(mapped)) append(out, mapped);
      at += point.length;
      continue;
    }
    const std::size_t slow_end = end_of_slow(utf8, at);
    out.resize(last_out);
    const std::string part = normalize_with_icu(utf8.substr(last_in, slow_end - last_in));
    if (drop_spaces) {
      joins = append_without_spaces(out, part) || joins;
    } else {
      out += part;
    }
    at = last_in = slow_end;
    last_out = out.size();
  }
  return joins ? normalize(out, false) : out;
}

// The spelling variants by their first letter. Most letters begin none, which one bit says.
class VariantIndex {
 public:
  VariantIndex() {
    for (const Variant& variant : spelling_variants()) {
      const char32_t first = code_point_at(variant.written, 0).value;
      letters_.set(first & 0xFFF);
      if (groups_.empty() || groups_.back().first != first) groups_.push_back({first, &variant, &variant});
      groups_.back().last = &variant;
    }
  }

  // The longest variant that begins `rest`, whose first letter is given; nullptr where none does.
  const Variant* find(char32_t first, std::string_view rest) const {
    if (!letters_.test(first & 0xFFF)) return nullptr;
    const auto group =
        std::lower_bound(groups_.begin(), groups_.end(), first, [](const Group& g, char32_t c) { return g.first < c; });
    if (group == groups_.end() || group->first != first) return nullptr;
    for (const Variant* variant = group->last; variant >= group->begin; --variant) {
      if (rest.starts_with(variant->written)) return variant;
    }
    return nullptr;
  }

 private:
  struct Group {
    char32_t first;
    const Variant* begin;
    const Variant* last;
  };
  std::bitset<4096> letters_;
  std::vector<Group> groups_;  // sorted, as the variants are
};

bool is_katakana(char32_t c) {
  return c >= 0x30A1 && c <= 0x30FA;
}
bool is_small_katakana(char32_t c) {
  return c == U'ァ' || c == U'ィ' || c == U'ゥ' || c == U'ェ' || c == U'ォ' || c == U'ャ' || c == U'ュ' || c == U'ョ';
}
bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_hyphen(char32_t c) {
  return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500 || c == 0x2043 || c == 0x30A0;
}
bool is_wave(char32_t c) {
  return c == U'~' || c == 0x301C || c == 0x223C || c == 0x3030;
}

constexpr char32_t kLongMark = U'ー';

class Folder {
 public:
  explicit Folder(std::string_view squeezed) : in_(squeezed) { out_.reserve(squeezed.size()); }

  std::string run() {
    static const VariantIndex kVariants;
    while (at_ < in_.size()) {
      const CodePoint point = code_point_at(in_, at_);
      const Variant* variant = point.length == 3 ? kVariants.find(point.value, in_.substr(at_)) : nullptr;
      if (variant != nullptr) {
        copy_pending();
        take(*variant);
      } else if (stays(point.value)) {
        at_ += point.length;
        note(point.value);
      } else {
        copy_pending();
        at_ += point.length;
        one(point.value);
        copied_ = at_;
      }
    }
    copy_pending();
    return std::move(out_);
  }

 private:
  // What stays as it is is copied in stretches.
  void copy_pending() {
    out_.append(in_, copied_, at_ - copied_);
    copied_ = at_;
  }

  void take(const Variant& variant) {
    at_ += variant.written.size();
    copied_ = at_;
    for (std::size_t i = 0; i < variant.compared.size();) {
      const CodePoint point = code_point_at(variant.compared, i);
      emit(point.value);
      i += point.length;
    }
  }

  static bool stays(char32_t c) {
    if (c < 0x80) return !(c >= U'A' && c <= U'Z') && c != U',' && c != U'.' && c != U'~';
    return c >= 0x4E00 || (c >= 0x3041 && c <= 0x30FB && c != 0x30A0) || c == U'、' || c == U'。';
  }

  void one(char32_t c) {
    if (c == kLongMark) return long_mark();
    if (c == U',' || c == U'.') return stop(c);
    if (is_hyphen(c)) return emit(U'-');
    if (is_wave(c)) return emit(U'~');
    if (c >= U'A' && c <= U'Z') return emit(c + 32);
    if (c >= 0xC0 && c < 0x250) return emit(static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    emit(c);
  }

  // JIS Z 8301's habit: a word of three or more sounds loses its final mark. After no kana the mark stands for a
  // hyphen.
  void long_mark() {
    while (in_.substr(at_).starts_with("ー")) at_ += 3;
    const bool after_kana = is_katakana(last_) || last_ == kLongMark || (last_ >= 0x3041 && last_ <= 0x3096);
    if (!after_kana) return emit(U'-');
    const bool is_final = !is_katakana(code_point_at(in_, at_).value);
    if (is_final && sounds_ >= 3) return;
    emit(kLongMark);
  }

  // ，and ．that end or part Japanese clauses; not the comma of 1,000 nor the stop of 4.1 or example.jp.
  void stop(char32_t c) {
    const char32_t next = code_point_at(in_, at_).value;
    if (c == U',') return emit(is_digit(last_) && is_digit(next) ? U',' : U'、');
    emit(last_ > 0x7F ? U'。' : U'.');
  }

  void emit(char32_t c) {
    if (c < 0x80) {
      out_.push_back(static_cast<char>(c));
    } else {
      append(out_, c);
    }
    note(c);
  }

  void note(char32_t c) {
    if (is_katakana(c) || c == kLongMark) {
      if (!is_small_katakana(c)) ++sounds_;
    } else {
      sounds_ = 0;
    }
    last_ = c;
  }

  std::string_view in_;
  std::string out_;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;  // up to here the input is in the output
  char32_t last_ = 0;
  std::size_t sounds_ = 0;  // of the katakana word being written
};

}  // namespace

std::string nfkc(std::string_view utf8) {
  return normalize(utf8, false);
}

std::string squeezed(std::string_view utf8) {
  return normalize(utf8, true);
}

std::string matching_form(std::string_view utf8) {
  const std::string text = squeezed(utf8);
  return Folder(text).run();
}

}  // namespace sekisho::text
