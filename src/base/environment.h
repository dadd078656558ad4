#pragma once

// What the surroundings of a program say of its user.

#include "base/messages.h"

namespace sekisho {

// Japanese unless the locale (LC_ALL, LC_MESSAGES, LANG; SEKISHO_LANG before them) asks for English.
Language language_of_environment();

}  // namespace sekisho
