#!/usr/bin/env python3
"""Faults: kill -9 under load, every n-th write, fsync and truncate failing, a full small file system.

What is promised: what was acknowledged (exit 0) is there, nothing is half there, the ledger is sound, and the program never
crashes of a fault: it says so and ends with 3. A seeded tenth of the full figures, all of them with SEKISHO_LONG=1.
"""
import argparse, concurrent.futures, errno, json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

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


def failing_calls(bench, chance):
    shim = build_shim(bench.work)
    base = fresh(bench, "base")
    units = bench.work / "many.csv"
    write_units(units, "m", FIELD_ROWS)
    operations = {
        "append": lambda data: ("register", "add", "--data", data, "--register", "units", "name=加えた課"),
        "import": lambda data: ("register", "import", "--data", data, "--register", "units", units),
        "backup": lambda data: ("backup", "--data", data, "--out", data / "out.backup"),
        "pack": lambda data: ("pack", "--data", data, "--out", data / "out.pack"),
        "init": lambda data: ("init", "--data", data / "new", "--name", "新組合", "--regime", "local_public_body"),
    }
    old = bench.work / "old"   # what a released program left: opening it migrates it and takes today's catalogue
    subprocess.run([pathlib.Path(__file__).parents[1] / "fixtures" / "unpack", "release-0", old], check=True)
    operations["migration"] = lambda data: ("register", "add", "--data", data, "--register", "units", "name=加えた課")
    bases = {name: old if name == "migration" else base for name in operations}
    # Read from copies: reading an old folder would migrate it.
    shutil.copytree(old, bench.work / "old-read")
    before_in = {base: {row["name"] for row in bench.rows(base, "units")},
                 old: {row["name"] for row in bench.rows(bench.work / "old-read", "units")}}

    def attempt(name, n, ever, number):
        data = pathlib.Path(tempfile.mkdtemp(dir=bench.work)) / "victim"
        shutil.copytree(bases[name], data)
        before = before_in[bases[name]]
        arguments, count = operations[name](data), data.parent / "count"
        fault = {"LD_PRELOAD": str(shim), "FAULT_DIR": str(data), "FAULT_N": str(n), "FAULT_EVER": "1" if ever else "0",
                 "FAULT_ERRNO": str(number), "FAULT_COUNT": str(count)}
        what = f"{name}: call {n} fails{' for ever' if ever else ''} ({errno.errorcode.get(number)})"
        code, out = bench.run(*arguments, fault=fault, want=None)
        if code not in (0, 3):
            raise SystemExit(f"FAILED: {what}: exit {code}\n{out}")
        check_sound(bench, data)
        after = {row["name"] for row in bench.rows(data, "units")}
        added = {"append": {"加えた課"}, "migration": {"加えた課"}, "import": {f"m-{k}" for k in range(FIELD_ROWS)}}.get(name, set())
        if after not in ((before | added,) if code == 0 else (before, before | added)):
            raise SystemExit(f"FAILED: {what}: rows half there\n{out}")
        if code == 0 and name in ("backup", "pack") and not (data / f"out.{name}").exists():
            raise SystemExit(f"FAILED: {what}: acknowledged, but no file")
        if name == "init":
            if code == 3:
                bench.run(*arguments)   # can be begun again
            check_sound(bench, data / "new")
        seen = int(count.read_text()) if count.exists() else 0
        shutil.rmtree(data.parent)
        return code, seen

    runs = refused = 0
    for name in operations:
        total = attempt(name, 0, False, errno.EIO)[1]
        cases = [(n, ever, number) for n in range(1, total + 1) for ever in (False, True) for number in (errno.EIO, errno.ENOSPC)]
        if not LONG:
            cases = chance.sample(cases, max(1, len(cases) // 10))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            results = list(pool.map(lambda case: attempt(name, *case), cases))
        runs += len(cases)
        refused += sum(code == 3 for code, _ in results)
        print(f"failing calls: {name}: {total} calls, {len(cases)} cases", flush=True)
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
    args = parser.parse_args()
    print(f"seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="sekisho-faults-") as work:
        bench = Bench(args.program, pathlib.Path(work))
        good = True
        if args.only in (None, "kill"):
            good &= kill_under_load(bench, random.Random(SEED))
        if args.only in (None, "calls"):
            good &= failing_calls(bench, random.Random(SEED + 1))
        if args.only in (None, "disk"):
            good &= full_disk(bench)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
