#include <algorithm>

#include "base/text.h"
#include "controls/observation.h"
#include "registers/individual_number.h"

namespace sekisho::controls {

namespace {

constexpr std::size_t text_limit = 4000;  // bytes of one text
constexpr std::size_t evidence_limit = 100;
constexpr std::int64_t clock_skew = 300'000'000;  // microseconds that another machine's clock may be ahead

constexpr std::array known_fields =
    std::to_array<std::string_view>({"source", "check", "subject", "verdict", "measured", "expected", "covers_from",
                                     "covers_to", "collected_at", "valid_until", "evidence"});

enum class Moment : std::uint8_t { first, last };  // of a day, where only a date is given

class LineReader {
 public:
  LineReader(codec::Value value, std::size_t number) : value_(std::move(value)), number_(number) {}

  Error wrong(const char* message, const std::string& detail, MessageParams params = {}) const {
    Error error = fail(Code::invalid, "line " + std::to_string(number_) + ": " + detail, message)
                      .with("line", std::to_string(number_));
    error.params.insert(error.params.end(), params.begin(), params.end());
    return error;
  }

  Status check_fields() const {
    if (value_.object() == nullptr) return wrong("observation.no_object", "no object");
    for (const auto& [key, member] : *value_.object()) {
      if (std::find(known_fields.begin(), known_fields.end(), key) == known_fields.end()) {
        return wrong("observation.unknown_field", "unknown field " + key, {{"field", key}});
      }
    }
    return {};
  }

  Result<std::string> required(const std::string& field) const {
    SEK_TRY(std::string text, this->text(field));
    if (text.empty()) return wrong("observation.missing", "no " + field, {{"field", field}});
    return text;
  }

  // A text, or a number or truth value as its text; "" where absent or null.
  Result<std::string> text(const std::string& field) const {
    const codec::Value* member = value_.find(field);
    if (member == nullptr || member->is_null()) return std::string();
    std::string out;
    if (const std::string* string = member->string()) {
      out = std::string(text::trim(*string));
    } else if (member->object() != nullptr || member->array() != nullptr) {
      return wrong("observation.wrong_type", field + " is no text", {{"field", field}});
    } else {
      out = codec::to_json(*member);
    }
    if (registers::holds_individual_number(out, "", false)) {
      return wrong("observation.individual_number", field, {{"field", field}});
    }
    if (out.size() > text_limit || out.find('\0') != std::string::npos) {
      return wrong("observation.too_long", field, {{"field", field}, {"limit", std::to_string(text_limit)}});
    }
    return out;
  }

  Result<std::optional<Instant>> instant(const std::string& field, Moment of_day) const {
    SEK_TRY(const std::string written, text(field));
    if (written.empty()) return std::optional<Instant>();
    std::optional<Instant> found;
    if (const auto date = parse_iso_date(written)) {
      found = of_day == Moment::first ? start_of_day_in_tokyo(*date) : end_of_day_in_tokyo(*date);
    } else if (const auto exact = parse_rfc3339(written)) {
      found = *exact;
    }
    // A machine without a clock writes 0001-01-01 or 1970-01-01: nothing was seen then.
    if (found && *found >= start_of_day_in_tokyo({2000, 1, 1}) && *found < start_of_day_in_tokyo({2200, 1, 1}))
      return found;
    return wrong("observation.bad_time", field + " " + written, {{"field", field}, {"value", written}});
  }

  Result<std::vector<std::string>> evidence() const {
    const codec::Value* list = value_.find("evidence");
    if (list == nullptr || list->is_null()) return std::vector<std::string>();
    if (list->array() == nullptr || list->array()->size() > evidence_limit) {
      return wrong("observation.wrong_type", "evidence", {{"field", "evidence"}});
    }
    std::vector<std::string> digests;
    for (const codec::Value& item : *list->array()) {
      const auto hex_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
      const std::string* digest = item.string();
      if (digest == nullptr || digest->size() != 64 || !std::all_of(digest->begin(), digest->end(), hex_digit)) {
        return wrong("observation.bad_digest", "evidence");
      }
      digests.push_back(*digest);
    }
    return digests;
  }

 private:
  codec::Value value_;
  std::size_t number_;
};

Status read_times(const LineReader& reader, Observation& out, Instant received_at) {
  SEK_TRY(out.covers_from, reader.instant("covers_from", Moment::first));
  SEK_TRY(out.covers_to, reader.instant("covers_to", Moment::last));
  SEK_TRY(out.valid_until, reader.instant("valid_until", Moment::last));
  SEK_TRY(const auto collected_at, reader.instant("collected_at", Moment::first));
  out.collected_at = collected_at.value_or(received_at);
  if (out.collected_at.micros > received_at.micros + clock_skew) {
    return reader.wrong("observation.future", "collected_at lies ahead", {{"value", to_rfc3339(out.collected_at)}});
  }
  out.collected_at = std::min(out.collected_at, received_at);
  if (out.covers_from && out.covers_to && *out.covers_to < *out.covers_from) {
    return reader.wrong("observation.order", "covers_to before covers_from");
  }
  return {};
}

}  // namespace

Result<Observation> parse_observation(std::string_view line, std::size_t number, const Sources& sources,
                                      Instant received_at) {
  const auto value = codec::parse_json(line, {}, observation_line_limit);
  const LineReader reader(value ? *value : codec::Value(), number);
  if (!value) return reader.wrong("observation.not_json", value.error().detail, {{"why", value.error().detail}});
  SEK_CHECK(reader.check_fields());
  Observation out;
  SEK_TRY(out.source, reader.required("source"));
  if (sources.is_own(out.source)) {
    return reader.wrong("observation.own_source", out.source, {{"source", out.source}});
  }
  SEK_TRY(out.check_id, reader.text("check"));
  if (out.check_id.empty()) out.check_id = out.source;
  SEK_TRY(out.subject, reader.required("subject"));
  SEK_TRY(const std::string verdict, reader.required("verdict"));
  const auto outcome = outcome_named(verdict);
  if (!outcome) return reader.wrong("observation.bad_verdict", verdict, {{"value", verdict}});
  out.verdict = *outcome;
  SEK_TRY(out.measured, reader.text("measured"));
  SEK_TRY(out.expected, reader.text("expected"));
  SEK_CHECK(read_times(reader, out, received_at));
  SEK_TRY(out.evidence, reader.evidence());
  out.grade = std::min(Grade::recorded, grade_named(sources.grade_of(out.source)).value_or(Grade::attested));
  return out;
}

Result<std::vector<Observation>> parse_observations(std::string_view lines, const Sources& sources,
                                                    Instant received_at) {
  std::vector<Observation> out;
  std::size_t number = 0;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    ++number;
    if (text::trim(line).empty()) continue;
    SEK_TRY(Observation one, parse_observation(line, number, sources, received_at));
    out.push_back(std::move(one));
  }
  return out;
}

codec::Value to_value(const Observation& observation) {
  const auto instant = [](const std::optional<Instant>& at) {
    return at ? codec::Value(to_rfc3339(*at)) : codec::Value();
  };
  codec::Value out;
  out.set("source", observation.source);
  out.set("check", observation.check_id);
  out.set("subject", observation.subject);
  out.set("verdict", name_of(observation.verdict));
  out.set("measured", observation.measured);
  out.set("expected", observation.expected);
  out.set("covers_from", instant(observation.covers_from));
  out.set("covers_to", instant(observation.covers_to));
  out.set("collected_at", to_rfc3339(observation.collected_at));
  out.set("valid_until", instant(observation.valid_until));
  codec::Array evidence;
  for (const std::string& digest : observation.evidence) evidence.emplace_back(digest);
  out.set("evidence", std::move(evidence));
  out.set("grade", name_of(observation.grade));
  return out;
}

}  // namespace sekisho::controls
