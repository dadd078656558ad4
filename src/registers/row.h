#pragma once

// Rows of a register, their versions, and what a change of one is for the ledger.
//
// A row is never altered: a change closes the version in force (to_at) and adds the next one. Retiring adds a last
// version with the flag `retired` that repeats the values. A row id is random and stays over all versions.

#include <cstdint>
#include <string>
#include <vector>

#include "base/messages.h"
#include "codec/value.h"
#include "db/database.h"
#include "registers/schema.h"

namespace sekisho::registers {

// Values of one row, one a field in the order of the declaration: null where empty, an integer for integer and boolean,
// else text: a date as ISO, a choice as its value, a list as |a|b|, a reference as the key of the row it names.
using Cells = std::vector<db::Cell>;

struct Row {
  std::string row_id;
  std::int64_t version = 1;
  std::string from_at;  // RFC 3339 instant at which it was recorded
  std::string to_at;    // at which it was superseded; "" where it still stands
  bool retired = false;
  std::string batch;  // the import that made this version; "" where none
  Cells cells;
};

enum class ChangeKind : std::uint8_t { added, updated, retired, restored, erased };

const char* name_of(ChangeKind kind);

// One change of one row. `before` is empty where the row was not in force, `after` where it no longer is.
struct Change {
  ChangeKind kind = ChangeKind::added;
  std::string register_id;
  std::string row_id;
  std::int64_t version = 1;  // the version it made
  Cells before;
  Cells after;
  std::vector<std::string> erased;  // erased: names of the fields blanked; before and after stay empty
};

// A change for ledger entries, apart by who may read it (changed fields only; null where there is none):
//   open:     {"register","row","version","change","fields":{name:{"before","after"}},"erased":[…]}
//   personal: {name:{"before","after"}}: may be erased
//   secret:   as open, of secret fields, personal ones among them: stays in the house
struct ChangeDescription {
  codec::Value open;
  codec::Value personal;
  codec::Value secret;
};
ChangeDescription describe(const RegisterSchema& schema, const Change& change);

// Whether the payload of an entry about a row tells a secret field, as those of release 0 do.
bool tells_secret(const Schemas& schemas, std::string_view payload);

// The natural key as one text: the values joined by " / ".
std::string key_text(const RegisterSchema& schema, const Cells& cells);

// A value as a reader sees it and as import takes it back: choice titles, 〇 and × (yes and no), lists joined by 、(,
// ).
std::string shown(const Field& field, const db::Cell& cell, Language language);

// {"row_id","version","from_at","to_at","retired","batch","values":{…}}; booleans as JSON booleans, lists as arrays,
// secret fields only where asked for.
codec::Value to_value(const RegisterSchema& schema, const Row& row, bool with_secrets);

std::vector<std::string> split_list(std::string_view stored);  // |a|b| → a, b
std::string join_list(const std::vector<std::string>& items);  // "" for none

}  // namespace sekisho::registers
