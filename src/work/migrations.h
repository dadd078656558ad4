#pragma once

// All tables of a body's database: every room's migrations in one list, and this room's own (body, catalog_version).

#include <vector>

#include "db/database.h"

namespace sekisho::work {

std::vector<db::Migration> all_migrations();

}  // namespace sekisho::work
