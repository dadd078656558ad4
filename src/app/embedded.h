#pragma once

// The catalogue that was compiled into the program: every file of catalog/, path → bytes.

#include "base/seams.h"

namespace sekisho::app {

CatalogFiles embedded_catalog();

}  // namespace sekisho::app
