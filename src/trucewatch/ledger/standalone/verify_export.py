#!/usr/bin/env python3
"""Check a proof of published figures without trucewatch: plain Python 3.9 or later, one file.

    python3 verify_export.py proof.json --evidence EVIDENCE_FOLDER --key "NAME+HASH+KEY"

For every published figure it checks, in this order:
1. the checkpoint was signed with the key (Ed25519; C2SP signed note);
2. the events the figure rests on are in the log that was signed for (RFC 6962), each in its place;
3. the figure is the one that the recorded claims add up to;
4. the words of the claim stand in the evidence file, at the bytes named, and the file is the one
   that was recorded (SHA-256).
With `--kept FILE` it also checks that the log begins with what a checkpoint you kept had signed.
Exit status: 0 everything holds, 1 something does not (each fault is named), 2 it cannot be read.
Give the key as the publisher prints it elsewhere: the key inside the proof proves only that the
proof agrees with itself. Nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import html
import json
import sys
from pathlib import Path
from typing import Any

SCHEMA = "trucewatch.proof/1"

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _point(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if len(raw) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    x = P - x if x & 1 != sign else x
    return None if (x * x - square) % P or (x == P and sign) else (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether this Ed25519 signature is one of the message under the public key."""
    key, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or r is None or BASE is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = _times(s, BASE)
    right = _add(r, _times(int.from_bytes(digest, "little") % ORDER, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


class FaultError(Exception):
    """What does not hold."""


def read_checkpoint(note: str, keys: list[str]) -> tuple[int, bytes]:
    """Return (size, root) of a signed checkpoint, or raise what is wrong with it."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    for line in keys:
        name, _, rest = line.strip().partition("+")
        stated, _, encoded = rest.partition("+")
        raw = base64.b64decode(encoded)
        digest = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        if raw[:1] != b"\x01" or digest.hex() != stated:
            raise FaultError("the key is not a verifier key: " + line)
        for signed in lines.split("\n"):
            who, _, signature = signed.replace("\u2014 ", "", 1).partition(" ")
            value = base64.b64decode(signature)
            if who == name and value[:4] == digest:
                if not ed25519_holds(raw[1:], text.encode(), value[4:]):
                    raise FaultError("forged checkpoint: its signature does not hold")
                _, size, root = text.split("\n")[:3]
                return int(size), base64.b64decode(root)
    raise FaultError("forged checkpoint: it is not signed with the key")


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Return the RFC 6962 root over one leaf or more."""
    while len(leaves) > 1:
        pairs = zip(leaves[::2], leaves[1::2])
        odd = leaves[-1:] if len(leaves) % 2 else []
        leaves = [_parent(left, right) for left, right in pairs] + odd
    return leaves[0]


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Say whether the audit path (RFC 9162 section 2.1.3.2) leads from the leaf to the root."""
    if not 0 <= index < size:
        return False
    at, last, digest = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            digest = _parent(step, digest)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            digest = _parent(digest, step)
        at, last = at >> 1, last >> 1
    return last == 0 and digest == root


class Check:
    """One examination: the proof, what it says was signed, and the faults found so far."""

    def __init__(self, proof: dict[str, Any], evidence: Path | None) -> None:
        self.proof, self.evidence = proof, evidence
        self.faults: list[str] = []
        self.claims: dict[str, tuple[int, dict[str, Any]]] = {}
        self.files: dict[str, bytes | None] = {}
        raw = base64.b64decode(proof["leaves"])
        self.leaves = [raw[at : at + 32] for at in range(0, len(raw), 32)]

    def kept(self, name: str, size: int, root: bytes) -> None:
        """Check that the log begins with what a checkpoint from earlier had signed."""
        if not 0 < size <= len(self.leaves) or root_of(self.leaves[:size]) != root:
            self.faults.append(f"changed history: the log does not begin as {name} says")

    def events(self, size: int, root: bytes) -> None:
        """Check every event of the proof against the signed root, and read its claims."""
        if self.leaves and len(self.leaves) != size:
            told = f"the log has {len(self.leaves)} leaves, the checkpoint signs {size}"
            self.faults.append(f"dropped event: {told}")
        elif self.leaves and root_of(self.leaves) != root:
            self.faults.append("changed log: its leaves are not those that were signed for")
        last = 0
        for event in self.proof["events"]:
            head = json.loads(event["header"])
            seq = head["seq"]
            if seq <= last:
                self.faults.append(f"reordered event: event {seq} stands after event {last}")
            last = max(last, seq)
            leaf = hashlib.sha256(b"\x00" + event["header"].encode()).digest()
            path = [bytes.fromhex(step) for step in event["proof"]]
            if not included(leaf, seq - 1, size, path, root):
                self.faults.append(f"event {seq} is not in the log that was signed for")
                continue
            body = bytes.fromhex(event["salt"]) + event["body"].encode()
            if hashlib.sha256(body).hexdigest() != head["commitment"]:
                self.faults.append(f"event {seq}: its body is not the one that was recorded")
                continue
            for claim in json.loads(event["body"]).get("claims", ()):
                self.claims[claim["id"]] = (seq, claim)

    def figure(self, row: dict[str, Any], sentences: dict[str, dict[str, Any]]) -> None:
        """Check one published figure: its claims, its words, and the range they add up to."""
        name = f"{row['subject']}: {row['kind']} {row['group']}"
        stated = []
        for claim_id, index, words in row["claims"]:
            if claim_id not in self.claims:
                self.faults.append(f"{name}: dropped event: nothing proves claim {claim_id}")
                return
            claim = self.claims[claim_id][1]
            stated.append(figure := claim["figures"][index])
            if (figure["kind"], figure["text"]) != (row["kind"], words):
                self.faults.append(f"{name}: changed figure: claim {claim_id} says otherwise")
            if not self.sentence(name, claim, sentences.get(claim_id)):
                continue
            text, start = sentences[claim_id]["text"], sentences[claim_id]["start"]
            first, end = figure["span"][0] - start, figure["span"][1] - start
            if not 0 <= first <= end <= len(text) or text[first:end] != words:
                self.faults.append(f"{name}: changed sentence: {words!r} does not stand in it")
        self.range(name, row, stated)

    def range(self, name: str, row: dict[str, Any], stated: list[dict[str, Any]]) -> None:
        """Check low, best and high: the lowest and highest bound stated, a best that one states."""
        bests = [one["best"] for one in stated if one["best"] is not None]
        lows = [one["low"] for one in stated if one["low"] is not None] + bests
        highs = [one["high"] for one in stated if one["high"] is not None] + bests
        open_end = any(
            (one["high"] is None and one["best"] is None)
            or one["qualifier"] in ("at_least", "more_than")
            for one in stated
        )
        low, high = min(lows, default=None), None if open_end else max(highs, default=None)
        if (row["low"], row["high"]) != (low, high) or row["best"] not in [None, *bests]:
            told = f"{row['low']} / {row['best']} / {row['high']}"
            self.faults.append(
                f"{name}: changed figure: {told} is not what the claims state ({low} to {high})"
            )

    def sentence(self, name: str, claim: dict[str, Any], row: dict[str, Any] | None) -> bool:
        """Check that the sentence of a claim stands in its evidence."""
        if row is None or row["item"] != claim["item"]:
            self.faults.append(f"{name}: changed sentence: claim {claim['id']} has none")
            return False
        first, end = claim["sentence"]
        if not row["start"] <= first <= end <= row["start"] + len(row["text"]):
            self.faults.append(f"{name}: changed sentence: it is not where it was recorded")
            return False
        if (data := self.file(row["item"].split(":")[-1])) is None:
            return self.evidence is None
        found = "".join(data[a:b].decode(row["encoding"], "replace") for a, b in row["pieces"])
        if row["markup"]:
            found = html.unescape(found)
        if "".join(found.split()) != "".join(row["text"].split()):
            self.faults.append(f"{name}: changed sentence: the evidence has other words there")
            return False
        return True

    def file(self, digest: str) -> bytes | None:
        """Return an evidence file, or None after saying once what is wrong with it."""
        if self.evidence is not None and digest not in self.files:
            path = self.evidence / digest[:2] / digest
            data = path.read_bytes() if path.is_file() else None
            if data is None:
                self.faults.append(f"evidence file {path} is missing")
            elif hashlib.sha256(data).hexdigest() != digest:
                self.faults.append(f"changed evidence file: {path} is not what was recorded")
                data = None
            self.files[digest] = data
        return self.files.get(digest)


def main() -> int:
    """Run the checks and print what was found."""
    parser = argparse.ArgumentParser(description="Check a trucewatch proof of published figures.")
    parser.add_argument("proof", type=Path)
    parser.add_argument("--evidence", type=Path, help="folder with the evidence files")
    parser.add_argument("--no-evidence", action="store_true", help="check all but the evidence")
    parser.add_argument("--key", action="append", help="the publisher's verifier key")
    parser.add_argument("--kept", action="append", default=[], type=Path, help="a checkpoint")
    told = parser.parse_args()
    if not told.evidence and not told.no_evidence:
        parser.error("name the evidence folder with --evidence, or say --no-evidence")
    try:
        proof = json.loads(told.proof.read_text(encoding="utf-8"))
        if proof["schema"] != SCHEMA:
            parser.error(f"this is no {SCHEMA}")
        check = Check(proof, None if told.no_evidence else told.evidence)
        keys = told.key or proof["verifier_keys"]
        size, root = read_checkpoint(proof["checkpoint"], keys)
        check.events(size, root)
        for path in told.kept:
            check.kept(path.name, *read_checkpoint(path.read_text(encoding="utf-8"), keys))
        sentences = {row["claim"]: row for row in proof["sentences"]}
        for row in proof["figures"]:
            check.figure(row, sentences)
    except FaultError as fault:
        print(f"FAULT {fault}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        print(f"the proof cannot be read: {type(error).__name__}: {error}")
        return 2
    if check.faults:
        print("\n".join(f"FAULT {line}" for line in check.faults))
        return 1
    files = len(check.files)
    print(f"{len(proof['figures'])} figures, {len(check.claims)} claims, {size} events: all hold.")
    print(f"{files} evidence files read." if files else "The evidence was NOT checked.")
    named = "the key you gave." if told.key else "a key you should compare:\n  " + "\n  ".join(keys)
    print("Signed with " + named)
    for row in proof["left_out"]:
        print(f"not proved here: {row['subject']} {row['kind']}: {row['reason']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
