"""A linear pass over HTML source: visible characters with their places, and the tag depth.

It trusts nothing: every step moves forward, so hostile nesting costs what plain text costs.
"""

from __future__ import annotations

import html
import re
import tomllib
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from trucewatch.intake.blocks import INVISIBLE

_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_HEAD_TITLE = re.compile(
    r"<title\b[^<>]{0,300}>([^<]{1,2000})</title|"
    r"<meta\b[^<>]{0,600}?\bcontent\s*=\s*(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})')",
    re.IGNORECASE,
)
_HEAD: Final = 400_000
"""Characters in which a page's head is looked for."""
_TELLING: Final = 12
"""Characters of words that hardly stand twice by chance."""
_REACH: Final = 20_000
"""Visible characters in which the next words of a paragraph are looked for."""
_NEAR: Final = 40
"""The same for words that are too short to tell."""
_SEEN = re.compile(rf"[^\s{re.escape(INVISIBLE)}]+")


@cache
def tables() -> dict[str, Any]:
    """Load `markup.toml` once."""
    return tomllib.loads(
        files("trucewatch.intake").joinpath("markup.toml").read_text(encoding="utf-8")
    )


@dataclass(frozen=True, slots=True)
class Scan:
    """What the linear pass found.

    `seen` holds all visible characters but white space, in order; `places[i]` is where `seen[i]`
    stands in the source. `paragraphs` is the text as blocks, for pages that nothing else can
    read. `depth` is the deepest nesting of elements.
    """

    seen: str
    places: array[int]
    paragraphs: tuple[str, ...]
    depth: int


class _Scanner:
    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: list[str] = []
        self._places = array("q")
        self._paragraphs: list[str] = []
        self._line: list[str] = []
        text = tables()["text"]
        self._silent = frozenset(text["silent"])
        self._blocks = frozenset(text["blocks"])
        self._void = frozenset(text["void"])
        self._depth = self._deepest = 0

    def run(self) -> Scan:
        source, at, size = self._source, 0, len(self._source)
        while at < size:
            tag = source.find("<", at)
            if tag < 0:
                tag = size
            if tag > at:
                self._text(at, tag)
            at = self._tag(tag) if tag < size else size
        self._break()
        return Scan("".join(self._seen), self._places, tuple(self._paragraphs), self._deepest)

    def _tag(self, at: int) -> int:
        """Handle the markup at `at` and return where it ends."""
        source, size = self._source, len(self._source)
        if source.startswith("<!--", at):
            end = source.find("-->", at + 4)
            return size if end < 0 else end + 3
        name = _TAG_NAME.match(source, at)
        if name is None:
            if source.startswith(("<!", "<?", "</"), at):
                end = source.find(">", at)
                return size if end < 0 else end + 1
            self._text(at, at + 1)
            return at + 1
        end = source.find(">", name.end())
        end = size if end < 0 else end + 1
        tag = name.group(1).lower()
        closing = source.startswith("</", at)
        if tag in self._blocks:
            self._break()
        if closing:
            self._depth = max(0, self._depth - 1)
        elif tag in self._silent and not source.startswith("/>", end - 2):
            return self._skip(tag, end)
        elif tag not in self._void and not source.startswith("/>", end - 2):
            self._depth += 1
            self._deepest = max(self._deepest, self._depth)
        return end

    def _skip(self, tag: str, at: int) -> int:
        close = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(self._source, at)
        if close is None:
            # Never closed: a head ends with the body, anything else hides the rest.
            return at if tag in {"head", "select", "button"} else len(self._source)
        return close.end()

    def _text(self, start: int, end: int) -> None:
        raw = self._source[start:end]
        at = 0
        for match in _ENTITY.finditer(raw):
            self._plain(raw[at : match.start()], start + at)
            value = html.unescape(match.group())
            self._line.append(value)
            for char in _SEEN.findall(value):
                self._seen.append(char)
                self._places.extend([start + match.start()] * len(char))
            at = match.end()
        self._plain(raw[at:], start + at)

    def _plain(self, raw: str, start: int) -> None:
        self._line.append(raw)
        for match in _SEEN.finditer(raw):
            self._seen.append(match.group())
            self._places.extend(range(start + match.start(), start + match.end()))

    def _break(self) -> None:
        words = " ".join("".join(self._line).split())
        self._line.clear()
        if words:
            self._paragraphs.append(words)


def scan(source: str) -> Scan:
    """Return the visible text of HTML source with its places and the depth of its tags."""
    return _Scanner(source).run()


class Mapper:
    """Finds extracted paragraphs in the source again."""

    def __init__(self, scanned: Scan) -> None:
        self._scan = scanned
        self._cursor = 0

    def origins(self, paragraph: str, start: int) -> list[tuple[int, int, int]]:
        """Return `(start in text, start in source, length)` runs for a paragraph.

        `start` is where the paragraph begins in the item's text. Words that the extractor left
        out in the middle of a paragraph break its run; what stands nowhere has none.
        """
        offsets = [match.span() for match in _SEEN.finditer(paragraph)]
        words = [paragraph[left:right] for left, right in offsets]
        if not words:
            return []
        needle = "".join(words)
        at = self._scan.seen.find(needle, self._cursor)
        if at < 0:
            at = self._scan.seen.find(needle)
        if at >= 0:
            self._cursor = at + len(needle)
            return self._runs(offsets, at, start)
        runs: list[tuple[int, int, int]] = []
        index = 0
        while index < len(words):
            at, upto = self._piece(words, index)
            if at >= 0:
                runs += self._runs(offsets[index:upto], at, start)
            index = upto
        return runs

    def _piece(self, words: list[str], index: int) -> tuple[int, int]:
        """Return where the longest run of words from `index` on stands, and the word after it.

        -1 and the next word where it stands nowhere near: single signs ("|") stand everywhere.
        """
        seen, upto, needle = self._scan.seen, index, ""
        while upto < len(words) and len(needle) < _TELLING:
            needle += words[upto]
            upto += 1
        at = seen.find(needle, self._cursor, self._cursor + _REACH)
        if at < 0:
            needle, upto = words[index], index + 1
            at = seen.find(needle, self._cursor, self._cursor + len(needle) + _NEAR)
        if at < 0:
            return -1, index + 1
        end = at + len(needle)
        while upto < len(words) and seen.startswith(words[upto], end):
            end += len(words[upto])
            upto += 1
        self._cursor = end
        return at, upto

    def _runs(
        self, offsets: Iterable[tuple[int, int]], at: int, start: int
    ) -> list[tuple[int, int, int]]:
        """Return the runs of words that stand one after the other from `at` on."""
        runs: list[tuple[int, int, int]] = []
        for left, right in offsets:
            for position in range(left, right):
                source = self._scan.places[at]
                at += 1
                if runs:
                    text_at, source_at, length = runs[-1]
                    if text_at + length == start + position and source_at + length == source:
                        runs[-1] = (text_at, source_at, length + 1)
                        continue
                runs.append((start + position, source, 1))
        return runs


def title_origins(source: str, title: str) -> list[tuple[int, int, int]]:
    """Return runs, as `Mapper.origins`, of a title that only the page's head states."""
    for match in _HEAD_TITLE.finditer(source, 0, _HEAD):
        found = scan(match[match.lastindex or 0])
        before = match.start(match.lastindex or 0)
        moved = array("q", (before + place for place in found.places))
        runs = Mapper(Scan(found.seen, moved, found.paragraphs, found.depth)).origins(title, 0)
        if sum(length for _, _, length in runs) == sum(map(len, _SEEN.findall(title))):
            return runs
    return []


def source_offset(origins: tuple[tuple[int, int, int], ...], position: int) -> int | None:
    """Return where the character at `position` of the text stands in the original, if known."""
    index = bisect_right(origins, position, key=lambda run: run[0]) - 1
    if index < 0:
        return None
    start, source, length = origins[index]
    return source + position - start if position < start + length else None
