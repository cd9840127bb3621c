"""Reading the record: as it stands now, or as it was known at an earlier seq.

Two times run through the ledger: when something happened (days of happenings and findings) and
when it was recorded (seq). Every read here answers "as known at seq n"; now is the largest n.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Final, TypeVar

import apsw
import msgspec
from msgspec import Struct

from trucewatch.errors import LedgerError
from trucewatch.ledger import reads_since
from trucewatch.ledger.copied import copied, repeats
from trucewatch.ledger.events import Event, Header, Kind
from trucewatch.ledger.numbers import candidates
from trucewatch.ledger.projections import Redaction
from trucewatch.ledger.reads_days import (
    ON_DAYS,
    Changed,
    beginning,
    bounds,
    changed,
    items_of,
    lasting,
    on_days,
    reported,
)
from trucewatch.model import (
    Assessment,
    Claim,
    Document,
    Finding,
    Incident,
    Issue,
    Item,
    Judgement,
    Merged,
    PatrolRun,
    Reading,
    Restriction,
    Sighting,
    Span,
    Tally,
)

T = TypeVar("T", bound=Struct)
NOW: Final = 2**62
"""A seq beyond every seq."""
Happening = Incident | PatrolRun | Sighting | Restriction | Tally
_GROUPINGS: Final[dict[str, type[Happening]]] = {
    one.__name__: one for one in (Incident, PatrolRun, Sighting, Restriction, Tally)
}


class Reads:
    """What can be read from a connection, as known at `at`."""

    def __init__(
        self, db: apsw.Connection, at: int = NOW, memo: dict[str, Any] | None = None
    ) -> None:
        self._db = db
        self._at = at
        # What was decoded last over this connection, with the version that it is of.
        self._memo: dict[str, Any] = {} if memo is None else memo

    @property
    def at(self) -> int:
        """As known at which seq; `NOW` where whatever comes is seen at once."""
        return self._at

    @property
    def seq(self) -> int:
        """The number of the last event that is known here (0: none)."""
        ((last,),) = self._db.execute("SELECT coalesce(max(seq), 0) FROM event")
        return min(int(last), self._at)

    @property
    def data_seq(self) -> int:
        """The last event that a report depends on: writing a report changes no data."""
        row = self._db.execute(
            "SELECT seq FROM event WHERE seq <= ? AND kind <> 'report.written' "
            "ORDER BY seq DESC LIMIT 1",
            (self._at,),
        ).fetchone()
        return int(row[0]) if row else 0

    def events(self, *, after: int = 0, kind: Kind | None = None) -> Iterator[Event]:
        """Yield events in order of seq."""
        query = (
            "SELECT seq, recorded_at, actor, kind, stream, stream_version, idempotency_key, "
            "commitment, clock, leaf, salt, body FROM event JOIN event_body USING (seq) "
            "WHERE seq > :after AND seq <= :at "
        )
        rows = self._db.execute(
            query + ("AND kind = :kind ORDER BY seq" if kind else "ORDER BY seq"),
            {"after": after, "at": self._at, "kind": kind},
        )
        for row in rows:
            yield event_of(row)

    def documents(self) -> tuple[Document, ...]:
        """Return all documents, by publication time and id; an erased one says that it was."""
        rows = self._db.execute(
            "SELECT document.seq, item, body FROM document JOIN event_body USING (seq) "
            "WHERE document.seq <= :at ORDER BY published_at, item",
            {"at": self._at},
        )
        return tuple(
            self._erased(seq, item) if body is None else msgspec.json.decode(body, type=Document)
            for seq, item, body in rows
        )

    def published(self) -> tuple[str | None, str | None]:
        """Return the days on which the first and the last of the dated documents appeared."""
        first, last = (
            self._db.execute(
                "SELECT substr(published_at, 1, 10) FROM document WHERE published_at > '' "  # noqa: S608  (ours)
                f"AND seq <= ? ORDER BY published_at {order} LIMIT 1",
                (self._at,),
            ).fetchone()
            for order in ("ASC", "DESC")
        )
        return first and first[0], last and last[0]

    def reported(self, from_day: str, to_day: str) -> dict[str, tuple[int, str]]:
        """Return how many reports each source has on these days or on none, and its last day."""
        return reported(self._db, (from_day, to_day), self._at)

    def items_of(
        self, source: str, from_day: str, to_day: str, *, start: int, count: int
    ) -> list[str]:
        """Return some items of a source ("" for an unknown one) on these days, by their day."""
        return items_of(self._db, source, (from_day, to_day), self._at, (start, count))

    def copied(self) -> dict[str, list[tuple[str, tuple[Span, ...]]]]:
        """Return for each item which of its sentences stand in an earlier one."""
        return copied(self._db, self._at)

    def repeats(self, item: str) -> list[tuple[str, float, list[tuple[Span, Span]]]]:
        """Return whom an item repeats, by how much, and which sentences (in it, in the other)."""
        return repeats(self._db, item, self._at)

    def with_numbers(self, values: Iterable[int], language: str, published_at: str) -> list[str]:
        """Return items in another language, of about that day, with two of these numbers."""
        return candidates(self._db, values, language, published_at, self._at)

    def _erased(self, seq: int, item: str) -> Document:
        told = ((row.reason, at) for _, at, row in self.redactions() if seq in row.seqs)
        reason, at = next(told, ("no reason is recorded", "an unknown day"))
        issue = Issue(
            code="redacted", message=f"the text was erased on {at[:10]}: {reason}", item=item
        )
        return Document(
            item=Item(id=item, text="", media_type="application/x-redacted"),
            passages=(),
            issues=(issue,),
        )

    def redactions(self) -> tuple[tuple[int, str, Redaction], ...]:
        """Return (seq, recorded at, what was erased and why), oldest first.

        Erasing is felt at every earlier seq as well: what is gone cannot be shown as it was.
        """
        rows = self._db.execute(
            "SELECT seq, recorded_at, body FROM event JOIN event_body USING (seq) "
            "WHERE seq IN (SELECT by_seq FROM redaction) ORDER BY seq"
        )
        return tuple((seq, at, msgspec.json.decode(body, type=Redaction)) for seq, at, body in rows)

    def readings(self) -> tuple[Reading, ...]:
        """Return the readings known then, by publication time and id of their documents."""
        rows = self._db.execute(
            "SELECT event_body.body FROM reading JOIN document ON document.seq = reading.document "
            "JOIN event_body ON event_body.seq = reading.seq "
            "WHERE reading.seq <= :at AND (ended IS NULL OR ended > :at) "
            "AND event_body.body IS NOT NULL "
            "ORDER BY document.published_at, item",
            {"at": self._at},
        )
        return tuple(msgspec.json.decode(body, type=Reading) for (body,) in rows)

    def claims(self) -> tuple[Claim, ...]:
        """Return all claims known then, by item and position."""
        return tuple(claim for reading in self.readings() for claim in reading.claims)

    def issues(self) -> tuple[Issue, ...]:
        """Return what could not be read: the issues of intake and of reading."""
        found = [issue for document in self.documents() for issue in document.issues]
        found.extend(issue for reading in self.readings() for issue in reading.issues)
        return tuple(found)

    def merged(self) -> Merged:
        """Return the groupings proposed last (empty before the first)."""
        parts = self._proposals("merge.proposed", Merged)
        return Merged(
            **{
                name: tuple(row for part in parts for row in getattr(part, name))
                for name in Merged.__struct_fields__
            }
        )

    def assessment(self) -> Assessment:
        """Return the findings proposed last (empty before the first)."""
        parts = self._proposals("assessment.proposed", Assessment)
        return Assessment(
            **{
                name: tuple(row for part in parts for row in getattr(part, name))
                for name in Assessment.__struct_fields__
            }
        )

    def _proposals(self, kind: Kind, noun: type[T]) -> list[T]:
        rows = self._db.execute(
            "SELECT body FROM event_body WHERE body IS NOT NULL AND seq IN "
            "(SELECT max(seq) FROM proposal WHERE kind = ? AND seq <= ? GROUP BY stream) "
            "ORDER BY seq",
            (kind, self._at),
        )
        return [msgspec.json.decode(body, type=noun) for (body,) in rows]

    def happenings(
        self, from_day: str, to_day: str, *kinds: type[Happening]
    ) -> tuple[Happening, ...]:
        """Return the groupings that may lie on these days, without reading any others.

        Where kinds are named, only those of these kinds.
        """
        names = [kind.__name__ for kind in kinds]
        rows = on_days(self._db, "kind, body", (from_day, to_day), self._at, kinds=names)
        return tuple(_grouping(kind, body) for kind, body in rows)

    def rows_on(self, from_day: str, to_day: str) -> Iterator[tuple[str, str, bytes]]:
        """Yield id, kind and encoded body of the groupings that may lie on these days.

        For whoever counts many and wants few of their fields; by first day and id.
        """
        return on_days(self._db, "id, kind, body", (from_day, to_day), self._at)

    def rows_from(self, from_day: str, to_day: str) -> Iterator[tuple[str, str, bytes]]:
        """Yield the same of the groupings that begin on these days and end within a month."""
        return beginning(self._db, "id, kind, body", (from_day, to_day), self._at)

    def rows_beyond(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield the same of all groupings that last longer than a month."""
        return lasting(self._db, "id, kind, body", self._at)

    def changed(self, since: int, upto: int) -> Iterator[Changed]:
        """Yield the days whose groupings or findings changed after `since`, up to `upto`."""
        return changed(self._db, since, min(upto, self._at))

    def documents_since(self, since: int) -> Iterator[tuple[int, bytes]]:
        """Yield seq and body of the documents that came after `since`."""
        return reads_since.documents(self._db, since, self._at)

    def readings_since(self, since: int) -> Iterator[tuple[int, bytes | None]]:
        """Yield the document's seq and the body of the readings that came, oldest first."""
        return reads_since.readings(self._db, since, self._at)

    def came_since(self, table: reads_since.Table, since: int) -> Iterator[tuple[str, str, bytes]]:
        """Yield id, kind and body of the groupings or findings that came and still hold."""
        return reads_since.came(self._db, table, since, self._at)

    def went_since(self, table: reads_since.Table, since: int) -> Iterator[str]:
        """Yield the ids of the groupings or findings that held at `since` and no longer do."""
        return reads_since.went(self._db, table, since, self._at)

    def last_of(self, kind: Kind) -> int:
        """Return the seq of the last event of a kind that is known here (0: none)."""
        ((last,),) = self._db.execute(
            "SELECT coalesce(max(seq), 0) FROM event WHERE kind = ? AND seq <= ?", (kind, self._at)
        )
        return int(last)

    def grouping(self, ident: str) -> Incident | PatrolRun | Sighting | Restriction | Tally | None:
        """Return the grouping with this id as known then, None where there is none."""
        row = self._db.execute(
            "SELECT kind, body FROM grouping WHERE id = :id "
            "AND seq <= :at AND (ended IS NULL OR ended > :at)",
            {"id": ident, "at": self._at},
        ).fetchone()
        return _grouping(*row) if row else None

    def groupings_of(self, idents: Iterable[str]) -> dict[str, Happening]:
        """Return groupings by id as known then; those that are none are left out."""
        rows = self._db.execute(
            "SELECT id, kind, body FROM grouping WHERE id IN (SELECT value FROM json_each(:ids)) "
            "AND seq <= :at AND (ended IS NULL OR ended > :at)",
            {"ids": json.dumps(list(idents)), "at": self._at},
        )
        return {ident: _grouping(kind, body) for ident, kind, body in rows}

    def last_grouping(
        self, ident: str
    ) -> Incident | PatrolRun | Sighting | Restriction | Tally | None:
        """Return what the grouping with this id last was, also where it has ended since."""
        row = self._db.execute(
            "SELECT kind, body FROM grouping WHERE id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1",
            (ident, self._at),
        ).fetchone()
        return _grouping(*row) if row else None

    def claims_of(self, idents: Iterable[str]) -> dict[str, Claim]:
        """Return claims by id as known then, reading only the documents that they are of."""
        wanted = tuple(idents)
        marks = ",".join("?" * len(wanted))
        rows = self._db.execute(
            f"SELECT DISTINCT event_body.body FROM claim JOIN event_body USING (seq) "  # noqa: S608 - question marks only
            f"WHERE id IN ({marks}) AND seq <= ? AND (ended IS NULL OR ended > ?) "
            f"AND event_body.body IS NOT NULL",
            (*wanted, self._at, self._at),
        )
        found = {
            claim.id: claim
            for (body,) in rows
            for claim in msgspec.json.decode(body, type=Reading).claims
        }
        return {ident: found[ident] for ident in wanted if ident in found}

    def document(self, item: str) -> Document | None:
        """Return one document by the id of its item, None where there is none."""
        row = self._db.execute(
            "SELECT document.seq, body FROM document JOIN event_body USING (seq) "
            "WHERE item = ? AND document.seq <= ?",
            (item, self._at),
        ).fetchone()
        if row is None:
            return None
        seq, body = row
        return self._erased(seq, item) if body is None else msgspec.json.decode(body, type=Document)

    def reading(self, item: str) -> Reading | None:
        """Return what was read in a document as known then."""
        row = self._db.execute(
            "SELECT event_body.body FROM reading JOIN document ON document.seq = reading.document "
            "JOIN event_body ON event_body.seq = reading.seq WHERE item = :item "
            "AND reading.seq <= :at AND (reading.ended IS NULL OR reading.ended > :at) "
            "AND event_body.body IS NOT NULL",
            {"item": item, "at": self._at},
        ).fetchone()
        return msgspec.json.decode(row[0], type=Reading) if row else None

    def regrouped(
        self, since: int, from_day: str, to_day: str
    ) -> tuple[list[tuple[int, Happening]], list[tuple[int, Happening]]] | None:
        """Return what came and what went on these days since seq `since`, each with its seq.

        None where the groupings of that time were erased, so that nothing can be compared.
        """
        erased = self._db.execute(
            "SELECT 1 FROM event_body WHERE body IS NULL AND seq IN (SELECT max(seq) FROM proposal "
            "WHERE kind = 'merge.proposed' AND seq <= ? GROUP BY stream)",
            (since,),
        ).fetchone()
        if erased:
            return None
        rows = self._db.execute(
            f"SELECT seq, ended, kind, body FROM grouping WHERE rowid IN ({ON_DAYS}) AND ("  # noqa: S608
            "(seq > :since AND seq <= :at AND (ended IS NULL OR ended > :at)) OR "
            "(seq <= :since AND ended > :since AND ended <= :at)) ORDER BY seq, id",
            {"since": since, "at": self._at, **bounds(from_day, to_day)},
        )
        came: list[tuple[int, Happening]] = []
        went: list[tuple[int, Happening]] = []
        for seq, ended, kind, body in rows:
            one = msgspec.json.decode(body, type=_GROUPINGS[kind])
            if seq > since:
                came.append((seq, one))
            else:
                went.append((ended, one))
        return came, went

    def recorded_at(self, seq: int) -> str:
        """Return when an event was recorded."""
        ((at,),) = self._db.execute("SELECT recorded_at FROM event WHERE seq = ?", (seq,))
        return str(at)

    def findings(self, from_day: str, to_day: str) -> tuple[Finding, ...]:
        """Return the findings for these days, without reading any others."""
        rows = self._db.execute(
            "SELECT body FROM finding WHERE day BETWEEN :first AND :last "
            "AND seq <= :at AND (ended IS NULL OR ended > :at) "
            "ORDER BY day, agreement, provision, id",
            {"first": from_day, "last": to_day, "at": self._at},
        )
        return tuple(msgspec.json.decode(body, type=Finding) for (body,) in rows)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the decisions of people, in the order they were recorded; the last of an id."""
        # Erasing is felt at every seq.
        version = self.last_of("judgement.made"), Reads(self._db).last_of("body.redacted")
        held = self._memo.get("judgements")
        if held is not None and held[0] == version:
            found: tuple[Judgement, ...] = held[1]
            return found
        rows = self._db.execute(
            "SELECT id, body FROM judgement JOIN event_body USING (seq) "
            "WHERE seq <= ? AND body IS NOT NULL ORDER BY seq",
            (version[0],),
        )
        last: dict[str, bytes] = {}
        for key, body in rows:
            last.pop(key, None)
            last[key] = body
        made = tuple(msgspec.json.decode(body, type=Judgement) for body in last.values())
        self._memo["judgements"] = version, made
        return made

    def as_of(self, when: int | str) -> Reads:
        """Return the record as known at a seq, or at a moment (ISO 8601; a day: at its end, UTC).

        Raises:
            LedgerError: the seq is beyond the last event, or the moment cannot be read.
        """
        if isinstance(when, int):
            if not 0 <= when <= self.seq:
                raise LedgerError(
                    f"there is no event {when}; the last one is {self.seq}",
                    fix="Name a smaller number, or a date.",
                )
            return Reads(self._db, when, self._memo)
        return Reads(self._db, self._seq_at(moment(when)), self._memo)

    def _seq_at(self, when: str) -> int:
        """Find the last event recorded by then: recording times never go back."""
        low, high = 0, self.seq
        while low < high:
            middle = (low + high + 1) // 2
            ((at,),) = self._db.execute("SELECT recorded_at FROM event WHERE seq = ?", (middle,))
            low, high = (middle, high) if at <= when else (low, middle - 1)
        return low


@lru_cache(maxsize=8_192)
def _grouping(kind: str, body: bytes) -> Happening:
    """Decode a grouping; frozen, so that those who ask again may share it."""
    return msgspec.json.decode(body, type=_GROUPINGS[kind])


def moment(text: str) -> str:
    """Return a moment as recording times are written: UTC, microseconds.

    Raises:
        LedgerError: it is no ISO 8601 date or time.
    """
    try:
        if len(text) == len("2020-03-15"):
            day = datetime.combine(date.fromisoformat(text), time.max, tzinfo=UTC)
            return day.isoformat(timespec="microseconds")
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise LedgerError(
            f"{text!r} is neither an event number nor a date",
            fix="Write 1234, 2020-06-01 or 2020-06-01T18:00+03:00.",
        ) from error
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")


def header_of(row: Sequence[Any]) -> Header:
    """Return the header of one row of the log (its first nine columns as in `Reads.events`)."""
    return Header(
        seq=row[0],
        recorded_at=row[1],
        actor=row[2],
        kind=row[3],
        stream=row[4],
        stream_version=row[5],
        key=row[6],
        commitment=row[7],
        clock=row[8],
    )


def event_of(row: Sequence[Any]) -> Event:
    """Return the event of one row of the log (columns as in `Reads.events`)."""
    leaf, salt, body = row[9:]
    return Event(header=header_of(row), leaf=leaf, salt=salt, body=body)
