#!/usr/bin/env python3
"""Faults: kill -9 under load, every n-th write, fsync, truncate and rename failing, a full small file system.

What is promised: what was acknowledged (exit 0) is there, nothing is half there, the ledger is sound, and the program never
crashes of a fault: it says so and ends with 3. A seeded tenth of the full figures, all of them with SEKISHO_LONG=1.
"""
import argparse, collections, concurrent.futures, errno, json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

LONG = bool(os.environ.get("SEKISHO_LONG"))
SEED = int(os.environ.get("SEKISHO_SEED", "20261121"))
KILLS = 2000 if LONG else 200
FIELD_ROWS = 20


class Bench:
    """A data folder and the program that works on it."""

    def __init__(self, program, work):
        self.program, self.work = str(program.resolve()), work
        self.environment = dict(os.environ, SEKISHO_LANG="en", ASAN_OPTIONS="detect_leaks=0:verify_asan_link_order=0")

    def start(self, *args, fault=None, **more):
        environment = dict(self.environment, **(fault or {}))
        return subprocess.Popen([self.program, *map(str, args)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                stdin=subprocess.DEVNULL, **more)

    def run(self, *args, fault=None, want=0):
        process = self.start(*args, fault=fault)
        out = process.communicate(timeout=120)[0].decode("utf-8", "replace")
        if want is not None and process.returncode != want:
            raise SystemExit(f"FAILED: {' '.join(map(str, args))}: exit {process.returncode}, expected {want}\n{out}")
        return process.returncode, out

    def rows(self, data, register):
        _, out = self.run("register", "show", "--data", data, "--register", register, "--json")
        return [row["values"] for row in json.loads(out)["rows"]]

    def size(self, data):
        _, out = self.run("ledger", "show", "--data", data, "--json")
        return json.loads(out)["size"]


def fresh(bench, name):
    data = bench.work / name
    bench.run("init", "--data", data, "--name", "関所組合", "--regime", "local_public_body")
    return data


def write_units(path, tag, count):
    path.write_text("部署名\n" + "".join(f"{tag}-{k}\n" for k in range(count)), "utf-8")


def check_sound(bench, data):
    bench.run("ledger", "check", "--data", data)


def kill_under_load(bench, chance):
    data = fresh(bench, "kills")
    acknowledged, started = set(), []
    file = bench.work / "units.csv"
    took = time.monotonic()
    bench.run("register", "add", "--data", data, "--register", "units", "name=最初の課")
    took = time.monotonic() - took
    for k in range(KILLS):
        single = chance.random() < 0.5
        tag = f"u{k}"
        if single:
            process = bench.start("register", "add", "--data", data, "--register", "units", f"name={tag}-0")
        else:
            write_units(file, tag, FIELD_ROWS)
            process = bench.start("register", "import", "--data", data, "--register", "units", file)
        started.append((tag, 1 if single else FIELD_ROWS))
        deadline = time.monotonic() + chance.random() * took * 1.6
        while time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.0005)
        process.kill()
        process.communicate()
        if process.returncode == 0:
            acknowledged.add(tag)
        if k % 100 == 99:
            check_sound(bench, data)
    check_sound(bench, data)
    names = {row["name"] for row in bench.rows(data, "units")}
    half = lost = 0
    for tag, count in started:
        there = sum(f"{tag}-{i}" in names for i in range(count))
        half += there not in (0, count)
        lost += tag in acknowledged and there != count
    print(f"kill -9: {KILLS} moments, {len(acknowledged)} acknowledged, {lost} lost, {half} half")
    return lost == 0 and half == 0 and 0 < len(acknowledged) < KILLS


def build_shim(work):
    shim = work / "shim.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, pathlib.Path(__file__).with_name("shim.c"), "-ldl"], check=True)
    return shim


# What an operation may have changed: rows, and how often the ledger says that something was done. Not what an opening
# writes of its own accord (a lost note, today's catalogue).
TOLD = {"observation", "document.version.added", "ledger.key.rotated", "ledger.erased", "backup", "export"}


def state(bench, data):
    _, out = bench.run("ledger", "show", "--data", data, "--json")
    kinds = collections.Counter(entry["kind"] for entry in json.loads(out)["entries"])
    return {row["name"] for row in bench.rows(data, "units")}, {kind: n for kind, n in kinds.items() if kind in TOLD}


def make_base(bench):
    """An office with something to undo, to erase and to restore."""
    base = fresh(bench, "base")
    units, old_units, policy, seen = (bench.work / name for name in ("many.csv", "old.csv", "p.txt", "seen.jsonl"))
    write_units(units, "m", FIELD_ROWS)
    write_units(old_units, "o", FIELD_ROWS)
    policy.write_text("関所組合情報セキュリティ基本方針\n\n第1条 組合は、職員に対し、毎年度、研修を実施する。\n", "utf-8")
    seen.write_text('{"source":"edr","check":"technical.malware.protection","subject":"PC-1","verdict":"pass"}\n', "utf-8")
    bench.run("register", "import", "--data", base, "--register", "units", old_units)
    bench.run("register", "add", "--data", base, "--register", "people", "number=7", "name=峠花子", "kind=staff")
    bench.run("register", "retire", "--data", base, "--register", "people", "--key", "7")
    _, out = bench.run("register", "batches", "--data", base, "--json")
    batch = json.loads(out)["batches"][0]["id"]
    for name, more in (("plain", ()), ("keyed", ("--with-key",))):
        bench.run("backup", "--data", base, "--out", bench.work / f"{name}.backup", *more)
    old = bench.work / "old"   # what a released program left: opening it migrates it and takes today's catalogue
    subprocess.run([pathlib.Path(__file__).parents[1] / "fixtures" / "unpack", "release-0", old], check=True)
    add = lambda data: ("register", "add", "--data", data, "--register", "units", "name=加えた課")
    # Where a folder is made, it is data/new. The full figures are those of the first four.
    operations = {
        "append": (base, add),
        "import": (base, lambda data: ("register", "import", "--data", data, "--register", "units", units)),
        "backup": (base, lambda data: ("backup", "--data", data, "--out", data / "out.backup")),
        "migration": (old, add),
        "pack": (base, lambda data: ("pack", "--data", data, "--out", data / "out.pack")),
        "init": (base, lambda data: ("init", "--data", data / "new", "--name", "新組合", "--regime", "local_public_body")),
        "restore": (base, lambda data: ("restore", bench.work / "plain.backup", "--data", data / "new")),
        "restore with the key": (base, lambda data: ("restore", bench.work / "keyed.backup", "--data", data / "new")),
        "rotate-key": (base, lambda data: ("ledger", "rotate-key", "--data", data)),
        "undo": (base, lambda data: ("register", "undo", "--data", data, batch)),
        "erase": (base, lambda data: ("register", "erase", "--data", data, "--register", "people", "--key", "7", "--basis", "請求")),
        "policy add": (base, lambda data: ("policy", "add", "--data", data, policy)),
        "observe": (base, lambda data: ("observe", "--data", data, "--file", seen)),
    }
    return operations


FULL = ("append", "import", "backup", "migration")


def failing_calls(bench, chance, only=None):
    shim = build_shim(bench.work)
    operations = make_base(bench)
    if only:
        operations = {only: operations[only]}
    before, after = {}, {}

    def victim(name):
        data = pathlib.Path(tempfile.mkdtemp(dir=bench.work)) / "victim"
        shutil.copytree(operations[name][0], data)
        return data, operations[name][1](data)

    for name in operations:   # read from copies: reading an old folder would migrate it
        data, arguments = victim(name)
        before[name] = state(bench, data)
        shutil.rmtree(data.parent)
        data, arguments = victim(name)
        bench.run(*arguments)
        after[name] = state(bench, data)
        shutil.rmtree(data.parent)

    def attempt(name, n, ever, number):
        data, arguments = victim(name)
        count = data.parent / "count"
        fault = {"LD_PRELOAD": str(shim), "FAULT_DIR": str(data), "FAULT_N": str(n), "FAULT_EVER": "1" if ever else "0",
                 "FAULT_ERRNO": str(number), "FAULT_COUNT": str(count)}
        what = f"{name}: call {n} fails{' for ever' if ever else ''} ({errno.errorcode.get(number)})"
        code, out = bench.run(*arguments, fault=fault, want=None)
        if code not in (0, 3):
            raise SystemExit(f"FAILED: {what}: exit {code}\n{out}")
        check_sound(bench, data)
        found = state(bench, data)
        if found != after[name] and (code == 0 or found != before[name]):
            raise SystemExit(f"FAILED: {what}: exit {code}, half there: {found}\n{out}")
        if code == 0 and name in ("backup", "pack") and not (data / f"out.{name}").exists():
            raise SystemExit(f"FAILED: {what}: acknowledged, but no file")
        made = data / "new"
        if name == "init" or name.startswith("restore"):
            if code == 3:
                bench.run(*arguments)   # can be begun again
            check_sound(bench, made)
            if name != "init" and (state(bench, made)[0] != before[name][0] or (made / "restoring").exists()):
                raise SystemExit(f"FAILED: {what}: not what was backed up")
            bench.run("register", "add", "--data", made, "--register", "units", "name=後の課")
        bench.run("register", "add", "--data", data, "--register", "units", "name=後の課")   # and life goes on
        seen = int(count.read_text()) if count.exists() else 0
        shutil.rmtree(data.parent)
        return code, seen

    runs = refused = 0
    for name in operations:
        total = attempt(name, 0, False, errno.EIO)[1]
        cases = [(n, ever, number) for n in range(1, total + 1) for ever in (False, True) for number in (errno.EIO, errno.ENOSPC)]
        all_cases = len(cases)
        if not (LONG and name in FULL):
            cases = chance.sample(cases, max(1, len(cases) // 10) if name in FULL else min(len(cases), 400 if LONG else 40))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            results = list(pool.map(lambda case: attempt(name, *case), cases))
        runs += len(cases)
        refused += sum(code == 3 for code, _ in results)
        print(f"failing calls: {name}: {total} calls, {len(cases)} of {all_cases} cases", flush=True)
    print(f"failing calls: {runs} runs, {refused} refused cleanly, none half")
    return runs > 0 and refused > 0


def full_disk(bench):
    folder = bench.work / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], stderr=subprocess.DEVNULL).returncode != 0:
        print("SKIPPED: a full disk: mounting is not allowed here")
        return True
    try:
        data = folder / "data"
        bench.run("init", "--data", data, "--name", "関所組合", "--regime", "local_public_body")
        file, acknowledged, code = bench.work / "units.csv", 0, 0
        for k in range(400):
            write_units(file, f"d{k}", 500)
            code, out = bench.run("register", "import", "--data", data, "--register", "units", file, want=None)
            if code != 0:
                break
            acknowledged += 1
        check = bench.run("ledger", "check", "--data", data, want=None)
        filler = [p for p in folder.iterdir() if p != data]
        print(f"full disk: {acknowledged} imports acknowledged, then exit {code}: {out.strip().splitlines()[-1] if out.strip() else ''}")
        if code != 3 or check[0] != 0 or filler:
            print(check[1])
            return False
        subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
        bench.run("register", "add", "--data", data, "--register", "units", "name=空きができた課")
        names = [row["name"] for row in bench.rows(data, "units")]
        return len(names) == acknowledged * 500 + 1
    finally:
        subprocess.run(["umount", "-l", folder])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--only", choices=["kill", "calls", "disk"])
    parser.add_argument("--operation", help="of the failing calls, only those of this one")
    args = parser.parse_args()
    print(f"seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="sekisho-faults-") as work:
        bench = Bench(args.program, pathlib.Path(work))
        good = True
        if args.only in (None, "kill"):
            good &= kill_under_load(bench, random.Random(SEED))
        if args.only in (None, "calls"):
            good &= failing_calls(bench, random.Random(SEED + 1), args.operation)
        if args.only in (None, "disk"):
            good &= full_disk(bench)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
