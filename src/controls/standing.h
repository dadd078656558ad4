#pragma once

// Whether what was recorded about a sentence (a scope decision, an exception, a control bound to a duty) still is about
// it. It was recorded under the version that was the newest then, by that version's numbers; it goes on with the
// sentence as long as each amendment leaves its words the same, wherever it is moved to, and lapses where it is
// reworded. What comes to stand under the old number is not touched by it. Pure.
//
// A scope decision that names a kind of promise (a concept) and no place, and an exception that names no duty, are
// about no sentence: they hold in every version.
//
// A control's `duties` name "<document>@<version>/<clause>/<sentence>". Without "@<version>" an id holds only where it
// has been the same sentence in every version.

#include <cstdint>

#include "controls/status.h"

namespace sekisho::controls {

enum class Bearing : std::uint8_t {
  none,
  holds,
  lapsed  // it names this sentence's number, or named the sentence before it was reworded
};

// The version that was the newest at an instant; the first where there was none yet.
int version_at(const DocumentInput& document, Instant at);

Bearing bearing_of(const ScopeDecision& decision, const DutyInput& duty, const DocumentInput& document,
                   const std::string& idea);
Bearing bearing_of(const ExceptionInForce& exception, const DutyInput& duty, const DocumentInput& document,
                   const std::string& idea);
Bearing bearing_of(const Control& control, const DutyInput& duty, const DocumentInput& document,
                   const std::string& idea);

// Whether anything here is about a sentence, so that one must know where the duties stood (DutyInput::stood).
bool names_sentences(const Catalog& catalog, const Evaluation& evaluation);

}  // namespace sekisho::controls
