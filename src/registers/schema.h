#pragma once

// What a register (台帳) is, as catalog/registers/<id>.toml declares it. From the declaration come the table, the form,
// validation, import, export, history and the view that a control's query reads: a further register costs a file.
//
// A file is refused rather than half understood: an unknown key, a field name that SQL could misread, two fields that
// answer to the same header word, a reference to a register without a single-field key. Pure: files come in as bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "base/seams.h"
#include "codec/value.h"

namespace sekisho::registers {

enum class FieldType : std::uint8_t { text, long_text, integer, date, boolean, choice, list, reference };

const char* name_of(FieldType type);

struct Choice {
  std::string value;  // what is stored
  Bilingual title;
  std::vector<std::string> synonyms;  // import accepts value, both titles and these
};

struct Field {
  std::string name;
  FieldType type = FieldType::text;
  Bilingual title;
  Bilingual help;               // both empty where there is none
  bool required = false;        // a field of the natural key always is
  bool secret = false;          // shown only to those who may; left out of packs and, unless asked for, of exports
  bool personal = false;        // kept out of ledger leaves (salted digests only) and erasable
  bool past = false;            // dates of what has happened: no later than today when written
  bool digits_allowed = false;  // long numbers belong here (serial, contract, telephone): see individual_number.h
  std::vector<std::string> synonyms;  // header words of offices' own files
  std::string target;                 // references: the register whose key is stored
  Bilingual target_title;             // and its title
  std::vector<Choice> choices;        // choices only
  std::uint32_t line = 0;             // where it is declared, for messages

  bool is_integer() const { return type == FieldType::integer || type == FieldType::boolean; }
};

enum class Group : std::uint8_t { organization, assets, operation, others, review, personal };

const char* name_of(Group group);

struct RegisterSchema {
  std::string id;
  Group group = Group::organization;
  Bilingual title;
  Bilingual help;
  std::vector<std::size_t> key;  // indexes of the natural key's fields, in the order of the declaration
  std::optional<std::int64_t> retention_years;
  std::vector<Field> fields;
  std::string file;  // where it was declared, for messages

  std::optional<std::size_t> index_of(std::string_view field) const;
  const Field* find(std::string_view field) const;
  // The field that a person means: by its name, either title or a synonym, however wide or spaced.
  std::optional<std::size_t> named(std::string_view word) const;
  std::string field_titles() const;  // 「番号」「氏名」…: for the message that there is no such field
  bool is_key(std::size_t field) const;
  std::string table() const { return "reg_" + id; }
};

// All registers of a body, by id.
class Schemas {
 public:
  // Reads every registers/*.toml of the catalogue. Error: the first of problems(): codec's, or invalid with a message
  // registers.schema.… {file}{line} that says what to change.
  static Result<Schemas> load(const CatalogFiles& files);
  // Everything that is wrong, for those who write register files; empty where load() succeeds.
  static std::vector<Error> problems(const CatalogFiles& files);

  const std::vector<RegisterSchema>& all() const { return all_; }
  const RegisterSchema* find(std::string_view id) const;
  // By id or by title, as people name it. Error: not_found "registers.unknown" {register}, or "registers.unknown_near"
  // {register}{near} where others are named much like it.
  Result<const RegisterSchema*> get(std::string_view id) const;
  // Every id, a register after those it refers to (references that close a circle are optional fields and do not
  // count).
  std::vector<std::string> import_order() const;

 private:
  std::vector<RegisterSchema> all_;  // sorted by id
};

// The form in which header words, choices and titles are compared: spelling variants, width, spaces and case do not
// matter, and a closing No., № or ナンバー reads as 番号.
std::string header_form(std::string_view utf8);

// Names that a register or a field cannot have: words of SQL that either database reserves; the columns every register
// table has; for registers, the other views that control queries read.
bool is_sql_word(std::string_view name);
bool is_reserved_column(std::string_view name);
bool is_reserved_view(std::string_view name);

// For `register list --json`, the portal and OpenAPI: everything declared.
codec::Value to_value(const RegisterSchema& schema);

}  // namespace sekisho::registers
