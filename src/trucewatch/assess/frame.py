"""What every provision type is given: one agreement with all that is held against it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from trucewatch.assess.coverage import NONE, Cover
from trucewatch.assess.days import moment
from trucewatch.assess.ground import Ground, Spot, spot
from trucewatch.assess.parties import Roll
from trucewatch.assess.subjects import Subject
from trucewatch.model import (
    Act,
    Agreement,
    Ambiguity,
    Answerable,
    Claim,
    Document,
    Provision,
    ScopeTest,
    Status,
    Watch,
)
from trucewatch.model.findings import Standing

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One agreement and its watch.

    `texts` are the items' texts by id, where they are known; `spots` the places of the claims.
    """

    agreement: Agreement
    watch: Watch
    zone: ZoneInfo
    ground: Ground
    roll: Roll
    texts: Mapping[str, str] = field(default_factory=dict)
    spots: Mapping[str, Spot | None] = field(default_factory=dict)

    def spot_of(self, claim: Claim) -> Spot | None:
        """Return the measurable place of a claim."""
        return self.spots[claim.id] if claim.id in self.spots else spot(claim.place)

    def sentence(self, claim: Claim) -> str:
        """Return the sentence of a claim, empty where the text is not at hand."""
        return claim.sentence.of(self.texts.get(claim.item, ""))

    def paragraph(self, claim: Claim) -> tuple[str, ...]:
        """Return the sentences of the paragraph in which a claim's sentence begins."""
        text = self.texts.get(claim.item, "")
        return tuple(_SENTENCE_END.split(paragraph_at(text, claim.sentence.start)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Frame):
    """One provision of the frame's agreement."""

    provision: Provision

    @property
    def start(self) -> dt.datetime:
        """The moment from which the provision binds: its own, else the signature's day."""
        iso = self.provision.from_ or self.provision.starts or self.agreement.signed
        return moment(iso, self.zone)

    @property
    def end(self) -> dt.datetime | None:
        """The moment at which it ends, None while open."""
        until = self.provision.until
        return moment(until, self.zone, end=True) if until else None

    @property
    def last_due(self) -> dt.datetime | None:
        """The end of the latest reading of its deadline, None without one."""
        due = self.provision.due.dates if self.provision.due else ()
        return max((moment(iso, self.zone, end=True) for iso in due), default=None)

    def before_record(self, at: dt.datetime | None) -> bool:
        """Say whether a moment lies before the watch began: what was done then is not on record."""
        return (
            at is not None
            and bool(self.watch.from_)
            and (at < moment(self.watch.from_ or "", self.zone))
        )

    def ambiguities(self, *kinds: str) -> tuple[Ambiguity, ...]:
        """Return the provision's ambiguities, of the given kinds or all."""
        rows = self.agreement.ambiguities_of(self.provision.id)
        return tuple(row for row in rows if not kinds or row.kind in kinds)

    def test(
        self,
        subject: Subject,
        answer: Status,
        reason: str,
        *,
        ambiguities: Iterable[str] = (),
        measures: Iterable[tuple[str, str]] = (),
        standing: Standing | None = None,
        share: float | None = None,
    ) -> ScopeTest:
        """Return a subject's test against this provision."""
        return ScopeTest(
            subject=subject.id,
            subject_kind=subject.kind,
            agreement=self.agreement.id,
            provision=self.provision.id,
            answer=answer,
            reason=reason,
            ambiguities=tuple(dict.fromkeys(ambiguities)),
            measures=tuple(measures),
            standing=standing,
            share=None if share is None else round(share, 3),
        )


@dataclass(frozen=True, slots=True)
class Tested:
    """A subject with its answer against one provision."""

    subject: Subject
    test: ScopeTest

    def day(self) -> dt.date | None:
        """Return the day that the subject is counted on."""
        return self.subject.when.day() if self.subject.when else None


class Held(Sequence[Tested]):
    """All happenings that were held against one provision, found by day without a search."""

    def __init__(self, rows: Iterable[Tested], covers: Mapping[dt.date, Cover]) -> None:
        self._rows = tuple(rows)
        self._covers = covers

    def cover(self, day: dt.date) -> Cover:
        """Return the coverage of the provision's ground on any day."""
        return self._covers.get(day, NONE)

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def on(self, day: dt.date) -> list[Tested]:
        """Return those that are counted on a day."""
        return self._by_day.get(day, [])

    def up_to(self, day: dt.date) -> list[Tested]:
        """Return those that are counted on a day or before it."""
        days = [one for one in self._by_day if one <= day]
        return [row for one in days for row in self._by_day[one]]

    def touching(self, day: dt.date) -> list[Tested]:
        """Return those counted on another day whose stated time may lie on this one."""
        return self._touching.get(day, [])

    @cached_property
    def days(self) -> tuple[dt.date, ...]:
        """The days on which something is counted, in order."""
        return tuple(self._by_day)

    @cached_property
    def _by_day(self) -> dict[dt.date, list[Tested]]:
        found: dict[dt.date, list[Tested]] = defaultdict(list)
        for row in self._rows:
            if (day := row.day()) is not None:
                found[day].append(row)
        return dict(sorted(found.items()))

    @cached_property
    def _touching(self) -> dict[dt.date, list[Tested]]:
        found: dict[dt.date, list[Tested]] = defaultdict(list)
        for row in self._rows:
            when, counted = row.subject.when, row.day()
            if when is None or counted is None or not when.stated:
                continue
            for day in when.days():
                if day != counted:
                    found[day].append(row)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a provision type says about one day."""

    status: Status
    reason: str
    basis: tuple[str, ...] = ()
    answerable: tuple[Answerable, ...] = ()
    contested: tuple[str, ...] = ()
    ambiguities: tuple[str, ...] = ()
    cover: Cover | None = None
    """Set where the status rests on other days' reports than the day's own."""


def paragraph_at(text: str, at: int) -> str:
    """Return the paragraph (between blank lines) around an offset."""
    before = [match.end() for match in _BLANK_LINE.finditer(text, 0, at)]
    after = _BLANK_LINE.search(text, at)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


@lru_cache(maxsize=1)
def _act_names() -> dict[str, str]:
    text = files("trucewatch.model").joinpath("acts.toml").read_text(encoding="utf-8")
    return {act: row["name"] for act, row in tomllib.loads(text).items()}


def act_name(act: Act) -> str:
    """Return what an act is called in reports."""
    return _act_names()[act]


def texts_of(documents: Iterable[Document]) -> dict[str, str]:
    """Return the text of each item by id."""
    return {row.item.id: row.item.text for row in documents}


def names_in(text: str, names: Iterable[str]) -> str | None:
    """Return the first of some names that stands in a text as whole words, or None."""
    folded = " ".join(text.casefold().split())
    return next((name for name in names if folded and _whole(name).search(folded)), None)


@lru_cache(maxsize=4096)
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(' '.join(name.casefold().split()))}(?!\w)")
