"""Proof bundles: each published figure with all that an outsider needs to check it.

A bundle is JSON for `standalone/verify_export.py`: the signed checkpoint, the leaves, the events
that the figures rest on (header and body as hashed) with their inclusion proofs, and for every
sentence the bytes of the evidence it stands at. A figure that cannot be traced that far is left
out, by name and with the reason, never silently.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from trucewatch.errors import LedgerError
from trucewatch.ledger import checkpoints, merkle
from trucewatch.ledger.events import Event, canonical
from trucewatch.ledger.notes import parse_checkpoint
from trucewatch.ledger.reads import event_of
from trucewatch.ledger.store import Ledger
from trucewatch.model import Claim, FigureRange, Item, Merged, Span

SCHEMA: Final = "trucewatch.proof/1"
LEAVES_LIMIT: Final = 1_000_000
"""Up to this many leaves the whole list goes along (32 bytes each); inclusion is always proved."""
_ENTITY: Final = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);?")
_ENCODINGS: Final = (
    *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"),
    *("cp1256", "cp1251", "cp1252", "cp1254"),  # as intake reads them
)


def proof_bundle(
    ledger: Ledger, merged: Merged, *, hidden: Collection[str] = (), token: bool = True
) -> dict[str, Any]:
    """Return the bundle for the figures of these incidents.

    Args:
        ledger: the ledger they came from.
        merged: incidents as they are published.
        hidden: ids of items whose claims must not be shown (they name private persons).
        token: put the time stamp of the checkpoint in, where there is one.

    Raises:
        LedgerError: the checkpoint cannot be signed.
    """
    note = checkpoints.make(ledger)
    size = parse_checkpoint(note).size
    claims = {claim.id: claim for claim in ledger.claims()}
    made = _Sources(ledger, hidden)
    figures, left_out = [], []
    used: dict[str, Claim] = {}
    for incident in merged.incidents:
        for row in incident.figures:
            try:
                stated = list(_stated(row, claims, made))
            except _UntracedError as reason:
                left_out.append({"subject": incident.id, "kind": row.kind, "reason": str(reason)})
                continue
            used.update({claim: claims[claim] for claim, _, _ in stated})
            figures.append(
                {
                    "subject": incident.id,
                    "kind": row.kind,
                    "group": row.group,
                    **{name: getattr(row, name) for name in ("low", "best", "high")},
                    "claims": stated,
                }
            )
    stamp = ledger.db.execute("SELECT token FROM checkpoint WHERE note = ?", (note,)).fetchone()
    return {
        "schema": SCHEMA,
        "checkpoint": note,
        "verifier_keys": checkpoints.keys(ledger),
        "token": base64.b64encode(stamp[0]).decode() if token and stamp and stamp[0] else None,
        "leaves": base64.b64encode(_leaves(ledger, size)).decode(),
        "events": _events(ledger, size, {claim.item for claim in used.values()}),
        "figures": figures,
        "sentences": [made.sentence(claim) for claim in used.values()],
        "left_out": left_out,
    }


class _UntracedError(Exception):
    """A figure cannot be traced to the bytes of its evidence; the message says why."""


def _stated(
    row: FigureRange, claims: dict[str, Claim], made: _Sources
) -> Iterator[tuple[str, int, str]]:
    """Yield (claim, index of its figure, words) for every member of a published range."""
    taken: set[tuple[str, int]] = set()
    for claim_id, words in zip(row.claims, row.words, strict=True):
        claim = claims.get(claim_id)
        if claim is None:
            raise _UntracedError("its claims are not in the ledger any more")
        made.require(claim)
        found = (
            index
            for index, figure in enumerate(claim.figures)
            if figure.kind == row.kind and figure.text == words and (claim_id, index) not in taken
        )
        index = next(found, None)
        if index is None:
            raise _UntracedError("no recorded claim has these words")
        taken.add((claim_id, index))
        yield claim_id, index, words


class _Sources:
    """Where the sentences of claims stand in the evidence; every file is read once."""

    def __init__(self, ledger: Ledger, hidden: Collection[str]) -> None:
        self._ledger = ledger
        self._hidden = hidden
        self._documents = {row.item.id: row for row in ledger.documents()}
        self._decoded: dict[str, tuple[str, str]] = {}

    def require(self, claim: Claim) -> None:
        if claim.item in self._hidden:
            raise _UntracedError("its report names private persons")
        self.sentence(claim)

    def sentence(self, claim: Claim) -> dict[str, Any]:
        """Return the words of a claim and of its figures, and the bytes they stand at."""
        document = self._documents[claim.item]
        item, span = document.item, claim.sentence
        for figure in claim.figures:
            span = span.joined(figure.span)
        if not document.passages[claim.passage].span.covers(span):
            raise _UntracedError("its words stand in several parts of the page")
        text, encoding = self._original(item)
        return {
            "claim": claim.id,
            "item": claim.item,
            "start": span.start,
            "text": span.of(item.text),
            "encoding": encoding,
            "markup": bool(item.origins),
            "pieces": list(_pieces(item, span, text, encoding)),
        }

    def _original(self, item: Item) -> tuple[str, str]:
        if item.id not in self._decoded:
            path = self._ledger.evidence_of(item.id.split(":")[-1])
            if not path.is_file():
                raise _UntracedError("its evidence is not here")
            self._decoded[item.id] = _decoded(path.read_bytes(), item)
        return self._decoded[item.id]


def _decoded(data: bytes, item: Item) -> tuple[str, str]:
    """Return (characters of the original, their encoding): the one the spans were made in."""
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text == item.text or (item.origins and _fits(item, text)):
            return text, encoding
    raise _UntracedError("the bytes of its evidence cannot be mapped to its text")


def _fits(item: Item, original: str) -> bool:
    """Say whether the item's text stands in the original where its map says."""
    runs = [run for run in _runs(item, original) if run[2] > 1]
    return bool(runs) and all(
        item.text[at : at + length] == original[source : source + length]
        for at, source, length in runs
    )


def _runs(item: Item, original: str) -> Iterator[tuple[int, int, int]]:
    """Yield the map's runs; a character that the source writes as an entity is its own run."""
    for at, source, length in item.origins or ((0, 0, len(item.text)),):
        last = length - 1
        if last > 0 and item.text[at + last] != original[source + last : source + last + 1]:
            yield at, source, last
            yield at + last, source + last, 1
        else:
            yield at, source, length


def _pieces(item: Item, span: Span, original: str, encoding: str) -> Iterator[tuple[int, int]]:
    """Yield the byte ranges of the evidence that hold the words of a span, in order."""
    covered = 0
    for at, source, length in _runs(item, original):
        first, end = max(span.start, at), min(span.end, at + length)
        if first >= end:
            continue
        start, stop = source + first - at, source + end - at
        covered += len("".join(item.text[first:end].split()))
        if original[start:stop] != item.text[first:end]:
            entity = _ENTITY.match(original, start)
            if entity is None or html.unescape(entity.group()) != item.text[first:end]:
                raise _UntracedError("its words are spelt otherwise in the evidence")
            stop = entity.end()
        left = len(original[:start].encode(encoding))
        yield left, left + len(original[start:stop].encode(encoding))
    if covered != len("".join(span.of(item.text).split())):
        raise _UntracedError("its sentence cannot be found in the evidence")


def _leaves(ledger: Ledger, size: int) -> bytes:
    if size > LEAVES_LIMIT:
        return b""
    rows = ledger.db.execute("SELECT leaf FROM event WHERE seq <= ? ORDER BY seq", (size,))
    return b"".join(leaf for (leaf,) in rows)


def _events(ledger: Ledger, size: int, items: Collection[str]) -> list[dict[str, Any]]:
    rows = ledger.db.execute(
        "SELECT event.seq, recorded_at, actor, kind, stream, stream_version, idempotency_key, "
        "commitment, clock, leaf, salt, body, item FROM reading JOIN event USING (seq) "
        "JOIN event_body USING (seq) JOIN document ON document.seq = reading.document "
        "WHERE ended IS NULL AND event.seq <= ? ORDER BY event.seq",
        (size,),
    )
    return [_proved(ledger, event_of(row), size) for *row, item in rows if item in items]


def _proved(ledger: Ledger, event: Event, size: int) -> dict[str, Any]:
    if event.body is None:
        raise LedgerError(f"the body of event {event.header.seq} was erased")
    path = merkle.inclusion_proof(event.header.seq - 1, size, ledger.node)
    return {
        "header": canonical(event.header).decode(),
        "salt": event.salt.hex(),
        "body": event.body.decode(),
        "proof": [step.hex() for step in path],
    }
