// links: controls
// A line of observations: what is read can be written, and reads back as the same.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "controls/observation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sekisho;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const controls::Sources sources;
  const Instant now{1'800'000'000'000'000};
  static_cast<void>(controls::parse_observations(text, sources, now));
  const auto one = controls::parse_observation(text, 1, sources, now);
  if (!one) return 0;
  codec::Value written = controls::to_value(*one);
  codec::Value without_grade;
  for (const auto& [key, value] : *written.object()) {
    if (key != "grade") without_grade.set(key, value);
  }
  const auto again = controls::parse_observation(codec::to_json(without_grade), 1, sources, now);
  if (again && codec::to_json(controls::to_value(*again)) != codec::to_json(written)) std::abort();
  if (!again && codec::to_json(without_grade).size() <= controls::observation_line_limit) std::abort();
  return 0;
}
