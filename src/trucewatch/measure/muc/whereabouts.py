"""The LOCATION slot: the places that claims name, as a chain of the lists' names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trucewatch.measure.muc import domain
from trucewatch.measure.muc.dispatches import Dispatch
from trucewatch.measure.muc.gazetteer import Chain, Gazetteer
from trucewatch.measure.muc.incidents import Incident
from trucewatch.model import PlaceMention, Span

_WIDE = frozenset(
    {"DEPARTMENT", "PROVINCE", "REGION", "STATE", "OFFICIAL REGION", "FEDERAL DISTRICT"}
)
_TOWNS = (
    "CITY",
    "TOWN",
    "MUNICIPALITY",
    "CITY OR TOWN",
    "PORT",
    "VILLAGE",
    "CAPITAL",
    "JURISDICTION",
    "CANTON",
    "HAMLET",
)
_PREFERRED = (*_TOWNS, *sorted(_WIDE), "NEIGHBORHOOD", "DISTRICT", "FARM")
_NEXT_KIND = re.compile(r"['\"]?\s+(?P<kind>[a-z]+)")
_JOINED = re.compile(
    r"[\s,]*(?:[a-z]+[\s,]+){0,2}(?:(?:in|of|near|located in|from|on)\s+)?(?:the\s+)?[\s,]*"
)
_PART = 2  # of a town
_LEADS = frozenset({"in", "at", "near", "outside", "of", "around", "from"})


def location(
    dispatch: Dispatch, lists: Gazetteer, incident: Incident
) -> tuple[str | None, str | None]:
    """Return the country of an incident and its location as the slot prints it."""
    home = dispatch.origin.country if dispatch.origin is not None else None
    best: Chain | None = None
    for claim in incident.claims:
        span = claim.place.span if claim.place is not None else None
        named = _named(dispatch, span, claim.sentence)
        chain = _chain(dispatch, lists, named, home)
        if chain is not None and (best is None or len(chain.places) > len(best.places)):
            best = chain
        if best is not None and best.places and claim.place is not None:
            break
    capital = domain.table()["capitals"].get(home)
    if best is None and home is not None and capital and _in_capital(dispatch, incident):
        best = Chain(home, ((capital, "CITY"),))
    if best is None:
        return home, home
    origin = dispatch.origin
    part = bool(best.places) and _rank(best.places[0][1]) == _PART
    if part and origin is not None and origin.country == best.country:
        best = Chain(best.country, (*origin.places, *best.places))
    return best.country, best.printed()


def _in_capital(dispatch: Dispatch, incident: Incident) -> bool:
    return any(
        re.search(r"\b(?:this|the|capital's|our)\s+capital\b", claim.sentence.of(dispatch.text))
        for claim in incident.claims
    )


def _named(dispatch: Dispatch, place: Span | None, sentence: Span) -> list[PlaceMention]:
    """Return the mentions of a place expression and those that go on from it."""
    mentions = [m for m in dispatch.mentions if sentence.start <= m.place.span.start < sentence.end]
    if place is None:
        mentions = [m for m in mentions if m.lead in _LEADS]
        found = mentions[:1]
    else:
        found = [m for m in mentions if m.place.span.overlaps(place)]
    if not found:
        return []
    grown = True
    while grown:
        grown = False
        for mention in mentions:
            first, last = found[0].place.span, found[-1].place.span
            span = mention.place.span
            if mention in found:
                continue
            if span.start >= last.end and _JOINED.fullmatch(dispatch.text, last.end, span.start):
                found.append(mention)
                grown = True
            elif span.end <= first.start and _JOINED.fullmatch(
                dispatch.text, span.end, first.start
            ):
                found.insert(0, mention)
                grown = True
    return found


def _chain(
    dispatch: Dispatch, lists: Gazetteer, named: Sequence[PlaceMention], home: str | None
) -> Chain | None:
    country: str | None = None
    ranked: dict[int, tuple[str, str]] = {}
    for mention in named:
        proper = lists.proper(mention.place.text)
        if proper in lists.nations:
            country = country or proper
            continue
        follow = _NEXT_KIND.match(dispatch.text, mention.place.span.end)
        known = _pick(lists, proper, home, follow.group("kind").upper() if follow else "")
        if known is None:
            continue
        for name, kind in _mentioned(dispatch, known):
            ranked.setdefault(_rank(kind), (name, kind))
        country = country or known.country
    if country is None:
        return None
    return Chain(country, tuple(ranked[rank] for rank in sorted(ranked)))


def _rank(kind: str) -> int:
    return 0 if kind in _WIDE else 1 if kind in _TOWNS else _PART


def _pick(lists: Gazetteer, name: str, home: str | None, said: str) -> Chain | None:
    """Return the chain that a name most likely means, by the kind said behind it."""
    chains = lists.chains.get(name, [])
    here = [chain for chain in chains if chain.country == home] or chains

    def order(chain: Chain) -> tuple[bool, int, int]:
        kind = chain.places[-1][1]
        preferred = _PREFERRED.index(kind) if kind in _PREFERRED else len(_PREFERRED)
        return kind != said, preferred, len(chain.places)

    return min(here, key=order, default=None)


def _mentioned(dispatch: Dispatch, chain: Chain) -> list[tuple[str, str]]:
    """Return the places of a chain that the text names, its last in any case."""
    flat = " ".join(dispatch.text.upper().split())
    return [
        place for n, place in enumerate(chain.places)
        if n == len(chain.places) - 1 or re.search(rf"\b{re.escape(place[0])}\b", flat)
    ]  # fmt: skip
