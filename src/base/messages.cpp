#include "base/messages.h"

namespace sekisho {

std::string fill(std::string_view pattern, const MessageParams& params) {
  std::string out;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    out += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    pattern.remove_prefix(open);
    const std::size_t close = pattern.find('}');
    const std::string_view name = close == std::string_view::npos ? std::string_view{} : pattern.substr(1, close - 1);
    const std::string* value = nullptr;
    for (const auto& param : params) {
      if (param.first == name) value = &param.second;
    }
    // An unknown one stays, and what it encloses may hold the next.
    const std::size_t taken = value != nullptr ? close + 1 : 1;
    out += value != nullptr ? std::string_view(*value) : pattern.substr(0, 1);
    pattern.remove_prefix(taken);
  }
  return out;
}

bool Messages::has(std::string_view id) const {
  return entries_.contains(id);
}

std::string Messages::text(std::string_view id, Language language, const MessageParams& params) const {
  const auto entry = entries_.find(id);
  return entry == entries_.end() ? std::string(id) : fill(entry->second.in(language), params);
}

std::string Messages::text(const Error& error, Language language) const {
  if (has(error.message)) return text(error.message, language, error.params);
  return text(std::string("error.") + name_of(error.code), language, {{"detail", error.detail}});
}

}  // namespace sekisho
