// References to clauses that the document does not have. What refers to a law, or cannot be told, is left alone.

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "policy/chars.h"
#include "policy/lint_parts.h"
#include "policy/numbering.h"

namespace sekisho::policy {

namespace {

bool is_word_letter(char32_t c) {
  return is_kanji(c) || is_katakana(c) || latin_of(c) != 0 || digit_of(c) >= 0;
}

Numeral number_at(std::string_view form, std::size_t at) {
  const Numeral digits = read_digits(form.substr(at));
  return digits.length != 0 ? digits : read_kanji_number(form.substr(at));
}

// 第3条の2第1項第4号, or a part of it.
struct Article {
  std::string article;  // id, "" where the reference names none
  unsigned paragraph = 0;
  unsigned item = 0;
  std::size_t end = 0;
};

constexpr std::string_view kDai = "第";
constexpr std::string_view kJo = "条";
constexpr std::string_view kKo = "項";
constexpr std::string_view kGo = "号";
constexpr std::string_view kNo = "の";

std::optional<Article> article_at(std::string_view form, std::size_t at) {
  Article found;
  bool any = false;
  while (form.substr(at).starts_with(kDai)) {
    const Numeral number = number_at(form, at + kDai.size());
    if (number.length == 0) break;
    std::size_t next = at + kDai.size() + number.length;
    const std::string_view unit = form.substr(next);
    if (unit.starts_with(kJo) && !any) {
      next += kJo.size();
      found.article = std::to_string(number.value);
      while (form.substr(next).starts_with(kNo)) {
        const Numeral branch = number_at(form, next + kNo.size());
        if (branch.length == 0) break;
        found.article += "-" + std::to_string(branch.value);
        next += kNo.size() + branch.length;
      }
    } else if (unit.starts_with(kKo)) {
      next += kKo.size();
      found.paragraph = number.value;
    } else if (unit.starts_with(kGo)) {
      next += kGo.size();
      found.item = number.value;
    } else {
      break;
    }
    any = true;
    at = next;
  }
  found.end = at;
  return any ? std::optional(found) : std::nullopt;
}

bool is_connector(std::string_view between) {
  constexpr std::array words = {"、",   ",",      "・",   "及び",   "並びに", "又は", "若しくは", "から",
                                "乃至", "ないし", "まで", "までの", "と",     "や",   "~"};
  return std::any_of(words.begin(), words.end(), [&](const char* word) { return between == word; });
}

// 上記3つの, 上記2項目: a number of things, not the number of a clause.
bool counts_things(std::string_view rest) {
  return starts_with_any(rest,
                         {"つ",   "個", "件", "点", "項目", "種", "者", "名", "人", "か所", "箇所", "機関", "区分",
                          "段階", "年", "月", "日", "回",   "万", "千", "円", "%",  "文書", "部門", "団体"});
}

class References {
 public:
  References(const ReviewedText& text, Notes& notes)
      : text_(text), notes_(notes), items_(items_of(text.document())), has_table_(has_table()) {}

  void read() {
    for (std::size_t at = 0; at < text_.passages().size(); ++at) {
      if (!text_.passages()[at].is_sentence()) continue;
      at_ = at;
      const std::string& form = text_.passages()[at].form;
      bool has_foreign = false;
      if (form.find(kDai) != std::string::npos) has_foreign = read_articles(form);
      if (text_.has_articles() && !has_foreign) read_neighbours(form);
      for (const std::string_view word : {"上記", "前記"}) read_above(form, word);
      if (!text_.has_articles()) read_paths(form);
      read_tables(form);
    }
  }

 private:
  void missing(std::string_view form, std::size_t begin, std::size_t end, Severity severity = Severity::defect) {
    const std::string written = as_written(text_.passages()[at_], form.substr(begin, end - begin));
    notes_.push_back(note(text_, at_, "lint.reference.missing", severity, {{"reference", written}}));
  }

  bool has(const std::string& id) const { return text_.tree().find(id).has_value(); }
  const std::string& here() const { return text_.passages()[at_].clause; }
  std::string article_here() const { return here().substr(0, here().find('.')); }

  // Under the root, or beside the clause that refers or one above it.
  bool has_near(const std::string& path) const {
    if (has(path)) return true;
    for (std::string above = here(); !above.empty();) {
      const std::size_t dot = above.rfind('.');
      std::string beside = above;
      beside.append(".").append(path);
      if (has(beside)) return true;
      above = dot == std::string::npos ? "" : above.substr(0, dot);
    }
    return false;
  }

  bool has_item(const std::string& above, unsigned item) const {
    return items_.count(above + "/" + std::to_string(item)) != 0;
  }

  // Every number that stands somewhere under a clause: "3/2" for 3.2 and for 3.1.2.
  static std::set<std::string> items_of(const Document& document) {
    std::set<std::string> items;
    for (const Clause& clause : document.clauses) {
      const std::size_t last = clause.id.rfind('.');
      if (last == std::string::npos) continue;
      const std::string number = "/" + clause.id.substr(last + 1);
      for (std::size_t dot = clause.id.find('.'); dot != std::string::npos; dot = clause.id.find('.', dot + 1)) {
        items.insert(clause.id.substr(0, dot) + number);
      }
    }
    return items;
  }

  bool exists(const Article& reference) const {
    const std::string& article = reference.article;
    if (!has(article)) return false;
    if (reference.paragraph > 1 && !has(article + "." + std::to_string(reference.paragraph))) return false;
    if (reference.item == 0) return true;
    const std::string paragraph = article + "." + std::to_string(reference.paragraph);
    return has_item(reference.paragraph > 1 ? paragraph : article, reference.item);
  }

  // Whether what stands before 第 makes it an article of something else.
  bool is_foreign(const Scanned& scanned, std::size_t begin) const {
    std::string_view before = std::string_view(scanned.form).substr(0, begin);
    if (before.ends_with(kNo)) before.remove_suffix(kNo.size());
    while (before.ends_with(")")) {
      const std::size_t open = before.rfind('(');
      if (open == std::string_view::npos) break;
      before = before.substr(0, open);
      // A bracket within: (平成15年法律第57号。以下「法」という。)
      if (before.ends_with("」")) break;
    }
    if (before.ends_with("」") || before.ends_with("』")) return true;
    const bool is_named = std::any_of(scanned.hits.begin(), scanned.hits.end(), [&](const Hit& hit) {
      return hit.end == before.size() &&
             text_.rules().in_group(hit.word, text_.rules().list(List::reference_elsewhere));
    });
    if (is_named || is_word_letter(char_before(before, before.size()).value)) {
      for (const std::string_view own : {"この規程", "本規程", "この規則", "本規則", "この訓令", "本訓令", "この要綱",
                                         "本要綱", "この方針", "本方針", "本基本方針", "この基準", "本基準"}) {
        if (before.ends_with(own)) return false;
      }
      return true;
    }
    return ends_with_any(before, {"付則", "改正前", "改正後", "旧", "新"});
  }

  // Says whether the sentence refers to something outside.
  bool read_articles(const std::string& form) {
    const Scanned scanned = scan_form(form, text_.rules());
    bool has_foreign = false;
    bool was_foreign = true;  // of the reference before
    Article before;
    for (std::size_t at = form.find(kDai); at != std::string::npos; at = form.find(kDai, at)) {
      const auto read = article_at(form, at);
      if (!read) {
        at += kDai.size();
        continue;
      }
      Article reference = *read;
      const bool goes_on = before.end != 0 && is_connector(std::string_view(form).substr(before.end, at - before.end));
      const bool foreign = goes_on ? was_foreign : is_foreign(scanned, at);
      if (reference.article.empty()) {
        if (goes_on) {
          reference.article = before.article;
          if (reference.paragraph == 0) reference.paragraph = before.paragraph;
        } else {
          reference.article = article_here();
        }
      }
      has_foreign = has_foreign || foreign;
      was_foreign = foreign;
      before = reference;
      if (!foreign && is_checked(scanned, at, reference) && !exists(reference)) missing(form, at, reference.end);
      at = reference.end;
    }
    return has_foreign;
  }

  // In a text without articles 第3条 is most likely one of a law; 第1号様式 is a form.
  bool is_checked(const Scanned& scanned, std::size_t at, const Article& reference) const {
    const Char next = char_at(scanned.form, reference.end);
    if (!text_.has_articles()) return false;
    if (article_here() == "preamble") return false;
    if (is_kanji(next.value) && reference.item != 0 &&
        !std::string_view(scanned.form).substr(reference.end).starts_with("又は") &&
        !starts_with_any(std::string_view(scanned.form).substr(reference.end),
                         {"及び", "並びに", "若しくは", "中", "以外", "以下"})) {
      return false;
    }
    return at == 0 || !is_word_letter(char_before(scanned.form, at).value) || !reference.article.empty();
  }

  // 前条, 次条, 前項 where nothing stands there.
  void read_neighbours(const std::string& form) {
    const auto find = [&](std::string_view word) {
      const std::size_t at = form.find(word);
      return at != std::string::npos && !is_word_letter(char_before(form, at).value) ? at : std::string::npos;
    };
    const auto neighbour = [&](std::string_view word, bool is_there) {
      const std::size_t at = find(word);
      if (at != std::string::npos && !is_there) missing(form, at, at + word.size());
    };
    const std::string article = article_here();
    if (article == "preamble") return;
    const std::vector<Clause>& clauses = text_.document().clauses;
    neighbour("前条", clauses.front().id != article);
    neighbour("次条", article_id(clauses.back()) != article);
    const std::string& id = here();
    const bool is_first =
        id == article || (id == article + ".1" && clauses[text_.passages()[at_].index].marker.empty());
    neighbour("前項", !(is_first && text_.passages()[at_].sentence == 1));
  }

  static std::string article_id(const Clause& clause) { return clause.id.substr(0, clause.id.find('.')); }

  struct Path {
    std::string id;
    std::size_t end = 0;
  };
  // 3, 2(1), 4.1, (2)
  static Path path_at(std::string_view form, std::size_t at) {
    Path path;
    const Numeral first = read_digits(form.substr(at));
    if (first.length != 0) {
      path.id = std::to_string(first.value);
      at += first.length;
    }
    for (;;) {
      const bool bracket = form.substr(at).starts_with("(");
      if (!bracket && (path.id.empty() || !form.substr(at).starts_with("."))) break;
      const Numeral next = read_digits(form.substr(at + 1));
      if (next.length == 0 || (bracket && !form.substr(at + 1 + next.length).starts_with(")"))) break;
      path.id += (path.id.empty() ? "" : ".") + std::to_string(next.value);
      at += 1 + next.length + (bracket ? 1 : 0);
    }
    path.end = at;
    return path;
  }

  // 上記6、7及び8
  void read_above(std::string_view form, std::string_view word) {
    for (std::size_t at = form.find(word); at != std::string_view::npos; at = form.find(word, at + 1)) {
      std::size_t next = at + word.size();
      for (;;) {
        const Path path = path_at(form, next);
        if (path.id.empty() || counts_things(form.substr(path.end))) break;
        if (!has_near(path.id)) missing(form, next, path.end);
        next = path.end;
        const std::string_view rest = form.substr(next);
        std::size_t length = 0;
        for (const std::string_view link : {"、", ",", "・", "及び", "又は", "並びに", "若しくは", "から", "~"}) {
          if (rest.starts_with(link)) length = link.size();
        }
        if (length == 0) break;
        next += length;
      }
    }
  }

  // 2(1)のとおり, 6(3)に定める
  void read_paths(std::string_view form) {
    for (std::size_t open = form.find('('); open != std::string_view::npos; open = form.find('(', open + 1)) {
      std::size_t begin = open;
      while (begin > 0 && digit_of(char_before(form, begin).value) >= 0) --begin;
      if (begin == open) continue;
      const std::string_view before = form.substr(0, begin);
      const char32_t letter = char_before(form, begin).value;
      if (is_word_letter(letter) || letter == U'.' || letter == U'-' || before.ends_with("上記") ||
          before.ends_with("前記"))
        continue;
      const Path path = path_at(form, begin);
      if (path.end <= open) continue;
      const std::string_view rest = form.substr(path.end);
      if (!starts_with_any(rest, {"のとおり", "に定め", "に規定", "に掲げ", "で定め", "で規定", "に示", "の規定",
                                  "に基づ", "にもとづ", "により"}))
        continue;
      if (!has_near(path.id)) missing(form, begin, path.end);
    }
  }

  // A 別表 that is nowhere; it may have been published apart.
  void read_tables(std::string_view form) {
    constexpr std::string_view kTable = "別表";
    const std::size_t at = form.find(kTable);
    if (at == std::string_view::npos || has_table_) return;
    has_table_ = true;  // said once
    missing(form, at, at + kTable.size(), Severity::advice);
  }

  bool has_table() const {
    const Document& document = text_.document();
    return std::any_of(document.supplementary.begin(), document.supplementary.end(),
                       [](const Supplementary& part) {
                         return part.label.starts_with("別表") || part.text.find("別表") != std::string::npos;
                       }) ||
           std::any_of(text_.passages().begin(), text_.passages().end(), [](const Passage& passage) {
             return passage.form.starts_with("別表") && !passage.form.ends_with("。");
           });
  }

  const ReviewedText& text_;
  Notes& notes_;
  std::size_t at_ = 0;
  std::set<std::string> items_;
  bool has_table_ = false;
};

}  // namespace

void note_references(const ReviewedText& text, Notes& notes) {
  References(text, notes).read();
}

}  // namespace sekisho::policy
