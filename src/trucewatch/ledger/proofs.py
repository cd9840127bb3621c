"""Proof bundles: each published figure with all that an outsider needs to check it.

Publishing is an event of its own: it records the digest of the published file and of the list of
its figures, and the checkpoint of a bundle is signed after it, so that a published figure is as
fixed as the record. A bundle is JSON for `standalone/verify_export.py`: that checkpoint, the
leaves, the events that the figures rest on (header and body as hashed), and for every sentence
the bytes of the evidence it stands at. A figure that cannot be traced that far is left out, by
name and with the reason, never silently.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from trucewatch.errors import LedgerError
from trucewatch.ledger import checkpoints
from trucewatch.ledger.events import Event, canonical
from trucewatch.ledger.notes import parse_checkpoint
from trucewatch.ledger.projections import ReportWritten
from trucewatch.ledger.reads import Reads, event_of
from trucewatch.ledger.standalone.verify_export import allowed, stands
from trucewatch.ledger.store import Ledger
from trucewatch.model import Claim, Figure, Item, Merged, Span

SCHEMA: Final = "trucewatch.proof/2"
BOUNDS: Final = ("low", "best", "high")
_ENTITY: Final = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);?")
_ENCODINGS: Final = (
    *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"),
    *("cp1256", "cp1251", "cp1252", "cp1254"),  # as intake reads them
)


class Published(NamedTuple):
    """What is published: the period, the format, the bytes, and under which file name."""

    from_day: str
    to_day: str
    format: str
    data: bytes = b""
    file: str | None = None


def proof_bundle(
    ledger: Ledger,
    merged: Merged,
    what: Published,
    *,
    known: Reads | None = None,
    hidden: Collection[str] = (),
) -> dict[str, Any]:
    """Record that these figures are published, sign that, and return the bundle that proves them.

    Args:
        ledger: the ledger they came from.
        merged: incidents and tallies as they are published.
        what: the file they stand in, if they stand in one.
        known: the record they were read from, where that is not the present one.
        hidden: ids of items whose claims must not be shown (they name private persons).

    Raises:
        LedgerError: the checkpoint cannot be signed.
    """
    known = known or ledger
    claims = {claim.id: claim for claim in known.claims()}
    made = _Sources(ledger, known, hidden)
    figures: list[dict[str, Any]] = []
    left_out: list[dict[str, Any]] = []
    used: dict[str, Claim] = {}
    for head, members in _rows(merged):
        try:
            stated = list(_stated(head["kind"], members, claims, made))
            _require_sum(head, [claims[claim].figures[index] for claim, index, _ in stated])
        except _UntracedError as reason:
            left_out.append({**head, "reason": str(reason)})
            continue
        used.update({claim: claims[claim] for claim, _, _ in stated})
        figures.append({**head, "claims": stated})
    listed = canonical({"figures": figures, "left_out": left_out})
    publication = _recorded(ledger, known, what, listed)
    note = checkpoints.make(ledger, whole=True)
    size = parse_checkpoint(note).size
    events = _events(ledger, known, {claim.item for claim in used.values()})
    return {
        "schema": SCHEMA,
        "checkpoint": note,
        "verifier_keys": checkpoints.keys(ledger),
        "leaves": base64.b64encode(_leaves(ledger, size)).decode(),
        "events": [*events, _shown(next(ledger.events(after=publication - 1)))],
        "publication": publication,
        "file": what.file,
        "published": listed.decode(),
        "sentences": [made.sentence(claim) for claim in used.values()],
    }


def _recorded(ledger: Ledger, known: Reads, what: Published, listed: bytes) -> int:
    """Return the seq of the event that records this publication; the same one is one event."""
    figures = hashlib.sha256(listed).hexdigest()
    written = ReportWritten(
        from_day=what.from_day,
        to_day=what.to_day,
        format=what.format,
        sha256=hashlib.sha256(what.data).hexdigest(),
        known=known.data_seq,
        figures=figures,
    )
    key = f"report.written:{written.sha256}:{figures}"
    ledger.append("report.written", "report", written, key=key)
    ((seq,),) = ledger.db.execute("SELECT seq FROM event WHERE idempotency_key = ?", (key,))
    return int(seq)


def _rows(merged: Merged) -> Iterator[tuple[dict[str, Any], list[tuple[str, str]]]]:
    """Yield every published figure: what it says, and the claims with their words behind it."""
    for one in merged.incidents:
        for row in one.figures:
            bounds = {name: getattr(row, name) for name in BOUNDS}
            head = {"id": one.id, "kind": row.kind, "group": row.group, **bounds}
            yield head, list(zip(row.claims, row.words, strict=True))
    for tally in merged.tallies:
        bounds = {name: getattr(tally, name) for name in BOUNDS}
        if tally.words is not None:
            head = {"id": tally.id, "kind": "tally", "group": tally.count_basis, **bounds}
            yield head, [(tally.claim, tally.words)]


class _UntracedError(Exception):
    """A figure cannot be traced to the bytes of its evidence; the message says why."""


def _stated(
    kind: str, members: list[tuple[str, str]], claims: dict[str, Claim], made: _Sources
) -> Iterator[tuple[str, int, str]]:
    """Yield (claim, index of its figure, words) for every member of a published range."""
    taken: set[tuple[str, int]] = set()
    for claim_id, words in members:
        claim = claims.get(claim_id)
        if claim is None:
            raise _UntracedError("its claims are not in the ledger any more")
        made.require(claim)
        found = (
            index
            for index, figure in enumerate(claim.figures)
            if kind in (figure.kind, claim.act)
            and figure.text == words
            and (claim_id, index) not in taken
        )
        index = next(found, None)
        if index is None:
            raise _UntracedError("no recorded claim has these words")
        taken.add((claim_id, index))
        yield claim_id, index, words


def _require_sum(head: dict[str, Any], stated: list[Figure]) -> None:
    """Refuse a range that the recorded figures do not add up to: the reader's script would too."""
    found = [msgspec.to_builtins(figure) for figure in stated]
    if tuple(head[bound] for bound in BOUNDS) not in allowed(found):
        raise _UntracedError("a person decided otherwise than its reports state")


class _Sources:
    """Where the sentences of claims stand in the evidence; every file is read once."""

    def __init__(self, ledger: Ledger, known: Reads, hidden: Collection[str]) -> None:
        self._ledger = ledger
        self._hidden = hidden
        self._documents = {row.item.id: row for row in known.documents()}
        self._decoded: dict[str, tuple[str, str, bytes]] = {}

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
        text, encoding, data = self._original(item)
        row = {
            "claim": claim.id,
            "item": claim.item,
            "start": span.start,
            "text": span.of(item.text),
            "encoding": encoding,
            "markup": bool(item.origins),
            "pieces": list(_pieces(item, span, text, encoding)),
        }
        if not stands(data, row):  # what the reader's script will ask
            raise _UntracedError("its words do not stand together in the evidence")
        return row

    def _original(self, item: Item) -> tuple[str, str, bytes]:
        if item.id not in self._decoded:
            path = self._ledger.evidence_of(item.id.split(":")[-1])
            if not path.is_file():
                raise _UntracedError("its evidence is not here")
            data = path.read_bytes()
            self._decoded[item.id] = (*_decoded(data, item), data)
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
        entity = _ENTITY.match(original, start) if item.origins else None
        if entity and html.unescape(entity.group()) == item.text[first:end]:
            stop = entity.end()
        elif original[start:stop] != item.text[first:end]:
            raise _UntracedError("its words are spelt otherwise in the evidence")
        left = len(original[:start].encode(encoding))
        yield left, left + len(original[start:stop].encode(encoding))
    if covered != len("".join(span.of(item.text).split())):
        raise _UntracedError("its sentence cannot be found in the evidence")


def _leaves(ledger: Ledger, size: int) -> bytes:
    rows = ledger.db.execute("SELECT leaf FROM event WHERE seq <= ? ORDER BY seq", (size,))
    return b"".join(leaf for (leaf,) in rows)


def _events(ledger: Ledger, known: Reads, items: Collection[str]) -> Iterator[dict[str, Any]]:
    rows = ledger.db.execute(
        "SELECT event.seq, recorded_at, actor, kind, stream, stream_version, idempotency_key, "
        "commitment, clock, leaf, salt, body, item FROM reading JOIN event USING (seq) "
        "JOIN event_body USING (seq) JOIN document ON document.seq = reading.document "
        "WHERE event.seq <= :at AND (ended IS NULL OR ended > :at) ORDER BY event.seq",
        {"at": known.seq},
    )
    return (_shown(event_of(row)) for *row, item in rows if item in items)


def _shown(event: Event) -> dict[str, str]:
    if event.body is None:
        raise LedgerError(f"the body of event {event.header.seq} was erased")
    return {
        "header": canonical(event.header).decode(),
        "salt": event.salt.hex(),
        "body": event.body.decode(),
    }
