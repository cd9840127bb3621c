"""Parts of a count that a later sentence tells ("Nine of the dead were soldiers").

CODEBOOK, "Figures": parts of a whole carry `part_of`, also where the whole was told before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace as altered

from trucewatch.extract import tree
from trucewatch.extract.likeness import REACH
from trucewatch.extract.numbers import find_numbers
from trucewatch.extract.quantities import bounded, find_quantities
from trucewatch.extract.triggers import Hit
from trucewatch.extract.words import cover, split_words
from trucewatch.model import Figure, Group, Span
from trucewatch.model.vocabulary import FigureKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trucewatch.extract.events import Event
    from trucewatch.extract.frames import Frames
    from trucewatch.extract.scene import Scene

ROW: Final = "harm.part_of_told"
"""The row of sentences that do no more than take a count apart."""
_KINDS: Final[dict[str, FigureKind]] = {
    "dead": "killed", "killed": "killed", "slain": "killed", "fatalities": "killed",
    "wounded": "wounded", "injured": "wounded", "hurt": "wounded", "missing": "missing",
    "captured": "captured", "captives": "captured", "detained": "captured",
    "detainees": "captured", "arrested": "captured", "hostages": "captured",
    "prisoners": "captured", "displaced": "displaced", "released": "released", "freed": "released",
}  # fmt: skip
_OF_PEOPLE = frozenset({*_KINDS.values(), "persons", "other"})
_WORDS = "|".join((*_KINDS, "victims", "casualties"))
_OF_TOLD = rf"(?:the|those)\s+(?P<{{}}>{_WORDS})"
_COUNTED = re.compile(
    rf"\bof\s+(?:them|these|those(?=\s+(?:are|were))|{_OF_TOLD.format('whole')})\s+"
    r"(?:were|was|are|is)\b",
    re.IGNORECASE,
)
"""Behind a number: "nine of the dead were soldiers", "two of them are officers"."""
_AMONG = re.compile(rf"\b(?:were|was|are|is)\s+among\s+{_OF_TOLD.format('whole')}\b", re.IGNORECASE)
_OPENING = re.compile(
    rf"(?<!\w)among\s+{_OF_TOLD.format('whole')}\s+(?:were|was|are|is)\b", re.IGNORECASE
)


def may_part(text: str, span: Span) -> bool:
    """Say whether the words of a sentence may take apart a count told before."""
    return any(rule.search(text, span.start, span.end) for rule in (_COUNTED, _AMONG, _OPENING))


def parting(scene: Scene, frames: Frames) -> Hit | None:
    """Return the trigger of a sentence that takes apart a count told before, if it is one."""
    match = _match(scene)
    if match is None or not _parts(scene):
        return None
    span = Span(*match.span())
    token = tree.at(scene.sentence, span.start)
    return None if token is None else Hit(frames.by_id[ROW], "noun", token, span, {})


def _match(scene: Scene) -> re.Match[str] | None:
    span = scene.sentence.span
    found = (rule.search(scene.text, span.start, span.end) for rule in (_COUNTED, _AMONG, _OPENING))
    return next((match for match in found if match is not None), None)


def _parts(scene: Scene) -> tuple[Figure, ...]:
    """Return the parts that a sentence tells, their kind that of the words for the whole."""
    match = _match(scene)
    if match is None:
        return ()
    kind = _KINDS.get((match.group("whole") or "").lower(), "persons")
    sentence = scene.sentence.span
    if match.re is _COUNTED:
        return tuple(_number_before(scene, match.start(), kind))
    stretch = (
        Span(sentence.start, match.start())
        if match.re is _AMONG
        else Span(match.end(), sentence.end)
    )
    return tuple(
        Figure(
            kind=kind,
            group=_group(quantity.unit_text, quantity.unit_span),
            low=quantity.low, best=quantity.best, high=quantity.high,
            qualifier=quantity.qualifier, count_basis="person",
            text=quantity.text if not quantity.implicit else quantity.phrase.of(scene.text),
            span=quantity.span if not quantity.implicit else quantity.phrase,
        )
        for quantity in find_quantities(scene.text, stretch, implicit=True)
        if quantity.unit_class == "person"
    )  # fmt: skip


def _group(text: str | None, span: Span | None) -> Group | None:
    return None if text is None or span is None else Group(text=text, span=span, side=None)


def _number_before(scene: Scene, end: int, kind: FigureKind) -> Iterator[Figure]:
    """Yield the figure of the number that stands right before the words for the whole."""
    words = split_words(scene.text, scene.sentence.span)
    for number in find_numbers(words):
        if not 0 <= end - words[number.last - 1].end <= 1:
            continue
        first, (low, best, high, qualifier) = bounded(words, number)
        span = cover(words[first : number.last])
        yield Figure(
            kind=kind, group=None, low=low, best=best, high=high, qualifier=qualifier,
            count_basis="person", text=scene.words(span), span=span,
        )  # fmt: skip


def with_parts(kept: Sequence[Event], event: Event) -> tuple[int, Event] | None:
    """Return the happening whose count a sentence takes apart, its index first; None without one.

    The whole is the last count of that kind, at least as large as the part.
    """
    parts = _parts(event.scene)
    for n in reversed(range(len(kept))):
        other = kept[n]
        if event.scene.order - other.told_until > REACH or other.scene.headline:
            continue
        if other.scene.item_apart(event.scene) or other.scene is event.scene:
            continue
        told = [
            k
            for k, figure in enumerate(other.figures)
            if figure.part_of is None and all(_within(part, figure) for part in parts)
        ]
        if told:
            whole = told[-1]
            kind = other.figures[whole].kind
            added = tuple(altered(part, kind=kind, part_of=whole) for part in parts)
            return n, replace(
                other,
                figures=(*other.figures, *added),
                latest=max(other.told_until, event.scene.order),
            )
    return None


def _within(part: Figure, whole: Figure) -> bool:
    """Say whether a number may be a part of a count: the same kind, and no more than that."""
    if whole.kind not in _OF_PEOPLE or (part.kind not in ("persons", whole.kind)):
        return False
    if whole.kind == "other" and whole.count_basis != "person":
        return False
    least = part.best if part.best is not None else part.low
    return whole.best != 0 and (whole.high is None or least is None or least <= whole.high)
