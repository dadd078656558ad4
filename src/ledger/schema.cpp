#include "ledger/ledger.h"

// The columns that packs and proofs read come first, the payload last: SQLite reads a row from its beginning.
// A row's `nodes` are the tree nodes that its leaf completes, level 0 first, so an append needs no second statement.

namespace sekisho::ledger {
namespace {

constexpr db::Migration kMigrations[] = {
    {101, db::Sql(
              R"sql(
CREATE TABLE ledger_entry (
  idx INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  secret INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  nodes BLOB NOT NULL,
  root BLOB,
  signatures BLOB,
  label_salt BLOB,
  actor TEXT,
  subject TEXT,
  payload_salt BLOB,
  payload BLOB
) STRICT;
CREATE TRIGGER ledger_entry_kept BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger entries are kept'); END;
CREATE TRIGGER ledger_entry_fixed BEFORE UPDATE ON ledger_entry
WHEN NEW.idx IS NOT OLD.idx OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind OR NEW.secret IS NOT OLD.secret
  OR NEW.leaf IS NOT OLD.leaf OR NEW.nodes IS NOT OLD.nodes OR NEW.root IS NOT OLD.root
  OR NEW.signatures IS NOT OLD.signatures
  OR (NEW.label_salt IS NOT NULL AND NEW.label_salt IS NOT OLD.label_salt)
  OR (NEW.actor IS NOT NULL AND NEW.actor IS NOT OLD.actor)
  OR (NEW.subject IS NOT NULL AND NEW.subject IS NOT OLD.subject)
  OR (NEW.payload_salt IS NOT NULL AND NEW.payload_salt IS NOT OLD.payload_salt)
  OR (NEW.payload IS NOT NULL AND NEW.payload IS NOT OLD.payload)
BEGIN SELECT RAISE(ABORT, 'ledger entries can only be erased'); END;
CREATE TABLE ledger_key (entry INTEGER PRIMARY KEY, event TEXT NOT NULL, vkey TEXT NOT NULL) STRICT;
CREATE TRIGGER ledger_key_kept BEFORE DELETE ON ledger_key
BEGIN SELECT RAISE(ABORT, 'ledger keys are kept'); END;
CREATE TRIGGER ledger_key_fixed BEFORE UPDATE ON ledger_key
BEGIN SELECT RAISE(ABORT, 'ledger keys are kept'); END;
CREATE TABLE ledger_anchor (
  entry INTEGER PRIMARY KEY, size INTEGER NOT NULL, at TEXT NOT NULL, recipient TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE TRIGGER ledger_anchor_kept BEFORE DELETE ON ledger_anchor
BEGIN SELECT RAISE(ABORT, 'handed-out checkpoints are kept'); END;
CREATE TRIGGER ledger_anchor_fixed BEFORE UPDATE ON ledger_anchor
BEGIN SELECT RAISE(ABORT, 'handed-out checkpoints are kept'); END;
)sql",
              R"sql(
CREATE TABLE ledger_entry (
  idx BIGINT PRIMARY KEY,
  at TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  secret BIGINT NOT NULL,
  leaf BYTEA NOT NULL,
  nodes BYTEA NOT NULL,
  root BYTEA,
  signatures BYTEA,
  label_salt BYTEA,
  actor TEXT COLLATE "C",
  subject TEXT COLLATE "C",
  payload_salt BYTEA,
  payload BYTEA
);
CREATE TABLE ledger_key (entry BIGINT PRIMARY KEY, event TEXT NOT NULL, vkey TEXT NOT NULL);
CREATE TABLE ledger_anchor (
  entry BIGINT PRIMARY KEY, size BIGINT NOT NULL, at TEXT NOT NULL, recipient TEXT NOT NULL, note TEXT NOT NULL
);
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN RAISE EXCEPTION 'what the ledger holds is kept'; END
$refuse$;
CREATE TRIGGER ledger_entry_kept BEFORE DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_fixed BEFORE UPDATE ON ledger_entry FOR EACH ROW
WHEN (NEW.idx IS DISTINCT FROM OLD.idx OR NEW.at IS DISTINCT FROM OLD.at OR NEW.kind IS DISTINCT FROM OLD.kind
  OR NEW.secret IS DISTINCT FROM OLD.secret OR NEW.leaf IS DISTINCT FROM OLD.leaf
  OR NEW.nodes IS DISTINCT FROM OLD.nodes OR NEW.root IS DISTINCT FROM OLD.root
  OR NEW.signatures IS DISTINCT FROM OLD.signatures
  OR (NEW.label_salt IS NOT NULL AND NEW.label_salt IS DISTINCT FROM OLD.label_salt)
  OR (NEW.actor IS NOT NULL AND NEW.actor IS DISTINCT FROM OLD.actor)
  OR (NEW.subject IS NOT NULL AND NEW.subject IS DISTINCT FROM OLD.subject)
  OR (NEW.payload_salt IS NOT NULL AND NEW.payload_salt IS DISTINCT FROM OLD.payload_salt)
  OR (NEW.payload IS NOT NULL AND NEW.payload IS DISTINCT FROM OLD.payload))
EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_key_kept BEFORE DELETE OR UPDATE ON ledger_key FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_anchor_kept BEFORE DELETE OR UPDATE ON ledger_anchor FOR EACH ROW
EXECUTE FUNCTION ledger_refuse();
)sql")},
};

}  // namespace

std::span<const db::Migration> migrations() {
  return kMigrations;
}

}  // namespace sekisho::ledger
