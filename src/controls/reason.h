#pragma once

// The one sentence that explains a verdict. Pure; its words are messages and the controls' own texts.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/messages.h"
#include "controls/catalog.h"
#include "controls/evaluate.h"
#include "controls/judge.h"

namespace sekisho::controls {

// A control that serves a promise, with its result.
struct Serving {
  const Control* control = nullptr;
  const ControlResult* result = nullptr;
};

struct Explanation {
  Bilingual reason;
  Bilingual fix;                    // of the control that the reason speaks of; empty where nothing is to be done
  std::vector<Bilingual> troubles;  // the reason's first
};

// `registers`: id → title; one that is not there is named by its id. `most`: how many troubles are told, one at least.
using RegisterTitles = std::map<std::string, Bilingual>;
Explanation explain(const Judgement& judgement, const std::vector<Serving>& serving, const RegisterTitles& registers,
                    const Messages& messages, std::size_t most = 1);

Bilingual both(const Messages& messages, std::string_view id, const MessageParams& params = {});

}  // namespace sekisho::controls
