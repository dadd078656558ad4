#!/usr/bin/env python3
"""Proof that the checks are real, with the program itself.

For each of the five real policies (read from the corpus) and for the sample policy of ours, the fictional office of tests/offices/
is filled through `register import`; every promise must then be kept, or not_triggered for a recorded reason, and none may be
no_check but `other`. An office without rows shows nothing kept. Then every change of tests/offices/changes*.tsv is made to a copy:
exactly the promises of its concept must turn broken, or unproven.
"""
import argparse, collections, concurrent.futures, json, os, pathlib, shutil, subprocess, sys, tempfile

NOW = "2026-11-21"
SOURCE = pathlib.Path(__file__).resolve().parent.parent
OFFICES = SOURCE / "tests" / "offices"
FREE = {"other"}   # what the office itself has to bind a control to
problems = []


class Program:
    def __init__(self, path):
        self.path = str(path.resolve())
        self.environment = dict(os.environ, SEKISHO_LANG="en", ASAN_OPTIONS="detect_leaks=0")

    def run(self, *args, want=0):
        done = subprocess.run([self.path, "--now", NOW, *map(str, args)], env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
        if want is not None and done.returncode != want:
            raise RuntimeError(f"{' '.join(map(str, args))}: exit {done.returncode}\n{done.stdout.decode()[-3000:]}{done.stderr.decode()[-3000:]}")
        return done.stdout.decode("utf-8")

    def status(self, data):
        return json.loads(self.run("status", "--data", data, "--json"))


def promises(status):
    """(duty, concept) → promise, umbrellas left out: they roll up what stands below."""
    return {(duty["id"], promise["concept"]): promise
            for duty in status["duties"] for promise in duty["promises"] if promise["concept"] != "umbrella"}


def complain(text):
    problems.append(text)
    print("  " + text, flush=True)


def fill(program, data, folders):
    listed = json.loads(program.run("register", "list", "--data", data, "--json"))
    for register in listed["import_order"]:
        for folder in folders:
            file = OFFICES / folder / f"{register}.csv"
            if file.exists():
                program.run("register", "import", "--data", data, "--register", register, file)


def build(program, work, name, policy, regime, folders):
    data, empty = work / name, work / (name + "-empty")
    program.run("init", "--data", data, "--name", name, "--regime", regime)
    program.run("policy", "add", "--data", data, "--confirm", policy)
    shutil.copytree(data, empty)
    nothing = promises(program.status(empty))
    for (duty, concept), promise in nothing.items():
        if promise["verdict"] in ("kept", "partly", "not_triggered"):
            complain(f"{name}: empty office: {duty} {concept} is {promise['verdict']}")
    fill(program, data, folders)
    status = program.status(data)
    found = promises(status)
    counts = collections.Counter(p["verdict"] for p in found.values())
    print(f"{name}: {len(found)} promises, {dict(counts)}", flush=True)
    for (duty, concept), promise in found.items():
        good = promise["verdict"] in ("kept", "not_triggered") or concept in FREE and promise["verdict"] == "no_check"
        if not good:
            complain(f"{name}: {duty} {concept} is {promise['verdict']}: {promise['reason']['ja']}")
    return data, found


def read_changes():
    changes = collections.defaultdict(list)
    for file in sorted(OFFICES.glob("changes*.tsv")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            concept, kind, register, key, change = line.split("\t")
            changes[concept, kind].append((register, key, change))
    return changes


def rows_named(program, data, register, key):
    """The ids of the rows with this key ("*": all); parts of a key are joined by "|". A key that the office lacks names none."""
    shown = json.loads(program.run("register", "show", "--data", data, "--register", register, "--json"))
    return [row["row_id"] for row in shown["rows"]
            if key == "*" or "|".join(str(row["values"][name]) for name in shown["key"]) == key]


def try_change(program, work, office, data, before, concept, kind, lines):
    copy = work / f"{office}-{concept}-{kind}"
    shutil.copytree(data, copy)
    try:
        done = 0
        for register, key, change in lines:
            for row in rows_named(program, copy, register, key):
                done += 1
                if change == "retire":
                    program.run("register", "retire", "--data", copy, "--register", register, "--key", row)
                else:
                    program.run("register", "set", "--data", copy, "--register", register, "--key", row, *change.split(";"))
        program.run("ledger", "check", "--data", copy)  # what was done lawfully is no difference
        if done == 0:
            return [f"{office}: {concept} → {kind}: no row to change"]
        after = promises(program.status(copy))
        wrong = []
        for (duty, id), promise in after.items():
            expected = kind if id == concept else before[duty, id]["verdict"]
            if promise["verdict"] != expected:
                wrong.append(f"{duty} {id} is {promise['verdict']}, expected {expected}: {promise['reason']['ja']}")
        return [f"{office}: {concept} → {kind}: {text}" for text in wrong]
    except RuntimeError as error:
        return [f"{office}: {concept} → {kind}: {error}"]
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--office")
    parser.add_argument("--concept")
    args = parser.parse_args()
    program = Program(args.program)
    corpus = pathlib.Path(os.environ.get("SEKISHO_CORPUS", SOURCE.parent / "shared")) / "policies"
    wanted = [("all-concepts", OFFICES / "all-concepts.txt", "local_public_body", ["base", "all-concepts"])]
    if corpus.is_dir():
        for file in sorted(corpus.glob("*.txt")):
            regime = "mutual_aid_association" if "kyosai" in file.stem else "local_public_body"
            wanted.append((file.stem, file, regime, ["base", file.stem]))
    else:
        print("SKIPPED: no corpus: the five policies")
    with tempfile.TemporaryDirectory(prefix="sekisho-offices-") as folder:
        work = pathlib.Path(folder)
        offices = {}
        for name, policy, regime, folders in wanted:
            if args.office in (None, name):
                offices[name] = build(program, work, name, policy, regime, folders)
        changes = read_changes()
        served = {concept for _, found in offices.values() for _, concept in found} - FREE
        if not args.concept and not args.office:
            for concept in sorted(served):
                for kind in ("broken", "unproven"):
                    if (concept, kind) not in changes:
                        complain(f"no change makes {concept} {kind}")
        jobs = [(office, data, found, concept, kind, lines)
                for (concept, kind), lines in changes.items() if args.concept in (None, concept)
                for office, (data, found) in offices.items()
                if any(id == concept and p["verdict"] == "kept" for (_, id), p in found.items())]
        if not os.environ.get("SEKISHO_LONG") and not args.concept:   # each change once; all of them on every office when long
            once = {}
            for job in jobs:
                once.setdefault((job[3], job[4]), job)
            jobs = list(once.values())
        print(f"{len(jobs)} changes to try", flush=True)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for wrong in pool.map(lambda job: try_change(program, work, *job), jobs):
                for text in wrong:
                    complain(text)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
