"""The files of the catalogue: reading them, and what is wrong in them."""
import glob
import os
import re
import tomllib

from .report import ROOT, complain, fold

RESERVED = {"row_id", "version", "from_at", "to_at", "retired", "batch"}
FUNCTIONS = {"abs", "coalesce", "count", "dense_rank", "first_value", "lag", "last_value", "lead", "length", "lower", "max",
             "min", "nullif", "rank", "replace", "row_number", "substr", "sum", "trim", "upper"}
BEFORE_BRACKET = {"all", "and", "as", "by", "case", "cast", "else", "except", "exists", "filter", "from", "having", "in",
                  "intersect", "is", "join", "like", "not", "on", "or", "over", "select", "then", "union", "using",
                  "values", "when", "where", "distinct", "between", "limit", "offset"}


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
        if not 2 <= len(names) <= 18:
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
