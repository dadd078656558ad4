#include "documents/clause_ids.h"

#include <map>

namespace sekisho::documents {
namespace {

struct Printed {
  std::string read;  // its id as read
  std::size_t begin = 0;
  std::string stored;
};

// The id below the latest printing of the nearest clause that it stands under.
std::string under_its_parent(const std::string& read, const std::map<std::string, std::string>& latest) {
  for (std::size_t dot = read.rfind('.'); dot != std::string::npos && dot > 0; dot = read.rfind('.', dot - 1)) {
    const auto parent = latest.find(read.substr(0, dot));
    if (parent != latest.end()) return parent->second + read.substr(dot);
  }
  return read;
}

const std::string& stored_id(const policy::Duty& duty, const std::vector<Printed>& clauses) {
  const std::string* found = nullptr;
  for (const Printed& clause : clauses) {
    if (clause.read == duty.clause && (found == nullptr || clause.begin <= duty.span.begin)) found = &clause.stored;
  }
  return found != nullptr ? *found : duty.clause;
}

}  // namespace

policy::Document with_distinct_clauses(policy::Document reading) {
  std::vector<Printed> clauses;
  std::map<std::string, std::string> latest;
  std::map<std::string, int> count;
  for (policy::Clause& clause : reading.clauses) {
    Printed printed{clause.id, clause.span.begin, under_its_parent(clause.id, latest)};
    const int times = ++count[printed.stored];
    if (times > 1) printed.stored += "#" + std::to_string(times);
    latest[printed.read] = printed.stored;
    clause.id = printed.stored;
    clauses.push_back(std::move(printed));
  }
  for (policy::Duty& duty : reading.duties) duty.clause = stored_id(duty, clauses);
  return reading;
}

}  // namespace sekisho::documents
