#pragma once

// What a use case needs from outside: the catalogue, the clock, chance, who acts, and the program whose confined
// workers read foreign files. Made once in app/, passed down.

#include <functional>
#include <memory>
#include <string>

#include "base/messages.h"
#include "base/result.h"
#include "base/seams.h"

namespace sekisho::work {

struct World {
  CatalogFiles catalog;
  Messages messages;
  std::shared_ptr<const Clock> clock;
  std::shared_ptr<Random> random;
  std::string program;  // path of this executable, for its confined workers
  std::string actor;    // "os:<user>"
  // Tells the user of something that went wrong beside what was asked, which was done.
  std::function<void(const Error&)> warn = [](const Error&) {};
  bool clock_is_set = false;  // the clock was set by hand (--now): only rehearsal folders take it
};

}  // namespace sekisho::work
