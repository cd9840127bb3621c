"""Dispatches of the task: their case restored, their dateline understood, their claims read."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trucewatch import extract, intake
from trucewatch.extract import analysis
from trucewatch.extract.casing import restored
from trucewatch.extract.sentences import split
from trucewatch.measure.muc import gazetteer as places
from trucewatch.measure.muc.chunks import Chunk, chunks
from trucewatch.measure.muc.dates import MONTHS
from trucewatch.measure.muc.gazetteer import Chain, Gazetteer
from trucewatch.model import PlaceMention, Reading, Span

_DAY = re.compile(r"(\d{1,2})\s+([A-Za-z]{3})[A-Za-z]*\s+(\d{2})\b")
_DATELINE_REACH = 200
_BRACKETS = re.compile(r"\[[^\[\]]{0,200}\]|\((?=[A-Z])[^()]{0,60}\)")
_WRAPPED = re.compile(r"(?<!\n)\n(?=\S)")
_DATELINE = re.compile(r"\s*[A-Z][^.]{2,120}?\s\d{1,2} [A-Za-z]{3,9} \d{2}\b[^.\n]{0,80}?--")


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A message: its text in usual case, its day, the country and place of its dateline."""

    message: str
    text: str
    day: date | None
    origin: Chain | None
    mentions: tuple[PlaceMention, ...]
    nations: frozenset[str]
    reading: Reading
    sentences: tuple[Span, ...]
    phrases: Mapping[int, tuple[Chunk, ...]]
    """Noun phrases of the sentences of claims, by where the sentence begins."""

    def around(self, spans: Iterable[Span], reach: int) -> list[str]:
        """Return the sentences at the given spans and up to `reach` before and behind them."""
        wanted: set[int] = set()
        for span in spans:
            here = next((n for n, s in enumerate(self.sentences) if s.overlaps(span)), None)
            if here is not None:
                wanted |= set(range(max(0, here - reach), here + reach + 1))
        return [
            sentence_of(self, self.sentences[n]) for n in sorted(wanted) if n < len(self.sentences)
        ]

    def is_place(self, span: Span, text: str) -> bool:
        """Say whether words are the name of a place in the text, and nothing more."""
        return (
            any(
                mention.place.span.start <= span.start and span.end <= mention.place.span.end
                for mention in self.mentions
            )
            or " ".join(text.upper().split()) in self.nations
        )


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
        mentions = tuple(places.mentions(text, self.gazetteer))
        plain = _plain(text)
        document = intake.read_document(
            plain.encode(), name=f"{message}.txt", language="en",
            published=day.isoformat() if day is not None else None,
        )  # fmt: skip
        reading = extract.read_claims(document, mentions, self.lexicon)
        first = mentions[0] if mentions and not mentions[0].lead else None
        origin = places.chain_of(first.place.text, self.gazetteer, None) if first else None
        nations = frozenset(self.gazetteer.nations)
        sentences = tuple(split(text, 0, len(text)))
        telling = sorted({claim.sentence for claim in reading.claims})
        names = [name for mention in mentions for name in mention.names]
        trees = analysis.analyse(plain, telling, names)
        phrases = {tree.start: tuple(chunks(tree)) for tree in trees}
        return Dispatch(message, text, day, origin, mentions, nations, reading, sentences, phrases)


def messages(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every message of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["docid"], row["text"]


def _plain(text: str) -> str:
    """Return a text unwrapped, its dateline and what is in brackets blanked out, same length."""
    without = _BRACKETS.sub(lambda match: " " * len(match.group()), _WRAPPED.sub(" ", text))
    dateline = _DATELINE.match(without)
    return without if dateline is None else " " * dateline.end() + without[dateline.end() :]


def _day(text: str) -> date | None:
    match = _DAY.search(text, 0, _DATELINE_REACH)
    if match is None or match.group(2).upper() not in MONTHS:
        return None
    try:
        return date(
            1900 + int(match.group(3)),
            MONTHS.index(match.group(2).upper()) + 1,
            int(match.group(1)),
        )
    except ValueError:
        return None


def sentence_of(dispatch: Dispatch, span: Span) -> str:
    """Return the words of a sentence on one line."""
    return " ".join(span.of(dispatch.text).split())
