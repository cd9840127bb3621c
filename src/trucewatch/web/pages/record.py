"""The record itself: every event of the log page by page, and the proof that it stands there."""

from __future__ import annotations

from itertools import islice
from typing import Final

import msgspec
from starlette.responses import Response

from trucewatch import gather
from trucewatch.errors import UsageError
from trucewatch.ledger import Ledger, merkle
from trucewatch.ledger import checkpoints as signed
from trucewatch.ledger.events import canonical
from trucewatch.ledger.notes import parse_checkpoint
from trucewatch.web.asking import Asking
from trucewatch.web.rendering import page

ROWS: Final = 50
"""Events of one page."""
SHOWN: Final = frozenset({"judgement.made", "report.written", "body.redacted"})
"""Kinds whose body is short enough to be shown whole; the others have pages of their own."""


def record(asked: Asking) -> Response:
    """Show the log, newest events first; `to` is the last event of the page.

    Raises:
        UsageError: `to` is no number.
    """
    ledger = _ledger(asked)
    last = ledger.seq
    asked_for = asked.request.query_params.get("to", "")
    if asked_for and not (asked_for.isascii() and asked_for.isdecimal() and len(asked_for) < 16):
        raise UsageError(f"{asked_for!r} is no event", fix="Write a number.")
    at = min(int(asked_for), last) if asked_for else last
    after = max(0, at - ROWS)
    headers = [one.header for one in islice(ledger.events(after=after), at - after)]
    return page(
        asked,
        "record.html.j2",
        headers=headers[::-1],
        older=after or None,
        newer=min(at + ROWS, last) if at < last else None,
        last=last,
        checkpoint=signed.latest(ledger),
        keys=signed.keys(ledger),
        seq=ledger.data_seq,
    )


def event(asked: Asking) -> Response:
    """Show one event with its proof of inclusion (RFC 6962, section 2.1.1).

    Raises:
        UsageError: there is no such event.
    """
    ledger = _ledger(asked)
    asked_for = asked.request.path_params["seq"]
    number = int(asked_for) if asked_for.isascii() and asked_for.isdecimal() else 0
    if len(asked_for) > 15 or not 1 <= number <= ledger.seq:
        raise UsageError(f"there is no event {asked_for}", fix=f"The last one is {ledger.seq}.")
    found = next(ledger.events(after=number - 1))
    note = signed.latest(ledger)
    covered = note is not None and parse_checkpoint(note).size >= number
    size = parse_checkpoint(note).size if note is not None and covered else ledger.seq
    shown = found.header.kind in SHOWN and found.body is not None
    return page(
        asked,
        "event.html.j2",
        header=found.header,
        canonical=canonical(found.header).decode(),
        leaf=found.leaf.hex(),
        erased=found.body is None,
        body=msgspec.json.format(found.body).decode() if shown and found.body else None,
        index=number - 1,
        size=size,
        path_of_hashes=[one.hex() for one in merkle.inclusion_proof(number - 1, size, ledger.node)],
        root=merkle.root(size, ledger.node).hex(),
        checkpoint=note if covered else None,
        seq=ledger.data_seq,
    )


def corrections(asked: Asking) -> Response:
    """Show what changed after a report had been written, newest first."""
    known = asked.desk.known
    return page(
        asked,
        "corrections.html.j2",
        rows=gather.corrections(known)[::-1],
        seq=known.data_seq,
    )


def _ledger(asked: Asking) -> Ledger:
    """Return the ledger that this thread reads: the tree is of the whole of it."""
    known = asked.desk.known
    assert isinstance(known, Ledger), "the record as it stands now is read from the ledger itself"
    return known
