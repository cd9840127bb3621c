"""Changing a text without losing a span: cuts and replacements, and where every span goes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from trucewatch.model import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `text[start:end]` by `words` (empty: cut it out)."""

    start: int
    end: int
    words: str


class Edited:
    """A text after edits, with the map from old code points to new ones.

    Edits may come in any order; where two overlap, the one that starts first wins and takes the
    stretch of the other in (a masked name is never half shown).
    """

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        self.edits: list[Edit] = []
        for edit in sorted(edits, key=lambda row: (row.start, -row.end)):
            last = self.edits[-1] if self.edits else None
            if last and edit.start < last.end:
                self.edits[-1] = Edit(last.start, max(last.end, edit.end), last.words)
            elif edit.start < edit.end:
                self.edits.append(edit)
        self._starts = [row.start for row in self.edits]
        pieces, at, shift = [], 0, 0
        self._shifts = [0]
        for row in self.edits:
            pieces += [text[at : row.start], row.words]
            at = row.end
            shift += len(row.words) - (row.end - row.start)
            self._shifts.append(shift)
        self.text = "".join([*pieces, text[at:]])

    def _moved(self, point: int, *, as_end: bool) -> int:
        """Return where a border goes; inside an edit it goes to the edit's start or end."""
        number = bisect_right(self._starts, point - 1 if as_end else point)
        if number:
            row = self.edits[number - 1]
            if row.start <= point < row.end or (as_end and row.start < point <= row.end):
                start = row.start + self._shifts[number - 1]
                return start + len(row.words) if as_end else start
        return point + self._shifts[number]

    def moved(self, span: Span) -> Span:
        """Return where a span goes; one that touches a replacement takes it in whole."""
        start = self._moved(span.start, as_end=False)
        if span.start == span.end:
            return Span(start, start)
        return Span(start, max(start, self._moved(span.end, as_end=True)))


def remapped(value: Any, edited: Edited) -> Any:
    """Move every span inside a noun and read the words beside it anew.

    A field `span` belongs to `text`, a field `x_span` to `x_text`: their words stay exactly what
    the span covers.
    """
    if isinstance(value, Span):
        return edited.moved(value)
    if isinstance(value, msgspec.Struct):
        changes = {name: remapped(getattr(value, name), edited) for name in value.__struct_fields__}
        for name, span in list(changes.items()):
            if isinstance(span, Span) and name.endswith("span"):
                words = f"{name[: -len('span')]}text"
                if changes.get(words) is not None:
                    changes[words] = span.of(edited.text)
        return msgspec.structs.replace(value, **changes)
    if isinstance(value, tuple):
        return tuple(remapped(row, edited) for row in value)
    return value


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Return a noun with every string inside it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, msgspec.Struct):
        changes = {
            name: each_text(getattr(value, name), change) for name in value.__struct_fields__
        }
        return msgspec.structs.replace(value, **changes)
    if isinstance(value, tuple) and not isinstance(value, Span):
        return tuple(each_text(row, change) for row in value)
    return value
