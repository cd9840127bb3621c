"""Names of people, their titles and roles: told apart inside a phrase and around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from trucewatch.measure.muc import domain
from trucewatch.model import Span

_APPOSITION = re.compile(r",\s+(?P<role>(?:the |a |an |former |his |her )?[a-z][^,.;()\[\]]{2,80}?)(?=,|\.|;)")
_NAME = re.compile(
    r"(?P<name>[A-Z][\w'-]+(?:\s+(?:de|del|la|los|las|y|[A-Z]\.)){0,2}(?:\s+(?:(?:de|del|la|los|las|y)\s+){0,2}[A-Z][\w'-]+)*)\s*$"
)


class Person(NamedTuple):
    """A human target as the slots want it, in upper case; empty where there is none."""

    name: str
    description: str
    kind: str
    nation: str | None


def person(text: str, words: str, span: Span) -> Person:
    """Take a human target apart into name and description, and say what it is."""
    phrase = " ".join(words.split())
    name, role = _split(phrase)
    if name:
        full = _fullest(text, name)
        described = role or _apposed(text, span)
        kind = domain.human_type(described) or domain.human_type(phrase) or "CIVILIAN"
        return Person(full.upper(), _role(described), kind, domain.nation_of(phrase))
    found = domain.phrase(phrase)
    description = phrase[found.start : found.end].upper()
    return Person("", description, domain.human_type(phrase) or "CIVILIAN", domain.nation_of(phrase))


def _split(phrase: str) -> tuple[str, str]:
    """Return the name at the end of a phrase and what stands before it."""
    if phrase.islower():
        return "", phrase
    match = _NAME.search(phrase)
    if match is None:
        return "", phrase
    words = match.group("name").split()
    titles = set(domain.table()["human"]["titles"]["words"])
    start = 0
    while start < len(words) - 1 and (
        words[start].lower() in titles or domain.is_person_noun(words[start].lower())
        or domain.nation_of(words[start]) is not None
    ):
        start += 1
    name = " ".join(words[start:])
    if domain.is_person_noun(name) or domain.nation_of(name) is not None:
        return "", phrase
    before = f"{phrase[: match.start()]} {' '.join(words[:start])}".strip()
    if before and not (domain.is_person_noun(before) or before.lower() in titles):
        last = before.split()[-1].lower()
        if last not in titles and not domain.is_person_noun(last):
            return ("", phrase) if before.islower() else (name, before)
    return name, before


def _role(described: str) -> str:
    if not described:
        return ""
    found = domain.phrase(described)
    if " ".join(found.lower) in domain.table()["human"]["plain"]["words"]:
        return ""
    return " ".join(described[found.start :].split()).upper()


def _apposed(text: str, span: Span) -> str:
    """Return the role that stands behind a name between commas ("Lopez, mayor of Achi,")."""
    match = _APPOSITION.match(text, span.end)
    if match is None:
        return ""
    role = " ".join(match.group("role").split())
    return role if domain.is_person_noun(role) else ""


def _fullest(text: str, name: str) -> str:
    """Return the longest form of a name in the text that ends or begins with it."""
    flat = " ".join(text.split())
    forms = re.findall(rf"(?:[A-Z][\w'-]+\s+(?:(?:de|del|la|los)\s+)*){{0,3}}{re.escape(name)}(?:\s+[A-Z][\w'-]+)?", flat)
    titles = set(domain.table()["human"]["titles"]["words"])
    best = name
    for form in forms:
        words = form.split()
        while len(words) > 1 and (
            words[0].lower() in titles or domain.is_person_noun(words[0].lower()) or domain.nation_of(words[0])
        ):
            del words[0]
        if len(words) <= 4 and len(" ".join(words)) > len(best):
            best = " ".join(words)
    return best
