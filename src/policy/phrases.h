#pragma once

// What a piece of Japanese text looks like: a heading, a sentence, something cut off in the middle. The reader decides
// with these whether a line stands alone, goes on, or begins something new. All of them look at a bounded number of
// characters.

#include <string_view>

#include "policy/numbering.h"

namespace sekisho::policy {

// The last character is 。; one inside a bracket that is closed after it ends nothing.
bool ends_sentence(std::string_view s);

// Has a 。 outside brackets.
bool has_sentence(std::string_view s);

// Ends where more must follow: 、 を は の する 第 平成, or a bracket still open.
bool ends_open(std::string_view s);

// The same without verbs, which may well end an item that has no 。
bool ends_torn(std::string_view s);

// Begins in the middle: a particle, a small kana, a closing bracket, 及び.
bool begins_inside(std::string_view s);

// A short noun phrase that could stand as a heading: 目的, 職員等の遵守義務, 評価・見直し.
bool looks_like_heading(std::string_view s);

// Announces a list: …次のとおりとする。 以下の対策を講じる。
bool announces_list(std::string_view s);

// What a definition says of its term: …をいう。
bool is_definition(std::string_view s);

// The words after a mark make it none: 10台, 4 月 1 日.
bool is_counted(const Mark& mark, std::string_view line);

// What looks like a mark is a reference: 第3条第2項に, 第2条ただし書, (1)及び, 第5条（…）の. `rest` follows the mark.
bool refers(const Mark& mark, std::string_view rest);

// (目的), 【趣旨】: one bracket that holds a short noun phrase. Gives its inside, or an empty view.
std::string_view caption_inside(std::string_view s);
// The same at the beginning of a longer text; `length` is where the bracket ends, whatever it holds.
std::string_view leading_caption(std::string_view s, std::size_t& length);

}  // namespace sekisho::policy
