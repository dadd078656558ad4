#include "base/environment.h"

#include <cstdlib>
#include <string_view>

namespace sekisho {

Language language_of_environment() {
  for (const char* name : {"SEKISHO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).substr(0, 2) == "en" ? Language::en : Language::ja;
  }
  return Language::ja;
}

}  // namespace sekisho
