#pragma once

// What a careful reviewer notes in a policy before it is adopted. A finding is advice to a person, never a repair:
// texts stay as published. Sources: 総務省ガイドライン (the ten items of a 基本方針), 地方自治法施行規則 第16条の3
// (eight areas of measures, in force 2027-07-01, binding on 地方公共団体 only), 公用文の書き方.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "policy/lexicon.h"
#include "policy/reading.h"

namespace sekisho::policy {

enum class Regime : std::uint8_t { local_public_body, mutual_aid_association };
const char* name_of(Regime regime);  // "local_public_body" …
std::optional<Regime> regime_named(std::string_view name);
Regime regime_of(const Document& document);  // by the body's name: a 共済組合 is a mutual aid association

enum class Severity : std::uint8_t { defect, advice };  // contradicts itself, or could be better
const char* name_of(Severity severity);

// `id` names a message of catalog/messages/policy_lint.toml, filled with `params`; one of "lint.term.unused",
// "lint.term.undefined", "lint.post.uncreated", "lint.date.effective_before_enacted", "lint.date.order",
// "lint.reference.missing", "lint.item.missing", "lint.area.missing", "lint.promise.vague".
struct Finding {
  std::string id;
  Severity severity = Severity::advice;
  std::string clause;  // "" where it concerns the whole document, "preamble", "supplementary"
  int sentence = 0;    // from 1; 0 where it concerns the whole clause
  MessageParams params;
  Span span;  // the sentence or clause concerned; empty for the whole document and what stands after its last clause
};

// The findings in the order of the text, those on the whole document last. A document of kind `other` has none.
std::vector<Finding> lint(const Document& document, const Lexicon& lexicon, Regime regime);

// {"id","severity","clause","sentence","message":{"ja","en"},"span":[begin,end]}
codec::Value to_value(const Finding& finding, const Messages& messages);

}  // namespace sekisho::policy
