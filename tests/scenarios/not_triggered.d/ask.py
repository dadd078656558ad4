"""Reads the entry that tells what `not triggered` rests on, and asks its question again over the rows of the ledger."""
import json
import re
import sqlite3
import sys

entries = json.load(open(sys.argv[1], encoding="utf-8"))["entries"]
print(*(entry["kind"] for entry in reversed(entries[-3:])))
record = json.loads(next(e["payload"] for e in entries if e["kind"] == "verdict.not_triggered"))
rows = {}  # register/row id → values, as the entries of the registers tell them
for entry in entries:
    if re.fullmatch(r"register\.row\.(added|updated)", entry["kind"]):
        told = json.loads(entry["payload"])
        values = rows.setdefault((told["register"], told["row"]), {})
        values.update({name: change["after"] for name, change in told["fields"].items()})
for trigger in record["triggers"]:
    for said in trigger["complete"]:
        row = rows["declarations", said["row"]]
        print(trigger["control"], [said["register"]], said["declared_on"], row["register_id"] == said["register"])
for promise in record["promises"]:
    print(promise["duty"], promise["concept"], promise["controls"])
database = sqlite3.connect(":memory:")
database.execute("CREATE TABLE cloud_services (name, started_on, ended_on)")
for (register, _), values in rows.items():
    if register == "cloud_services":
        database.execute("INSERT INTO cloud_services VALUES (?, ?, ?)", [values.get(n) for n in ("name", "started_on", "ended_on")])
answer = database.execute(record["triggers"][0]["query"], record["parameters"]).fetchall()
print(f"asked again: {len(answer)} rows, as recorded: {record['triggers'][0]['rows']}")
