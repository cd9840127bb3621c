"""Partisan words: whom a source means by them, kept as labels and never turned into facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract.words import PhraseTable, cover, split_words
from trucewatch.model import LabelUse, Span

if TYPE_CHECKING:
    from trucewatch.model import LabelWord, Watch

UNSPECIFIED = "unspecified"
"""What labels.toml writes where a word says no more than "the other side"."""


class LabelTable:
    """The labels of a watch, ready for look-up."""

    __slots__ = ("_words",)

    def __init__(self, labels: tuple[LabelWord, ...]) -> None:
        rows: dict[str, list[LabelWord]] = {}
        for label in labels:
            rows.setdefault(label.text, []).append(label)
        self._words = PhraseTable({text: tuple(found) for text, found in rows.items()})

    @classmethod
    def from_watch(cls, watch: Watch | None) -> LabelTable:
        """Return the table of a watch; an empty one without a watch."""
        return cls(watch.labels if watch is not None else ())

    @property
    def starts(self) -> frozenset[str]:
        """The words with which a label begins."""
        return self._words.starts

    def find(
        self, text: str, span: Span | None = None, source: str | None = None
    ) -> tuple[LabelUse, ...]:
        """Return the partisan words that this source is known to use, in order.

        A row of labels.toml with `used_by` counts only in the mouth of those outlets; one
        without counts for anybody. Where the row says only "the other side", `refers_to` is null.
        """
        words = split_words(text, span)
        found = []
        for first, last, rows in self._words.find(words):
            label = _said_by(rows, source)
            if label is None:
                continue
            stretch = cover(words[first:last])
            refers_to = None if label.refers_to == UNSPECIFIED else label.refers_to
            found.append(LabelUse(text=stretch.of(text), span=stretch, refers_to=refers_to,
                                  neutral=label.neutral))  # fmt: skip
        return tuple(found)


def _said_by(rows: tuple[LabelWord, ...], source: str | None) -> LabelWord | None:
    named = (row for row in rows if source is not None and source in row.used_by)
    return next(named, None) or next((row for row in rows if not row.used_by), None)
