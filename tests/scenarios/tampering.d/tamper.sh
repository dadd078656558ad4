# tamper.sh TABLE STATEMENT: changes the database behind the program's back, asks what differs, and puts the table back.
table=$1 statement=$2
run() {
  if [ -n "$DATABASE" ]; then
    psql -q -v ON_ERROR_STOP=1 "$SEKISHO_PG" -c "SET search_path = $SCHEMA; $1"
  else
    python3 -c "import sqlite3, sys; c = sqlite3.connect('d/sekisho.db'); c.executescript(sys.argv[1])" "$1"
  fi || echo "not done: $1"
}
[ "$table" = - ] || run "CREATE TABLE kept AS SELECT * FROM $table"
run "$statement"
sekisho ledger check --data d 2>&1 >/dev/null | tail -n +2
sekisho ledger check --data d > /dev/null 2>&1
status=$?
[ "$table" = - ] || run "DELETE FROM $table; INSERT INTO $table SELECT * FROM kept; DROP TABLE kept"
exit $status
