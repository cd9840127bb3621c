"""The one protocol of a format reader, and the table of those that come with trucewatch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from trucewatch.intake.blocks import Unit
from trucewatch.intake.metadata import Dated
from trucewatch.model import Entry, Issue, Lead, Passage, Span


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known about an input beside its bytes."""

    name: str
    language: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of the bytes: text with passages, and what the page says of itself.

    `dates` are publication dates that the format states, best first. `origins` as in
    `trucewatch.model.Item`. `article` is false where the format holds no article that could be
    missed, nor words whose day depends on a publication date (a table's row).
    `entry` as in `trucewatch.model.Document`.
    """

    text: str
    media_type: str
    passages: tuple[Passage, ...]
    leads: tuple[Lead, ...] = ()
    issues: tuple[Issue, ...] = ()
    title: str | None = None
    language: str | None = None
    url: str | None = None
    dates: tuple[Dated, ...] = ()
    origins: tuple[tuple[int, int, int], ...] = ()
    article: bool = True
    entry: Entry | None = None


class Reader(Protocol):
    """Reads one format. Entry points of group `trucewatch.intake` name objects of this kind."""

    @property
    def name(self) -> str:
        """Short name for messages ("html")."""

    def sniff(self, data: bytes, name: str) -> float:
        """Return how likely the bytes are of this format, 0..1; the file name is a hint only."""

    def read(self, data: bytes, hints: Hints) -> Draft:
        """Return the draft.

        Raises:
            IntakeError: nothing can be read from these bytes at all.
        """


def spans_of(passages: Sequence[Passage], kind: str) -> list[Span]:
    """Return the spans of all passages of one kind."""
    return [passage.span for passage in passages if passage.kind == kind]


LOOK_AT: Final = 4096
"""Bytes that a reader looks at to recognise its format."""


def head(data: bytes) -> str:
    """Return the first characters of `data` for sniffing, whatever its encoding."""
    first = data[:LOOK_AT]
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if first.startswith(mark):
            return first[2:].decode(encoding, errors="replace")
    return first.decode("utf-8", errors="replace").lstrip("\ufeff")


def capped(units: list[Unit], limit: int) -> tuple[list[Unit], list[Passage], list[Issue]]:
    """Keep the first `limit` units; the rest becomes one boilerplate passage and an issue."""
    if len(units) <= limit:
        return units, [], []
    rest = Span(units[limit].start, units[-1].end)
    return (
        units[:limit],
        [Passage(kind="boilerplate", start=rest.start, end=rest.end, confidence=0.0)],
        [
            Issue(
                code="text_partial",
                message=(
                    f"the text has {len(units):,} paragraphs; only the first {limit:,} were read: "
                    f"split the file and add the parts"
                ),
                span=rest,
            )
        ],
    )
