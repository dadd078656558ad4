#pragma once

// What the catalogue's files hold for every room: the message texts; and an office's own files laid over the embedded
// ones.

#include <string>

#include "base/messages.h"
#include "base/result.h"
#include "base/seams.h"

namespace sekisho::codec {

// Reads messages/*.toml. Errors: as parse_toml; invalid "catalog.message_twice" {file}{line}{id}, and
// "catalog.message_incomplete" {file}{line}{id} where `ja` or `en` is lacking or empty.
Result<Messages> load_messages(const CatalogFiles& files);

// The files of `folder` (*.toml, at most 4 MB each) in place of those of the same path, and beside the others.
// Errors: as files::read_tree.
Result<CatalogFiles> overlay(CatalogFiles base, const std::string& folder);

}  // namespace sekisho::codec
