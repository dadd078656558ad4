#pragma once

// One cell's text as a value of its field, read as offices write it. Pure.

#include <string>
#include <string_view>

#include "base/messages.h"
#include "db/database.h"
#include "registers/schema.h"

namespace sekisho::registers {

struct ParsedValue {
  db::Cell cell;        // null where empty
  std::string message;  // what is wrong, a message id; "" where nothing is
  MessageParams params;
};

// References come back as written.
ParsedValue parse_value(const Field& field, std::string_view text);

// -, …, なし, 未定 …: an empty cell. In text fields too: a check that asks who approved a thing must not take 未定 for
// a name. In booleans and choices such a word may be the answer, and is read as one first.
bool is_blank_mark(std::string_view text);
bool is_ditto(std::string_view text);       // 同上, 〃 …: the value above
bool is_total_word(std::string_view text);  // 合計, 計, 小計 …
bool is_note_start(std::string_view text);  // ※…, 注）…

bool is_heading_start(std::string_view text);  // 【…】, ■…

// At most `characters` of a text, for showing what was refused.
std::string shortened(std::string_view utf8, std::size_t characters = 40);

}  // namespace sekisho::registers
