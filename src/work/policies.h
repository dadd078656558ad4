#pragma once

// Published policies taken into an office: read, stored as versions, confirmed by a person.

#include <optional>
#include <string>
#include <vector>

#include "documents/store.h"
#include "work/office.h"
#include "work/read_file.h"

namespace sekisho::work {

struct AddedDocument {
  std::string document;
  int version = 0;
  std::string title;
  std::string kind;
  std::size_t duties = 0;
  std::size_t doubtful = 0;
  std::size_t waiting = 0;  // duties still to be confirmed
  bool is_new = true;       // false: this very version was stored before
};

// Stores each document of a policy file. Ids: `document` where given (a file with several documents gets "-2", "-3" …
// after it), else the kind of each. The same bytes again add nothing. With `confirm` the readings are confirmed by the
// actor. Errors: as read_policy; invalid "policies.bad_id" {document}; "policies.no_document" {file};
// "policies.individual_number.line" {file}{line}, "….page" {file}{page}: nothing is kept of a file that holds one;
// conflict "policies.which" {file}{title}{before}{id}{other} where `document` is not given and the text is hardly an
// amendment of the one in force: another title or body, or few duties alike.
Result<std::vector<AddedDocument>> add_policy(Office& office, const std::string& path,
                                              const std::optional<std::string>& document, bool confirm);

// Confirms a stored reading without adding anything: all of a document's newest version, or one duty of it; without a
// document, those of every document.
Result<std::int64_t> confirm_reading(Office& office, const std::optional<std::string>& document,
                                     const std::optional<std::string>& duty);

}  // namespace sekisho::work
