"""What comes in: items, their passages, leads, and issues."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from trucewatch.model.spans import Span
from trucewatch.model.vocabulary import FlagKind, PassageKind

EntryLayout = Literal["violations", "patrol", "sighting"]


class Custody(Struct, frozen=True, kw_only=True):
    """One step in the keeping of an item: who did what to it, when (ISO 8601, UTC)."""

    at: str
    action: str
    note: str = ""


class Item(Struct, frozen=True, kw_only=True):
    """One report as it was received.

    `id` is `sha256:` and the hash of the original bytes. `text` is the decoded file unchanged for
    text formats, the extracted text otherwise; all spans count its code points. `published_at` is
    an ISO 8601 date, or date and time with offset; `origins` maps text to the stored original
    for formats whose text is extracted: (start in text, start in the original's characters,
    length), empty for text formats where both are the same.
    """

    id: str
    text: str
    media_type: str
    source: str | None = None
    url: str | None = None
    published_at: str | None = None
    captured_at: str | None = None
    language: str | None = None
    title: str | None = None
    custody: tuple[Custody, ...] = ()
    origins: tuple[tuple[int, int, int], ...] = ()


class Flag(Struct, frozen=True, kw_only=True):
    """Why a reader's comment is collapsed: what was found in it, where, by which rule."""

    kind: FlagKind
    span: Span
    rule: str


class Passage(Struct, frozen=True, kw_only=True):
    """A stretch of an item's text of one kind; commenters appear under pseudonyms only.

    `flags` are what a comment is collapsed for; other passages have none. `at` is when a comment
    was written (ISO 8601) and `reply_to` the number of the passage in which the comment begins
    that it answers: both only where the page or the export says so.
    """

    kind: PassageKind
    start: int
    end: int
    author_label: str | None = None
    confidence: float = 1.0
    flags: tuple[Flag, ...] = ()
    at: str | None = None
    reply_to: int | None = None

    @property
    def span(self) -> Span:
        """The passage as a span of the item's text."""
        return Span(self.start, self.end)


class Issue(Struct, frozen=True, kw_only=True):
    """Something in the data that a person should know: never an exception, never dropped.

    `code` is one of `trucewatch.model.issues.CODES`; `message` says what to do about it.
    """

    code: str
    message: str
    span: Span | None = None
    item: str | None = None


class Lead(Struct, frozen=True, kw_only=True):
    """A document quoted inside a comment: worth finding, never evidence (DESIGN section 4)."""

    span: Span
    title: str | None = None
    cue_text: str | None = None
    cue_span: Span | None = None
    chain: tuple[str, ...] = ()
    note: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """What intake knows of a text that is no prose: a table's row, the answers of a form.

    `cells` are the values by column, each the span of its words in the item's text; columns that
    say nothing ("n/k") are left out. docs/intake.md lists the columns of each layout.
    """

    layout: EntryLayout
    cells: dict[str, Span]


class Document(Struct, frozen=True, kw_only=True):
    """What intake makes of one input: the item, its passages in order, leads and issues.

    A document with an `entry` is read by its columns, never as prose.
    """

    item: Item
    passages: tuple[Passage, ...]
    leads: tuple[Lead, ...] = ()
    issues: tuple[Issue, ...] = ()
    entry: Entry | None = None
