#pragma once

// Lines for a terminal: wrapped by display width, so that Japanese stands in columns.

#include <string>
#include <string_view>

namespace sekisho::cli {

// Wraps at `width` columns; the first line begins after `first`, the others with `indent` spaces. Ends with a line end.
std::string wrapped(std::string_view first, std::string_view text, std::size_t indent, std::size_t width = 100);

std::string padded(std::string_view text, std::size_t width);  // with spaces up to a display width

// At most `width` columns, with … where it was cut.
std::string shortened(std::string_view text, std::size_t width);

}  // namespace sekisho::cli
