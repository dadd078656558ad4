#pragma once

// The files that make a folder an office, shared by making, opening and restoring one. Internal to this room.

#include <memory>
#include <string>

#include "db/database.h"
#include "work/office.h"

namespace sekisho::work {

std::string config_path(const std::string& folder);
// "restoring": what stands in the folder while a restore is under way (restore.cpp). A folder with a sekisho.toml is
// past that.
std::string restore_marker_path(const std::string& folder);
void remove_restore_marker(const std::string& folder);
std::string last_checkpoint_path(const std::string& folder);
std::string public_key_path(const std::string& folder);
std::string blob_path(const std::string& folder, const std::string& sha256);
// Whether a path, however it is written, means a file that the office itself keeps.
bool is_own_file(const std::string& folder, const std::string& path);

bool is_office(const std::string& folder);  // this one's, or anybody else's

Status write_config(const std::string& folder, const DatabaseAddress& address, bool rehearsal);
Result<std::unique_ptr<db::Database>> connect_database(const std::string& folder, const DatabaseAddress& address,
                                                       Access access);

}  // namespace sekisho::work
