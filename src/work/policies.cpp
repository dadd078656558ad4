#include "work/policies.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "codec/value.h"
#include "crypt/crypt.h"
#include "documents/clause_ids.h"
#include "policy/diff.h"
#include "registers/individual_number.h"
#include "work/read_file.h"
#include "work/replay.h"

namespace sekisho::work {
namespace {

bool is_document_id(const std::string& id) {
  if (registers::holds_individual_number(id, "", false)) return false;
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::vector<std::string> ids_for(const policy::Reading& reading, const std::optional<std::string>& wanted) {
  std::vector<std::string> ids;
  std::map<std::string, int> seen;
  for (const policy::Document& document : reading.documents) {
    const std::string base = wanted ? *wanted : policy::name_of(document.kind);
    const int count = ++seen[base];
    ids.push_back(count == 1 ? base : base + "-" + std::to_string(count));
  }
  return ids;
}

// What is published and put into packs holds nobody's Individual Number.
Status refuse_individual_numbers(const extract::Extraction& extraction, const std::string& path) {
  const std::vector<registers::NumberHit> hits = registers::find_individual_numbers(extraction.text);
  if (hits.empty()) return {};
  const std::size_t at = hits.front().begin;
  if (extraction.parts.size() > 1) {
    const extract::Extraction::Part* part = &extraction.parts.front();
    for (const auto& one : extraction.parts)
      if (one.begin <= at) part = &one;
    return fail(Code::invalid, "an Individual Number", "policies.individual_number.page")
        .with("file", path)
        .with("page", part->label);
  }
  const auto end = extraction.text.begin() + static_cast<std::ptrdiff_t>(at);
  return fail(Code::invalid, "an Individual Number", "policies.individual_number.line")
      .with("file", path)
      .with("line", std::to_string(1 + std::count(extraction.text.begin(), end, '\n')));
}

// How each duty of the new version relates to the version before it.
Status align(db::Database& database, documents::NewVersion& added, int version_before) {
  policy::Reading before;
  SEK_TRY(policy::Document old, documents::reading_of(database, added.document, version_before));
  before.documents.push_back(std::move(old));
  policy::Reading after;
  after.documents.push_back(added.reading);
  added.aligned.assign(added.reading.duties.size(), "added");
  added.same_as.assign(added.reading.duties.size(), "");
  for (const policy::Aligned& pair : policy::diff(before, after).duties) {
    const policy::Duty& was = before.documents[0].duties[pair.old.duty];
    for (const policy::DutyPlace& place : pair.fresh) {
      added.aligned[place.duty] = policy::name_of(pair.change);
      const bool same =
          pair.change == policy::Change::same && was.concepts == added.reading.duties[place.duty].concepts;
      if (same) added.same_as[place.duty] = documents::duty_id(added.document, was);
    }
  }
  return {};
}

// Whether a text of the same kind is an amendment of the one in force, or another's: under the same id it would take
// the other's promises away. `version` has been aligned with it.
bool is_amendment(const documents::StoredDocument& before, const documents::NewVersion& version) {
  const policy::Document& reading = version.reading;
  if (text::squeezed(reading.title) != text::squeezed(before.title)) return false;
  if (!reading.body.empty() && !before.body.empty() && reading.body != before.body) return false;
  const auto kept = std::count_if(version.aligned.begin(), version.aligned.end(),
                                  [](const std::string& how) { return how != "added"; });
  return kept * 2 >= std::ssize(version.aligned);
}

// The file of a version that another has replaced is mostly taken up by mistake: whoever means to go back says so.
Status refuse_older(Office& office, const std::string& path, const documents::StoredDocument& before,
                    const std::string& sha256) {
  SEK_TRY(const std::optional<int> older, documents::version_of_file(office.database(), before.id, sha256));
  if (!older) return {};
  return fail(Code::conflict, "an older version", "policies.older")
      .with("file", path)
      .with("title", before.title)
      .with("id", before.id)
      .with("older", std::to_string(*older))
      .with("newest", std::to_string(before.version));
}

Error ask_which(const std::string& path, const documents::StoredDocument& before, const documents::NewVersion& version,
                const std::vector<documents::StoredDocument>& stored) {
  std::string other;
  for (int i = 2; other.empty(); ++i) {
    const std::string id = before.id + "-" + std::to_string(i);
    if (std::none_of(stored.begin(), stored.end(), [&](const auto& s) { return s.id == id; })) other = id;
  }
  return fail(Code::conflict, "an amendment or another document", "policies.which")
      .with("file", path)
      .with("title", version.reading.title)
      .with("before", before.title)
      .with("id", before.id)
      .with("other", other);
}

std::string payload_of(const documents::NewVersion& added, int version, codec::Value stored) {
  codec::Value payload;
  payload.set("document", added.document);
  payload.set("version", version);
  payload.set("sha256", added.sha256);
  payload.set("title", added.reading.title);
  payload.set("kind", policy::name_of(added.reading.kind));
  payload.set("extractor", added.extractor);
  codec::Array duties;
  for (const policy::Duty& duty : added.reading.duties) {
    codec::Value item;
    item.set("clause", duty.clause);
    item.set("sentence", duty.sentence);
    codec::Array concepts;
    for (const std::string& id : duty.concepts) concepts.emplace_back(id);
    item.set("concepts", std::move(concepts));
    duties.push_back(std::move(item));
  }
  payload.set("duties", std::move(duties));
  payload.set("stored", std::move(stored));
  return codec::to_json(payload);
}

Result<std::int64_t> confirm_now(Office& office, const std::string& document, int version,
                                 const std::optional<std::string>& duty, std::vector<ledger::Entry>& entries) {
  const Instant at = office.now();
  SEK_TRY(const std::int64_t confirmed,
          documents::confirm(office.database(), document, version, duty, office.world().actor, at));
  if (confirmed == 0) return confirmed;
  codec::Value payload;
  payload.set("document", document);
  payload.set("version", version);
  payload.set("duty", duty.value_or(""));
  payload.set("confirmed", confirmed);
  payload.set("at", to_rfc3339(at));
  entries.push_back(office.entry("document.confirmed", document, codec::to_json(payload)));
  return confirmed;
}

// The body that a policy names may be spelled otherwise, or be the organ: told, not refused.
void warn_of_another_body(Office& office, const policy::Reading& reading, const std::string& path) {
  const std::string own = text::matching_form(office.body().name);
  std::set<std::string> told;
  for (const policy::Document& document : reading.documents) {
    const std::string named = text::matching_form(document.body);
    if (named.empty() || !told.insert(named).second || own.find(named) != std::string::npos ||
        named.find(own) != std::string::npos)
      continue;
    office.world().warn(fail(Code::conflict, "another body", "policies.another_body")
                            .with("file", path)
                            .with("named", document.body)
                            .with("own", office.body().name));
  }
}

}  // namespace

Result<std::vector<AddedDocument>> add_policy(Office& office, const std::string& path,
                                              const std::optional<std::string>& document, bool confirm) {
  if (document && !is_document_id(*document))
    return fail(Code::invalid, "bad document id", "policies.bad_id").with("document", *document);
  SEK_TRY(const policy::Lexicon lexicon, policy::Lexicon::create(office.world().catalog));
  SEK_TRY(ReadPolicy read, read_policy(office.world(), lexicon, path));
  // A table or a letter given by mistake would stand among the documents for ever.
  const bool holds_text =
      !path.ends_with(".csv") &&
      std::any_of(read.reading.documents.begin(), read.reading.documents.end(),
                  [](const policy::Document& one) { return !one.clauses.empty() || !one.duties.empty(); });
  if (!holds_text) return fail(Code::invalid, "no document", "policies.no_document").with("file", path);
  SEK_CHECK(refuse_individual_numbers(read.extraction, path));
  warn_of_another_body(office, read.reading, path);
  const std::string sha256 = hex(crypt::view(crypt::sha256(read.bytes)));
  const std::vector<std::string> ids = ids_for(read.reading, document);
  std::vector<AddedDocument> added;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(const std::vector<documents::StoredDocument> stored,
            documents::documents_at(office.database(), office.now()));
    for (std::size_t i = 0; i < read.reading.documents.size(); ++i) {
      documents::NewVersion version;
      version.document = ids[i];
      version.file_name = recorded_name(path);
      version.sha256 = sha256;
      version.extractor = read.extraction.extractor;
      version.reading = documents::with_distinct_clauses(read.reading.documents[i]);
      const auto before = std::find_if(stored.begin(), stored.end(), [&](const auto& s) { return s.id == ids[i]; });
      AddedDocument row{
          ids[i], 0,   version.reading.title, policy::name_of(version.reading.kind), version.reading.duties.size(), 0,
          0,      true};
      for (const policy::Duty& duty : version.reading.duties) row.doubtful += duty.doubtful ? 1 : 0;
      if (before != stored.end() && before->sha256 == sha256) {
        row.is_new = false;
        row.version = before->version;
      } else {
        if (before != stored.end() && !document) SEK_CHECK(refuse_older(office, path, *before, sha256));
        if (before != stored.end()) SEK_CHECK(align(office.database(), version, before->version));
        if (before != stored.end() && !document && !is_amendment(*before, version))
          return ask_which(path, *before, version, stored);
        SEK_TRY([[maybe_unused]] const std::string kept, office.keep(read.bytes));
        SEK_TRY(row.version, documents::add_version(office.database(), version, office.now()));
        SEK_TRY(codec::Value digests, digests_of_version(office.database(), ids[i], row.version));
        entries.push_back(
            office.entry("document.version.added", ids[i], payload_of(version, row.version, std::move(digests))));
      }
      if (confirm) SEK_CHECK(confirm_now(office, row.document, row.version, std::nullopt, entries));
      added.push_back(std::move(row));
    }
    SEK_TRY(const std::vector<documents::StoredDuty> duties, documents::duties_at(office.database(), office.now()));
    for (AddedDocument& row : added)
      row.waiting =
          static_cast<std::size_t>(std::count_if(duties.begin(), duties.end(), [&](const documents::StoredDuty& duty) {
            return duty.document == row.document && !duty.confirmed;
          }));
    return {};
  }));
  return added;
}

Result<std::int64_t> confirm_reading(Office& office, const std::optional<std::string>& document,
                                     const std::optional<std::string>& duty) {
  std::int64_t confirmed = 0;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(const std::vector<documents::StoredDocument> stored,
            documents::documents_at(office.database(), office.now()));
    bool is_known = false;
    for (const documents::StoredDocument& one : stored) {
      const bool is_meant = document ? one.id == *document : !duty || duty->starts_with(one.id + "/");
      if (!is_meant) continue;
      is_known = true;
      SEK_TRY(const std::int64_t more, confirm_now(office, one.id, one.version, duty, entries));
      confirmed += more;
    }
    if (is_known) return {};
    const std::string wanted = document ? *document : duty.value_or("");
    if (!document && duty) return fail(Code::not_found, "no such duty", "status.no_duty").with("duty", wanted);
    return fail(Code::not_found, "no such document", "documents.no_version").with("document", wanted);
  }));
  return confirmed;
}

}  // namespace sekisho::work
