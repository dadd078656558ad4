#!/usr/bin/env python3
"""Two verifiers, one verdict: runs sekisho-verify and the verifier of this folder over the packs in data/, whole and altered.

run.py --program build/dev/sekisho: uses sekisho-verify beside that program. SEKISHO_SEED decides which bytes are flipped; with
SEKISHO_LONG set the full 10,000 flips are tried, else a tenth of them.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

import ed25519
import verify_pack

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")
BATCH = 250
ANSWERS = ("unaltered", "body", "origin", "size", "complete_to", "shown_to", "unanchored_tail", "withheld", "erased", "attachments")

# pack, key, note, exit status, ids of the findings
CASES = [
    ("rich", "rich", None, 0, []),
    ("rich", "rich", "rich-7", 0, []),
    ("rich", "rich", "rich-16", 0, []),
    ("rich", "rich-first", None, 0, ["key.later"]),
    ("rich", "rich-first", "rich-7", 0, ["key.later"]),
    ("rich", "longer", None, 1, ["key.wrong"]),
    ("rich", "rich", "longer-100", 1, ["note.unknown_key"]),
    ("longer", "longer", None, 0, []),
    ("longer", "longer", "longer-100", 0, []),
    ("restored", "restored", None, 0, ["rollback"]),
    ("restored", "restored", "restored-lost-branch", 1, ["rollback", "note.differs", "note.rolled_back"]),
    ("new-key", "new-key", None, 0, ["rollback"]),
    ("new-key", "restored", None, 1, ["key.lost", "rollback"]),
]


def data(name):
    with open(os.path.join(DATA, name), "rb") as file:
        return file.read()


def key_of(name):
    return verify_pack.parse_vkey(data(name + ".vkey").decode())


def comparable(report):
    findings = sorted((f["id"], f["severity"], f["offset"], f["section"] or "", -1 if f["entry"] is None else f["entry"])
                      for f in report["findings"])
    return {**{k: report[k] for k in ANSWERS}, "findings": findings}


class Run:
    def __init__(self, program):
        self.program, self.passed, self.failed = program, 0, 0

    def check(self, good, what):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print("FAILED", what)

    def sekisho(self, folder, files, key, note=None):
        """The reports of our program on files, and its exit status."""
        command = [self.program, "--json", "--key", os.path.join(DATA, key + ".vkey")]
        if note:
            command += ["--checkpoint", note]
        done = subprocess.run(command + [os.path.join(folder, f) for f in files], capture_output=True, check=False)
        if done.returncode not in (0, 1) or done.stderr:
            sys.exit(f"sekisho-verify ended with {done.returncode}: {done.stderr.decode()}")
        return [json.loads(line) for line in done.stdout.decode().splitlines()], done.returncode

    def known_cases(self):
        for pack, key, note, status, ids in CASES:
            what = f"{pack} with key {key} and note {note}"
            path = os.path.join(DATA, note + ".note") if note else None
            reports, exit_status = self.sekisho(DATA, [pack + ".pack"], key, path)
            second = verify_pack.verify(data(pack + ".pack"), key_of(key), data(note + ".note") if note else None)
            self.check(exit_status == status, f"{what}: exit status {exit_status}")
            found = [f["id"].removeprefix("ledger.verify.") for f in reports[0]["findings"]]
            self.check(found == ids, f"{what}: {found}")
            self.check(comparable(reports[0]) == comparable(second), f"{what}: the verifiers differ\n{reports[0]}\n{second}")

    def altered(self, what, key, variants, note=None):
        """Every variant is refused by both verifiers, for the same reasons at the same places."""
        for start in range(0, len(variants), BATCH):
            batch = variants[start:start + BATCH]
            with tempfile.TemporaryDirectory() as folder:
                names = [f"{i}.pack" for i in range(len(batch))]
                for name, (_, content) in zip(names, batch):
                    with open(os.path.join(folder, name), "wb") as file:
                        file.write(content)
                reports, _ = self.sekisho(folder, names, key, note)
            for (where, content), first in zip(batch, reports):
                second = verify_pack.verify(content, key_of(key), data(os.path.basename(note)) if note else None)
                self.check(not first["unaltered"] and not second["unaltered"], f"{what} {where} was accepted")
                self.check(comparable(first) == comparable(second), f"{what} {where}: the verifiers differ\n{first}\n{second}")

    def altered_notes(self, pack, key, note):
        good, variants = data(note + ".note"), []
        for i in range(len(good)):
            variants.append((f"byte {i}", good[:i] + bytes([good[i] ^ 1 << i % 8]) + good[i + 1:]))
        variants += [("cut", good[:-1]), ("empty", b""), ("line end", good + b"\n"), ("text", good + b"x"), ("twice", good + good)]
        content = data(pack + ".pack")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "note")
            for where, bad in variants:
                with open(path, "wb") as file:
                    file.write(bad)
                reports, _ = self.sekisho(DATA, [pack + ".pack"], key, path)
                second = verify_pack.verify(content, key_of(key), bad)
                self.check(not reports[0]["unaltered"] and comparable(reports[0]) == comparable(second), f"note {where}")


def flips(good, count, dice):
    out = []
    for _ in range(count):
        at, mask = dice.randrange(len(good)), dice.randrange(1, 256)
        out.append((f"flip of byte {at} by {mask:#x}", good[:at] + bytes([good[at] ^ mask]) + good[at + 1:]))
    return out


def cuts_and_additions(good, step, dice):
    out = [(f"cut at {n}", good[:n]) for n in range(0, len(good), step)]
    out += [(f"one byte added at {n}", good[:n] + dice.randbytes(1) + good[n:]) for n in range(0, len(good) + 1, step)]
    out += [(f"byte {n} left out", good[:n] + good[n + 1:]) for n in range(0, len(good), step)]
    return out + [("twice", good + good), ("line end", good + b"\n")]


def swaps(good, key):
    """Two sections' bytes exchanged, everything else as it was."""
    sections = list(verify_pack.Pack(good, key, None).sections.items())
    out = []
    for i, (a, (a_start, a_length, _)) in enumerate(sections):
        for b, (b_start, b_length, _) in sections[i + 1:]:
            first, second = good[a_start:a_start + a_length], good[b_start:b_start + b_length]
            if first != second:
                middle = good[a_start + a_length:b_start]
                out.append((f"{a} and {b} exchanged", good[:a_start] + second + middle + first + good[b_start + b_length:]))
    return out


def check_ed25519(run):
    public = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    signature = bytes.fromhex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                              "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")
    run.check(ed25519.verify(public, b"\xaf\x82", signature), "RFC 8032, 7.1, test 3")
    run.check(not ed25519.verify(public, b"\xaf\x83", signature), "another message")
    larger = (int.from_bytes(signature[32:], "little") + ed25519.L).to_bytes(32, "little")
    run.check(not ed25519.verify(public, b"\xaf\x82", signature[:32] + larger), "S plus the group order")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    program = os.path.join(os.path.dirname(os.path.abspath(parser.parse_args().program)), "sekisho-verify")
    seed = os.environ.get("SEKISHO_SEED", "20261121")
    many = "SEKISHO_LONG" in os.environ
    dice, run = random.Random(seed), Run(program)
    check_ed25519(run)
    run.known_cases()
    rich, longer = data("rich.pack"), data("longer.pack")
    run.altered("rich:", "rich", flips(rich, 9_000 if many else 900, dice))
    run.altered("longer:", "longer", flips(longer, 1_000 if many else 100, dice))
    run.altered("rich:", "rich", cuts_and_additions(rich, 7 if many else 61, dice))
    run.altered("rich:", "rich", swaps(rich, key_of("rich")))
    run.altered("rich with a note:", "rich", flips(rich, 100, dice), os.path.join(DATA, "rich-7.note"))
    run.altered_notes("rich", "rich", "rich-7")
    print(f"seed {seed}: {run.passed} passed, {run.failed} failed")
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
