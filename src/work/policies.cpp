#include "work/policies.h"

#include <algorithm>
#include <map>

#include "codec/value.h"
#include "crypt/crypt.h"
#include "documents/clause_ids.h"
#include "policy/diff.h"
#include "registers/individual_number.h"

namespace sekisho::work {
namespace {

bool is_document_id(const std::string& id) {
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

std::string payload_of(const documents::NewVersion& added, int version) {
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
  return codec::to_json(payload);
}

Result<std::int64_t> confirm_now(Office& office, const std::string& document, int version,
                                 const std::optional<std::string>& duty, std::vector<ledger::Entry>& entries) {
  SEK_TRY(const std::int64_t confirmed,
          documents::confirm(office.database(), document, version, duty, office.world().actor, office.now()));
  if (confirmed == 0) return confirmed;
  codec::Value payload;
  payload.set("document", document);
  payload.set("version", version);
  payload.set("duty", duty.value_or(""));
  payload.set("confirmed", confirmed);
  entries.push_back(office.entry("document.confirmed", document, codec::to_json(payload)));
  return confirmed;
}

}  // namespace

Result<std::vector<AddedDocument>> add_policy(Office& office, const std::string& path,
                                              const std::optional<std::string>& document, bool confirm) {
  if (document && !is_document_id(*document))
    return fail(Code::invalid, "bad document id", "policies.bad_id").with("document", *document);
  SEK_TRY(const policy::Lexicon lexicon, policy::Lexicon::create(office.world().catalog));
  SEK_TRY(ReadPolicy read, read_policy(office.world(), lexicon, path));
  if (read.reading.documents.empty())
    return fail(Code::invalid, "no document", "policies.no_document").with("file", path);
  SEK_CHECK(refuse_individual_numbers(read.extraction, path));
  SEK_TRY(const std::string sha256, office.keep(read.bytes));
  const std::vector<std::string> ids = ids_for(read.reading, document);
  std::vector<AddedDocument> added;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(const std::vector<documents::StoredDocument> stored,
            documents::documents_at(office.database(), office.now()));
    for (std::size_t i = 0; i < read.reading.documents.size(); ++i) {
      documents::NewVersion version;
      version.document = ids[i];
      version.file_name = path.substr(path.rfind('/') + 1);
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
        if (before != stored.end()) SEK_CHECK(align(office.database(), version, before->version));
        SEK_TRY(row.version, documents::add_version(office.database(), version, office.now()));
        entries.push_back(office.entry("document.version.added", ids[i], payload_of(version, row.version)));
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

Result<std::int64_t> confirm_reading(Office& office, const std::string& document,
                                     const std::optional<std::string>& duty) {
  std::int64_t confirmed = 0;
  SEK_CHECK(office.change([&](std::vector<ledger::Entry>& entries) -> Status {
    SEK_TRY(const std::vector<documents::StoredDocument> stored,
            documents::documents_at(office.database(), office.now()));
    const auto found = std::find_if(stored.begin(), stored.end(), [&](const auto& s) { return s.id == document; });
    if (found == stored.end())
      return fail(Code::not_found, "no such document", "documents.no_version").with("document", document);
    SEK_TRY(confirmed, confirm_now(office, document, found->version, duty, entries));
    return {};
  }));
  return confirmed;
}

}  // namespace sekisho::work
