#pragma once

// The message catalogue: every sentence that a user reads, in Japanese and English, by id. Data under
// catalog/messages/, one file a room: a TOML table per id with `ja` and `en`, placeholders in braces ("{file} の {line}
// 行目 …").

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sekisho {

enum class Language : std::uint8_t { ja, en };

struct Bilingual {
  std::string ja;
  std::string en;
  const std::string& in(Language language) const { return language == Language::ja ? ja : en; }
  bool operator==(const Bilingual&) const = default;
};

using MessageParams = std::vector<std::pair<std::string, std::string>>;

// Replaces {name} by its value; an unknown placeholder stays as written.
std::string fill(std::string_view pattern, const MessageParams& params);

class Messages {
 public:
  Messages() = default;
  explicit Messages(std::map<std::string, Bilingual, std::less<>> entries) : entries_(std::move(entries)) {}
  bool has(std::string_view id) const;
  const std::map<std::string, Bilingual, std::less<>>& entries() const { return entries_; }
  // The sentence for an id; the id itself where the catalogue lacks it (a test forbids that).
  std::string text(std::string_view id, Language language, const MessageParams& params = {}) const;
  // What a user is told of an error: its message, or the generic one of its code ("error.<code>") with {detail}.
  std::string text(const Error& error, Language language) const;

 private:
  std::map<std::string, Bilingual, std::less<>> entries_;
};

}  // namespace sekisho
