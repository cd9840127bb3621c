"""Finding the names of places in a text, and keeping other names out.

Two sources: names that the atlas knows (scanned for at once, then gated), and unknown names that a
cue makes places ("the town of X", "near X", "X district"). Persons, bodies, peoples, months and
governments spoken of by their capital are no places (`gates`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from trucewatch.model import Span
from trucewatch.places.atlas import Atlas
from trucewatch.places.fold import Token, fold_name, fold_tokens, without_clitic
from trucewatch.places.gates import (
    ARABIC,
    LATIN,
    bearing_before,
    could_be_place,
    foreign_cue,
    has_cue,
    organisation_noun,
    passes,
    person_like,
    strong_enough,
)
from trucewatch.places.lexicon import cues, noun_kinds
from trucewatch.places.scene import Found, Scene, head_of, made

_MAX_RUN = 5
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_CAPS_LINE = re.compile(r"(?:\A|\n)[^\S\n]*(?=[^\n]{2,60}\n)(?P<line>[^a-z\n]*[A-Z]{3}[^a-z\n]*)\n")
_LIST_GAP = re.compile(r"\s*(?:\(\d+\))?,?\s+and\s+|\s*(?:\(\d+\))?,\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a passage, the names of places in it, and the keys of its datelines."""

    tokens: tuple[Token, ...]
    names: tuple[Found, ...]
    datelines: tuple[str, ...]


def recognise(
    text: str, start: int, end: int, atlas: Atlas, *, governments: bool = False
) -> Reading:
    """Find the names of places in `text[start:end]`; spans count from the text's beginning.

    With `governments` also those of countries and capitals that stand for their governments.
    """
    scene = Scene(text, start, end, atlas)
    hits = [hit for hit in _scan(scene) if passes(scene, hit, governments=governments)]
    taken = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    unknown = _unknown(scene, hits, taken)
    names = sorted([*hits, *unknown], key=lambda name: name.first)
    within = [*scene.datelines, *_caps_lines(text, start, end)]
    apart = [any(a <= name.start < b for a, b in within) for name in names]
    body = [name for name, out in zip(names, apart, strict=True) if not out]
    lines = tuple(name.key for name, out in zip(names, apart, strict=True) if out and name.known)
    return Reading(tuple(scene.tokens), tuple(body), lines)


def given(text: str, start: int, end: int, atlas: Atlas, spans: Sequence[Span]) -> Reading:
    """Take the names of `text[start:end]` as given: whole words that the spans touch."""
    scene = Scene(text, start, end, atlas)
    names: list[Found] = []
    for span in sorted(spans, key=lambda one: one.start):
        inside = [
            index
            for index, token in enumerate(scene.tokens)
            if token.start < span.end and span.start < token.end
        ]
        folds = [scene.tokens[index].fold for index in inside if scene.tokens[index].fold]
        if folds and not (names and inside[0] <= names[-1].last):
            first = next(index for index in inside if scene.tokens[index].fold)
            short = cues().abbreviations.get(span.of(text).removesuffix("'s"))
            key = fold_name(short) if short else " ".join(folds)
            name = made(scene, first, inside[-1], key, known=True)
            names.append(replace(name, start=span.start, end=span.end))
    return Reading(tuple(scene.tokens), tuple(names), ())


def _caps_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return short lines in capitals that stand alone: by-lines and places of writing."""
    return [
        (start + match.start("line"), start + match.end("line"))
        for match in _CAPS_LINE.finditer(text[start:end])
        if "," in match["line"] and len(match["line"].split()) <= 6
    ]


def _scan(scene: Scene) -> list[Found]:
    found: dict[tuple[int, int], Found] = {}
    lines = [fold_tokens(scene.tokens)]
    if any(ARABIC.match(token.text) for token in scene.tokens):
        lines.append(fold_tokens(scene.tokens, clitics=True))
    owner: dict[int, tuple[int, int]] = {}  # token -> the hit that it lies in
    for folded in lines:
        for begin, stop, key in scene.atlas.scan(folded.line):
            first, last = folded.token_at(begin), folded.token_at(stop - 1)
            if not any(index in owner for index in range(first, last + 1)):
                found[first, last] = made(scene, first, last, key, known=True)
                owner |= dict.fromkeys(range(first, last + 1), (first, last))
    for first, last, key in (*_foreign(scene), *_short(scene)):
        within = {owner[index] for index in range(first, last + 1) if index in owner}
        if all(first <= a and b <= last and (a, b) != (first, last) for a, b in within):
            for at in within:  # "New York" is one name, also where a village is called York
                del found[at]
            found[first, last] = _dotted(scene, made(scene, first, last, key, known=True))
            owner |= dict.fromkeys(range(first, last + 1), (first, last))
    return [found[at] for at in sorted(found)]


def _dotted(scene: Scene, name: Found) -> Found:
    """Return a short form with the dot that ends it ("the U.K.")."""
    whole = scene.text[name.start : name.end + 1]
    return replace(name, end=name.end + 1) if whole in cues().abbreviations else name


def _foreign(scene: Scene) -> list[tuple[int, int, str]]:
    """Look up the names of the world pack: the longest at each word with a capital."""
    found: list[tuple[int, int, str]] = []
    index = 0
    while index < len(scene.tokens):
        best = 0
        words: list[str] = []
        for last in range(index, min(index + _MAX_RUN, len(scene.tokens))):
            token = scene.tokens[last]
            if (last > index and not token.joined) or (last == index and not _may_begin(token)):
                break
            if token.fold:
                words.append(token.fold)
                key = " ".join(words)
                for form in dict.fromkeys((key, without_clitic(key))):
                    if len(form) > 2 and scene.atlas.foreign(form):
                        best = last + 1
                        longest = form
                        break
        if best:
            found.append((index, best - 1, longest))
        index = max(best, index + 1)
    return found


def _short(scene: Scene) -> list[tuple[int, int, str]]:
    """Find the short forms of countries ("the U.K.", "the US")."""
    found = []
    window = (scene.tokens[0].start, scene.tokens[-1].end + 1) if scene.tokens else (0, 0)
    starts = {token.start: index for index, token in enumerate(scene.tokens)}
    ends = {token.end: index for index, token in enumerate(scene.tokens)}
    for match in _abbreviation().finditer(scene.text, *window):
        first = starts.get(match.start())
        last = ends.get(match.end(), ends.get(match.end() - 1))
        key = fold_name(cues().abbreviations[match.group()])
        if first is not None and last is not None and not scene.loud[first]:
            found.append((first, last, key))
    return found


@lru_cache(maxsize=1)
def _abbreviation() -> re.Pattern[str]:
    forms = sorted(cues().abbreviations, key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, forms))})(?![\w-])")


def _may_begin(token: Token) -> bool:
    return bool(token.fold) and token.capital and not token.text[0].isdigit()


def _unknown(scene: Scene, hits: Sequence[Found], taken: set[int]) -> list[Found]:
    found: list[Found] = []
    accepted = {hit.key for hit in hits}
    # A second round picks up names that the first one made places elsewhere in the passage.
    for _ in range(2):
        index = 0
        while index < len(scene.tokens):
            if index in taken or not scene.namelike(index) or not scene.tokens[index].fold:
                index += 1
                continue
            first, last = scene.run(index, index)
            last = min(last, first + _MAX_RUN)
            free = [i for i in range(first, last + 1) if i not in taken]
            if len(free) == last - first + 1:
                name = _unknown_name(scene, first, last, accepted, [*hits, *found])
                if name is not None:
                    found.append(name)
                    accepted.add(name.key)
                    taken.update(range(first, last + 1))
            index = max(index, last) + 1
    return found


_ENDS = frozenset(("from", "to", "over", "on", "past", "beyond"))
_AGAIN = _ENDS | {"of", "in", "at", "near", "into", "around", "outside", "towards", "through"}
_CLOSERS = frozenset(
    (
        "",
        "and",
        "on",
        "in",
        "with",
        "at",
        "after",
        "before",
        "from",
        "late",
        "early",
        "again",
        "by",
        "during",
        "overnight",
        "as",
        "but",
        "for",
        "where",
        "when",
        "while",
    )
)


def _unknown_name(
    scene: Scene, first: int, last: int, accepted: set[str], known: Sequence[Found]
) -> Found | None:
    words = [scene.lower[i] for i in range(first, last + 1) if scene.tokens[i].fold]
    if scene.loud[first] and not scene.tokens[first].text.isupper():
        return None  # a headline in title case: every word looks like a name
    if not LATIN.match(scene.tokens[first].text):
        return _unknown_cyrillic(scene, first, last)
    while last > first and scene.lower[last] in noun_kinds():
        last -= 1  # "Donetsk Oblast": the noun is read as one
        words.pop()
    key = " ".join(t.fold for t in scene.tokens[first : last + 1] if t.fold)
    name = made(scene, first, last, key, known=False)
    head = head_of(scene, name)
    firm = bool(name.kind) or bearing_before(scene, name)
    if not could_be_place(scene, words, head, (first, last), firm=firm):
        return None
    if scene.loud[first]:
        # Text in capitals: only a noun of place beside a name that something leads up to.
        return name if name.kind and _led_up_to(scene, head) else None
    given = (
        _by_noun_or_preposition(scene, name, words, head)
        or _by_movement(scene, name, head)
        or (scene.before(head) in _AGAIN and key in accepted)
        or (_beside_place(scene, head, known) and not person_like(scene, head, name.last))
    )
    return name if given else None


def _led_up_to(scene: Scene, head: int) -> bool:
    """Say whether an article, a preposition or "of" stands right before a name."""
    return _direct(scene, head) in {"the", "of", *cues().before.strong, *cues().before.weak}


def _direct(scene: Scene, head: int) -> str:
    """Return the lower-case word right before a token, "the" included."""
    return scene.lower[head - 1] if head > 0 and scene.tokens[head].joined else ""


def _by_noun_or_preposition(scene: Scene, name: Found, words: list[str], head: int) -> bool:
    """Say whether "town of X", "X district", "near X", "west of X" or "between X and" is read."""
    direct = _direct(scene, head)
    if name.kind and not organisation_noun(scene, head, name.last):
        return True
    if direct == "between" and scene.after(name.last) == "and":
        return True
    bearing = bearing_before(scene, name)
    strong = direct in cues().before.strong or bearing
    return strong and strong_enough(scene, words, head, name.last, bearing=bearing)


def _by_movement(scene: Scene, name: Found, head: int) -> bool:
    """Say whether a name is acted on ("entered X and") or is an end of movement or fire."""
    if person_like(scene, head, name.last):
        return False
    direct = _direct(scene, head)
    if direct in cues().before.acted_on:
        return scene.after(name.last) in _CLOSERS
    if direct == "for":
        near = scene.lower[max(0, head - _BOUND_REACH) : head]
        return not _BOUND.isdisjoint(near)
    return direct in _ENDS and scene.motion_near(head)


_BOUND = frozenset(("left", "leave", "leaving", "leaves", "departed", "headed", "bound"))
_BOUND_REACH = 6
"""Words before "for X" in which one of leaving stands ("left X for Y")."""


def _unknown_cyrillic(scene: Scene, first: int, last: int) -> Found | None:
    """Take a capitalised Cyrillic name after a place word if the atlas knows it in Latin."""
    before = scene.before(first)
    if not _CYRILLIC.match(scene.tokens[first].text) or not foreign_cue(before):
        return None
    key = " ".join(token.fold for token in scene.tokens[first : last + 1])
    name = made(scene, first, last, key, known=False)
    return name if scene.atlas.loose(key) else None


def _beside_place(scene: Scene, head: int, known: Sequence[Found]) -> bool:
    """Say whether a name follows places that a cue leads up to ("in Saraqib, X and Y")."""
    start = scene.tokens[head].start
    while other := next(
        (
            one
            for one in known
            if one.end <= start and _LIST_GAP.fullmatch(scene.text, one.end, start)
        ),
        None,
    ):
        if not other.known or has_cue(scene, other):
            return True
        start = other.start
    return False
