#pragma once

// The words by which a policy promises: catalog/lexicon/*.toml compiled into matchers. Data, so that an office or a
// prefecture can teach a new wording without a compiler.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/seams.h"

namespace sekisho::policy {

class Lexicon {
 public:
  // `files`: the whole catalogue; only lexicon/… is read. Errors: invalid "lexicon.invalid" {file}{line}{why}.
  static Result<Lexicon> create(const CatalogFiles& files);
  Lexicon(Lexicon&&) noexcept;
  Lexicon& operator=(Lexicon&&) noexcept;
  ~Lexicon();

  struct Rules;
  const Rules& rules() const { return *rules_; }

 private:
  explicit Lexicon(std::unique_ptr<Rules> rules);
  std::unique_ptr<Rules> rules_;
};

}  // namespace sekisho::policy
