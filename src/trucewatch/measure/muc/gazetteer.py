"""The places of the task: its set lists of names, what contains what, and where a text has them.

The lists are the task's own documents (`official/taskdoc`), read where the data lie.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trucewatch.model import Place, PlaceMention, Span

_ENTRY = re.compile(r"(?P<name>[A-Z0-9][A-Z0-9'. -]*?)\s*\((?P<kind>[A-Z /?]+)\)")
_SYNONYM = re.compile(r"(?P<name>[A-Z][A-Z' .]*?)\s*(?:=|->)\s*(?P<proper>[A-Z][A-Z' .]*)")
_NATION = re.compile(r"[A-Z][A-Z ]+$")
_NOTE = re.compile(r"\*.*")
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_LEAD = re.compile(
    r"(?P<lead>[a-z]+)\s+(?:(?:the|downtown|northern|southern|eastern|western|central)\s+)?$"
)
_LEADS = frozenset(
    {
        "in", "at", "near", "from", "of", "to", "towards", "into", "around", "outside",
        "throughout", "across", "between", "on", "toward",
    }
)  # fmt: skip
_LONGEST = 60
_LISTED = re.compile(r"(?:\s+[a-z]+)?,?\s+(?:and\s+)?")
_KIND_AFTER = re.compile(
    r"\s+(?P<kind>department|province|municipality|town|city|village|neighbou?rhood|district|region|"
    r"farm|jurisdiction|canton|port|airport|area|sector|suburb|zone|state|highway)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chain:
    """A country and the (name, kind) of the places in it, widest first."""

    country: str
    places: tuple[tuple[str, str], ...] = ()

    def printed(self) -> str:
        """Return the chain as the LOCATION slot prints it."""
        return ": ".join((self.country, *(f"{name} ({kind})" for name, kind in self.places)))


@dataclass(slots=True)
class Gazetteer:
    """The names of the set list with their chains; nations and their demonyms apart."""

    chains: dict[str, list[Chain]] = field(default_factory=dict)
    nations: set[str] = field(default_factory=set)
    synonyms: dict[str, str] = field(default_factory=dict)
    longest: int = 1

    def add(self, chain: Chain) -> None:
        """Know one more chain by the name of its last place."""
        name = chain.places[-1][0]
        known = self.chains.setdefault(name, [])
        if chain not in known:
            known.append(chain)
        self.longest = max(self.longest, len(name.split()))

    def proper(self, name: str) -> str:
        """Return the name under which the lists have it."""
        upper = " ".join(name.upper().split())
        if self.synonyms.get(upper) in self.nations:
            return self.synonyms[upper]
        return self.synonyms.get(upper, upper) if upper not in self.chains else upper

    def knows(self, name: str) -> bool:
        """Say whether a name is on the lists."""
        proper = self.proper(name)
        return proper in self.chains or proper in self.nations


def mentions(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    """Return the listed places that a text in usual case names, longest names first.

    A name counts as a place after a preposition, a comma or the dateline, or before the kind of
    place it is ("Cordoba department"); the word before it is the mention's lead.
    """
    words = list(_WORD.finditer(text))
    found: list[PlaceMention] = []
    n = 0
    while n < len(words):
        size = next(
            (
                size
                for size in range(min(gazetteer.longest, len(words) - n), 0, -1)
                if words[n].group()[:1].isupper() or words[n].group()[:1].isdigit()
                if (end := words[n + size - 1].end()) - words[n].start() < _LONGEST
                if gazetteer.knows(text[words[n].start() : end])
            ),
            0,
        )
        if size:
            mention = _mention(text, words[n].start(), words[n + size - 1].end(), found)
            if mention is not None:
                found.append(mention)
        n += size or 1
    return found


def _mention(text: str, start: int, end: int, before: list[PlaceMention]) -> PlaceMention | None:
    lead = _LEAD.search(text[max(0, start - 40) : start])
    if re.search(r"[A-Z][a-z]+\s+$", text[max(0, start - 20) : start]):
        return None  # the end of a longer name ("Latin America")
    word = lead.group("lead") if lead is not None else ""
    kind = _KIND_AFTER.match(text, end)
    listed = bool(before) and _LISTED.fullmatch(text, before[-1].place.span.end, start) is not None
    dateline = start == 0 or text[:start].isspace()
    if word not in _LEADS and kind is None and not listed and not dateline:
        return None
    if re.match(r"\s+[A-Z][a-z]+", text[end:]) and kind is None and word not in _LEADS:
        return None  # part of a longer name
    if listed and word not in _LEADS:
        word = before[-1].lead
    lead_span = None
    if lead is not None and word == lead.group("lead"):
        at = max(0, start - 40) + lead.start("lead")
        lead_span = Span(at, at + len(word))
    span = Span(start, end)
    place = Place(text=text[start:end], span=span, relation="near" if word == "near" else "at")
    return PlaceMention(place=place, lead=word, lead_span=lead_span, names=(span,))


def load(folder: Path) -> Gazetteer:
    """Read the lists of the task documents in `folder`."""
    gazetteer = Gazetteer()
    for line in _lines(folder / "set-list-foreign-nation.v5.gz"):
        if match := _SYNONYM.match(line):
            gazetteer.synonyms[match.group("name").strip()] = match.group("proper").strip()
        elif _NATION.match(line):
            gazetteer.nations.add(line.strip())
    for name in ("containing-areas-part1.v5.gz", "containing-areas-part2.gz"):
        for line in _lines(folder / name):
            _, _, rest = line.rpartition("new:") if line.startswith("new:") else ("", "", line)
            country, _, inside = _NOTE.sub("", rest).partition(":")
            country = country.strip()
            if country not in gazetteer.nations or not inside:
                continue
            places = [_ENTRY.match(part.strip()) for part in inside.split(":")]
            if all(places):
                gazetteer.add(
                    Chain(
                        country,
                        tuple(
                            (m.group("name"), m.group("kind").replace("?", "").strip())
                            for m in places
                            if m
                        ),
                    )
                )
    for line in _lines(folder / "places-synonyms.v3.gz"):
        if match := _SYNONYM.match(line):
            gazetteer.synonyms[match.group("name").strip()] = match.group("proper").strip()
    return gazetteer


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="latin-1") as file:
        yield from file


def chain_of(name: str, gazetteer: Gazetteer, country: str | None) -> Chain | None:
    """Return what a name of the lists stands for, in the given country where that is known."""
    proper = gazetteer.proper(name)
    if proper in gazetteer.nations:
        return Chain(proper)
    chains = gazetteer.chains.get(proper, [])
    here = [chain for chain in chains if country is None or chain.country == country]
    shortest = sorted(here or chains, key=lambda chain: len(chain.places))
    return Chain(shortest[0].country, shortest[0].places[-1:]) if shortest else None
