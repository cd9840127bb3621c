"""What a worker returns for formats other than web pages: parts with text, places and dates.

A *container* (feed, chat, table, mailbox, archive) holds many parts; every part becomes an item
of its own, whose id is the sha256 of its own bytes. A document format (DOCX, PDF) is one part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol, runtime_checkable

from msgspec import Struct

from trucewatch.intake.blocks import INVISIBLE, Unit
from trucewatch.intake.features import table
from trucewatch.intake.markup import Mapper, Scan, scan
from trucewatch.intake.metadata import Dated, imprint_dates, stated_date, unreadable_date
from trucewatch.intake.passages import Pseudonyms, Remark, proven, split
from trucewatch.intake.readers import Draft, Hints, capped, spans_of
from trucewatch.intake.thread import Labelled, label
from trucewatch.intake.xmltext import Chars
from trucewatch.model import Entry, Issue, Span

MAX_PARTS: Final = 50_000
"""Parts of one container; the rest is an issue."""
MAX_UNPACKED: Final = 64 * 1024 * 1024
"""Bytes that a compressed format may unpack to."""
_SURE: Final = 0.99


class Block(Struct, frozen=True, array_like=True):
    """A paragraph of a part's text: `[start, end)`, the blank lines before it, and its state.

    `state` is a state of `thread.py`; empty where the format leaves article or thread open, and
    `person` for what a person wrote in a chat: a report where the user names the source and so
    vouches for it, a comment otherwise.
    """

    start: int
    end: int
    gap: int = 1
    state: str = ""


class Part(Struct, frozen=True, kw_only=True):
    """One item of a container, or the one item of a document format.

    `data` is empty where the part is the whole input (a DOCX file, a mail without its files).
    `blocks` is None where the bytes are a file of their own (an attachment, an archived page)
    that is read like any other. `origins` as in `trucewatch.model.Item`, over the characters of
    `data`. `dates` are (as stated, where), best first. `note` says where in the container the
    part stood and who forwarded it, for the chain of custody. `article` is false where the format
    holds no article to be missed (a table's row, a comment export). `entry` says which of
    its words are the value of which column, `remarks` what is known of each comment.
    """

    data: bytes
    name: str
    media_type: str
    text: str = ""
    blocks: tuple[Block, ...] | None = None
    origins: tuple[tuple[int, int, int], ...] = ()
    title: str | None = None
    url: str | None = None
    language: str | None = None
    dates: tuple[tuple[str, str], ...] = ()
    captured_at: str | None = None
    note: str = ""
    article: bool = True
    issues: tuple[Issue, ...] = ()
    entry: Entry | None = None
    remarks: tuple[Remark, ...] = ()


class Unpacked(Struct, frozen=True, kw_only=True):
    """All that a worker found in an input: its parts in order, and what it could not read."""

    media_type: str
    parts: tuple[Part, ...]
    issues: tuple[Issue, ...] = ()


class Writer:
    """The text of one part as it grows, paragraph by paragraph, with its places."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.origins: list[tuple[int, int, int]] = []
        self._parts: list[str] = []
        self._size = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def add(
        self,
        paragraph: str,
        state: str = "",
        *,
        runs: Iterable[tuple[int, int, int]] = (),
        blank: int = 1,
    ) -> Span | None:
        """Append a paragraph after `blank` blank lines; `runs` count from its own start.

        Returns where it stands, None for one that shows nothing.
        """
        if not paragraph.strip(" \t\r\n" + INVISIBLE):
            return None
        between = "\n" * (blank + 1) if self._parts else ""
        start = self._size + len(between)
        self._parts.append(between + paragraph)
        self._size = start + len(paragraph)
        self.origins += [(start + at, place, size) for at, place, size in runs]
        self.blocks.append(Block(start, self._size, blank if start else 0, state))
        return Span(start, self._size)

    def html(self, content: Chars, state: str, *, blank: int = 1) -> None:
        """Append the visible paragraphs of markup whose characters have places of their own.

        `blank` is the number of blank lines before the first of them.
        """
        found = scan(content.text)
        placed = Scan(found.seen, content.through(found.places), found.paragraphs, found.depth)
        mapper = Mapper(placed)
        for paragraph in found.paragraphs:
            before = len(self.blocks)
            self.add(paragraph, state, runs=mapper.origins(paragraph, 0), blank=blank)
            blank = 1 if len(self.blocks) > before else blank

    def plain(self, content: Chars, state: str) -> None:
        """Append characters as they stand, each line that shows something a paragraph."""
        at = 0
        for line in content.text.splitlines(keepends=True):
            words = line.strip()
            start = at + line.find(words)
            at += len(line)
            self.add(words, state, runs=content.runs(start, start + len(words)))


def visible(content: Chars) -> str:
    """Return the words of markup on one line."""
    return " ".join(scan(content.text).paragraphs)


def partial(message: str) -> Issue:
    """Return the issue for what could not be read."""
    return Issue(code="text_partial", message=message)


def limited(parts: Iterable[Part], noun: str) -> tuple[tuple[Part, ...], list[Issue]]:
    """Take at most `MAX_PARTS` parts, with an issue where there are more."""
    kept: list[Part] = []
    for part in parts:
        if len(kept) == MAX_PARTS:
            return tuple(kept), [
                partial(
                    f"there are more than {MAX_PARTS:,} {noun}; only the first {MAX_PARTS:,} were "
                    f"read: split the file and add the parts"
                )
            ]
        kept.append(part)
    return tuple(kept), []


def draft_of(part: Part, *, vouched: bool = False) -> Draft:
    """Return the draft of a part whose text is known; `vouched` says that its source is named."""
    text = part.text
    person = "body" if vouched else "comment"
    found = [
        Unit(
            block.start,
            block.end,
            text[block.start : block.end],
            block.gap,
            (person if block.state == "person" else block.state,) if block.state else (),
        )
        for block in part.blocks or ()
    ]
    kept, rest, more = capped(found, table().limits["units"])
    parts = split(text, kept, _labelled(kept), Pseudonyms())
    passages = (*proven(parts.passages, part.remarks), *rest)
    issues = [*part.issues, *parts.issues, *more]
    dates: list[Dated] = []
    for stated, where in part.dates:
        if value := stated_date(stated):
            dates.append(Dated(value, where))
        else:
            issues.append(unreadable_date(stated, where))
    if part.article:
        dates += imprint_dates(text, spans_of(passages, "boilerplate")[:6])
    return Draft(
        text=text,
        media_type=part.media_type,
        passages=passages,
        leads=tuple(parts.leads),
        issues=tuple(issues),
        title=part.title,
        language=part.language,
        url=part.url,
        dates=tuple(dates),
        origins=part.origins,
        article=part.article,
        entry=part.entry,
    )


def _labelled(units: Sequence[Unit]) -> Labelled:
    """Take the states that the format states; tell article from thread where it is silent."""
    if all(len(unit.allowed) == 1 for unit in units):
        return Labelled(tuple(unit.allowed[0] for unit in units), (_SURE,) * len(units))
    # Running heads, quoted lines and table rows stand between paragraphs that go on after them.
    at = [index for index, unit in enumerate(units) if unit.allowed != ("meta",)]
    found = label([units[index] for index in at])
    states, confidence = ["meta"] * len(units), [_SURE] * len(units)
    for index, state, sure in zip(at, found.states, found.confidence, strict=True):
        states[index], confidence[index] = state, sure
    doubtful = None if found.doubtful is None else at[found.doubtful]
    return Labelled(tuple(states), tuple(confidence), doubtful)


@runtime_checkable
class Container(Protocol):
    """Reads a format that holds several items, or one whose parser runs in the worker.

    Entry points of group `trucewatch.intake` may name objects of this kind too.
    """

    @property
    def name(self) -> str:
        """Short name for messages ("feed")."""

    def sniff(self, data: bytes, name: str) -> float:
        """As `Reader.sniff`."""

    def unpack(self, data: bytes, hints: Hints) -> Unpacked:
        """Return the parts.

        Raises:
            IntakeError: nothing can be read from these bytes at all.
        """
