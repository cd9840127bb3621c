"""Where paragraphs begin, and which of them are items of a list.

An item of a list stands for itself: day and place of the one before are not its own, and harm told
in it is no harm of what the one before told (CODEBOOK: fields carry over only "without doubt").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_BLANK = re.compile(r"\n[ \t]*\r?\n")
_ITEM = re.compile(
    r"^[ \t]*(?:[-\u2013\u2014*+\u00b7\u2022\u25aa\u25cf\u25e6\u2023\uf0b7]"
    r"|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]|\d{1,2}/(?:\d{1,2})?)[ \t]+\S",
    re.MULTILINE,
)
_FEWEST = 2
"""One numbered line is no list."""


class Paragraphs(NamedTuple):
    """Where the paragraphs of a text begin, and which of these begin an item of a list."""

    begins: tuple[int, ...]
    items: frozenset[int]

    def number(self, at: int) -> int:
        """Return the number of the paragraph at a code point, 0 before the first that begins."""
        return bisect_right(self.begins, at)

    def begun(self, at: int) -> int:
        """Return where the paragraph at a code point begins."""
        n = self.number(at)
        return self.begins[n - 1] if n else 0

    def is_item(self, at: int) -> bool:
        """Say whether a code point stands in an item of a list."""
        return self.begun(at) in self.items


def paragraphs(text: str) -> Paragraphs:
    """Return the paragraphs of a text: after blank lines, and item by item where it has a list."""
    items = frozenset(match.start() for match in _ITEM.finditer(text))
    if len(items) < _FEWEST:
        items = frozenset()
    blank = (match.start() for match in _BLANK.finditer(text))
    return Paragraphs(tuple(sorted({*blank, *items})), items)
