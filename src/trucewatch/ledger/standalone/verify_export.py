#!/usr/bin/env python3
"""Check a proof of published figures without trucewatch: plain Python 3.9 or later, one file.

    python3 verify_export.py FILE.proof.json --evidence FOLDER --key "NAME+HASH+KEY"

1. The checkpoint was signed with the key (Ed25519; C2SP signed note).
2. The log is the one that was signed for (RFC 6962), and the events are in it, in their order.
3. The published file and its list of figures are those that the log records as published.
4. Each figure is what the recorded claims add up to.
5. The words of the claims stand in the evidence at the bytes named; it was not changed (SHA-256).
With `--kept NOTE`: the log begins with what a checkpoint that you kept had signed. Exit status: 0
everything holds, 1 something does not (each fault is named), 2 it cannot be read. Take the
key from elsewhere: with its own, a proof only agrees with itself. Nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import html
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ENCODING = re.compile("utf-8|utf-16-[bl]e|utf-32-[bl]e|cp1251|cp1252|cp1254|cp1256")
BOUNDS = ("low", "best", "high")
Json = dict[str, Any]
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE = (4 * pow(5, P - 2, P) % P).to_bytes(32, "little")
Point = tuple[int, int]


def _add(one: Point, other: Point) -> Point:
    (a, b), (c, d) = one, other
    k = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + k, -1, P) % P, (b * d + a * c) * pow(1 - k, -1, P) % P


def _times(scalar: int, point: Point) -> Point:
    result = (0, 1)
    while scalar:
        result = _add(result, point) if scalar & 1 else result
        point, scalar = _add(point, point), scalar >> 1
    return result


def _point(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
    x = P - x if x & 1 != sign else x
    return (x, y) if len(raw) == 32 and y < P and x < P and (x * x - square) % P == 0 else None


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether this Ed25519 signature is one of the message under the public key."""
    key, r, base = _point(public), _point(signature[:32]), _point(BASE)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER or not (key and r and base):
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    return _times(s, base) == _add(r, _times(int.from_bytes(digest, "little") % ORDER, key))


class FaultError(Exception):
    """Something does not hold; the message names it."""


def require(holds: object, told: str) -> None:
    """Raise what is wrong unless it holds."""
    if not holds:
        raise FaultError(told)


def read_checkpoint(note: str, keys: list[str]) -> tuple[int, bytes]:
    """Return (size, root) of a signed checkpoint, or raise what is wrong with it."""
    text, _, lines = note.rpartition("\n\n")
    for line in keys:
        name, stated, encoded = line.strip().split("+", 2)
        raw = base64.b64decode(encoded)
        digest = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        require(raw[:1] == b"\x01" and digest.hex() == stated, f"no verifier key: {line}")
        for signed in lines.split("\n"):
            value = base64.b64decode(signed.rpartition(" ")[2])
            if signed.startswith(f"\u2014 {name} ") and value[:4] == digest:
                holds = ed25519_holds(raw[1:], f"{text}\n".encode(), value[4:])
                require(holds, "forged checkpoint: its signature does not hold")
                return int(text.split("\n")[1]), base64.b64decode(text.split("\n")[2])
    raise FaultError("forged checkpoint: it is not signed with the key")


def root_of(leaves: list[bytes]) -> bytes:
    """Return the RFC 6962 root over one leaf or more."""
    while len(leaves) > 1:
        pairs, odd = zip(leaves[::2], leaves[1::2]), leaves[len(leaves) & ~1 :]
        leaves = [hashlib.sha256(b"\x01" + one + other).digest() for one, other in pairs] + odd
    return leaves[0]


def stands(data: bytes, row: Json) -> bool:
    """Say whether the words of a sentence stand in the evidence, whole and at the bytes named."""
    found, at, code = "", row["pieces"][0][0], row["encoding"]
    for first, end in row["pieces"] if ENCODING.fullmatch(code) else ():
        if not at <= first <= end <= len(data) or (at < first and not row["markup"]):
            return False
        between = re.sub(r"<[^<>]*>", "", data[at:first].decode(code, "replace"))
        if html.unescape(between).strip():  # other words: the sentence was pieced together
            return False
        piece = data[first:end].decode(code, "replace")
        found += (" " if at < first else "") + (html.unescape(piece) if row["markup"] else piece)
        at = end
    words = (" ".join(text.split()) for text in (found, row["text"]))
    one, other = (re.sub(r"(?<!\d) | (?!\d)", "", text) for text in words)  # "1 0" is not "10"
    return one == other


def figures_in(path: Path) -> set[tuple[Any, ...]]:
    """Return every figure in a published file."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return {key_of(row) for row in csv.DictReader(stream) if row["kind"]}
    data = json.loads(path.read_text(encoding="utf-8"))
    parts = [*data.get("incidents", ()), *data.get("tallies", ())]
    parts += [row["properties"] for row in data.get("features", ())]
    return {key_of({**row, "id": one["id"]}) for one in parts for row in one["figures"]}


def key_of(row: Json) -> tuple[Any, ...]:
    """Return what makes a published figure this one; a spreadsheet has "'" before formulas."""
    bounds = (None if row[bound] in (None, "") else float(row[bound]) for bound in BOUNDS)
    return (row["id"], row["kind"], row["group"].lstrip("'"), *bounds)


def allowed(stated: list[Json]) -> set[tuple[Any, ...]]:
    """Return each (low, best, high) that these figures add up to: voices choose between bests."""
    bests = [one["best"] for one in stated if one["best"] is not None]
    lows = bests + [one["low"] for one in stated if one["low"] is not None]
    highs = bests + [one["high"] for one in stated if one["high"] is not None]
    for one in stated:
        if one["high"] is one["best"] is None or one["qualifier"] in ("at_least", "more_than"):
            highs = []  # one open end leaves the range open
    chosen = set(bests) if len(set(bests)) == 1 else {None, *bests}
    ranges = {(min(lows, default=None), best, max(highs, default=None)) for best in chosen}
    return ranges | {tuple(one[bound] for bound in BOUNDS) for one in stated if len(stated) == 1}


class Check:
    """One examination: the proof, what it says was signed, and the faults found so far."""

    def __init__(self, proof: Json, folder: Path, evidence: Path | None) -> None:
        self.proof, self.folder, self.evidence = proof, folder, evidence
        self.faults: list[str] = []
        self.claims: dict[str, Json] = {}
        self.bodies: dict[int, Json] = {}
        self.files: dict[str, bytes] = {}
        self.published = json.loads(proof["published"])
        self.sentences = {row["claim"]: row for row in proof["sentences"]}
        raw = base64.b64decode(proof["leaves"])
        self.leaves = [raw[at : at + 32] for at in range(0, len(raw), 32)]

    def run(self, step: Callable[..., None], *args: object) -> None:
        """Take one step and keep its fault, so that the others are taken as well."""
        try:
            step(*args)
        except FaultError as fault:
            self.faults += [] if str(fault) in self.faults else [str(fault)]

    def log(self, name: str, size: int, root: bytes) -> None:
        """Check that the log is, or begins with, what a checkpoint has signed."""
        told = f"the log has {len(self.leaves)} leaves, the checkpoint signs {size}"
        require(name or len(self.leaves) == size, f"dropped event: {told}")
        holds = 0 < size <= len(self.leaves) and root_of(self.leaves[:size]) == root
        told = f"changed history: the log does not begin as {name} says" if name else ""
        require(holds, told or "changed log: its leaves are not those that were signed for")

    def event(self, event: Json) -> None:
        """Check one event against the log, and keep what it records."""
        head = json.loads(event["header"])
        seq, last = int(head["seq"]), max(self.bodies, default=0)
        leaf = hashlib.sha256(b"\x00" + event["header"].encode()).digest()
        require([leaf] == self.leaves[seq - 1 : seq], f"event {seq} is not in the log")
        body = bytes.fromhex(event["salt"]) + event["body"].encode()
        told = f"event {seq}: its body is not the one that was recorded"
        require(hashlib.sha256(body).hexdigest() == head["commitment"], told)
        self.bodies[seq] = json.loads(event["body"])
        self.claims.update({row["id"]: row for row in self.bodies[seq].get("claims", ())})
        require(seq > last, f"reordered event: event {seq} stands after event {last}")

    def publication(self) -> None:
        """Check the list of figures, and the file they were published in, against the log."""
        recorded = self.bodies.get(self.proof["publication"], {})
        require(recorded, "dropped event: nothing proves what was published")
        holds = hashlib.sha256(self.proof["published"].encode()).hexdigest() == recorded["figures"]
        require(holds, "changed figure: the list is not the one recorded as published")
        if self.proof["file"] is None:
            return
        path = self.folder / Path(self.proof["file"]).name
        if path.suffix in (".csv", ".json", ".geojson"):
            listed = {key_of(row) for rows in self.published.values() for row in rows}
            for row in sorted(figures_in(path) ^ listed, key=str):
                told = f"changed figure: {path.name} and the proof differ"
                self.faults.append(f"{row[0]}: {row[1]} {row[2]}: {told}")
        holds = hashlib.sha256(path.read_bytes()).hexdigest() == recorded["sha256"]
        require(holds, f"changed file: {path.name} is not the one recorded as published")

    def figure(self, row: Json) -> None:
        """Check one published figure: its claims, its words, and the range they add up to."""
        name = f"{row['id']}: {row['kind']} {row['group']}"
        stated = []
        for claim_id, index, words in row["claims"]:
            require(claim_id in self.claims, f"{name}: dropped event: nothing proves {claim_id}")
            claim = self.claims[claim_id]
            stated.append(figure := claim["figures"][index])
            holds = row["kind"] in (figure["kind"], claim["act"]) and figure["text"] == words
            require(holds, f"{name}: changed figure: claim {claim_id} says otherwise")
            self.sentence(f"{name}: changed sentence", claim, figure)
        told = f"{name}: changed figure: {[row[b] for b in BOUNDS]} is not what its claims state"
        require(stated and tuple(row[bound] for bound in BOUNDS) in allowed(stated), told)

    def sentence(self, name: str, claim: Json, figure: Json) -> None:
        """Check that the words of a claim stand in its evidence, and the figure's in them."""
        row = self.sentences.get(claim["id"], {"item": None})
        require(row["item"] == claim["item"], f"{name}: claim {claim['id']} has none")
        (first, end), start = claim["sentence"], row["start"]
        holds = start <= first <= end <= start + len(row["text"])
        require(holds, f"{name}: it is not where it was recorded")
        first, end = figure["span"]
        holds = start <= first and row["text"][first - start : end - start] == figure["text"]
        require(holds, f"{name}: {figure['text']!r} does not stand in it")
        if self.evidence is not None:
            digest = claim["item"].split(":")[-1]
            path = Path(self.evidence, digest[:2], digest)
            require(digest.isalnum() and path.is_file(), f"evidence file {path} is missing")
            data = self.files[digest] = self.files.get(digest) or path.read_bytes()
            require(hashlib.sha256(data).hexdigest() == digest, f"changed evidence file: {path}")
            require(stands(data, row), f"{name}: the evidence has other words there")


def _say(line: str) -> None:  # without control characters: a proof is a stranger's file
    print("".join(letter if letter.isprintable() else "?" for letter in line))


def examined(told: argparse.Namespace) -> Check:
    """Run all checks."""
    proof = json.loads(told.proof.read_text(encoding="utf-8"))
    require(proof["schema"] == "trucewatch.proof/2", "this is no trucewatch.proof/2")
    check = Check(proof, told.proof.parent, told.evidence)
    keys = told.key or proof["verifier_keys"]
    check.run(check.log, "", *read_checkpoint(proof["checkpoint"], keys))
    for path in told.kept:
        check.run(check.log, path.name, *read_checkpoint(path.read_text(encoding="utf-8"), keys))
    for event in proof["events"]:
        check.run(check.event, event)
    check.run(check.publication)
    for row in check.published["figures"]:
        check.run(check.figure, row)
    return check


def main() -> int:
    """Run the checks and print what was found."""
    parser = argparse.ArgumentParser(description="Check a trucewatch proof of published figures.")
    parser.add_argument("proof", type=Path)
    parser.add_argument("--evidence", type=Path, help="folder with the evidence files")
    parser.add_argument("--key", action="append", help="the publisher's verifier key")
    parser.add_argument("--kept", action="append", default=[], type=Path, help="a checkpoint")
    told = parser.parse_args()
    try:
        check = examined(told)
    except FaultError as fault:
        _say(f"FAULT {fault}")
        return 1
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        _say(f"the proof cannot be read: {type(error).__name__}: {error}")
        return 2
    for line in check.faults:
        _say(f"FAULT {line}")
    if check.faults:
        return 1
    counts = f"{len(check.published['figures'])} figures, {len(check.claims)} claims"
    _say(f"{counts}, {len(check.leaves)} events: all hold.")
    _say(f"{len(check.files)} evidence files read." if check.files else "NO evidence was read.")
    _say(f"Signed with {'the key you gave.' if told.key else check.proof['verifier_keys']}")
    for row in check.published["left_out"]:
        _say(f"not proved here: {row['id']} {row['kind']}: {row['reason']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
