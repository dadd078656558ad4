"""The views that queries read, as SQLite tables, and the verdicts worked out from them."""
import datetime
import json
import re
import sqlite3

from .catalogue import sql_code
from .dates import add_period
from .legal import legal_deadlines
from .report import ROOT, complain

SYSTEM_VIEWS = {
    "body": "name TEXT, regime TEXT",
    "documents": "id TEXT, kind TEXT, title TEXT, enacted TEXT, effective TEXT, version INTEGER, added_on TEXT",
    "clauses": "document TEXT, clause TEXT, heading TEXT, text TEXT",
    "duties": "id TEXT, document TEXT, clause TEXT, sentence INTEGER, text TEXT, condition TEXT, cadence TEXT",
    "promises": "duty TEXT, document TEXT, concept TEXT",
    "threats": "document TEXT, clause TEXT, text TEXT",
    "defined_zones": "document TEXT, zone TEXT",
    "legal_deadlines": "register TEXT, row_id TEXT, subject TEXT, clock TEXT, due_on TEXT, unverified INTEGER",
    "observations": "check_id TEXT, source TEXT, subject TEXT, verdict TEXT, measured TEXT, expected TEXT, "
                    "covers_from TEXT, covers_to TEXT, collected_at TEXT, received_at TEXT, valid_until TEXT, grade TEXT",
}
SYSTEM_VIEWS["latest_observations"] = SYSTEM_VIEWS["observations"]


def fill(registers, tables, system):
    database = sqlite3.connect(":memory:")
    for rid, register in registers.items():
        columns = [(f["name"], "INTEGER" if f["type"] in ("integer", "boolean") else "TEXT") for f in register["field"]]
        database.execute(f"CREATE TABLE {rid} (row_id TEXT, {', '.join(f'{n} {t}' for n, t in columns)}) STRICT")
        marks = ", ".join("?" for _ in range(len(columns) + 1))
        for key, row in tables[rid].items():
            database.execute(f"INSERT INTO {rid} VALUES ({marks})",
                             ["/".join(key), *(row.get(name) for name, _ in columns)])
    system = dict(system, legal_deadlines=legal_deadlines(tables, system["body"][0][1]))
    for view, columns in SYSTEM_VIEWS.items():
        database.execute(f"CREATE TABLE {view} ({columns}) STRICT")
        for row in system.get(view, []):
            database.execute(f"INSERT INTO {view} VALUES ({', '.join('?' for _ in row)})", row)
    return database


def all_concepts_rows(rows):
    """What the program would read from all-concepts.txt, as far as queries need it."""
    with open(f"{ROOT}/tests/offices/all-concepts.txt", encoding="utf-8") as file:
        text = file.read()
    kinds = ["security-policy", "privacy-policy", "mynumber-policy"]
    titles = [line for line in text.splitlines() if line.endswith("方針") and line.startswith("峠")]
    rows["documents"] = [(kind, kind, title, "2026-03-02" if kind == kinds[0] else None, None, 1, "2026-11-21")
                         for kind, title in zip(kinds, titles)]
    listed = text[text.index("3 対象とする脅威"):text.index("4 職員等の義務")]
    rows["threats"] = [(kinds[0], f"3.{n}", threat) for n, threat in re.findall(r"^\((\d)\) (.+)$", listed, re.M)]
    rows["defined_zones"] = [(kinds[0], zone) for zone in ("mynumber", "lgwan", "internet")]
    return rows, None


def system_rows(office, regime, policies):
    rows = {"body": [(office, regime)]}
    if office == "all-concepts":
        return all_concepts_rows(rows)
    with open(f"{policies}/{office}.json", encoding="utf-8") as file:
        reading = json.load(file)
    asked = set()
    for view in ("documents", "clauses", "duties", "promises", "threats", "defined_zones"):
        rows[view] = []
    ids = [document["kind"] for document in reading["documents"]]
    for index, document in enumerate(reading["documents"]):
        same = ids[:index].count(ids[index])
        name = ids[index] + (f"-{same + 1}" if same else "")  # as the program names it where nobody does
        effective = document["effective"][-1] if document["effective"] else None
        rows["documents"].append((name, document["kind"], document["title"], document["enacted"], effective, 1, "2026-11-21"))
        rows["clauses"] += [(name, c["id"], c["heading"], c["text"]) for c in document["clauses"]]
        rows["defined_zones"] += [(name, zone) for zone in document["zones"]]
        lead = next((c["id"] for c in document["clauses"] if c["heading"] and "脅威" in c["heading"]), None)
        rows["threats"] += [(name, c["id"], c["text"]) for c in document["clauses"] if lead and c["id"].startswith(lead + ".")]
        for duty in document["duties"]:
            did = f"{name}:{duty['clause']}:{duty['sentence']}"
            rows["duties"].append((did, name, duty["clause"], duty["sentence"], "", None, None))
            rows["promises"] += [(did, name, concept) for concept in duty["concepts"]]
            asked |= set(duty["concepts"])
    return rows, asked - {"umbrella", "other"}


def run(database, query, parameters):
    names = set(re.findall(r":([a-z_]+)", sql_code(query)))
    cursor = database.execute(query, {name: parameters[name] for name in names})
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row)) for row in cursor.fetchall()]


def declared(database, register, parameters):
    # To the end of the period, without one for a year, and never for longer than thirteen months.
    def months_after(day, months):
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = (datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.timedelta(days=1)).day
        return datetime.date(year, month + 1, min(day.day, last))

    today = datetime.date.fromisoformat(parameters["today"])
    for row in run(database, "SELECT declared_on, period_end FROM declarations WHERE register_id = '" + register + "' AND declared_on <= "
                   ":today", parameters):
        since = datetime.date.fromisoformat(row["declared_on"])
        end = months_after(since, 12) - datetime.timedelta(days=1)
        if row["period_end"]:
            end = min(datetime.date.fromisoformat(row["period_end"]), months_after(since, 13))
        if end >= today:
            return True
    return False


def judge_check(database, control, check, parameters, today):
    """Counts of pass, fail, unresolved, stale; and the offenders."""
    where = f"{control['id']}/{check['id']}"
    offenders = run(database, check["offenders"], parameters) if "offenders" in check else []
    failed = {row["subject"] for row in offenders}
    for row in offenders:
        if row["reason"] not in control.get("reasons", {}):
            complain(f"{where}: reason {row['reason']} has no text")
    counts, seen = {"pass": 0, "fail": 0, "unresolved": 0, "stale": 0}, set()
    for row in run(database, check["subjects"], parameters):
        if row["subject"] is None or row["subject"] in seen:
            complain(f"{where}: subject {row['subject']} is empty or twice")
        seen.add(row["subject"])
        if row["subject"] in failed:
            counts["fail"] += 1
        elif "proven_at" not in row:
            counts["pass"] += 1
        elif row["proven_at"] is None or row["proven_at"] > today.isoformat():
            counts["unresolved"] += 1
        elif "validity" in control and add_period(datetime.date.fromisoformat(row["proven_at"]), control["validity"]) < today:
            counts["unresolved"] += 1
            counts["stale"] += 1
        else:
            counts["pass"] += 1
    for subject in failed - seen:
        complain(f"{where}: offender {subject} is no subject")
    return counts, offenders, not seen


def judge(database, controls, parameters, today, regime, verbose=False):
    """Verdict by concept."""
    found = {}
    for control in controls.values():
        if regime not in control.get("regimes", [regime]) or control.get("unverified"):
            for check in control["check"]:
                judge_check(database, control, check, parameters, today)
            continue
        trigger = control.get("trigger")
        silent = trigger and not run(database, trigger["query"], parameters) and \
            all(declared(database, register, parameters) for register in trigger["complete"])
        for check in control["check"]:
            counts, offenders, empty = judge_check(database, control, check, parameters, today)
            if verbose:
                print(f"    {control['id']}/{check['id']}: {counts}" + (" not triggered" if silent else ""),
                      *(f"\n        {o}" for o in offenders))
            if not check.get("mandatory", True):
                continue
            for concept in control["concepts"]:
                state = found.setdefault(concept, {"pass": 0, "fail": 0, "open": 0, "silent": 0})
                if empty and silent:
                    state["silent"] += 1
                    continue
                state["pass"] += counts["pass"]
                state["fail"] += counts["fail"]
                state["open"] += counts["unresolved"] + (1 if empty else 0)
    verdicts = {}
    for concept, state in found.items():
        if state["pass"] and not state["fail"] and not state["open"]:
            verdicts[concept] = "kept"
        elif state["fail"] and not state["pass"]:
            verdicts[concept] = "broken"
        elif not state["pass"] and not state["fail"]:
            verdicts[concept] = "unproven" if state["open"] else "not_triggered"
        else:
            verdicts[concept] = "partly"
    return verdicts
