"""The filled offices and the changes to them."""
import csv
import glob
import os
import re
import unicodedata

from .dates import iso_date
from .report import ROOT, complain, fold


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
