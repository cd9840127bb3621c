"""Quotations of several sentences, of which only one says whose words they are.

'"We have not fired. The claims are lies," the spokesman said.' Both sentences are his; and what
goes on in quotation marks behind "he said." is his as well (CODEBOOK, "Attribution").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extract.cues import find_cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trucewatch.extract.posts import Unit
    from trucewatch.extract.scene import Scene

_MARK = re.compile('["\u201c\u201d]')
_PARTING = re.compile(r"\n\s*\n")


class Quoted(NamedTuple):
    """The orders of the sentences in which a quotation opens and closes."""

    opens: int
    closes: int


def quotations(text: str, units: Sequence[Unit]) -> dict[int, Quoted]:
    """Return the quotation that each sentence is part of, where it runs over several ones.

    A quotation left open at the end of a paragraph is none: its mark may be a slip.
    """
    found: dict[int, Quoted] = {}
    opened: int | None = None
    for n, unit in enumerate(units):
        before = units[n - 1].span.end if n else unit.span.start
        apart = unit.line >= 0 or _PARTING.search(text, before, unit.span.start)
        if apart or (n and units[n - 1].passage != unit.passage):
            opened = None
        begun, opened = opened, _open_after(text, unit, opened, n)
        if begun is not None and opened != begun:
            found |= dict.fromkeys(range(begun, n + 1), Quoted(begun, n))
    return found


def is_mark(character: str) -> bool:
    """Say whether a character opens or closes a quotation."""
    return _MARK.fullmatch(character) is not None


def _open_after(text: str, unit: Unit, opened: int | None, n: int) -> int | None:
    """Return the sentence in which the quotation began that is open behind this one."""
    for mark in _MARK.finditer(text, *unit.span):
        straight = mark.group() == '"'
        opening = opened is None if straight else mark.group() == "\u201c"
        opened = n if opening else None
    return opened


def with_closing(
    scenes: Iterable[Scene], quoted: Mapping[int, Quoted]
) -> Iterator[tuple[Scene, Scene | None]]:
    """Yield each sentence with the one that closes its quotation, where that comes later."""
    held: list[Scene] = []
    for scene in scenes:
        if held and quoted[held[0].order].closes <= scene.order:
            closing = scene if quoted[held[0].order].closes == scene.order else None
            yield from ((one, closing) for one in held)
            held = []
        mine = quoted.get(scene.order)
        if mine is not None and mine.closes > scene.order:
            held.append(scene)
        else:
            yield scene, None
    yield from ((one, None) for one in held)


def goes_on(scene: Scene, before: Scene | None, quoted: Mapping[int, Quoted]) -> bool:
    """Say whether a sentence without a source goes on with the words of the last one named."""
    if before is None or before.paragraph != scene.paragraph or not find_cues(before):
        return False
    if scene.order in quoted:
        return quoted[scene.order].opens == before.order
    return (
        _is_quotation(scene)
        and scene.order - before.order == 1
        and bool(_MARK.search(before.words(before.told)))
    )


def _is_quotation(scene: Scene) -> bool:
    """Say whether a sentence opens with a quotation that is most of it: no name in scare quotes."""
    start, end = scene.sentence.start, scene.sentence.end
    if _MARK.match(scene.text, start) is None:
        return False
    closing = _MARK.search(scene.text, start + 1, end)
    return closing is None or 2 * (closing.start() - start) > end - start
