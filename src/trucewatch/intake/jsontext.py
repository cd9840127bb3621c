"""Values of JSON source with the place of every character."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import Final

from trucewatch.intake.xmltext import Chars

_TOKEN = re.compile(r"\"(?:[^\"\\]++|\\.)*+\"|[{}\[\],:]|[^\s{}\[\],:\"]++", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([dD][89abAB]..)\\u([dD][c-fC-F]..)|u(....)|(.))", re.DOTALL)
_SIGNS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}

Path = tuple[str | int, ...]


def values(source: str) -> Iterator[tuple[Path, int, int]]:
    """Yield every string and number of valid JSON: its path, and where its characters stand."""
    path: list[str | int] = []
    key: str | None = None
    for match in _TOKEN.finditer(source):
        sign = match.group()
        inside = path[-1] if path else None
        if sign in "{[":
            path.append("" if sign == "{" else 0)
            key = None
        elif sign in "}]":
            path.pop()
        elif sign == ",":
            if isinstance(inside, int):
                path[-1] = inside + 1
            key = None
        elif sign == ":":
            path[-1] = key or ""
        elif sign[0] == '"':
            if isinstance(inside, str) and key is None:
                key = sign[1:-1]
            else:
                yield tuple(path), match.start() + 1, match.end() - 1
        elif sign not in {"null", "true", "false"}:
            yield tuple(path), match.start(), match.end()


def unescaped(source: str, start: int, end: int) -> Chars:
    """Return the characters of a string literal's inside."""
    pieces: list[str] = []
    places: array[int] = array("q")
    at = start
    for match in _ESCAPE.finditer(source, start, end):
        pieces.append(source[at : match.start()])
        places.extend(range(at, match.start()))
        value = _value(match)
        pieces.append(value)
        places.extend([match.start()] * len(value))
        at = match.end()
    pieces.append(source[at:end])
    places.extend(range(at, end))
    return Chars("".join(pieces), places)


def joined(found: list[Chars]) -> Chars:
    """Return several stretches of characters as one."""
    places: array[int] = array("q")
    for one in found:
        places.extend(one.places)
    return Chars("".join(one.text for one in found), places)


def _value(match: re.Match[str]) -> str:
    high, low, unit, sign = match.groups()
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    if unit is not None:
        code = int(unit, 16)
        # Half a pair is no character.
        return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
    return _SIGNS.get(sign, sign)
