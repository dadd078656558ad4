#pragma once

// Where the signing key lies: FOLDER/key/ledger.key (the seed, base64, mode 0600) and FOLDER/ledger.vkey (the public
// line). A rotation writes key/ledger.next first, then the entry, then puts it in the old one's place; after a crash
// between the two, load_key finds the one that the ledger expects. docs/SECURITY.md, section Keys.

#include <string>

#include "base/result.h"
#include "base/seams.h"
#include "crypt/crypt.h"
#include "ledger/checkpoint.h"

namespace sekisho::ledger {

// A new ledger's name in checkpoints and keys: "sekisho/" and a random id.
std::string new_origin(Random& random);

// The first key of a new ledger, staged like a rotation's: promote it once the ledger is committed, so that a creation
// that was cut off can be begun again. Errors: conflict "ledger.key.exists" {file}; storage "file.write_failed".
Result<crypt::SigningKey> stage_first_key(const std::string& folder, Random& random);

// The key whose public half is `expected` (ledger::current_key). Errors: not_found "ledger.key.missing" {file};
// invalid "ledger.key.damaged" {file}; conflict "ledger.key.other" {file}{expected}{found}; denied "ledger.key.open"
// {file} where others may read the file.
Result<crypt::SigningKey> load_key(const std::string& folder, const VerifierKey& expected);

// Rotation: stage the next key, append with Ledger::rotate_key and commit, then put it in place.
Result<crypt::SigningKey> stage_next_key(const std::string& folder, Random& random);
Status promote_next_key(const std::string& folder, const std::string& origin);

Result<VerifierKey> read_vkey_file(const std::string& path);

}  // namespace sekisho::ledger
