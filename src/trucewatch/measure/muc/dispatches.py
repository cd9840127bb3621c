"""Dispatches of the task: their case restored, their dateline understood, their claims read."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trucewatch import extract, intake
from trucewatch.extract.casing import restored
from trucewatch.measure.muc import gazetteer as places
from trucewatch.measure.muc.dates import MONTHS
from trucewatch.measure.muc.gazetteer import Chain, Gazetteer
from trucewatch.model import PlaceMention, Reading, Span

_DAY = re.compile(r"(\d{1,2})\s+([A-Z][A-Za-z]{2})[A-Za-z]*\s+(\d{2})\b")
_DATELINE_REACH = 200


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A message: its text in usual case, its day, the country and place of its dateline."""

    message: str
    text: str
    day: date | None
    origin: Chain | None
    mentions: tuple[PlaceMention, ...]
    reading: Reading


@dataclass(slots=True)
class Desk:
    """What reading dispatches needs, loaded once."""

    gazetteer: Gazetteer
    lexicon: extract.Lexicon

    @classmethod
    def for_data(cls, folder: Path) -> Desk:
        """Return a desk with the place lists of the task under `folder`."""
        return cls(places.load(folder / "official" / "taskdoc"), extract.lexicon_for(None))

    def read(self, message: str, printed: str) -> Dispatch:
        """Read one message."""
        import trucewatch_en

        text = restored(printed, trucewatch_en.usual_case())
        day = _day(text)
        document = intake.read_document(
            text.encode(), name=f"{message}.txt", language="en",
            published=day.isoformat() if day is not None else None,
        )  # fmt: skip
        mentions = tuple(places.mentions(text, self.gazetteer))
        reading = extract.read_claims(document, mentions, self.lexicon)
        first = mentions[0] if mentions and not mentions[0].lead else None
        origin = places.chain_of(first.place.text, self.gazetteer, None) if first else None
        return Dispatch(message, text, day, origin, mentions, reading)


def messages(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every message of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["docid"], row["text"]


def _day(text: str) -> date | None:
    match = _DAY.search(text, 0, _DATELINE_REACH)
    if match is None or match.group(2).upper() not in MONTHS:
        return None
    try:
        return date(1900 + int(match.group(3)), MONTHS.index(match.group(2).upper()) + 1, int(match.group(1)))
    except ValueError:
        return None


def sentence_of(dispatch: Dispatch, span: Span) -> str:
    """Return the words of a sentence on one line."""
    return " ".join(span.of(dispatch.text).split())
