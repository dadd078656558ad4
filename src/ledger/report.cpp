#include "ledger/report.h"

#include <algorithm>

namespace sekisho::ledger {
namespace {

constexpr std::size_t kMostShown = 20;

std::string text_of(std::uint64_t value) {
  return std::to_string(value);
}

class Writer {
 public:
  Writer(const Messages& messages, Language language) : messages_(messages), language_(language) {}
  std::string say(std::string_view id, const MessageParams& params = {}) const {
    return messages_.text(id, language_, params);
  }
  void line(std::string_view id, const MessageParams& params = {}) { out_ += say(id, params) + "\n"; }

  void complete(const VerifyReport& report) {
    const MessageParams params{{"size", text_of(report.complete_to.value_or(0))},
                               {"shown", text_of(report.shown_to.value_or(0))}};
    if (!report.complete_to) return line("ledger.report.complete.none");
    line(report.shown_to ? "ledger.report.complete.shown" : "ledger.report.complete.recorded", params);
  }

  void finding(const Finding& found) {
    std::string text = say(found.message, found.params);
    if (found.severity == Severity::notice) {
      text = say("ledger.report.notice", {{"text", text}});
    } else {
      text = say(
          "ledger.report.where",
          {{"text", text},
           {"offset", text_of(found.offset)},
           {"section", found.section.empty() ? "" : say("ledger.report.where.section", {{"section", found.section}})},
           {"entry", found.entry ? say("ledger.report.where.entry", {{"entry", text_of(*found.entry)}}) : ""}});
    }
    out_ += "- " + text + "\n";
  }

  std::string take() { return std::move(out_); }

 private:
  const Messages& messages_;
  Language language_;
  std::string out_;
};

codec::Value optional_number(const std::optional<std::uint64_t>& value) {
  return value ? codec::Value(std::size_t{*value}) : codec::Value();
}

// The pack is as it was signed, and only the note that was to show its beginning does not read.
bool is_note_alone(const VerifyReport& report) {
  return std::all_of(report.findings.begin(), report.findings.end(), [](const Finding& f) {
    return f.severity == Severity::notice || f.message == "ledger.verify.note.damaged";
  });
}

// Nothing is known against the pack: it was held against somebody else's key.
bool is_key_alone(const VerifyReport& report) {
  std::size_t wrong = 0;
  for (const Finding& one : report.findings) {
    if (one.severity != Severity::altered) continue;
    if (one.message != "ledger.verify.key.wrong") return false;
    ++wrong;
  }
  return wrong > 0;
}

}  // namespace

std::string report_text(const VerifyReport& report, const std::string& file, const Messages& messages,
                        Language language) {
  Writer out(messages, language);
  out.line("ledger.report.head", {{"file", file}});
  if (!report.origin.empty())
    out.line("ledger.report.what", {{"body", report.body},
                                    {"origin", report.origin},
                                    {"size", text_of(report.size)},
                                    {"attachments", text_of(report.attachments)}});
  const bool is_none =
      report.origin.empty() && std::any_of(report.findings.begin(), report.findings.end(),
                                           [](auto& f) { return f.message == "ledger.verify.not_a_pack"; });
  if (is_none) return out.line("ledger.report.no_pack"), out.take();
  out.line(report.unaltered        ? "ledger.report.unaltered"
           : is_key_alone(report)  ? "ledger.report.key_wrong"
           : is_note_alone(report) ? "ledger.report.note_damaged"
                                   : "ledger.report.altered");
  out.complete(report);
  out.line(report.unanchored_tail == 0 && report.unaltered ? "ledger.report.no_tail" : "ledger.report.tail",
           {{"count", text_of(report.unanchored_tail)}});
  if (report.withheld + report.erased > 0)
    out.line("ledger.report.left_out", {{"withheld", text_of(report.withheld)}, {"erased", text_of(report.erased)}});
  if (!report.findings.empty()) out.line("ledger.report.findings");
  for (std::size_t i = 0; i < std::min(report.findings.size(), kMostShown); ++i) out.finding(report.findings[i]);
  if (report.findings.size() > kMostShown)
    out.line("ledger.report.more", {{"count", text_of(report.findings.size() - kMostShown)}});
  return out.take();
}

codec::Value report_json(const VerifyReport& report, const std::string& file, const Messages& messages) {
  codec::Array findings;
  for (const Finding& f : report.findings) {
    const auto text = [&](Language language) { return messages.text(f.message, language, f.params); };
    findings.emplace_back(codec::Object{
        {"severity", f.severity == Severity::altered ? "altered" : "notice"},
        {"id", f.message},
        {"offset", std::size_t{f.offset}},
        {"section", f.section.empty() ? codec::Value() : codec::Value(f.section)},
        {"entry", optional_number(f.entry)},
        {"text", codec::Object{{"ja", text(Language::ja)}, {"en", text(Language::en)}}},
    });
  }
  return codec::Object{
      {"file", file},
      {"unaltered", report.unaltered},
      {"body", report.body},
      {"origin", report.origin},
      {"size", std::size_t{report.size}},
      {"complete_to", optional_number(report.complete_to)},
      {"shown_to", optional_number(report.shown_to)},
      {"unanchored_tail", std::size_t{report.unanchored_tail}},
      {"withheld", std::size_t{report.withheld}},
      {"erased", std::size_t{report.erased}},
      {"attachments", std::size_t{report.attachments}},
      {"findings", std::move(findings)},
  };
}

}  // namespace sekisho::ledger
