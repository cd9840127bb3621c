"""Names of people, their titles and roles: told apart inside a phrase and around it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from trucewatch.measure.muc import domain
from trucewatch.model import Span

_WORD = r"[A-Z][A-Za-z][\w'-]+"
_LINK = r"(?:de|del|la|las|los|y|van|von|[A-Z]\.)"
_FULL = rf"{_WORD}(?:\s+(?:{_LINK}\s+){{0,2}}{_WORD})*"
_NAME_LAST = re.compile(rf"(?P<name>{_FULL})\s*$")
_TITLES = r"(?:[a-z]+\.?\s+){0,2}"
_NAME_NEXT = re.compile(
    rf"\s+(?P<titles>{_TITLES})(?P<name>{_WORD}(?:\s+(?:{_LINK}\s+){{0,2}}{_WORD})+|{_WORD})"
)
_LIST_OPENS = re.compile(r"(?:\s+\([^()]{1,40}\))?\s*[,:]\s+")
_WHOLE_NAME = re.compile(rf"(?<![\w.])(?P<titles>(?:[a-z]+\.?\s+)?)(?P<name>{_FULL})")
_IN_LIST = re.compile(rf"(?P<and>and\s+)?(?P<titles>{_TITLES})(?P<name>{_FULL})")
_TOLD_IN_LIST = re.compile(r",\s+(?:\d{1,2}|(?:an?|the|his|her)\s[^,;:.]{2,60})(?=[,;.]|\s+and\b)")
_LIST_GOES_ON = re.compile(r"(?:[,;]\s+|\s+(?=and\b))")
_NAME_BEFORE = re.compile(
    rf"(?P<name>{_FULL}),\s+(?:\d+,\s+)?(?:who (?:was|is)\s+)?"
    r"(?:(?:one of the most|one of the|the|a|an|his|her|former)\s+)*$"
)
_NAME_BEHIND = re.compile(
    rf",\s+(?:identified as\s+|named\s+)?(?P<name>{_FULL})(?=,|\.|;|\s+and\b)"
)
_ROLE_BEHIND = re.compile(
    r"(?:,?\s+\d+)?,\s+(?P<role>(?:(?:the|a|an|former|his|her|one of the)\s+)*"
    r"[A-Za-z][^,.;()\[\]]{2,80}?)(?=,|\.|;)"
)
_ROLE_FRONT = re.compile(r"(?P<role>(?:[A-Za-z][\w'.-]*\s+){1,6})$")
_SENTENCE = re.compile(r"[a-z]{4}[.!?]\s+")
_REACH = 90
_LONGEST = 4


class Person(NamedTuple):
    """A human target as the slots want it, in upper case; empty where there is none."""

    name: str
    description: str
    kind: str
    nation: str | None


@cache
def person(text: str, words: str, span: Span) -> Person:
    """Take a human target apart into name and description, and say what it is."""
    phrase = " ".join(words.split())
    name, role = _split(phrase)
    if not name and not domain.phrase(phrase).plural:
        name = _beside(text, span, role)
    if name:
        full = _fullest(text, name)
        described = role or _apposed(text, span) or _elsewhere(text, full)
        kind = domain.human_type(described) or domain.human_type(phrase) or "CIVILIAN"
        nation = domain.nation_of(phrase) or domain.nation_of(described)
        return Person(full.upper(), _role(described), kind, nation)
    found = domain.phrase(phrase)
    description = phrase[found.start : found.end].upper()
    return Person(
        "", description, domain.human_type(phrase) or "CIVILIAN", domain.nation_of(phrase)
    )


def has_name(phrase: str) -> bool:
    """Say whether a phrase ends in a name with a title or role in front of it."""
    return bool(_split(" ".join(phrase.split()))[0])


def _titled(word: str) -> bool:
    """Say whether a capitalised word is a title, a role or a nationality, and no name."""
    lower = word.lower()
    titles = domain.table()["human"]["titles"]["words"]
    return lower in titles or domain.is_person_noun(lower) or domain.nation_of(word) is not None


def _bare(name: str) -> str:
    """Return a name without titles in front of it; empty where nothing is left."""
    words = name.split()
    while words and _titled(words[0]):
        del words[0]
    return " ".join(words)


def _split(phrase: str) -> tuple[str, str]:
    """Return the name at the end of a phrase and the role in front of it."""
    match = _NAME_LAST.search(phrase)
    name = _bare(match.group("name")) if match is not None else ""
    if not name:
        return "", phrase
    before = phrase[: len(phrase.rstrip()) - len(name)].strip()
    if before and not _titled(before.split()[-1]):
        return "", phrase  # a noun that happens to be printed with a capital
    return name, before


def _beside(text: str, span: Span, role: str) -> str:
    """Return the name that stands in apposition to a role, in front of it or behind."""
    if not domain.is_person_noun(role):
        return ""
    following = _NAME_NEXT.match(text, span.end)
    if (
        following is not None
        and all(map(_titled, following["titles"].split()))
        and (name := _bare(" ".join(following["name"].split())))
    ):
        return name
    before = _NAME_BEFORE.search(text[max(0, span.start - _REACH) : span.start])
    if before is not None and (name := _bare(" ".join(before.group("name").split()))):
        return name
    behind = _NAME_BEHIND.match(text, span.end)
    name = _bare(" ".join(behind.group("name").split())) if behind is not None else ""
    return name if len(name.split()) > 1 else ""


def listed(text: str, span: Span) -> list[Span]:
    """Return the names that a plural is spelled out in ("three judges: A, a friend of B, and C").

    One name alone is none: what stands behind a comma there may be anything.
    """
    opened = _LIST_OPENS.match(text, span.end)
    at, found, last = (opened.end() if opened is not None else len(text)), list[Span](), False
    while not last and (match := _IN_LIST.match(text, at)) is not None:
        name = _bare(" ".join(match["name"].split()))
        if len(name.split()) < 2 or not all(map(_titled, match["titles"].split())):
            break
        found.append(Span(match.start("name"), match.end("name")))
        last = match["and"] is not None
        told = _TOLD_IN_LIST.match(text, match.end())
        more = _LIST_GOES_ON.match(text, told.end() if told is not None else match.end())
        if more is None:
            break
        at = more.end()
    return found if len(found) > 1 else []


def named_in(text: str, span: Span) -> list[Span]:
    """Return the people in a stretch that are named in full, or with a title before one name."""
    found = []
    for match in _WHOLE_NAME.finditer(text, *span):
        name = _bare(" ".join(match["name"].split()))
        titled = bool(match["titles"]) and _titled(match["titles"].split()[-1])
        if len(name.split()) > 1 or (titled and name):
            found.append(Span(match.start("name"), match.end("name")))
    return found


def _role(described: str) -> str:
    """Return a role as the slot wants it; words that say no more than man or woman are none."""
    found = domain.phrase(described)
    if not found.core or " ".join(found.lower) in domain.table()["human"]["plain"]["words"]:
        return ""
    return " ".join(described[found.start :].split()).upper()


def _apposed(text: str, span: Span) -> str:
    """Return the role that stands behind a name between commas ("Lopez, mayor of Achi,")."""
    match = _ROLE_BEHIND.match(text, span.end)
    role = " ".join(match.group("role").split()) if match is not None else ""
    return role if role and domain.is_person_noun(role) else ""


def _elsewhere(text: str, name: str) -> str:
    """Return a role that the text gives a name wherever else it stands."""
    last = name.rsplit(maxsplit=1)[-1]
    for match in re.finditer(rf"(?:{_WORD}\s+){{0,3}}{re.escape(last)}\b", text):
        if role := _apposed(text, Span(match.start(), match.end())):
            return role
        bare = _bare(" ".join(match.group().split()))
        start = match.end() - len(match.group()) + max(0, len(match.group()) - len(bare))
        front = _ROLE_FRONT.search(_SENTENCE.split(text[max(0, start - _REACH) : start])[-1])
        if front is None:
            continue
        words = front.group("role").split()
        while words and not _titled(words[-1]):
            words = []
        for n in range(len(words)):
            role = " ".join(words[n:])
            if role.islower() is False and n < len(words) - 1 and words[n][:1].islower():
                continue
            if not domain.is_function_word(words[n]) and domain.is_person_noun(role):
                return _from_last_break(words)
    return ""


def _from_last_break(words: list[str]) -> str:
    start = max((n + 1 for n, word in enumerate(words) if domain.is_function_word(word)), default=0)
    return " ".join(words[start:])


def _fullest(text: str, name: str) -> str:
    """Return the longest form of a name in the text that ends or begins with it."""
    flat = " ".join(text.split())
    best = name
    pattern = rf"(?:{_WORD}\s+(?:{_LINK}\s+)*){{0,3}}{re.escape(name)}(?:\s+{_WORD}){{0,2}}"
    for match in re.finditer(pattern, flat):
        form = _bare(match.group())
        if len(form.split()) <= _LONGEST and len(form) > len(best) and name in form:
            best = form
    return best
