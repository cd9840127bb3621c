"""The words before and after a name that make a place expression, compiled from the cue lists."""

# ruff: noqa: E501, RUF001 - a pattern reads best on one line; letters and marks are its subject

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from trucewatch.places.lexicon import cues

NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "half a": 0.5,
}  # fmt: skip
VAGUE = ("a few", "several", "a couple of", "some few")

# What may stand between a place and what it lies in: "X village, Y", "X (10 km off) in Y",
# "X, the capital of Y".
_INTO = (
    r"(?:\s+{noun})?\s*,?\s*(?:\([^()]{{0,40}}\))?\s*"
    r"(?:(?:in|inside|within|в|во|у|في)\s+(?:the\s+)?)?\Z"
    r"|\s*,\s+(?:the|an?)\s+(?:[\w-]+\s+){{1,3}}(?:of|in)\s+(?:the\s+)?\Z"
)
# White space within a phrase: it may wrap one line end, never an empty line.
_GAP = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"


def _words(options: Sequence[str]) -> str:
    ordered = sorted(options, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ordered) + ")"


@lru_cache(maxsize=1)
def patterns() -> dict[str, re.Pattern[str]]:
    """Compile the grammar of the words before and after a name from the cue lists."""
    table = cues()
    nouns = _words(
        [
            noun
            for kind in ("locality", "camp", "site", "county", "region")
            for noun in table.nouns[kind]
        ]
    )
    bearing = _words([*table.bearings, *(b.replace("-", " ") for b in table.bearings)])
    point = _words([*table.bearings, *(b.replace("-", " ") for b in table.bearings), *table.points])
    adverbs = _words(("just", "immediately", "directly"))
    # "of its position in the village of": the observer stands there.
    post = r"(?:(?:its|their|the|a)\s+(?:[\w-]+\s+)?(?:positions?|location|camera|base|post)\s+(?:in|at|near)\s+)?"
    of = rf"(?:the\s+)?(?:(?:[\w-]+\s+){{0,2}}{nouns}\s+of\s+)?(?:the\s+)?"
    number = (
        rf"(?:\d+(?:[.,]\d+)?(?:\s*(?:-|–|to)\s*\d+(?:[.,]\d+)?)?|{_words([*NUMBERS, *VAGUE])})"
    )
    unit = r"(?:kilomet(?:re|er)s?|kms?|miles?|mi|met(?:re|er)s?|m)"
    about = r"(?:(?:some|about|around|roughly|nearly|approximately|almost|only|just|(?:less|more)\s+than)\s+)?"
    distance = rf"{about}(?P<n>{number})(?:\s*|-)(?P<u>{unit})\b(?:\s*\([^()]{{1,25}}\))?"
    sides = rf"(?P<b>{bearing})(?:\s*(?:,|and)\s+(?P<b2>{bearing}))?"
    edge = _words(table.near.bearing_nouns)
    country = _words(table.area_words["countryside"])
    area = _words([*table.nouns["area"], *table.nouns["region"], *table.nouns["county"]])
    site = _words((*table.nouns["site"], *table.nouns["camp"], "city", "port"))
    axis = _words(table.nouns["axis"])
    road = _words(table.nouns["road"])
    near = _words(table.near.words)
    prepositions = _words([*table.before.strong, *table.before.weak])
    flags = re.IGNORECASE
    before = {
        "distance_bearing": rf"{distance}\s+(?:to\s+the\s+|in\s+the\s+)?(?P<b>{point})\s+(?:of|from)\s+{post}{of}\Z",
        "distance": rf"(?P<d>{distance})\s+(?:away\s+)?(?:from|outside)\s+{of}\Z",
        "side": rf"(?:in\s+)?the\s+{sides}(?:\s+part)?\s+of\s+{of}\Z",
        "bearing": rf"(?:(?P<just>{adverbs})\s+|to\s+the\s+)?(?P<b>{bearing})\s+of\s+{of}\Z",
        "edge": rf"(?:(?:on|at|in|along)\s+the\s+)?{sides}\s+{edge}\s+(?:of|to|into)\s+{of}\Z",
        "countryside": rf"(?:{sides}\s+)?{country}\s+of\s+{of}\Z",
        "area": rf"(?:{sides}\s+)?(?P<noun>{area})\s+of\s+{of}\Z",
        "axis": rf"{axis}\s+of\s+{of}\Z",
        "between": rf"(?:(?P<road>{road})\s+)?(?:(?:running|leading|linking|connecting|stretching)\s+)?(?:that\s+links\s+)?between\s+{of}\Z",
        "linking": rf"(?P<road>{road})\s+(?:that\s+links|which\s+links|linking|connecting|that\s+connects|joining)\s+{of}\Z",
        "from": rf"(?:on|along)\s+the\s+(?P<road>{road})\s+from\s+{of}\Z",
        "near": rf"\b{near}\s+{of}\Z",
        "along": r"\balong\s+(?:the\s+)?(?:whole\s+)?\Z",
        "adjective": rf"(?<!\w){sides}\s+\Z",
        "greater": r"\b(?:greater|rural|central|wider)\s+\Z",
        "noun": rf"{nouns}\s+of\s+(?:the\s+)?\Z",
        "lead": rf"(?<!-)(?P<lead>{prepositions})\s+(?:the\s+)?(?:(?:whole|entire|nearby|neighbouring|border|strategic|besieged|small|occupied|liberated)\s+)*\Z",
        "article": r"\bthe\s+\Z",
    }
    after = {
        "possessive": rf"['’]s\s+(?:{sides}\s+)?(?P<what>{country}|{edge})\b",
        "countryside": rf"(?:['’]s)?\s+{country}\b",
        "axis": rf"\s+{axis}\b",
        "area": rf"\s+{area}\b",
        "site": rf"\s+{site}\b",
        "road": rf"\s+(?:{road}|international\s+{road})\b",
        "dezone": r"\s+de-?escalation\s+(?:zone|area)\b",
    }
    own = _words([*table.nouns["locality"], *table.nouns["camp"], *table.nouns["site"]])
    after["into"] = _INTO.format(noun=own)
    sources = {f"<{key}": rf"(?<!\w)(?:{pattern})" for key, pattern in before.items()}
    sources |= {f">{key}": pattern for key, pattern in after.items()}
    return {key: re.compile(one.replace(r"\s+", _GAP), flags) for key, one in sources.items()}
