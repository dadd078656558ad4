#include "base/result.h"

#include <cstdio>

namespace sekisho {

const char* name_of(Code code) {
  switch (code) {
    case Code::invalid:
      return "invalid";
    case Code::not_found:
      return "not_found";
    case Code::conflict:
      return "conflict";
    case Code::denied:
      return "denied";
    case Code::exhausted:
      return "exhausted";
    case Code::unavailable:
      return "unavailable";
    case Code::storage:
      return "storage";
    case Code::corrupt:
      return "corrupt";
    case Code::internal:
      return "internal";
  }
  return "internal";
}

Error fail(Code code, std::string detail, std::string message) {
  return Error{code, std::move(detail), std::move(message), {}};
}

void broken_invariant(const char* what, const char* file, int line) {
  std::fprintf(stderr, "sekisho: broken invariant: %s (%s:%d)\n", what, file, line);
  std::abort();
}

}  // namespace sekisho
