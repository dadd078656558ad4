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
import datetime
import sys

from catalog_check.catalogue import check_controls, check_registers, load_folder
from catalog_check.dates import make_parameters, months
from catalog_check.offices import apply_change, load_office, read_changes
from catalog_check.postgres import compare_with_postgres
from catalog_check.report import complain, problems
from catalog_check.verdicts import fill, judge, system_rows

OFFICES = {"all-concepts": "local_public_body", "aomori-taishoku": "local_public_body", "yamagata-kankyo": "local_public_body",
           "okayama-kyosai": "mutual_aid_association", "kuwana-inabe": "local_public_body",
           "nagasaki-kyosai": "mutual_aid_association"}
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
    # Saying that every register is complete proves nothing by itself: at most that a condition never arose.
    nothing = {rid: {} for rid in registers}
    nothing["declarations"] = {(rid, args.as_of): {"register_id": rid, "declared_on": args.as_of, "declared_by": "x"}
                               for rid in registers}
    for concept, verdict in verdicts_of(nothing).items():
        if verdict not in ("unproven", "not_triggered"):
            complain(f"{office}: empty office that declared every register complete: {concept} is {verdict}")
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
