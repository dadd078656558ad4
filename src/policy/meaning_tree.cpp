#include "policy/meaning_tree.h"

namespace sekisho::policy {

ClauseTree::ClauseTree(const Document& document)
    : parents_(document.clauses.size(), kNone), children_(document.clauses.size()) {
  for (std::size_t i = 0; i < document.clauses.size(); ++i) index_.try_emplace(document.clauses[i].id, i);
  for (std::size_t i = 0; i < document.clauses.size(); ++i) {
    std::string id = document.clauses[i].id;
    for (std::size_t dot = id.rfind('.'); dot != std::string::npos; dot = id.rfind('.')) {
      id.resize(dot);
      const auto it = index_.find(id);
      if (it == index_.end() || it->second >= i) continue;
      parents_[i] = it->second;
      children_[it->second].push_back(i);
      break;
    }
  }
}

std::optional<std::size_t> ClauseTree::find(std::string_view id) const {
  const auto it = index_.find(std::string(id));
  return it == index_.end() ? std::nullopt : std::optional(it->second);
}

}  // namespace sekisho::policy
