#include "policy/duty_written.h"

#include <algorithm>

#include "base/text.h"
#include "policy/duty_parts.h"

namespace sekisho::policy {

namespace {

struct Letter {
  char32_t value = 0;  // folded as far as one letter alone allows
  std::size_t start = 0;
};

char32_t folded(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c == U',') return U'、';
  return c;
}

std::vector<Letter> letters_of(std::string_view text) {
  std::vector<Letter> letters;
  letters.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint point = text::code_point_at(text, at);
    letters.push_back({folded(point.value), at});
    at += point.length;
  }
  return letters;
}

std::string without_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint point = text::code_point_at(text, at);
    if (!text::is_space(point.value)) out.append(text, at, point.length);
    at += point.length;
  }
  return out;
}

bool agree(const std::vector<Letter>& a, std::size_t i, const std::vector<Letter>& b, std::size_t j) {
  const bool both_end = i == a.size() && j == b.size();
  if (both_end) return true;
  if (i >= a.size() || j >= b.size() || a[i].value != b[j].value) return false;
  return i + 1 == a.size() || j + 1 == b.size() || a[i + 1].value == b[j + 1].value;
}

}  // namespace

Written::Written(std::string_view sentence, std::string_view form)
    : kept_(without_brackets(without_spaces(sentence))), starts_(form.size() + 1, 0) {
  constexpr std::size_t kFar = 12;  // letters by which two spellings of one word may differ
  const std::vector<Letter> kept = letters_of(kept_);
  const std::vector<Letter> shown = letters_of(form);
  const auto start_of = [&](std::size_t i) { return i < kept.size() ? kept[i].start : kept_.size(); };
  std::size_t i = 0;
  std::size_t j = 0;
  while (j < shown.size()) {
    if (i < kept.size() && kept[i].value == shown[j].value) {
      starts_[shown[j++].start] = start_of(i++);
      continue;
    }
    std::size_t skip_kept = 0;
    std::size_t skip_shown = 1;
    for (std::size_t far = 1; far <= kFar; ++far) {
      std::size_t a = 0;
      while (a <= far && !agree(kept, i + a, shown, j + far - a)) ++a;
      if (a > far) continue;
      skip_kept = a;
      skip_shown = far - a;
      break;
    }
    for (std::size_t k = 0; k < skip_shown && j < shown.size(); ++k) starts_[shown[j++].start] = start_of(i);
    i = std::min(i + skip_kept, kept.size());
  }
  starts_[form.size()] = kept_.size();
}

std::string Written::words(std::size_t begin, std::size_t end) const {
  const std::size_t from = starts_[begin];
  const std::size_t to = starts_[end];
  return to > from ? kept_.substr(from, to - from) : "";
}

}  // namespace sekisho::policy
