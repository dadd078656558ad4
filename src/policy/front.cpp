#include "policy/front.h"

#include <algorithm>

#include "policy/chars.h"
#include "policy/dates_of.h"
#include "policy/noise.h"
#include "policy/phrases.h"
#include "policy/title.h"

namespace sekisho::policy {
namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

// A line of the head, or one blank-separated part of it where the whole document stands on one line.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool after_blank = false;
  bool strong = false;  // # or ○ stood before it
  bool row = false;
  bool fills = false;
  std::string_view words(std::string_view source) const { return source.substr(begin, end - begin); }
};

void split_flat(std::string_view source, const Line& line, std::vector<Part>& parts) {
  std::size_t begin = line.begin;
  for (std::size_t at = line.begin; at <= line.end;) {
    const Char c = at < line.end ? char_at(source, at) : Char{U' ', 1};
    if (is_blank(c.value)) {
      if (at > begin) parts.push_back({begin, at, true, parts.empty() && line.symbol, false, false});
      begin = at + c.length;
    }
    at += c.length;
  }
}

std::vector<Part> parts_of(std::string_view source, const std::vector<Line>& lines, const Outline& outline) {
  std::vector<Part> parts;
  for (const std::uint32_t i : outline.head) {
    const Line& line = lines[i];
    if (line.flat) {
      split_flat(source, line, parts);
    } else {
      parts.push_back({line.begin, line.end, line.after_blank, line.hash || line.symbol, line.row,
                       outline.wrap.fills(source, line)});
    }
  }
  return parts;
}

bool is_revision_title(std::string_view words) {
  if (count_chars(words) > 16) return false;
  return contains_any(words, {"改版履歴", "改訂履歴", "改定履歴", "改正履歴", "更新履歴", "制定履歴", "変更履歴",
                              "改廃経過", "制定改廃", "沿革"});
}

// 前文, はじめに, 目次: heads of parts that no title is.
bool is_part_name(std::string_view words) {
  const std::string key = squeezed_key(words);
  return key == "前文" || key == "序文" || key == "はじめに" || key == "目次" || key == "総則" || key == "まえがき" ||
         key == "本文" || key == "序";
}

// What sites call the page on which such a document stands.
bool is_page_name(std::string_view key) {
  return key == "プライバシーポリシー" || key == "サイトポリシー" || key == "セキュリティポリシー";
}

bool is_candidate(std::string_view words) {
  return looks_like_title(words) && !is_page_frame(words) && !is_date_line(words);
}

class Front {
 public:
  Front(std::vector<Part> parts, std::string_view source) : parts_(std::move(parts)), used_(parts_.size()) {
    for (const Part& part : parts_) all_after_blank_ = all_after_blank_ && part.after_blank;
    find_title(source);
  }

  std::string title(std::string_view source) {
    if (title_ == kNowhere) return {};
    std::string title = titled(source, title_);
    std::size_t first = title_;
    while (first > 0 && leads_title(source, first - 1)) {
      --first;
      used_[first] = true;
      title.insert(0, parts_[first].words(source));
    }
    std::size_t last = title_ + 1;
    if (last < parts_.size() && follows_title(source, last)) {
      used_[last] = true;
      title.append(parts_[last].words(source));
    }
    return title;
  }

  // The sentences before the first clause; what remains are dates and names.
  Joined preamble(std::string_view source) {
    Joined text;
    bool open = false;
    for (std::size_t k = title_ == kNowhere ? 0 : title_ + 1; k < parts_.size(); ++k) {
      if (used_[k]) continue;
      const std::string_view words = parts_[k].words(source);
      if (!text.empty() && !open && is_contact(words)) return text;
      if (!open && (is_date_line(words) || is_number_line(words) || is_candidate(words) || is_body_name(words)))
        continue;
      const bool sentence = has_sentence(words) || ends_sentence(words);
      if (!open && !sentence && !ends_open(words) && !parts_[k].fills && count_chars(words) <= 45) continue;
      text.append(source, parts_[k].begin, parts_[k].end, parts_[k].row);
      used_[k] = true;
      open = !ends_sentence(words);
    }
    return text;
  }

  const std::vector<Part>& parts() const { return parts_; }
  bool used(std::size_t k) const { return used_[k]; }

 private:
  void find_title(std::string_view source) {
    for (std::size_t k = 0; k < parts_.size() && title_ == kNowhere; ++k) {
      if (is_candidate(parts_[k].words(source))) title_ = k;
      if (title_ == kNowhere && has_sentence(parts_[k].words(source))) break;
    }
    if (title_ == kNowhere) return find_plain_title(source);
    find_own_title(source);
    used_[title_] = true;
    if (title_ > 0 && is_body_name(parts_[title_ - 1].words(source))) return;
    if (body_in_title(parts_[title_].words(source)).empty()) find_body_title(source);
  }

  // HOME記事○○町ガイドライン, the path of a page, and then ○○町ガイドライン.
  void find_own_title(std::string_view source) {
    constexpr std::size_t kReach = 4;
    const std::string path = squeezed_key(parts_[title_].words(source));
    if (!starts_with_any(path, {"HOME", "TOP", "ホーム", "トップ", "Home", "Top"})) return;
    for (std::size_t k = title_ + 1; k < parts_.size() && k <= title_ + kReach; ++k) {
      const std::string_view words = parts_[k].words(source);
      if (has_sentence(words)) return;
      const std::string own = squeezed_key(words);
      if (!is_candidate(words) || own.size() >= path.size() || !path.ends_with(own)) continue;
      used_[title_] = true;
      title_ = k;
      return;
    }
  }

  // A page's own title stands before the policy's: 個人情報保護方針, then ○○組合個人情報保護方針. What the page says
  // between them is short.
  void find_body_title(std::string_view source) {
    constexpr std::size_t kReach = 8;
    constexpr std::size_t kMostSentences = 2;
    const std::string shorter = squeezed_key(parts_[title_].words(source));
    std::size_t sentences = 0;
    for (std::size_t k = title_ + 1; k < parts_.size() && k < title_ + kReach; ++k) {
      const std::string_view words = parts_[k].words(source);
      if (has_sentence(words) || ends_sentence(words)) ++sentences;
      if (sentences > kMostSentences) return;
      if (!is_candidate(words)) continue;
      const bool formal =
          sentences == 0 && is_page_name(shorter) && ends_with_any(words, {"規程", "規則", "要綱", "要領", "規定"});
      const bool longer =
          formal || (sentences == 0 && words.size() > shorter.size() && squeezed_key(words).ends_with(shorter));
      if (!longer && body_in_title(words).empty()) continue;
      title_ = k;
      used_[k] = true;
      return;
    }
  }

  // No line ends like a title: the first heading, where it names a subject or is printed as a title.
  void find_plain_title(std::string_view source) {
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      const std::string_view words = parts_[k].words(source);
      if (has_sentence(words) || ends_open(words)) return;
      const bool other = is_page_frame(words) || is_date_line(words) || is_number_line(words) || is_body_name(words) ||
                         is_part_name(words) || !caption_inside(words).empty() || is_contact(words) ||
                         is_revision_title(words);
      if (other || !looks_like_heading(words)) continue;
      const bool subject = contains_any(
          words, {"個人情報", "セキュリティ", "プライバシー", "ソーシャルメディア", "特定個人", "SNS", "マイナンバー"});
      if (!subject && !parts_[k].strong) continue;
      title_ = k;
      used_[k] = true;
      return;
    }
  }

  // The title without a number before it, and without a date or a file's size after it.
  std::string titled(std::string_view source, std::size_t k) const {
    std::string_view words = parts_[k].words(source);
    const std::size_t number = words.find("号");
    if (number != std::string_view::npos && number < 40 && is_number_line(words.substr(0, number + 3))) {
      const std::string_view rest = words.substr(number + 3);
      if (is_blank(first_char(rest).value)) words = without_blanks_around(rest);
    }
    for (const std::string_view open : {"（", "("}) {
      const std::size_t at = words.rfind(open);
      if (at == std::string_view::npos || at == 0 || !is_close_paren(last_char(words).value)) continue;
      if (is_date_line(words.substr(at)) || contains(words.substr(at), "は、") ||
          contains_any(words.substr(at), {"制定", "改正", "PDF", "KB", "MB", "キロバイト", "別ウィンドウ"}))
        words = without_blanks_around(words.substr(0, at));
    }
    return std::string(words);
  }

  bool adjoins(std::size_t k) const { return !parts_[k].after_blank || all_after_blank_; }

  bool leads_title(std::string_view source, std::size_t k) const {
    const std::string_view words = parts_[k].words(source);
    if (!adjoins(k + 1) || has_sentence(words) || is_page_frame(words) || contains(words, "第1条")) return false;
    if (is_body_name(words)) return body_in_title(parts_[k + 1].words(source)).empty();
    return count_chars(words) <= 40 &&
           ends_with_any(words, {"の", "に関する", "における", "及び", "係る", "についての"}) && !is_date_line(words);
  }

  bool follows_title(std::string_view source, std::size_t k) const {
    const std::string_view inside = caption_inside(parts_[k].words(source));
    return adjoins(k) && !inside.empty() && looks_like_heading(inside) && !is_date_line(inside) &&
           !is_number_line(inside) && contains_any(inside, {"方針", "ポリシー", "案", "宣言", "基準", "版"});
  }

  std::vector<Part> parts_;
  std::vector<bool> used_;
  bool all_after_blank_ = true;
  std::size_t title_ = kNowhere;
};

bool is_signature(std::string_view words) {
  if (count_chars(words) > 40 || has_sentence(words)) return false;
  return is_body_name(words) || contains_any(words, {"組合長", "理事長", "連合長", "管理者　", "管理者 ", "企業長",
                                                     "会長　", "会長 ", "代表理事"});
}

// Where the foot begins in the last lines of a document.
std::size_t foot_at(std::string_view source, const std::vector<Line>& lines, const std::vector<std::uint32_t>& body,
                    bool complete, bool annex) {
  for (std::size_t k = 0; k < body.size(); ++k) {
    const std::string_view words = lines[body[k]].words(source);
    if (complete && (is_contact(words) || is_signature(words) || is_date_line(words) || words == "以上" ||
                     is_revision_title(words)))
      return k;
    const bool stray = annex && complete && looks_like_heading(words) && digit_of(first_char(words).value) < 0 &&
                       caption_inside(words).empty();
    if (stray) return k;
    complete = ends_sentence(words) || (!annex && k + 1 == body.size());
  }
  return body.size();
}

}  // namespace

std::vector<std::uint32_t> take_foot(std::string_view source, const std::vector<Line>& lines, Outline& outline) {
  std::vector<std::uint32_t>* body = nullptr;
  bool complete = false;
  if (!outline.annexes.empty()) {
    body = &outline.annexes.back().body;
    const std::string_view label = lines[outline.annexes.back().line].words(source);
    if (!label.starts_with("附") && !label.starts_with("付")) return {};
    complete = ends_sentence(label);
  } else if (!outline.entries.empty()) {
    const Entry& last = outline.entries.back();
    body = &outline.entries.back().body;
    const std::string_view rest = source.substr(last.words, last.end - last.words);
    complete = ends_sentence(rest) ||
               (!rest.empty() && !looks_like_heading(rest) && !ends_open(rest) && !outline.wrap.broken());
  } else {
    return {};
  }
  const std::size_t at = foot_at(source, lines, *body, complete, !outline.annexes.empty());
  std::vector<std::uint32_t> foot(body->begin() + static_cast<std::ptrdiff_t>(at), body->end());
  body->resize(at);
  return foot;
}

void read_front(std::string_view source, const std::vector<Line>& lines, const Outline& outline,
                const std::vector<std::uint32_t>& foot, Document& document) {
  Front front(parts_of(source, lines, outline), source);
  document.title = front.title(source);
  const Joined preamble = front.preamble(source);
  document.preamble = preamble.text();
  document.preamble_sentences = split_sentences(preamble);
  document.body = std::string(body_in_title(document.title));

  PrintedDates dates;
  std::string named;  // a body's name on a line of its own
  const auto read = [&](std::string_view words) {
    if (is_revision_title(words)) return dates.begin_revisions();
    if (is_page_frame(words)) return;
    if (named.empty() && is_body_name(words)) named = std::string(words);
    if (!is_contact(words)) dates.read(words);
  };
  for (std::size_t k = 0; k < front.parts().size(); ++k) {
    const std::string_view words = front.parts()[k].words(source);
    const bool title = front.used(k) && is_candidate(words);
    if (!front.used(k) || title || is_body_name(words)) read(words);
  }
  for (const std::uint32_t i : foot) read(lines[i].words(source));
  document.enacted = dates.enacted();
  document.amended = dates.amended();
  if (document.body.empty()) document.body = body_in_text(document.preamble);
  for (std::size_t k = 0; document.body.empty() && k < document.clauses.size() && k < 8; ++k) {
    document.body = body_in_text(document.clauses[k].text);
  }
  if (document.body.empty()) document.body = speaker_of(document.preamble);
  if (document.body.empty()) document.body = named;
  if (document.body.empty() && !document.clauses.empty()) document.body = speaker_of(document.clauses.front().text);
}

}  // namespace sekisho::policy
