"""Expressions of time as they are printed: what they look like, not yet when they are.

One scan finds the atoms (a date, a weekday, a clock time, a part of the day, "two days ago");
`trucewatch.extract.times` joins neighbours ("Sunday at about 18:30") and works out the dates.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from trucewatch.extract.tables import load_data
from trucewatch.extract.words import split_words
from trucewatch.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FLAGS = re.IGNORECASE | re.VERBOSE
_NAME = re.compile(r"<<(\w+)>>")
CONCLUDED = frozenset(load_data("times.toml")["clauses"]["concluded"])
"""Verbs of making an agreement: their time and place are not those of what it brings about."""
AtomType = Literal["date", "clock", "part", "period", "anchor"]


class Atom(NamedTuple):
    """One expression: its type, the name of the rule that reads it, and the match itself."""

    start: int
    end: int
    type: AtomType
    rule: str
    match: re.Match[str]


class Shape(NamedTuple):
    """A pattern of an atom: its type and rule, and the hints without which it cannot match."""

    type: AtomType
    rule: str
    pattern: re.Pattern[str]
    needs: frozenset[str]


class Shapes(NamedTuple):
    """All patterns, and the words that say which of them to try."""

    rows: tuple[Shape, ...]
    hints: dict[str, frozenset[str]]


@cache
def patterns() -> Shapes:
    """Return the patterns of all atoms; the longer of two at one place wins.

    Source: data/time_patterns.toml, its <<NAMES>> filled in from data/times.toml.
    """
    words = load_data("times.toml")
    names = {
        "MONTH": _either((*words["months"], *words["month_abbreviations"])),
        "WEEKDAY": _either(words["weekdays"]),
        "SHORT": _either(words["weekday_abbreviations"]),
        "NUMBER": _either(words["small_numbers"]),
        "PART": _either(words["parts"]),
        "BARE": _either(words["bare_parts"]["words"]),
        "ZONE": _either(words["zones"]),
        "ANCHOR": _either(words["anchors"]["nouns"]),
    }
    data = load_data("time_patterns.toml")
    names |= {name: _filled(block, names) for name, block in data["blocks"].items()}
    types = {kind: kind for kind in get_args(AtomType)}
    rows = tuple(
        Shape(
            types[row["type"]],
            row["rule"],
            re.compile(_filled(row["regex"], names), _FLAGS),
            frozenset(row["needs"]),
        )
        for row in data["pattern"]
    )
    more = {
        "month": (*words["months"], *words["month_abbreviations"]),
        "weekday": (*words["weekdays"], *words["weekday_abbreviations"],
                    *(f"{day}s" for day in words["weekdays"])),
        "part": tuple(part.split(" ")[-1] for part in words["parts"]),
    }  # fmt: skip
    hints = {name: frozenset((*row, *more.get(name, ()))) for name, row in data["hints"].items()}
    return Shapes(rows, hints)


def _filled(regex: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: names[match[1]], regex)


def _either(words: Iterable[str]) -> str:
    """Return words as alternatives, longest first; blanks and hyphens stand for each other."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.sub(r"\\[ -]", r"[\\s-]+", re.escape(word)) for word in longest)


def is_hint(key: str) -> bool:
    """Say whether a folded word is one of those without which there is no expression of time."""
    return key[:1].isdecimal() or any(key in known for known in patterns().hints.values())


@lru_cache(maxsize=8)  # the readers of times and of figures ask for the same sentence in turn
def find_atoms(text: str, span: Span | None = None) -> tuple[Atom, ...]:
    """Return the expressions of time in a stretch of text in order, none overlapping."""
    begin, stop = span if span is not None else (0, len(text))
    begin, stop = max(0, begin), min(stop, len(text))
    shapes = patterns()
    words = {word.key for word in split_words(text, Span(begin, stop))}
    hints = {name for name, known in shapes.hints.items() if not known.isdisjoint(words)}
    if any(word[:1].isdecimal() for word in words):
        hints.add("digit")
    found: list[Atom] = []
    for shape in shapes.rows:
        if not shape.needs <= hints:
            continue
        for match in shape.pattern.finditer(text, begin, stop):
            start, end = _extent(match)
            if end > start and _allowed(text, shape.rule, match):
                found.append(Atom(start, end, shape.type, shape.rule, match))
    # The sort is stable: of two alike the pattern that stands first in the file wins.
    found.sort(key=lambda atom: (atom.start, -atom.end))
    kept: list[Atom] = []
    for atom in found:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return tuple(kept)


def _extent(match: re.Match[str]) -> tuple[int, int]:
    """Return the atom's own extent; patterns that need a word before it name the rest `words`."""
    if "words" in match.re.groupindex:
        return match.span("words")
    return match.span()


def _allowed(text: str, rule: str, match: re.Match[str]) -> bool:
    data = load_data("times.toml")
    if rule in {"month", "part_of_month", "day_month", "month_day"}:
        return _is_month(text, rule, match)
    if rule == "weekday":
        after = text[match.end() : match.end() + 16].split()
        before = text[max(0, match.start() - 12) : match.start()].split()
        named = match["weekday"][0].isupper()
        return (
            named
            and not (after and after[0].lower().strip(".,;:!?)") in data["not_a_day"]["after"]
                     and after[0][0].isupper())
            and not (before and before[-1].lower() in data["not_a_day"]["before"])
        )  # fmt: skip
    if rule == "year":
        return _is_year(text, match)
    if rule == "clock":
        # "2.15" is a number unless something else says that it is a time.
        return match["sep"] == ":" or bool(match["half"] or match["hours"] or match["zone"])
    return rule != "past" or match["n"] is not None or match["unit"].lower() != "minute"


def _is_month(text: str, rule: str, match: re.Match[str]) -> bool:
    """Tell "March" from the march, "May" from may, "Sept." from a stray word."""
    word = match["month"]
    bare = word.rstrip(".").lower()
    if rule in {"day_month", "month_day"}:
        # "may 5" in lower case is rather the verb; "5 may" is a date only with a capital.
        return not (word.islower() and bare in {"may", "march", "mar", "sep", "dec", "jan", "jun"})
    if not word[0].isupper():
        return False
    if rule == "month" and bare in load_data("times.toml")["month_abbreviations"]:
        return match["year"] is not None
    if bare not in {"may", "march", "august"}:
        return True
    if word.isupper() and match["year"] is None:
        return False
    led = re.search(
        r"\b(?:in|since|until|till|by|of|from|to|between|and|early|late|mid|last|next|this|before|after"
        r"|during|throughout)[\s-]+$",
        text[max(0, match.start("month") - 12) : match.start("month")],
        re.IGNORECASE,
    )
    return led is not None or match["year"] is not None


def _is_year(text: str, match: re.Match[str]) -> bool:
    """A bare year needs a word before it that asks for one ("in 2018", "September 2018")."""
    before = text[max(0, match.start() - 14) : match.start()]
    return bool(
        re.search(
            r"\b(?:in|since|until|till|by|of|from|to|during|between|and|early|late|mid|before|after|"
            r"spring|summer|autumn|winter|year)[\s-]+$",
            before,
            re.IGNORECASE,
        )
    ) and not re.match(r"\s+(?:[a-z]+\s+)?(?:people|persons|soldiers|fighters|shells|rounds|houses"
                       r"|families|metres|meters|troops|violations|civilians|men|explosions)\b",
                       text[match.end() : match.end() + 30])  # fmt: skip


def time_like(text: str, span: Span | None = None) -> Sequence[Span]:
    """Return the spans of everything that is an expression of time, so that no count is read."""
    return [Span(atom.start, atom.end) for atom in find_atoms(text, span)]
