#pragma once

// Titles of policies and names of bodies.

#include <string>
#include <string_view>

namespace sekisho::policy {

// A line that could be a policy's title: 天草市情報セキュリティ基本方針, プライバシーポリシー, ○○規程.
bool looks_like_title(std::string_view words);

// The body that a title names at its beginning: 岡山県市町村職員共済組合, 印南町; empty where it names none.
std::string_view body_in_title(std::string_view title);

// The words are the name of a body and nothing else.
bool is_body_name(std::string_view words);

// The body that a text names and abbreviates: 長崎県市町村職員共済組合（以下「組合」という。）; empty where it names
// none.
std::string body_in_text(std::string_view text);

// The body of which a text speaks at its beginning: 白峰町は、…, 北浜福祉協会では、…; empty where it names none.
std::string speaker_of(std::string_view text);

}  // namespace sekisho::policy
