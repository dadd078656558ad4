// Posts and committees that act in the text although nothing creates them.

#include <algorithm>
#include <map>
#include <set>

#include "policy/chars.h"
#include "policy/lint_parts.h"

namespace sekisho::policy {

namespace {

constexpr std::size_t kLongestName = 150;  // bytes
constexpr std::size_t kMostPosts = 500;

struct Mention {
  std::size_t at = 0;  // passage
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_name_letter(char32_t c) {
  return is_kanji(c) || is_katakana(c) || latin_of(c) != 0;
}

// The name before its last word, without 各, 当該 and the like.
std::size_t begin_of_name(std::string_view form, std::size_t begin, std::size_t end) {
  while (begin > 0 && end - begin < kLongestName) {
    const Char c = char_before(form, begin);
    if (!is_name_letter(c.value)) break;
    begin -= c.length;
  }
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view word : {"各", "当該", "同", "本", "当", "全", "他", "正", "副", "前記", "上記"}) {
      if (!form.substr(begin, end - begin).starts_with(word)) continue;
      begin += word.size();
      again = true;
    }
  }
  return begin;
}

// 管理者権限, 管理者id: no post acts here.
bool is_part_of_other_word(std::string_view rest) {
  const Char next = first_char(rest);
  if (next.length == 0 || rest.starts_with("等") || rest.starts_with("以外") || rest.starts_with("及び") ||
      rest.starts_with("又は") || rest.starts_with("並びに") || rest.starts_with("若しくは")) {
    return false;
  }
  return is_name_letter(next.value) || digit_of(next.value) >= 0;
}

// Past 等, brackets and further names of a list: where the verb that concerns the name stands.
bool is_made_after(std::string_view rest, const Scanned& scanned, std::size_t end, const Lexicon::Rules& rules) {
  std::size_t at = 0;
  bool is_list = false;
  while (at < rest.size()) {
    if (rest.substr(at).starts_with("等")) {
      at += std::string_view("等").size();
    } else if (rest[at] == '(') {
      const std::size_t close = rest.find(')', at);
      if (close == std::string_view::npos) break;
      at = close + 1;
    } else {
      break;
    }
  }
  if (starts_with_any(rest.substr(at), {"、", "・", "及び", "又は", "並びに", "若しくは", "その他"})) is_list = true;
  const std::size_t here = end + at;
  return std::any_of(scanned.hits.begin(), scanned.hits.end(), [&](const Hit& hit) {
    if (!rules.in_group(hit.word, rules.list(List::post_made))) return false;
    return hit.begin == here ||
           (is_list && hit.begin > here && !std::string_view(scanned.form).substr(hit.begin).starts_with("と"));
  });
}

// …は、副市長とする。…には、課長をもって充てる。
bool is_held(std::string_view form, std::size_t end) {
  const std::string_view rest = form.substr(end);
  if (!starts_with_any(rest, {"は、", "は", "には、", "等は、", "("})) return false;
  if (contains_any(rest, {"を充て", "をあて", "もって", "が務め", "が兼ね", "の職にある者"})) return true;
  return ends_with_any(rest, {"とする。", "とします。", "とする"}) &&
         !ends_with_any(
             rest, {"ものとする。", "こととする。", "ものとします。", "こととします。", "ものとする", "こととする"});
}

// 最高情報セキュリティ責任者(CISO): the short name of what stands before it.
bool is_alias(std::string_view form, std::size_t begin) {
  return ends_with_any(form.substr(0, begin), {"(", "「", "以下"});
}

class Posts {
 public:
  Posts(const ReviewedText& text, const std::vector<Term>& terms) : text_(text) {
    for (const Term& term : terms) {
      for (const std::string& form : term.forms) made_.insert(form);
    }
  }

  void read() {
    for (std::size_t at = 0; at < text_.passages().size(); ++at) {
      const Passage& passage = text_.passages()[at];
      if (passage.is_heading() || passage.is_sentence()) read_passage(at, passage);
    }
  }

  void note_uncreated(Notes& notes) const {
    for (const auto& [name, mention] : mentioned_) {
      if (is_made(name)) continue;
      notes.push_back(note(text_, mention.at, "lint.post.uncreated", Severity::advice,
                           {{"post", as_written(text_.passages()[mention.at], name)}}));
    }
  }

 private:
  void read_passage(std::size_t at, const Passage& passage) {
    const Lexicon::Rules& rules = text_.rules();
    const Scanned scanned = scan_form(passage.form, rules);
    if (!scanned.present.has(rules.list(List::post))) return;
    std::size_t covered = 0;
    for (std::size_t i = 0; i < scanned.hits.size(); ++i) {
      const Hit& hit = scanned.hits[i];
      if (!rules.in_group(hit.word, rules.list(List::post)) || hit.begin < covered) continue;
      const std::string_view form = scanned.form;
      if (is_part_of_other_word(form.substr(hit.end))) continue;
      covered = hit.end;
      const std::size_t begin = begin_of_name(form, hit.begin, hit.end);
      const std::string name = scanned.form.substr(begin, hit.end - begin);
      const bool is_latin = latin_of(first_char(name).value) != 0 && hit.begin == begin;
      if (begin >= hit.begin && !is_latin) continue;  // 責任者 alone names no post
      if (is_outside(scanned, begin, hit.end)) continue;
      if (passage.is_heading() || is_made_after(form.substr(hit.end), scanned, hit.end, rules) ||
          is_held(form, hit.end) || is_item(form, begin, hit.end) || (is_latin && is_alias(form, begin))) {
        made_.insert(name);
      }
      if (mentioned_.size() < kMostPosts) mentioned_.try_emplace(name, Mention{at, begin, hit.end});
    }
  }

  bool is_outside(const Scanned& scanned, std::size_t begin, std::size_t end) const {
    const Lexicon::Rules& rules = text_.rules();
    return std::any_of(scanned.hits.begin(), scanned.hits.end(), [&](const Hit& hit) {
      return hit.begin >= begin && hit.end <= end && rules.in_group(hit.word, rules.list(List::post_outside));
    });
  }

  // An item of a list that is nothing but the name.
  static bool is_item(std::string_view form, std::size_t begin, std::size_t end) {
    return begin == 0 && (end == form.size() || form.find("。") == std::string_view::npos);
  }

  // One name may be short for the other.
  bool is_made(const std::string& name) const {
    return std::any_of(made_.begin(), made_.end(), [&](const std::string& made) {
      return !made.empty() && (made.ends_with(name) || name.ends_with(made));
    });
  }

  const ReviewedText& text_;
  std::set<std::string> made_;
  std::map<std::string, Mention> mentioned_;
};

}  // namespace

void note_posts(const ReviewedText& text, const std::vector<Term>& terms, Notes& notes) {
  Posts posts(text, terms);
  posts.read();
  posts.note_uncreated(notes);
}

}  // namespace sekisho::policy
