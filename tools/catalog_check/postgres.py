"""Every query on PostgreSQL too."""
import json
import re
import subprocess

from .report import complain
from .verdicts import run


def literal(value):
    return "NULL" if value is None else str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def compare_with_postgres(registers, database, controls, parameters):
    script = ["BEGIN;", "CREATE SCHEMA check_catalog;", "SET search_path TO check_catalog;"]
    tables = [r for (r,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        info = database.execute(f"PRAGMA table_info({table})").fetchall()
        columns = ", ".join(c[1] + (" BIGINT" if c[2] == "INTEGER" else ' TEXT COLLATE "C"') for c in info)
        script.append(f"CREATE TABLE {table} ({columns});")
        for row in database.execute(f"SELECT * FROM {table}"):
            script.append(f"INSERT INTO {table} VALUES ({', '.join(map(literal, row))});")
    expected = []
    for control in controls.values():
        queries = [(f"{control['id']}/{c['id']}.{part}", c[part])
                   for c in control["check"] for part in ("subjects", "offenders") if part in c]
        if "trigger" in control:
            queries.append((f"{control['id']}.trigger", control["trigger"]["query"]))
        for where, query in queries:
            rows = run(database, query, parameters)
            expected.append((where, sorted(json.dumps(r, ensure_ascii=False, sort_keys=True) for r in rows)))
            text = re.sub(r"'(?:[^']|'')*'|:([a-z_]+)",
                          lambda m: literal(parameters[m[1]]) + "::text" if m[1] else m[0], query).strip().rstrip(";")
            script.append(f"SELECT '@@{where}';\nSELECT row_to_json(q) FROM (\n{text}\n) q;")
    script.append("ROLLBACK;")
    result = subprocess.run(["psql", "-XqtA", "-v", "ON_ERROR_STOP=1"], input="\n".join(script), text=True, capture_output=True)
    if result.returncode != 0:
        complain("PostgreSQL: " + result.stderr.strip())
    got, current = {}, None
    for line in result.stdout.splitlines():
        if line.startswith("@@"):
            current = got.setdefault(line[2:], [])
        elif line.strip():
            current.append(json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True))
    for where, rows in expected:
        if where in got and sorted(got[where]) != rows:
            complain(f"{where}: PostgreSQL and SQLite disagree: {sorted(got[where])} / {rows}")
    return len(expected)
