#!/usr/bin/env python3
"""Proof that the checks of the catalogue are real: a second, small reading of catalog/ and tests/offices/.

Every office of tests/offices is filled from its CSV files, every control's queries run on it, and the verdict of each
concept is worked out afresh. Then each change of changes*.tsv is tried: it must turn exactly its concept's verdict.

    tools/check_catalog.py [--as-of 2026-11-21] [--office NAME] [--concept ID] [--verbose] [--lint]
                           [--policies DIR] [--postgres]

--policies DIR  readings of the five real policies (DIR/<office>.json); without it only the office all-concepts is tried, of
                which every concept that has a control is asked.
--postgres      runs every query on PostgreSQL too (psql, PG* variables) and compares the rows.
"""
import argparse
import csv
import datetime
import glob
import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OFFICES = {"all-concepts": "local_public_body", "aomori-taishoku": "local_public_body", "yamagata-kankyo": "local_public_body",
           "okayama-kyosai": "mutual_aid_association", "kuwana-inabe": "local_public_body",
           "nagasaki-kyosai": "mutual_aid_association"}
RESERVED = {"row_id", "version", "from_at", "to_at", "retired", "batch"}
SYSTEM_VIEWS = {
    "body": "name TEXT, regime TEXT",
    "documents": "id TEXT, kind TEXT, title TEXT, enacted TEXT, effective TEXT, version INTEGER, added_on TEXT",
    "clauses": "document TEXT, clause TEXT, heading TEXT, text TEXT",
    "duties": "id TEXT, document TEXT, clause TEXT, sentence INTEGER, text TEXT, condition TEXT, cadence TEXT",
    "promises": "duty TEXT, document TEXT, concept TEXT",
    "threats": "document TEXT, clause TEXT, text TEXT",
    "defined_zones": "document TEXT, zone TEXT",
    "observations": "check_id TEXT, source TEXT, subject TEXT, verdict TEXT, measured TEXT, expected TEXT, "
                    "covers_from TEXT, covers_to TEXT, collected_at TEXT, received_at TEXT, valid_until TEXT, grade TEXT",
}
SYSTEM_VIEWS["latest_observations"] = SYSTEM_VIEWS["observations"]
FUNCTIONS = {"abs", "coalesce", "count", "dense_rank", "first_value", "lag", "last_value", "lead", "length", "lower", "max",
             "min", "nullif", "rank", "replace", "row_number", "substr", "sum", "trim", "upper"}
BEFORE_BRACKET = {"all", "and", "as", "by", "case", "cast", "else", "except", "exists", "filter", "from", "having", "in",
                  "intersect", "is", "join", "like", "not", "on", "or", "over", "select", "then", "union", "using",
                  "values", "when", "where", "distinct", "between", "limit", "offset"}
problems = []


def complain(text):
    problems.append(text)
    print("PROBLEM", text)


def fold(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[\s　・.。]", "", text)
    return re.sub(r"no$|ナンバー$", "番号", text)


# ---- the catalogue

def load_folder(kind):
    out = {}
    for path in sorted(glob.glob(f"{ROOT}/catalog/{kind}/*.toml")):
        with open(path, "rb") as file:
            item = tomllib.load(file)
        if os.path.basename(path) != item["id"] + ".toml":
            complain(f"{path}: id is {item['id']}")
        out[item["id"]] = item
    return out


def check_registers(registers):
    for rid, register in registers.items():
        words = {}
        names = [f["name"] for f in register["field"]]
        for key in register["key"]:
            if key not in names:
                complain(f"{rid}: key {key} is no field")
        if not 2 <= len(names) <= 15:
            complain(f"{rid}: {len(names)} fields")
        if len(set(names)) != len(names):
            complain(f"{rid}: a field twice")
        for field in register["field"]:
            if field["name"] in RESERVED:
                complain(f"{rid}.{field['name']}: reserved")
            for word in [field["name"], field["title"]["ja"], field["title"]["en"], *field.get("synonyms", [])]:
                owner = words.setdefault(fold(word), field["name"])
                if owner != field["name"]:
                    complain(f"{rid}: header word {word} leads to {owner} and {field['name']}")
            if field["type"] == "reference":
                target = registers.get(field["register"])
                if target is None or len(target["key"]) != 1:
                    complain(f"{rid}.{field['name']}: cannot refer to {field['register']}")
            choices = {}
            for choice in field.get("choices", []):
                for word in [choice["value"], choice["title"]["ja"], choice["title"]["en"], *choice.get("synonyms", [])]:
                    if choices.setdefault(fold(word), choice["value"]) != choice["value"]:
                        complain(f"{rid}.{field['name']}: choice word {word} twice")
            if (field["type"] == "choice") != bool(choices):
                complain(f"{rid}.{field['name']}: choices and type disagree")


def sql_code(query):
    """The query without its strings and comments."""
    return re.sub(r"--[^\n]*", " ", re.sub(r"'(?:[^']|'')*'", "''", query))


def check_query(where, query, parameters):
    code = sql_code(query)
    if '"' in code or "`" in code or "::" in code or not code.isascii():
        complain(f"{where}: a quoted name, a cast by :: or something not ASCII outside strings")
    for name in re.findall(r"([a-z_]+)\s*\(", code.lower()):
        if name not in FUNCTIONS | BEFORE_BRACKET:
            complain(f"{where}: function {name}")
    for name in re.findall(r":([a-z_]+)", code):
        if name not in parameters:
            complain(f"{where}: parameter :{name}")
    if re.search(r"(?<!^)\bwith\b", code.strip().lower()):
        complain(f"{where}: WITH inside the query")


def check_controls(controls, registers, parameters):
    declarable = [c["value"] for f in registers["declarations"]["field"] for c in f.get("choices", [])]
    for cid, control in controls.items():
        where = f"control {cid}"
        for key in ("title", "why", "fix"):
            if not all(control.get(key, {}).get(language, "").strip() for language in ("ja", "en")):
                complain(f"{where}: {key} lacks a language")
        if control.get("register") not in registers:
            complain(f"{where}: register {control.get('register')}")
        if not control.get("references"):
            complain(f"{where}: no references")
        used = set()
        for check in control["check"]:
            for part in ("subjects", "offenders"):
                if part in check:
                    check_query(f"{where}/{check['id']}.{part}", check[part], parameters)
            # A constant in the second column, or in any branch of a CASE there.
            used |= set(re.findall(r"'([a-z][a-z_]+)'", check.get("offenders", ""))) & set(control.get("reasons", {}))
            if "offenders" in check and not any(f"'{r}'" in check["offenders"] for r in control.get("reasons", {})):
                complain(f"{where}/{check['id']}: names no reason")
            if check.get("when_empty") == "not_triggered" and "trigger" not in control:
                complain(f"{where}/{check['id']}: not_triggered without a trigger")
        for reason, text in control.get("reasons", {}).items():
            if reason not in used:
                complain(f"{where}: reason {reason} is never given")
            if not (text.get("ja") and text.get("en")):
                complain(f"{where}: reason {reason} lacks a language")
        for register in control.get("trigger", {}).get("complete", []):
            if register not in registers or register not in declarable:
                complain(f"{where}: {register} cannot be declared complete")
        if "trigger" in control:
            check_query(f"{where}.trigger", control["trigger"]["query"], parameters)


# ---- dates

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
        "m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}


def iso_date(text):
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if found := re.fullmatch(r"(明治|大正|昭和|平成|令和|[MTSHRmtshr])(\d+|元)[年./](\d+)[月./](\d+)日?", text):
        year = 1 if found[2] == "元" else int(found[2])
        year += ERAS[found[1].lower()]
    elif found := re.fullmatch(r"()(\d{4})[年./-](\d+)[月./-](\d+)日?", text):
        year = int(found[2])
    else:
        raise ValueError(f"no date: {text}")
    return datetime.date(year, int(found[3]), int(found[4])).isoformat()


def months(date, count):
    index = date.year * 12 + date.month - 1 + count
    year, month = divmod(index, 12)
    last = (datetime.date(year + month // 11, (month + 1) % 12 + 1, 1) - datetime.timedelta(1)).day
    return datetime.date(year, month + 1, min(date.day, last))


def add_period(day, period):
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", period)
    years, months_, days = (int(n or 0) for n in found.groups())
    return months(day, years * 12 + months_) + datetime.timedelta(days)


def make_parameters(day, regime):
    year = day.year if day.month >= 4 else day.year - 1
    values = {"today": day, "fiscal_year_start": datetime.date(year, 4, 1), "fiscal_year_end": datetime.date(year + 1, 3, 31),
              "last_fiscal_year_start": datetime.date(year - 1, 4, 1), "last_fiscal_year_end": datetime.date(year, 3, 31),
              "month_start": day.replace(day=1), "month_ago": months(day, -1), "quarter_ago": months(day, -3),
              "half_year_ago": months(day, -6), "year_ago": months(day, -12), "thirteen_months_ago": months(day, -13),
              "two_years_ago": months(day, -24), "three_years_ago": months(day, -36),
              "week_ago": day - datetime.timedelta(7), "in_30_days": day + datetime.timedelta(30),
              "in_90_days": day + datetime.timedelta(90)}
    values = {name: value.isoformat() for name, value in values.items()}
    return values | {"regime": regime, "as_of": f"{day}T14:59:59.999999Z"}


# ---- offices

def cell(where, field, text):
    text = text.strip()
    if text == "":
        return None
    if field["type"] == "date":
        return iso_date(text)
    if field["type"] == "integer":
        return int(unicodedata.normalize("NFKC", text).replace(",", ""))
    if field["type"] == "boolean":
        word = unicodedata.normalize("NFKC", text).casefold()
        if word in {"〇", "○", "◯", "✓", "有", "はい", "yes", "true", "1"}:
            return 1
        if word in {"×", "-", "－", "無", "いいえ", "no", "false", "0"}:
            return 0
        raise ValueError(f"{where}: {field['name']} is neither yes nor no: {text}")
    if field["type"] == "choice":
        for choice in field["choices"]:
            for word in [choice["value"], choice["title"]["ja"], choice["title"]["en"], *choice.get("synonyms", [])]:
                if fold(word) == fold(text):
                    return choice["value"]
        raise ValueError(f"{where}: no choice of {field['name']}: {text}")
    if field["type"] == "list":
        return "|" + "|".join(part.strip() for part in re.split(r"[、，,;；／\n]", text) if part.strip()) + "|"
    return text


def read_rows(path, register):
    by_word = {}
    for field in register["field"]:
        for word in [field["name"], field["title"]["ja"], field["title"]["en"], *field.get("synonyms", [])]:
            by_word[fold(word)] = field
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    fields = []
    for word in lines[0]:
        if fold(word) not in by_word:
            complain(f"{path}: header {word}")
        fields.append(by_word.get(fold(word)))
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(lines[0]):
            complain(f"{path}:{number}: {len(line)} cells, {len(lines[0])} headers")
            continue
        row = {}
        for field, text in zip(fields, line):
            try:
                if field:
                    row[field["name"]] = cell(f"{path}:{number}", field, text)
            except ValueError as error:
                complain(str(error))
        for field in register["field"]:
            if (field.get("required") or field["name"] in register["key"]) and row.get(field["name"]) is None:
                complain(f"{path}:{number}: {field['name']} is empty")
        rows.append(row)
    return rows


def key_of(register, row):
    return tuple(str(row.get(name)) for name in register["key"])


def load_office(registers, office):
    tables = {rid: {} for rid in registers}
    for folder in ("base", office):
        for path in sorted(glob.glob(f"{ROOT}/tests/offices/{folder}/*.csv")):
            rid = os.path.basename(path)[:-4]
            if rid not in registers:
                complain(f"{path}: no such register")
                continue
            for row in read_rows(path, registers[rid]):
                tables[rid].setdefault(key_of(registers[rid], row), {}).update(row)
    for rid, register in registers.items():
        for field in register["field"]:
            if field["type"] != "reference":
                continue
            known = {key[0] for key in tables[field["register"]]}
            for row in tables[rid].values():
                if row.get(field["name"]) is not None and row[field["name"]] not in known:
                    complain(f"{office}: {rid} {key_of(register, row)}: {field['name']} names no row: {row[field['name']]}")
    return tables


# ---- the database

def fill(registers, tables, system):
    database = sqlite3.connect(":memory:")
    for rid, register in registers.items():
        columns = [(f["name"], "INTEGER" if f["type"] in ("integer", "boolean") else "TEXT") for f in register["field"]]
        database.execute(f"CREATE TABLE {rid} (row_id TEXT, {', '.join(f'{n} {t}' for n, t in columns)}) STRICT")
        marks = ", ".join("?" for _ in range(len(columns) + 1))
        for key, row in tables[rid].items():
            database.execute(f"INSERT INTO {rid} VALUES ({marks})",
                             ["/".join(key), *(row.get(name) for name, _ in columns)])
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


# ---- verdicts

def run(database, query, parameters):
    names = set(re.findall(r":([a-z_]+)", sql_code(query)))
    cursor = database.execute(query, {name: parameters[name] for name in names})
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row)) for row in cursor.fetchall()]


def declared(database, register, parameters):
    return bool(run(database, "SELECT 1 AS x FROM declarations WHERE register_id = '" + register + "' AND declared_on <= "
                    ":today AND (period_end IS NULL OR period_end >= :today)", parameters))


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


# ---- changes

def read_changes():
    """(concept, kind) → list of (register, key, retire or {field: text})."""
    changes = {}
    for path in sorted(glob.glob(f"{ROOT}/tests/offices/changes*.tsv")):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n")
                if not line or line.startswith("#"):
                    continue
                parts = line.split("\t")
                if len(parts) != 5 or parts[1] not in ("broken", "unproven"):
                    complain(f"{path}:{number}: not concept, broken or unproven, register, key, change")
                    continue
                change = None if parts[4] == "retire" else dict(p.split("=", 1) for p in parts[4].split(";"))
                changes.setdefault((parts[0], parts[1]), []).append((parts[2], parts[3], change))
    return changes


def apply_change(registers, tables, steps):
    """Returns how many rows were touched. A key of * is every row; | joins a composite key."""
    touched = 0
    for rid, key, change in steps:
        register = registers[rid]
        fields = {field["name"]: field for field in register["field"]}
        for row_key in list(tables[rid]):
            if key not in ("*", "|".join(row_key)):
                continue
            touched += 1
            if change is None:
                del tables[rid][row_key]
                continue
            row = dict(tables[rid][row_key])
            row.update({name: cell(rid, fields[name], text) for name, text in change.items()})
            tables[rid][row_key] = row
    return touched


# ---- PostgreSQL

def literal(value):
    return "NULL" if value is None else str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def compare_with_postgres(registers, database, controls, parameters):
    script = ["BEGIN;", "CREATE SCHEMA check_catalog;", "SET search_path TO check_catalog;"]
    tables = [r for (r,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        info = database.execute(f"PRAGMA table_info({table})").fetchall()
        columns = ", ".join(f"{c[1]} {'BIGINT' if c[2] == 'INTEGER' else 'TEXT COLLATE ' + chr(34) + 'C' + chr(34)}" for c in info)
        script.append(f"CREATE TABLE {table} ({columns});")
        for row in database.execute(f"SELECT * FROM {table}"):
            script.append(f"INSERT INTO {table} VALUES ({', '.join(map(literal, row))});")
    expected = []
    for control in controls.values():
        queries = [(f"{control['id']}/{c['id']}.{part}", c[part]) for c in control["check"] for part in ("subjects", "offenders")
                   if part in c]
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


# ---- the proof

RANK = {"broken": 0, "unproven": 1, "no_check": 1, "partly": 2, "kept": 3}


def check_time(office, regime, controls, concepts, database, today):
    """Five years of nobody doing anything: no verdict may rise; what stays kept is printed."""
    before = {}
    for month in range(0, 61, 2):
        day = months(today, month)
        verdicts = judge(database, controls, make_parameters(day, regime), day, regime)
        for concept in concepts:
            now, then = verdicts.get(concept, "no_check"), before.get(concept)
            if now in RANK and then in RANK and RANK[now] > RANK[then]:
                complain(f"{office}: {concept} rises from {then} to {now} by {day} though nobody did anything")
        before = verdicts
    lasting = [concept for concept in concepts if before.get(concept) == "kept"]
    if lasting:
        print(f"{office}: still kept after five years without any work: {', '.join(lasting)}")


def prove(office, regime, registers, controls, changes, args):
    today = datetime.date.fromisoformat(args.as_of)
    parameters = make_parameters(today, regime)
    system, asked = system_rows(office, regime, args.policies)
    tables = load_office(registers, office)

    def verdicts_of(rows, verbose=False):
        database = fill(registers, rows, system)
        verdicts = judge(database, controls, parameters, today, regime, verbose)
        database.close()
        return verdicts

    full = verdicts_of(tables, args.verbose)
    concepts = sorted(c for c in (asked if asked is not None else full) if not args.concept or c == args.concept)
    for concept in concepts:
        if full.get(concept, "no_check") not in ("kept", "not_triggered"):
            complain(f"{office}: filled office: {concept} is {full.get(concept, 'no_check')}")
    empty = verdicts_of({rid: {} for rid in registers})
    for concept, verdict in empty.items():
        if verdict != "unproven":
            complain(f"{office}: empty office: {concept} is {verdict}")
    check_time(office, regime, controls, concepts, fill(registers, tables, system), today)
    compared = 0
    if args.postgres:
        ruined = {rid: dict(rows) for rid, rows in tables.items()}
        for (_, kind), steps in changes.items():
            if kind == "broken":
                apply_change(registers, ruined, steps)
        for rows in (tables, ruined):
            compared += compare_with_postgres(registers, fill(registers, rows, system), controls, parameters)
    tried = 0
    for concept in concepts:
        if full.get(concept) == "not_triggered":
            continue
        for kind in ("broken", "unproven"):
            steps = changes.get((concept, kind))
            if not steps:
                complain(f"{office}: no change makes {concept} {kind}")
                continue
            copy = {rid: dict(rows) for rid, rows in tables.items()}
            if apply_change(registers, copy, steps) == 0:
                complain(f"{office}: the change for {concept} {kind} touches no row")
            changed = verdicts_of(copy)
            tried += 1
            if changed.get(concept) != kind:
                complain(f"{office}: change for {concept} gives {changed.get(concept)}, not {kind}")
                if args.verbose:
                    verdicts_of(copy, True)
            for other in sorted(asked if asked is not None else full):
                if other != concept and changed.get(other) != full.get(other):
                    complain(f"{office}: change for {concept} {kind} also turns {other} {changed.get(other)}")
    kept = sum(full.get(c) == "kept" for c in concepts)
    silent = sum(full.get(c) == "not_triggered" for c in concepts)
    print(f"{office}: {len(concepts)} concepts promised, {kept} kept, {silent} not triggered; {tried} changes tried"
          + (f"; {compared} queries compared with PostgreSQL" if compared else ""))


def main():
    parser = argparse.ArgumentParser(description="Proves the checks of the catalogue on the filled offices.")
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--office", choices=OFFICES)
    parser.add_argument("--concept")
    parser.add_argument("--policies")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--lint", action="store_true", help="only check the files")
    parser.add_argument("--postgres", action="store_true")
    args = parser.parse_args()
    registers, controls = load_folder("registers"), load_folder("controls")
    check_registers(registers)
    check_controls(controls, registers, make_parameters(datetime.date.fromisoformat(args.as_of), "local_public_body"))
    print(f"{len(registers)} registers, {len(controls)} controls")
    if not args.lint:
        changes = read_changes()
        for office, regime in OFFICES.items():
            known = args.policies or office == "all-concepts"
            if known and (not args.office or args.office == office):
                prove(office, regime, registers, controls, changes, args)
    print("no problem" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
