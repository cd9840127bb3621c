"""Tallies: a party's or a monitor's count of breaches over a period, "none" included."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace as altered

from trucewatch.extract.forms import is_form
from trucewatch.extract.numbers import find_numbers
from trucewatch.extract.quantities import bounded
from trucewatch.extract.tables import load_data
from trucewatch.extract.words import cover, split_words
from trucewatch.model import Figure, Span, TallyReport, TimeRef
from trucewatch.model.vocabulary import TallyBasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.events import Event
    from trucewatch.extract.numbers import Number
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.triggers import Hit
    from trucewatch.extract.words import Word

COUNTED = frozenset({"violations", "munitions", "other"})
"""Kinds of figures that a tally may count."""
_SPOTS = frozenset({"sector", "axis"})
_THEN = r"[^.;()]*"
_AGAINST = re.compile(
    rf"\((?=[^()]*\b(?:day|week|month|period|yesterday|\d{{1,2}}(?:st|nd|rd|th)?\s+[A-Z][a-z]+|"
    rf"[A-Z][a-z]+day)\b)[^()]*\d[^()]*\)"
    rf"|\b(?i:(?:down|up)\s+from|compared\s+(?:with|to)|as\s+against|against|versus|from)\s+"
    rf"(?=\d|[a-z]+(?:-[a-z]+)?\s+(?:on|the|a|in)\b){_THEN}"
)
"""What a count is held against: in brackets with its period, or behind "down from"."""


def overheard(scene: Scene, hit: Hit) -> bool:
    """Say whether what is counted was heard or filmed at one spot or hour, and is no count.

    "The camera recorded 23 explosions 3 km to the east": the explosions are what happened, while
    "recorded 214 ceasefire violations" sums up a period.
    """
    if hit.frame.act != "tally" or hit.kind != "verb":
        return False
    kinds = {reading.figure.kind for reading in scene.figures}
    if "violations" in kinds or "munitions" not in kinds:
        return False
    spot = any(mention.place.relation in _SPOTS for mention in (*scene.places, *scene.sites))
    hour = any(time.ref.precision in ("minute", "hour") for time in scene.times)
    return spot or hour


@lru_cache(maxsize=1)
def _bases() -> tuple[tuple[tuple[str, ...], TallyBasis], ...]:
    rows = load_data("frames_patrol.toml")["tally"]
    pairs = [
        (tuple(phrase.split()), cast("TallyBasis", basis))
        for basis, phrases in rows.items()
        for phrase in phrases
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def tally_of(
    scene: Scene, figures: Sequence[Figure], period: TimeRef | None, reported_by: str | None
) -> TallyReport | None:
    """Return what a sentence counts; None if it gives no count (then it is no tally)."""
    counted = [f for f in figures if f.kind in COUNTED]
    if not counted:
        return None
    return TallyReport(
        count_basis=_basis(scene, counted[0]), reported_by=reported_by, period=period
    )


def _basis(scene: Scene, figure: Figure) -> TallyBasis:
    """Return the counting unit, by the words of the counted group (they are never converted)."""
    if figure.group is None:
        return "unspecified"
    tokens = [
        t
        for t in scene.tokens
        if t.start < figure.group.span.end and figure.group.span.start < t.end
    ]
    for words, basis in _bases():
        for n in range(len(tokens) - len(words) + 1):
            if all(is_form(tokens[n + k], word) for k, word in enumerate(words)):
                return basis
    return "unspecified"


def compared(event: Event) -> tuple[Event, ...]:
    """Return a count and, behind it, that of another period which it is held against.

    "16 violations (18 February: 24)", "93 breaches, down from 141 the day before": two counts.
    """
    scene = event.scene
    match = _AGAINST.search(scene.text, event.trigger.start, scene.sentence.end)
    if event.act != "tally" or match is None or event.modality != "asserted":
        return (event,)
    within = Span(*match.span())
    words = split_words(scene.text, within)
    numbers = [n for n in find_numbers(words) if n.low is not None and not _dates(scene, words, n)]
    counted = [f for f in event.figures if not within.overlaps(f.span)]
    if len(numbers) != 1 or not any(f.kind == "violations" for f in counted):
        return (event,)
    inside = [t.ref for t in scene.times if within.overlaps(t.ref.span)]
    outside = [t.ref for t in scene.times if not within.overlaps(t.ref.span) and not t.is_dateline]
    own = event.time
    if own is not None and within.overlaps(own.span):
        own = outside[0] if outside else None
    first = replace(event, figures=tuple(counted), time=own, tally=_of_period(event, own))
    then = inside[0] if inside else None
    second = replace(
        event,
        hit=replace(event.hit, span=_bare(scene, within)),
        figures=tuple(_breaches(scene, words, numbers[0])),
        time=then,
        tally=_of_period(event, then),
        weapons=(),
    )
    return first, second


def _bare(scene: Scene, span: Span) -> Span:
    """Return a stretch without the brackets around it."""
    return Span(span.start + 1, span.end - 1) if scene.text[span.start] == "(" else span


def _of_period(event: Event, period: TimeRef | None) -> TallyReport | None:
    return None if event.tally is None else altered(event.tally, period=period)


def _dates(scene: Scene, words: Sequence[Word], number: Number) -> bool:
    """Say whether a number belongs to a date ("18 February")."""
    span = cover(words[number.first : number.last])
    return any(span.overlaps(time.ref.span) for time in scene.times)


def times_counted(scene: Scene) -> tuple[Figure, ...]:
    """Return the figure of "violated 14 times", which counts breaches without naming them."""
    words = split_words(scene.text, scene.sentence.span)
    found = []
    for number in find_numbers(words):
        after = words[number.last] if number.last < len(words) else None
        if after is not None and after.key == "times" and not number.is_range:
            found += _breaches(scene, words, number)
    return tuple(found)


def counted_behind_colon(scene: Scene) -> tuple[Figure, ...]:
    """Return the figure of "Violations, all sectors: 17 reported", the first behind the colon."""
    words = split_words(scene.text, scene.sentence.span)
    for number in find_numbers(words):
        start = words[number.first].start
        if scene.text[scene.sentence.start : start].rstrip().endswith(":"):
            return tuple(_breaches(scene, words, number))
    return ()


def counted_alone(scene: Scene, hit: Hit) -> tuple[Figure, ...]:
    """Return the figure of "the Turkish party registered two", a number that names nothing."""
    words = split_words(scene.text, Span(hit.span.end, scene.sentence.end))
    for number in find_numbers(words)[:1]:
        start = words[number.first].start
        if not scene.text[hit.span.end : start].strip():
            return tuple(_breaches(scene, words, number))
    return ()


def counted_once(scene: Scene) -> tuple[Figure, ...]:
    """Return the figure of "the number of breaches rose to 41": the one number that is no date."""
    words = split_words(scene.text, scene.sentence.span)
    numbers = [n for n in find_numbers(words) if not _dates(scene, words, n)]
    return tuple(_breaches(scene, words, numbers[0])) if len(numbers) == 1 else ()


def _breaches(scene: Scene, words: Sequence[Word], number: Number) -> list[Figure]:
    first, (low, best, high, qualifier) = bounded(words, number)
    if low is None and best is None and high is None:
        return []
    span = cover(words[first : number.last])
    return [
        Figure(
            kind="violations", group=None, low=low, best=best, high=high, qualifier=qualifier,
            count_basis="unspecified", text=scene.words(span), span=span,
        )
    ]  # fmt: skip
