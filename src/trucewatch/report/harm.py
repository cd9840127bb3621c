"""Harm to people as ranges with the words as printed: unknown is not zero, nothing is averaged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from trucewatch.model import FigureRange, Incident
from trucewatch.report.context import Context
from trucewatch.report.model import Category, HarmRow, HarmTotal, Range, TollRow
from trucewatch.report.words import as_range, category, quoted, range_text, said

HARM: Final = ("killed", "wounded", "missing", "captured")
CATEGORIES: Final[tuple[Category, ...]] = ("civilians", "fighters", "not told apart")
PEOPLE: Final[dict[str, str]] = {
    "civilians": "civilians",
    "all": "people",
    "people": "people",
}
"""Groups that the merge has put into words of its own; all others are quoted as printed."""


def group_words(row: FigureRange) -> str:
    """Return whom a range counts: our own word, or the source's in quotation marks."""
    return PEOPLE.get(row.group) or quoted(row.group)


def harm_rows(incident: Incident, context: Context) -> tuple[HarmRow, ...]:
    """Return the harm that one incident's sources state, by kind and group."""
    rows = []
    for figure in incident.figures:
        if figure.kind not in HARM:
            continue
        side: Category = "civilians" if figure.side == "civilian" else category(figure.group)
        rows.append(
            HarmRow(
                kind=said("kind", figure.kind),
                category=side,
                group=group_words(figure),
                range=as_range(figure),
                rule=figure.rule,
                incident=context.refs[incident.id],
                headline=context.headline(incident),
                evidence=context.evidence(figure.claims),
            )
        )
    return tuple(rows)


def happened(context: Context) -> list[Incident]:
    """Return the incidents of the period that are said to have happened."""
    return [row for row in context.incidents if row.told and context.current(context.day(row))]


def harm(context: Context) -> tuple[HarmRow, ...]:
    """List the harm of the period, incident by incident."""
    return tuple(row for incident in happened(context) for row in harm_rows(incident, context))


def merged_range(rows: Iterable[HarmRow]) -> tuple[float | None, float | None, float | None]:
    """Return the range of one category within one incident.

    Groups of one incident may overlap ("civilians", "children"), so they are not added: the
    lowest bound is the largest of theirs, and the upper end is known only if every one is.
    """
    ranges = [row.range for row in rows]
    if len(ranges) == 1:
        return ranges[0].low, ranges[0].best, ranges[0].high
    lows = [row.low for row in ranges if row.low is not None]
    highs = [row.high for row in ranges]
    known = [value for value in highs if value is not None]
    return max(lows, default=None), None, sum(known) if len(known) == len(highs) else None


def totals(rows: tuple[HarmRow, ...]) -> tuple[HarmTotal, ...]:
    """Add harm over incidents: low with low, high with high, best only where every one has it.

    An incident whose number is not stated adds nothing to the low end and opens the high end.
    """
    order = [(kind, name) for kind in HARM for name in CATEGORIES]
    groups: defaultdict[tuple[str, Category], defaultdict[str, list[HarmRow]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        groups[row.kind, row.category][row.incident.anchor].append(row)
    found = []
    for kind, name in order:
        incidents = groups.get((said("kind", kind), name))
        if not incidents:
            continue
        ranges = [merged_range(members) for members in incidents.values()]
        low = sum(value for value, _, _ in ranges if value is not None)
        best = _total(value for _, value, _ in ranges)
        high = _total(value for _, _, value in ranges)
        unstated = sum(row == (None, None, None) for row in ranges)
        low_known = low if unstated < len(ranges) else None
        found.append(
            HarmTotal(
                kind=said("kind", kind),
                category=name,
                range=Range(
                    low=low_known,
                    best=best,
                    high=high,
                    text=range_text(low_known, best, high),
                ),
                incidents=tuple(members[0].incident for members in incidents.values()),
                unstated=unstated,
            )
        )
    return tuple(found)


def _total(values: Iterable[float | None]) -> float | None:
    known = list(values)
    return sum(value for value in known if value is not None) if None not in known else None


def tolls(context: Context) -> tuple[TollRow, ...]:
    """List the sums that sources state themselves, with their sentence."""
    rows: list[TollRow] = []
    for claim in context.tolls:
        stated = tuple(
            (said("kind", row.kind), row.text) for row in claim.figures if row.kind in HARM
        )
        if stated:
            text = context.documents[claim.item].item.text
            rows.append(
                TollRow(
                    stated=stated,
                    evidence=context.evidence_refs[claim.id],
                    sentence=" ".join(claim.sentence.of(text).split()),
                )
            )
    return tuple(rows)
