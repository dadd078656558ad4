#include "documents/lineage.h"

#include "documents/store.h"
#include "policy/diff.h"

namespace sekisho::documents {
namespace {

struct Step {
  std::size_t old = 0;
  bool same = true;
};

// For each duty of `after`, those of `before` that it goes on from.
std::vector<std::vector<Step>> steps_between(const policy::Document& before, const policy::Document& after) {
  std::vector<std::vector<Step>> steps(after.duties.size());
  policy::Reading old;
  old.documents.push_back(before);
  policy::Reading fresh;
  fresh.documents.push_back(after);
  for (const policy::Aligned& pair : policy::diff(old, fresh).duties) {
    for (const policy::DutyPlace& place : pair.fresh)
      steps[place.duty].push_back({pair.old.duty, pair.change == policy::Change::same});
  }
  return steps;
}

}  // namespace

Lineage lineage_of(const std::string& document, const std::vector<policy::Document>& versions) {
  Lineage lineage;
  if (versions.empty()) return lineage;
  const std::vector<policy::Duty>& newest = versions.back().duties;
  std::vector<std::vector<Step>> standing;  // for each duty of the newest, its places in the version looked at
  for (std::size_t i = 0; i < newest.size(); ++i) standing.push_back({{i, true}});
  for (std::size_t version = versions.size() - 1; version > 0; --version) {
    const auto steps = steps_between(versions[version - 1], versions[version]);
    for (std::size_t i = 0; i < newest.size(); ++i) {
      std::vector<Step> before;
      for (const Step& now : standing[i]) {
        for (const Step& step : steps[now.old]) before.push_back({step.old, now.same && step.same});
      }
      for (const Step& step : before) {
        const policy::Duty& was = versions[version - 1].duties[step.old];
        lineage[duty_id(document, newest[i])].push_back(
            {static_cast<int>(version), duty_id(document, was), was.clause, was.sentence, step.same});
      }
      standing[i] = std::move(before);
    }
  }
  return lineage;
}

Result<Lineage> lineage(db::Database& database, const std::string& document, int version) {
  std::vector<policy::Document> versions;
  for (int v = 1; v <= version; ++v) {
    SEK_TRY(policy::Document reading, reading_of(database, document, v));
    versions.push_back(std::move(reading));
  }
  return lineage_of(document, versions);
}

}  // namespace sekisho::documents
