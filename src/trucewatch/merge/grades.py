"""Grades on both axes and per-field agreement, from independent voices only.

The machine never sets `admitted`, `monitor_verified`, `discounted` or `monitor_attributed`
(DESIGN section 4). A denial is a claim; not mentioning is not denying (FACTS, merge).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from trucewatch.merge.facts import Facts, fold, iso_day
from trucewatch.model import DENYING, FieldAgreement, FieldValue, Voice, Watch
from trucewatch.model.incidents import FieldState
from trucewatch.model.vocabulary import AttributionGrade, OccurrenceGrade


def occurrence(voices: Sequence[Voice], watch: Watch) -> OccurrenceGrade:
    """Grade whether it happened: contested, cross_side, corroborated or single_source."""
    asserting = [row for row in voices if row.stance == "asserts"]
    if any(row.stance == "denies" for row in voices):
        return "contested"
    sides = [row.side for row in asserting]
    if any(watch.opposed(one, other) for one in sides for other in sides):
        return "cross_side"
    return "corroborated" if len({row.group for row in asserting}) > 1 else "single_source"


def attribution(members: Sequence[Facts], watch: Watch) -> AttributionGrade:
    """Grade who did it: none, one_side_only, uncontested or contested."""
    named: dict[str, set[str | None]] = defaultdict(set)
    denied = False
    for row in members:
        names = {mention.actor or fold(mention.text) for mention in row.claim.perpetrators}
        if row.claim.modality in DENYING:
            denied = denied or bool(names)
            continue
        for name in names:
            named[_party(name, watch)].add(row.side)
    if not named:
        return "none"
    if denied or len(named) > 1:
        return "contested"
    sides = next(iter(named.values()))
    return "uncontested" if len(sides) > 1 else "one_side_only"


def _party(name: str, watch: Watch) -> str:
    """Two names of one side are no contest: compare by side where the actor is known."""
    actor = watch.actor(name)
    return f"side:{actor.side}" if actor and actor.side else name


def fields_of(
    members: Sequence[Facts], extra: Iterable[tuple[str, Callable[[Facts], str | None]]] = ()
) -> tuple[FieldAgreement, ...]:
    """Say for each field whether independent voices agree on it."""
    readers: list[tuple[str, Callable[[Facts], str | None]]] = [
        ("act", lambda row: row.claim.act),
        ("day", _day),
        ("place", _place),
        ("perpetrators", _perpetrators),
        ("killed", lambda row: _count(row, "killed")),
        ("wounded", lambda row: _count(row, "wounded")),
        *extra,
    ]
    asserting = [row for row in members if row.claim.modality not in DENYING]
    return tuple(_field(name, read, asserting) for name, read in readers)


def _field(
    name: str, read: Callable[[Facts], str | None], members: Sequence[Facts]
) -> FieldAgreement:
    values: dict[str, list[Facts]] = defaultdict(list)
    for row in members:
        value = read(row)
        if value is not None:
            values[value].append(row)
    voices = {row.voice for rows in values.values() for row in rows}
    if not values:
        return FieldAgreement(field=name, state="silent")
    state: FieldState = "single"
    if len(voices) > 1:
        state = "contested" if len(values) > 1 else "agreed"
    return FieldAgreement(
        field=name,
        state=state,
        values=tuple(
            FieldValue(value=value, claims=tuple(row.claim.id for row in rows))
            for value, rows in sorted(values.items())
        ),
    )


def _day(row: Facts) -> str | None:
    return iso_day(row.times.start) if row.times.stated and row.times.start is not None else None


def _place(row: Facts) -> str | None:
    place = row.claim.place
    if place is None:
        return None
    chosen = next((one.name for one in place.candidates if one.id == place.chosen), None)
    return chosen or place.text


def _perpetrators(row: Facts) -> str | None:
    names = sorted({mention.actor or mention.text for mention in row.claim.perpetrators})
    return ", ".join(names) or None


def _count(row: Facts, kind: str) -> str | None:
    figures = [one for one in row.claim.figures if one.kind == kind and one.part_of is None]
    return " + ".join(one.text for one in figures) or None
