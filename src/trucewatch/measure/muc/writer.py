"""Incidents to templates: every slot by the task's documentation."""

from __future__ import annotations

import re
from datetime import date, timedelta

from trucewatch.measure.muc import dates, domain
from trucewatch.measure.muc.dispatches import Dispatch, sentence_of
from trucewatch.measure.muc.gazetteer import Gazetteer
from trucewatch.measure.muc.incidents import Incident, incidents_of
from trucewatch.measure.muc.names import person
from trucewatch.measure.muc.perpetrators import perpetrators_of
from trucewatch.measure.muc.relevance import EVERYTHING, Weights, relevant
from trucewatch.measure.muc.templates import Fill, Template
from trucewatch.measure.muc.whereabouts import location

_WEEKDAY = re.compile(r"monday|tuesday|wednesday|thursday|friday|saturday|sunday", re.IGNORECASE)
_DEICTIC = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|yesterday)\b")
_NUMBERED = re.compile(
    r"\b(?P<day>\d{1,2}) (?P<month>january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\b"
)
_FIRE = re.compile(r"(?<=\w)\s+FIRE$")
_NO_INSTRUMENT = frozenset({"ARSON", "KIDNAPPING"})


def templates_of(
    dispatch: Dispatch, lists: Gazetteer, weights: Weights = EVERYTHING
) -> tuple[Template, ...]:
    """Return the templates of one dispatch."""
    return tuple(
        template(dispatch, lists, incident, n)
        for n, incident in enumerate(relevant(dispatch, incidents_of(dispatch), weights), 1)
    )


def template(dispatch: Dispatch, lists: Gazetteer, incident: Incident, number: int) -> Template:
    """Return the template of one incident."""
    return Template(dispatch.message, str(number), _fills(dispatch, lists, incident))


def _fills(dispatch: Dispatch, lists: Gazetteer, incident: Incident) -> dict[int, tuple[Fill, ...]]:
    country, place = location(dispatch, lists, incident)
    fills: dict[int, tuple[Fill, ...]] = {
        2: _one(_date(dispatch, incident)),
        3: _one(place),
        4: _one(incident.kind),
        5: _one(incident.stage),
    }
    if incident.kind not in _NO_INSTRUMENT:
        fills |= _instruments(dispatch, incident)
    fills |= perpetrators_of(dispatch, incident)
    if incident.kind != "KIDNAPPING":
        fills |= _things(incident, country)
    fills |= _humans(dispatch, incident, country)
    return {slot: one for slot, one in fills.items() if one}


def _one(value: str | None) -> tuple[Fill, ...]:
    return (Fill((value,)),) if value else ()


def _date(dispatch: Dispatch, incident: Incident) -> str | None:
    """Return the day of the incident, "on or before" the day of the dispatch by default."""
    for claim in incident.claims:
        if claim.time is None or claim.time.start is None or _WEEKDAY.search(claim.time.text):
            continue
        start = date.fromisoformat(claim.time.start[:10])
        end = date.fromisoformat((claim.time.end or claim.time.start)[:10])
        if dispatch.day is not None and start > dispatch.day:
            continue
        return dates.printed(dates.When(start, min(end, dispatch.day or end)))
    if dispatch.day is None:
        return None
    for claim in incident.claims[:1]:
        if (day := _day_in(claim.sentence.of(dispatch.text).lower(), dispatch.day)) is not None:
            return dates.printed(dates.When(day, day))
    return dates.printed(dates.When(None, dispatch.day))


def _day_in(sentence: str, published: date) -> date | None:
    """Return the one day that a sentence names as it counts from that of the dispatch."""
    named = {
        published - timedelta(days=int("yesterday" in m.group()))
        for m in _DEICTIC.finditer(sentence)
    }
    for match in _NUMBERED.finditer(sentence):
        month = dates.MONTHS.index(match.group("month")[:3].upper()) + 1
        try:
            day = date(published.year, month, int(match.group("day")))
        except ValueError:
            continue
        named.add(day if day <= published else day.replace(year=day.year - 1))
    return named.pop() if len(named) == 1 else None


def _instruments(dispatch: Dispatch, incident: Incident) -> dict[int, tuple[Fill, ...]]:
    named: dict[str, str] = {}
    for claim in incident.claims:
        for weapon in claim.weapons:
            kind = domain.instrument_type(weapon.text)
            heads = {domain.phrase(text).head for text in named}
            name = _FIRE.sub("", shown(weapon.text))  # of rifle fire the rifle is the instrument
            if kind is not None and domain.phrase(name).head not in heads:
                named[name] = kind
    if not named:
        told = " ".join(sentence_of(dispatch, claim.sentence) for claim in incident.claims)
        for kind, words in domain.table()["inferred"].get(incident.kind, {}).items():
            if domain.mentions_any(told, words):
                return {7: (Fill((kind,), ("-",)),)}
        return {}
    return {
        6: tuple(Fill((text,)) for text in named),
        7: tuple(Fill((kind,), (text,)) for text, kind in named.items()),
    }


def shown(text: str) -> str:
    """Return a string fill: upper case, on one line, without determiners in front."""
    found = domain.phrase(text)
    return " ".join(text[found.start :].split()).upper()


def _core(text: str) -> str:
    found = domain.phrase(text)
    return " ".join(text[found.start : found.end].split()).upper()


def _things(incident: Incident, country: str | None) -> dict[int, tuple[Fill, ...]]:
    slots: dict[int, list[Fill]] = {n: [] for n in range(12, 17)}
    for thing in incident.things:
        name = shown(thing.text)
        slots[12].append(Fill((name,)))
        slots[13].append(Fill((domain.physical_type(thing.text) or "OTHER",), (name,)))
        slots[14].append(Fill((thing.number,), (name,)))
        nation = domain.nation_of(thing.text)
        if nation is not None and nation != country:
            slots[15].append(Fill((nation,), (name,)))
        effects = thing.effects or ({"SOME DAMAGE"} if incident.kind == "ARSON" else set())
        slots[16] += [Fill((effect,), (name,)) for effect in sorted(effects)]
    return {slot: tuple(fills) for slot, fills in slots.items()}


def _humans(
    dispatch: Dispatch, incident: Incident, country: str | None
) -> dict[int, tuple[Fill, ...]]:
    slots: dict[int, list[Fill]] = {n: [] for n in range(18, 24)}
    for human in incident.humans:
        one = person(dispatch.text, human.text, human.span)
        tag = one.name or one.description
        if not tag:
            continue
        if one.name:
            slots[18].append(Fill((one.name,)))
        if one.description:
            slots[19].append(Fill((one.description,), (one.name,) if one.name else ()))
        slots[20].append(Fill((one.kind,), (tag,)))
        slots[21].append(Fill((human.number,), (tag,)))
        if one.nation is not None and one.nation != country:
            slots[22].append(Fill((one.nation,), (tag,)))
        slots[23] += [Fill((effect,), (tag,)) for effect in sorted(human.effects)]
    if incident.unharmed and not slots[20]:
        slots[23].append(Fill(("NO INJURY OR DEATH",), ("-",)))
    return {slot: tuple(fills) for slot, fills in slots.items()}
