#include "policy/duty_parts.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sekisho::policy {

namespace {

constexpr std::string_view kComma = "、";
constexpr std::array<std::string_view, 9> kParticles = {"を", "は", "が", "に", "の", "で", "と", "へ", "も"};

bool is_name_letter(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x30A1 && c <= 0x30FC) || c == U'々' ||
         (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
}

// A stretch of the sentence up to and with its comma.
struct Chunk {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Chunk> chunks_of(std::string_view form) {
  std::vector<Chunk> chunks;
  std::size_t begin = 0;
  while (begin < form.size()) {
    const std::size_t comma = form.find(kComma, begin);
    const std::size_t end = comma == std::string_view::npos ? form.size() : comma + kComma.size();
    chunks.push_back({begin, end});
    begin = end;
  }
  return chunks;
}

// Cuts one sentence into predicates and finds what is no part of their promises.
class Parts {
 public:
  Parts(const Scanned& scanned, const Lexicon::Rules& rules) : scanned_(scanned), rules_(rules) {}

  Partition run() {
    for (const Chunk& chunk : chunks_of(scanned_.form)) {
      take_actor(chunk);
      take_topic(chunk);
      take_clauses(chunk);
      if (ends_predicate(chunk)) {
        made_.boundaries.push_back(chunk.end);
        clause_begin_ = chunk.end;
        if (ends_part(chunk)) part_begin_ = chunk.end;
      }
    }
    take_names();
    return std::move(made_);
  }

 private:
  bool is(const Hit& hit, List list) const { return rules_.in(hit.word, list); }

  template <typename Wanted>
  const Hit* find_hit(List list, const Wanted& wanted) const {
    if (!scanned_.present.has(rules_.list(list))) return nullptr;
    const auto it = std::find_if(scanned_.hits.begin(), scanned_.hits.end(),
                                 [&](const Hit& hit) { return wanted(hit) && is(hit, list); });
    return it == scanned_.hits.end() ? nullptr : &*it;
  }

  // 職員等は、 and 職員等は when nothing but a name stands before.
  void take_actor(const Chunk& chunk) {
    const std::string_view words = std::string_view(scanned_.form).substr(chunk.begin, chunk.end - chunk.begin);
    for (std::size_t at = words.find("は"); at != std::string_view::npos; at = words.find("は", at + 3)) {
      const std::size_t name_end = chunk.begin + at;
      const bool before_comma = chunk.begin + at + 3 + kComma.size() == chunk.end && words.ends_with(kComma);
      const bool short_name = words.substr(0, at).find("を") == std::string_view::npos && at <= 60;
      if (!before_comma && !short_name) continue;
      if (find_hit(List::no_actor_end, [&](const Hit& hit) { return hit.end == name_end; })) continue;
      if (find_hit(List::actor_end, [&](const Hit& hit) { return hit.end == name_end && hit.begin >= chunk.begin; })) {
        made_.ranges.push_back({chunk.begin, name_end + 3, Layer::actor});
        const bool comma_follows = std::string_view(scanned_.form).substr(name_end + 3).starts_with(kComma);
        clause_begin_ = std::max(clause_begin_, name_end + 3 + (comma_follows ? kComma.size() : 0));
        part_begin_ = std::max(part_begin_, clause_begin_);
        if (chunk.begin == opening_end_ && before_comma) opening_end_ = chunk.end;
        return;
      }
    }
  }

  // Of what the whole sentence speaks; a long one is no topic but a clause.
  void take_topic(const Chunk& chunk) {
    constexpr std::size_t kLongestTopic = 180;
    const std::string_view words = std::string_view(scanned_.form).substr(0, chunk.end);
    const bool leads = chunk.begin == 0 ? made_.ranges.empty() : chunk.begin == opening_end_;
    if (!leads || chunk.end > kLongestTopic) return;
    if (!words.ends_with("は、") || words.ends_with("場合は、") || words.ends_with("ときは、")) return;
    if (find_hit(List::condition, [&](const Hit& hit) { return hit.end == chunk.end; })) return;
    made_.topic_end = opening_end_ = chunk.end;
    clause_begin_ = part_begin_ = chunk.end;
  }

  // 〜場合には reaches back to the predicate or the name before it; 〜ため、 also over what leads up to it:
  // 漏えいを防ぎ、信頼を 得るため、 is one purpose.
  void take_clauses(const Chunk& chunk) {
    for (const Hit& hit : scanned_.hits) {
      if (hit.begin < chunk.begin || hit.end > chunk.end) continue;
      const bool condition = is(hit, List::condition) && !is_limited(hit);
      const bool purpose = !condition && is(hit, List::purpose) && !begins_with(List::no_purpose, hit);
      if (!condition && (!purpose || serves_another_purpose(hit))) continue;
      if (hit.end <= clause_begin_) continue;
      if (condition) {
        made_.ranges.push_back({condition_begin(chunk, hit), hit.end, Layer::condition});
        part_begin_ = std::max<std::size_t>(part_begin_, hit.end);
      } else {
        const bool is_whole =
            hit.end == chunk.end;  // ために in the middle of a phrase reaches no further than its verb
        made_.ranges.push_back(
            {is_whole ? std::min(part_begin_, clause_begin_) : purpose_begin(hit), hit.end, Layer::purpose});
      }
    }
  }

  // 契約書に 確保のために … を明記: a noun's purpose begins after the particle before it.
  std::size_t purpose_begin(const Hit& hit) const {
    const std::string_view before = std::string_view(scanned_.form).substr(clause_begin_, hit.begin - clause_begin_);
    if (!before.ends_with("の")) return clause_begin_;
    std::size_t begin = clause_begin_;
    for (const std::string_view particle : {"に", "を", "は", "が"}) {
      const std::size_t at = before.rfind(particle);
      if (at != std::string_view::npos) begin = std::max(begin, clause_begin_ + at + particle.size());
    }
    return begin;
  }

  // 監視等の対策及び緊急事態の際に…: in the middle of a phrase the condition is only of what follows the 及び.
  std::size_t condition_begin(const Chunk& chunk, const Hit& condition) const {
    std::size_t begin = clause_begin_;
    if (condition.end == chunk.end) return begin;
    const std::string_view before = std::string_view(scanned_.form).substr(0, condition.begin);
    for (const std::string_view joint : {"対策及び", "措置及び", "対策並びに", "措置並びに"}) {
      const std::size_t at = before.rfind(joint);
      if (at != std::string_view::npos && at >= chunk.begin) begin = std::max(begin, at + joint.size());
    }
    return begin;
  }

  // 収集した目的以外の目的のために使用しない: that is what is forbidden, not what for.
  bool serves_another_purpose(const Hit& purpose) const {
    return std::string_view(scanned_.form).substr(0, purpose.begin).ends_with("以外の目的の");
  }

  bool is_limited(const Hit& condition) const { return begins_with(List::limit, condition); }

  bool begins_with(List list, const Hit& word) const {
    return find_hit(list, [&](const Hit& hit) { return hit.begin == word.begin; }) != nullptr;
  }

  // とともに, ほか, ものとし: what stands before it is promised whatever follows.
  bool ends_part(const Chunk& chunk) const {
    return find_hit(List::predicate_end, [&](const Hit& hit) { return hit.end == chunk.end; }) != nullptr;
  }

  bool ends_predicate(const Chunk& chunk) const {
    const std::string_view form = scanned_.form;
    if (chunk.end == form.size()) return false;
    const auto ends_here = [&](const Hit& hit) { return hit.end == chunk.end; };
    if (find_hit(List::predicate_end, ends_here) != nullptr) return true;
    if (find_hit(List::no_predicate_end, ends_here) != nullptr) return false;
    if (chunk.end - chunk.begin <= kComma.size()) return false;
    const std::string_view words = form.substr(chunk.begin, chunk.end - chunk.begin - kComma.size());
    const char32_t last = text::code_point_at(words, last_letter_start(words)).value;
    if (std::u32string_view(U"しりいきちみびめけえれせげべじて").find(last) == std::u32string_view::npos) return false;
    // 「分類し、又は廃棄する場合」 is one predicate for what follows.
    const std::string_view rest = form.substr(chunk.end);
    return !rest.starts_with("又は") && !rest.starts_with("若しくは") && !is_bare_verb(rest);
  }

  // 「情報資産を評価し、分類する」: what has no object of its own is said of the one before.
  static bool is_bare_verb(std::string_view rest) {
    const std::string_view next = rest.substr(0, rest.find(kComma));
    return std::none_of(kParticles.begin(), kParticles.end(),
                        [&](std::string_view particle) { return next.find(particle) != std::string_view::npos; });
  }

  // Inside the name of a post or a law no other word counts.
  void take_names() {
    const std::string_view form = scanned_.form;
    for (const Hit& hit : scanned_.hits) {
      if (is(hit, List::law_name)) made_.names.push_back({hit.begin, hit.end, Layer::name});
      if (!is(hit, List::post_end)) continue;
      std::size_t begin = hit.begin;
      while (begin > 0) {
        const std::size_t before = last_letter_start(form.substr(0, begin));
        if (!is_name_letter(text::code_point_at(form, before).value)) break;
        begin = before;
      }
      made_.names.push_back({begin, hit.end, Layer::name});
    }
  }

  const Scanned& scanned_;
  const Lexicon::Rules& rules_;
  Partition made_;
  std::size_t opening_end_ = 0;   // of the actor and the topic that the sentence begins with
  std::size_t clause_begin_ = 0;  // of the predicate that is being read
  std::size_t part_begin_ = 0;    // of the predicates that may lead up to one purpose
};

}  // namespace

std::string without_brackets(std::string form) {
  // Full-width brackets too: published words come here as well as matching forms. One that nothing closes, a slip of
  // the pen, hides nothing.
  constexpr std::u32string_view kOpening = U"(（〔";
  constexpr std::u32string_view kClosing = U")）〕";
  std::vector<std::size_t> open;
  std::vector<std::pair<std::size_t, std::size_t>> spans;  // outermost, in order
  for (std::size_t at = 0; at < form.size();) {
    const text::CodePoint point = text::code_point_at(form, at);
    if (kOpening.find(point.value) != std::u32string_view::npos) open.push_back(at);
    at += point.length;
    if (open.empty() || kClosing.find(point.value) == std::u32string_view::npos) continue;
    while (!spans.empty() && spans.back().first >= open.back()) spans.pop_back();
    spans.emplace_back(open.back(), at);
    open.pop_back();
  }
  if (spans.empty()) return form;
  std::string out;
  std::size_t kept = 0;
  for (const auto& [begin, end] : spans) {
    out.append(form, kept, begin - kept);
    kept = end;
  }
  out.append(form, kept);
  return out;
}

std::size_t last_letter_start(std::string_view form) {
  std::size_t at = form.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(form[at]) & 0xC0) == 0x80) --at;
  return at;
}

bool is_kana_only(char32_t letter) {
  return letter >= 0x3041 && letter <= 0x309F;
}

bool ends_in_act(const Scanned& scanned, std::string_view words, const Lexicon::Rules& rules) {
  std::size_t stop = words.size();
  if (words.ends_with("等")) stop -= std::string_view("等").size();
  return std::any_of(scanned.hits.begin(), scanned.hits.end(),
                     [&](const Hit& hit) { return hit.end == stop && rules.in(hit.word, List::act); });
}

Partition partition_of(const Scanned& scanned, const Lexicon::Rules& rules) {
  return Parts(scanned, rules).run();
}

std::vector<Place> places_of(const Scanned& scanned, const Partition& partition, const Lexicon::Rules& rules) {
  std::vector<Place> places;
  places.reserve(scanned.hits.size());
  for (const Hit& hit : scanned.hits) {
    Place place;
    const auto next = std::upper_bound(partition.boundaries.begin(), partition.boundaries.end(), hit.begin);
    place.segment = static_cast<std::uint16_t>(next - partition.boundaries.begin());
    place.is_topic = hit.end <= partition.topic_end;
    for (const Range& range : partition.ranges) {
      if (hit.begin >= range.begin && hit.end <= range.end) place.layer = range.layer;
    }
    for (const Range& name : partition.names) {
      const bool inside = hit.begin >= name.begin && hit.end <= name.end && hit.end - hit.begin < name.end - name.begin;
      // 責任者 of 個人情報保護責任者 says that it is a post.
      const bool is_post = hit.end == name.end && rules.in(hit.word, List::post_end);
      if (inside && !is_post) place.layer = Layer::name;
    }
    places.push_back(place);
  }
  return places;
}

}  // namespace sekisho::policy
