#include "policy/read.h"

namespace sekisho::policy {

Result<Reading> read(std::string_view text, const Lexicon& lexicon) {
  SEK_TRY(Reading reading, read_structure(text));
  read_meaning(reading, lexicon);
  return reading;
}

}  // namespace sekisho::policy
