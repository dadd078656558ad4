#!/usr/bin/env python3
"""Runs the scenarios: plain text, commands and what they print, on SQLite or PostgreSQL.

    # What it shows (the first line).
    $ sekisho init --data d --name 関所組合 $DATABASE
    expected line of stdout and stderr together
    ~ a regular expression that one line must match wholly
    ...                      any lines, until the next expected one
    ? 1                      the exit status (0 where not said)

A line that begins with "$ " is given to bash, in a fresh folder; files of the case's own folder NAME.d/ are copied there.
$DATABASE holds the options that choose the database, $SOURCE the source folder, $CORPUS the corpus. "! corpus" in a case skips
it where the corpus is absent; "! sqlite" runs it on SQLite only. Exit 0 where all pass.
"""
import argparse, concurrent.futures, os, pathlib, re, shutil, subprocess, sys, tempfile


def parse(path):
    title, steps, needs = "", [], set()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("# ") and not title:
            title = line[2:]
        elif line.startswith("! "):
            needs.add(line[2:].strip())
        elif line.startswith("$ "):
            steps.append({"line": number, "command": line[2:], "want": [], "status": 0})
        elif line.startswith("> ") and steps and not steps[-1]["want"]:
            steps[-1]["command"] += "\n" + line[2:]
        elif line.startswith("? ") and steps:
            steps[-1]["status"] = int(line[2:])
        elif line.startswith("#"):
            continue
        elif steps and (line or steps[-1]["want"]):
            steps[-1]["want"].append(line)
    for step in steps:
        while step["want"] and not step["want"][-1]:
            step["want"].pop()
    return title, steps, needs


def matches(want, got):
    """Whether the printed lines are those expected; '...' stands for any lines."""
    if not want:
        return not got
    if want[0] == "...":
        return any(matches(want[1:], got[k:]) for k in range(len(got) + 1))
    if not got:
        return False
    head = want[0]
    same = re.fullmatch(head[2:], got[0]) is not None if head.startswith("~ ") else head == got[0]
    return same and matches(want[1:], got[1:])


def run(path, args, environment, schema):
    """The outcome, and what to show of a failure."""
    title, steps, needs = parse(path)
    if "corpus" in needs and not pathlib.Path(environment["CORPUS"]).is_dir():
        return "skipped", []
    if "sqlite" in needs and args.database != "sqlite":
        return None, []
    with tempfile.TemporaryDirectory(prefix="sekisho-case-") as folder:
        beside = path.with_suffix(".d")
        if beside.is_dir():
            shutil.copytree(beside, folder, dirs_exist_ok=True)
        here = dict(environment, SCHEMA=schema)
        if args.database == "postgresql":
            here["DATABASE"] = f"--database {environment['SEKISHO_PG']} --schema {schema}"
            here["DATABASE"] = here["DATABASE"].replace("&", "\\&")
        for step in steps:
            command = step["command"]
            if args.database == "postgresql":
                command = command.replace("$DATABASE", f"--database '{environment['SEKISHO_PG']}' --schema {schema}")
            else:
                command = command.replace("$DATABASE", "")
            try:
                done = subprocess.run(["bash", "-c", command], cwd=folder, env=here, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300)
            except subprocess.TimeoutExpired:
                return "FAILED", [f"{path.name}:{step['line']}: $ {step['command']}", "not ended after 300 s"]
            got = done.stdout.decode("utf-8", "replace").splitlines()
            if done.returncode != step["status"] or not matches(step["want"], got):
                return "FAILED", [f"{path.name}:{step['line']}: $ {step['command']}",
                                  f"exit {done.returncode}, expected {step['status']}",
                                  *("- " + line for line in step["want"]), *("+ " + line for line in got[:200])]
    return "ok", []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    source = pathlib.Path(__file__).resolve().parent.parent
    environment = dict(os.environ, LANG="C.UTF-8", LC_ALL="", SEKISHO_LANG="ja", SOURCE=str(source),
                       CORPUS=os.environ.get("SEKISHO_CORPUS", str(source.parent / "shared")),
                       PATH=f"{args.program.resolve().parent}:{os.environ['PATH']}")
    cases = [c for p in args.paths for c in (sorted(p.rglob("*.case")) if p.is_dir() else [p])]
    worst = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = pool.map(lambda job: run(job[1], args, environment, f"case_{os.getpid()}_{job[0]}"), enumerate(cases))
        for case, (outcome, lines) in zip(cases, outcomes):
            for line in lines:
                print("    " + line)
            if outcome:
                why = " (no corpus)" if outcome == "skipped" else ""
                print(f"  {outcome:7} {args.database}: {case.stem}: {parse(case)[0]}{why}", flush=True)
            worst |= outcome == "FAILED"
    return worst


if __name__ == "__main__":
    sys.exit(main())
