#!/usr/bin/env python3
"""A second verifier of audit packs, written from docs/formats/ with Python's standard library alone.

verify_pack.py FILE... --key VKEYFILE [--checkpoint NOTE]: one JSON object a line and file; exit 0 unaltered, 1 altered, 2 bad
usage or an unreadable file.
"""

import argparse
import base64
import binascii
import hashlib
import json
import sys

import ed25519

MAGIC = b"sekisho pack 1\n\n"
TRAILER = 8 + 4 + 64
CHUNK = 256
RECORD = 8 + 1024 + 40 + (16 + 32 + 8 + 2 * 4096 + 16) + (16 + 32 + 8 + (4 << 20))  # bytes, at most
HEAD = ["about", "keys", "checkpoint", "anchors"]
STRUCTURAL = {
    "ledger.created": "key", "ledger.key.rotated": "key", "ledger.key.lost": "key", "ledger.erased": "erased",
    "ledger.checkpoint.handed_out": "handed_out", "ledger.rolled_back": "rollback",
}
EVENTS = {"ledger.created": 0, "ledger.key.rotated": 1, "ledger.key.lost": 2}


class Bad(Exception):
    """Bytes that no writer would have written."""


def require(condition):
    if not condition:
        raise Bad()


def sha(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


class Reader:
    """docs/formats/canonical.md"""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        require(n <= len(self.data) - self.at)
        self.at += n
        return self.data[self.at - n:self.at]

    def u64(self):
        return int.from_bytes(self.take(8), "big")

    def bytes(self, limit):
        n = self.u64()
        require(n <= limit)
        return self.take(n)

    def text(self, limit):
        try:
            return self.bytes(limit).decode()
        except UnicodeDecodeError:
            raise Bad() from None

    def digest(self):
        value = self.bytes(32)
        require(len(value) == 32)
        return value

    def instant(self):
        value = self.u64()
        require(value < 2**63)
        return value

    def items(self, read):
        out = [read() for _ in range(min(self.u64(), len(self.data) + 1))]
        self.end()
        return out

    def end(self):
        require(self.at == len(self.data))


# docs/formats/checkpoint.md


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Bad() from None
    require(base64.b64encode(data).decode() == text)
    return data


def is_name(name):
    return 0 < len(name.encode()) <= 255 and not any(c == "+" or c < " " or "\x7f" <= c < "\xa0" or c.isspace() for c in name)


class Key:
    def __init__(self, name, public):
        self.name, self.public = name, public
        self.id = sha(name.encode() + b"\n\x01" + public)[:4]

    def __eq__(self, other):
        return (self.name, self.public) == (other.name, other.public)


def parse_vkey(line):
    line = line[:-1] if line.endswith("\n") else line
    line = line[:-1] if line.endswith("\r") else line
    parts = line.split("+", 2)
    require(len(parts) == 3 and is_name(parts[0]))
    data = unbase64(parts[2])
    require(len(data) == 33 and data[0] == 1)
    key = Key(parts[0], data[1:])
    require(parts[1] == key.id.hex())
    return key


class Note:
    def __init__(self, data):
        require(len(data) <= 65536)
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise Bad() from None
        require(not any(c < " " and c != "\n" for c in text))
        blank = text.rfind("\n\n")
        require(blank > 0)
        self.text = text[:blank + 1]
        rest = text[blank + 2:]
        require(rest.endswith("\n"))
        self.signatures = [self.signature(line) for line in rest[:-1].split("\n")]
        require(len(self.signatures) <= 100)

    @staticmethod
    def signature(line):
        require(line.startswith("\u2014 "))
        name, space, value = line[2:].partition(" ")
        require(space and is_name(name))
        data = unbase64(value)
        require(len(data) >= 5)
        return name, data[:4], data[4:]

    def signed_by(self, key):
        """True, False where a signature of this key does not hold, None where there is none."""
        found = None
        for name, key_id, signature in self.signatures:
            if name == key.name and key_id == key.id:
                if not ed25519.verify(key.public, self.text.encode(), signature):
                    return False
                found = True
        return found


class Checkpoint:
    def __init__(self, text):
        require(text.endswith("\n"))
        lines = text[:-1].split("\n")
        require(len(lines) >= 3 and all(lines))
        self.origin, size, root = lines[:3]
        require(size.isascii() and size.isdigit() and str(int(size)) == size and int(size) < 2**64)
        self.size, self.root = int(size), unbase64(root)
        require(len(self.root) == 32)


def read_note(data):
    note = Note(data)
    return note, Checkpoint(note.text)


# The tree of RFC 9162, plain.


def node(left, right):
    return sha(b"\x01", left, right)


def tree_root(leaves):
    if not leaves:
        return sha(b"")
    row = list(leaves)
    while len(row) > 1:  # a lonely last node rises unchanged, which is the RFC's split at a power of two
        row = [node(row[i], row[i + 1]) if i + 1 < len(row) else row[i] for i in range(0, len(row), 2)]
    return row[0]


def consistent(old_size, old_root, size, root, proof):
    """RFC 9162, 2.1.4.2, step by step."""
    if old_size > size:
        return False
    if old_size == size:
        return not proof and old_root == root
    if old_size == 0:
        return not proof and old_root == sha(b"")
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    fn, sn = old_size - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == root


# docs/formats/ledger.md


class Leaf:
    def __init__(self, data):
        reader = Reader(data)
        require(reader.u64() == 1)
        self.index, self.at = reader.u64(), reader.instant()
        kind = reader.bytes(64)
        require(kind[:1].isalpha() and kind[:1].islower() and kind.isascii())
        require(all(chr(c).islower() or chr(c).isdigit() or c in b"_." for c in kind))
        self.kind = kind.decode()
        self.label, self.payload = reader.digest(), reader.digest()
        reader.end()


def no_duplicates(pairs):
    require(len(dict(pairs)) == len(pairs))
    return dict(pairs)


def number(value):
    require(type(value) is int and 0 <= value < 2**63)
    return value


class Structural:
    """What an entry says about the ledger itself."""

    def __init__(self, leaf, payload):
        self.index, self.at, self.kind = leaf.index, leaf.at, leaf.kind
        self.what = STRUCTURAL.get(leaf.kind)
        try:
            value = json.loads(payload.decode(), object_pairs_hook=no_duplicates)
        except ValueError:
            raise Bad() from None
        require(isinstance(value, dict) and self.what)
        if self.what == "key":
            self.vkey = value.get("vkey", "")
            parse_vkey(self.vkey)
        elif self.what == "handed_out":
            self.size, self.root, self.to = number(value.get("size")), unbase64(value.get("root", "")), value.get("to", "")
            require(len(self.root) == 32)
        elif self.what == "erased":
            require(value.get("scope") in ("payload", "payload_and_label") and isinstance(value.get("entries"), list))
            self.entries, self.label_too = [number(i) for i in value["entries"]], value["scope"] == "payload_and_label"
        else:
            self.from_size, self.to_size = number(value.get("from")), number(value.get("to"))
            require(value.get("extent", "known") in ("known", "unknown"))
            self.extent_known = value.get("extent", "known") == "known"


# docs/formats/pack.md


class Pack:
    def __init__(self, data, key, note):
        self.data, self.given, self.given_note = data, key, note
        self.findings, self.sections, self.checks = [], {}, []
        self.leaves, self.whole, self.structural, self.erased = [], True, [], []
        self.about, self.keys, self.note, self.checkpoint, self.anchors, self.files = None, [], None, None, None, []
        self.withheld, self.attachments, self.complete_to, self.shown_to = 0, 0, None, None
        self.verify()

    def found(self, message, offset=0, section=None, entry=None, severity="altered"):
        self.findings.append({"severity": severity, "id": "ledger.verify." + message, "offset": offset, "section": section,
                              "entry": entry})

    def found_in(self, message, section, entry=None, severity="altered"):
        offset = self.sections[section][0] if section in self.sections and severity == "altered" else 0
        self.found(message, offset, section, entry, severity)

    def verify(self):
        if not self.read_frame():
            return
        for name in self.sections:
            self.check_section(name)
        self.open_parts()
        self.roots = {}
        trusted = self.check_signature()
        self.check_keys()
        self.check_tree()
        self.check_anchors()
        self.check_erasures()
        self.check_files()
        for e in self.of("rollback"):
            self.found_in("rollback" if e.extent_known else "rollback.unknown", self.section_of(e.index), e.index, "notice")
        if self.given_note is not None:
            self.check_note()
        if not trusted:
            self.complete_to = self.shown_to = None

    def read_frame(self):
        data = self.data
        if data[:len(MAGIC)] != MAGIC:
            self.found("not_a_pack")
            return False
        if len(data) < len(MAGIC) + TRAILER:
            self.found("ending", len(data))
            return False
        end = len(data) - TRAILER
        self.table_offset = int.from_bytes(data[end:end + 8], "big")
        self.signer, self.signature = data[end + 8:end + 12], data[end + 12:]
        if not len(MAGIC) <= self.table_offset <= end or end - self.table_offset > 64 << 20:
            self.found("ending", end)
            return False
        self.signed = MAGIC + data[self.table_offset:end + 12]
        try:
            reader = Reader(data[self.table_offset:end])
            table = reader.items(lambda: (reader.text(4096), reader.u64(), reader.u64(), reader.digest()))
            self.check_layout(table)
        except Bad:
            self.found("table", self.table_offset)
            return False
        return True

    def check_layout(self, table):
        """The sections follow one another from the magic to the table, each name in its place."""
        names = [row[0] for row in table]
        require(names[:4] == HEAD and len(set(names)) == len(names))
        chunks = [n for n in names if n.startswith("entries/")]
        require(chunks == [f"entries/{CHUNK * i}" for i in range(len(chunks))])
        files = [n for n in names if n.startswith("file/")]
        status = [n for n in names if n == "status.json"]
        require(names == HEAD + chunks + ["attachments"] + sorted(files) + status)
        offset = len(MAGIC)
        for name, start, length, digest in table:
            require(start == offset and length <= self.table_offset - offset)
            require(not name.startswith("entries/") or length <= CHUNK * RECORD)
            offset += length
            self.sections[name] = (start, length, digest)
        require(offset == self.table_offset)

    def part(self, name):
        start, length, _ = self.sections[name]
        return self.data[start:start + length]

    def check_section(self, name):
        start, _, digest = self.sections[name]
        data, entries = self.part(name), name.startswith("entries/")
        self.hash_list = []
        if entries:
            self.check_entries(name, data)
        if sha(*(self.hash_list if entries else [data])) != digest:
            self.found("section", start, name)

    def check_entries(self, name, data):
        start, reader = self.sections[name][0], Reader(data)
        first = index = int(name[len("entries/"):])
        while reader.at < len(data):
            offset = start + reader.at
            try:
                require(index - first < CHUNK)
                self.check_record(reader, index, lambda message: self.found(message, offset, name, index))
            except Bad:
                self.found("entry.form", offset, name, index)
                self.whole = False
                return
            index += 1

    def check_record(self, reader, index, found):
        leaf_bytes, said = reader.bytes(1024), reader.digest()
        label = self.read_part(reader, 2 * 4096 + 16)
        require(label[0] != 1)
        payload = self.read_part(reader, 4 << 20)
        leaf_hash = sha(b"\x00", leaf_bytes)
        self.hash_list.append(leaf_hash + bytes([label[0], payload[0]]))
        if self.whole:
            self.leaves.append(leaf_hash)
        if leaf_hash != said:
            return found("entry.leaf")
        try:
            leaf = Leaf(leaf_bytes)
        except Bad:
            return found("entry.form")
        if leaf.index != index:
            return found("entry.order")
        if label[0] == 0 and (sha(*label[1:]) != leaf.label or not self.is_label(label[2])):
            found("entry.label")
        if payload[0] == 0 and sha(*payload[1:]) != leaf.payload:
            return found("entry.payload")
        self.withheld += payload[0] == 1
        if label[0] == 2 or payload[0] == 2:
            self.erased.append((index, label[0] == 2))
        if not leaf.kind.startswith("ledger."):
            return None
        if label[0] != 0 or payload[0] != 0:
            return found("entry.structural")
        try:
            self.structural.append(Structural(leaf, payload[2]))
        except Bad:
            return found("entry.structural")
        return None

    @staticmethod
    def read_part(reader, limit):
        presence = reader.u64()
        require(presence <= 2)
        if presence != 0:
            return presence, b"", b""
        salt = reader.digest()
        return presence, salt, reader.bytes(limit)

    @staticmethod
    def is_label(data):
        try:
            reader = Reader(data)
            reader.bytes(4096), reader.bytes(4096)
            reader.end()
        except Bad:
            return False
        return True

    def open_parts(self):
        self.about = self.open("about", self.read_about)
        self.keys = self.open("keys", self.read_keys) or []
        opened = self.open("checkpoint", Note)
        if opened:
            self.note = opened
            try:
                self.checkpoint = Checkpoint(opened.text)
            except Bad:
                self.found("content", len(MAGIC), "checkpoint")
        self.anchors = self.open("anchors", self.read_anchors)
        self.files = self.open("attachments", self.read_files) or []

    def open(self, name, read):
        try:
            return read(self.part(name))
        except Bad:
            self.found_in("content", name)
            return None

    @staticmethod
    def read_about(data):
        reader = Reader(data)
        require(reader.u64() == 1)
        about = {"body": reader.text(4096), "origin": reader.text(4096), "made_at": reader.instant(), "size": reader.u64()}
        reader.end()
        return about

    @staticmethod
    def read_keys(data):
        reader = Reader(data)

        def read():
            entry, event = reader.u64(), reader.u64()
            require(event <= 2)
            line = reader.text(4096)
            require(not line.endswith(("\n", "\r")))
            return {"entry": entry, "event": event, "line": line, "key": parse_vkey(line), "note": reader.text(65536).encode()}

        return reader.items(read)

    @staticmethod
    def read_anchors(data):
        reader = Reader(data)

        def read():
            entry, note = reader.u64(), reader.text(65536).encode()
            parsed, checkpoint = read_note(note)
            to, at, proof = reader.text(4096), reader.instant(), reader.bytes(64 * 32)
            require(len(proof) % 32 == 0)
            return {"entry": entry, "note": parsed, "checkpoint": checkpoint, "to": to, "at": at,
                    "proof": [proof[i:i + 32] for i in range(0, len(proof), 32)]}

        return reader.items(read)

    @staticmethod
    def read_files(data):
        reader = Reader(data)
        return reader.items(lambda: (reader.text(4096), reader.digest().hex(), reader.u64()))

    def of(self, what):
        return [e for e in self.structural if e.what == what]

    @staticmethod
    def section_of(entry):
        return f"entries/{entry // CHUNK * CHUNK}"

    def root_is(self, size, root):
        if size > len(self.leaves):
            return False
        if size not in self.roots:
            self.roots[size] = tree_root(self.leaves[:size])
        return self.roots[size] == root

    def key_at(self, size):
        found = None
        for k in self.keys:
            if k["entry"] < size:
                found = k["key"]
        return found

    def check_signature(self):
        signer = self.trusted_signer()
        if signer is None:
            return False
        if ed25519.verify(signer.public, self.signed, self.signature):
            return True
        self.found("signature", self.table_offset)
        return False

    def trusted_signer(self):
        """The given key, or the pack's last one where rotations lead from the given key to it."""
        if self.signer == self.given.id:
            return self.given
        first = next((i for i, k in enumerate(self.keys) if k["key"] == self.given), None)
        if first is None or self.keys[-1]["key"].id != self.signer:
            self.found("key.wrong")
            return None
        for before, after in zip(self.keys[first:], self.keys[first + 1:]):
            if after["event"] == 2:
                self.found_in("key.lost", "keys", after["entry"])
                return None
            try:
                note, checkpoint = read_note(after["note"])
                require(checkpoint.size == after["entry"] + 1 and checkpoint.origin == self.given.name)
                require(note.signed_by(before["key"]) and self.root_is(checkpoint.size, checkpoint.root))
            except Bad:
                self.found_in("key.chain", "keys", after["entry"])
                return None
        self.found("key.later", severity="notice")
        return self.keys[-1]["key"]

    def check_keys(self):
        named = self.of("key")
        good = len(named) == len(self.keys) > 0 and self.about is not None
        if not good or any(
                k["entry"] != e.index or k["event"] != EVENTS[e.kind] or k["line"] != e.vkey or (k["event"] == 0) != (i == 0) or
                k["key"].name != self.about["origin"] for i, (k, e) in enumerate(zip(self.keys, named))):
            self.found_in("keys", "keys")

    def check_tree(self):
        was = {}
        for a in self.anchors or []:
            was.setdefault(a["checkpoint"].size, a["checkpoint"].root)
        if self.checkpoint:
            was.setdefault(self.checkpoint.size, self.checkpoint.root)
        good = 0
        for size in sorted(was):
            if not self.root_is(size, was[size]):
                self.found_in("root", self.section_of(good), good)
                break
            good = size
        if self.about is None or self.checkpoint is None:
            return
        key = self.key_at(self.checkpoint.size)
        if (self.checkpoint.size != self.about["size"] or self.checkpoint.origin != self.about["origin"] or key is None or
                not self.note.signed_by(key)):
            self.found_in("checkpoint", "checkpoint")

    def check_anchors(self):
        if self.anchors is None or self.checkpoint is None:
            return
        recorded = [(e.index, e.at, e.size, e.root, e.to) for e in self.of("handed_out")]
        if recorded != [(a["entry"], a["at"], a["checkpoint"].size, a["checkpoint"].root, a["to"]) for a in self.anchors]:
            self.found_in("anchors", "anchors")
        following = [a["checkpoint"] for a in self.anchors[1:]] + [self.checkpoint]
        for a, after in zip(self.anchors, following):
            here, key = a["checkpoint"], self.key_at(a["checkpoint"].size)
            if key is None or here.origin != self.checkpoint.origin or not a["note"].signed_by(key):
                self.found_in("anchor.signature", "anchors", a["entry"])
            if not consistent(here.size, here.root, after.size, after.root, a["proof"]):
                self.found_in("anchor.proof", "anchors", a["entry"])
            if self.root_is(here.size, here.root):
                self.complete_to = max(self.complete_to or 0, here.size)

    def check_erasures(self):
        allowed = {(index, label) for e in self.of("erased") for index in e.entries if index < e.index
                   for label in ({False, e.label_too})}
        for index, label in self.erased:
            if (index, label) not in allowed:
                self.found_in("erasure.unrecorded", self.section_of(index), index)

    def check_files(self):
        names = [n for n in self.sections if n.startswith("file/")]
        for i, name in enumerate(names):
            _, length, digest = self.sections[name]
            if i >= len(self.files) or name != "file/" + self.files[i][1] or self.files[i][1:] != (digest.hex(), length):
                self.found_in("attachment", name)
        if len(names) != len(self.files):
            self.found_in("attachment", "attachments")
        self.attachments = len(names)

    def check_note(self):
        try:
            note, checkpoint = read_note(self.given_note)
        except Bad:
            return self.found("note.damaged")
        signed = note.signed_by(self.given)
        for k in self.keys:
            if signed is None:
                signed = note.signed_by(k["key"])
        if signed is not True:
            return self.found("note.unknown_key" if signed is None else "note.signature")
        if checkpoint.origin != (self.about or {}).get("origin", ""):
            return self.found("note.other_ledger")
        if self.root_is(checkpoint.size, checkpoint.root):
            self.shown_to, self.complete_to = checkpoint.size, max(self.complete_to or 0, checkpoint.size)
            return None
        self.found("note.shorter" if checkpoint.size > len(self.leaves) else "note.differs")
        for e in self.of("rollback"):
            if e.to_size < checkpoint.size and (checkpoint.size <= e.from_size or not e.extent_known):
                self.found_in("note.rolled_back", self.section_of(e.index), e.index, "notice")
        return None

    def report(self):
        about = self.about or {"body": "", "origin": ""}
        return {
            "unaltered": all(f["severity"] != "altered" for f in self.findings),
            "body": about["body"], "origin": about["origin"], "size": len(self.leaves), "complete_to": self.complete_to,
            "shown_to": self.shown_to, "unanchored_tail": len(self.leaves) - (self.complete_to or 0),
            "withheld": self.withheld, "erased": len(self.erased), "attachments": self.attachments, "findings": self.findings,
        }


def verify(data, key, note=None):
    """The report on a pack's bytes, as `sekisho-verify --json` gives it but for the texts."""
    return Pack(data, key, note).report()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--key", required=True)
    parser.add_argument("--checkpoint")
    options = parser.parse_args()
    try:
        with open(options.key, encoding="utf-8") as file:
            key = parse_vkey(file.read())
        note = open(options.checkpoint, "rb").read() if options.checkpoint else None
        packs = [(name, open(name, "rb").read()) for name in options.files]
    except (Bad, OSError, UnicodeDecodeError) as error:
        print(f"verify_pack: {error or 'the key file holds no key'}", file=sys.stderr)
        return 2
    status = 0
    for name, data in packs:
        report = verify(data, key, note)
        print(json.dumps({"file": name, **report}, ensure_ascii=False))
        status = status if report["unaltered"] else 1
    return status


if __name__ == "__main__":
    sys.exit(main())
