#pragma once

// How far two words are apart, for the question whether a misspelled one was meant for another.

#include <cstddef>
#include <string_view>

namespace sekisho::text {

// How many code points must be added, dropped, changed or swapped with their neighbour to make one text the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

}  // namespace sekisho::text
