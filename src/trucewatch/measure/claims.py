"""Claims against gold: which were found, and how many of their fields are right.

A claim matches a gold claim when the act is the same and the gold trigger lies in its sentence;
closest triggers first, each used once. Field figures are over matched claims only, so they say
how good a claim is once it was found; the claim F1 says how many were. Both sides are gold rows,
so that two annotators are compared by the same rules as program and gold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from trucewatch.measure.gold import GoldClaim, GoldFigure, GoldPatrol, GoldWeapon
from trucewatch.measure.scores import Tally
from trucewatch.model import Claim, Figure, Span

One = TypeVar("One")

QUOTES = "\"'.,;: \u201c\u201d\u2018\u2019"
ARTICLES = ("the ", "a ", "an ", "its ", "their ", "his ", "her ")


@dataclass(frozen=True, slots=True)
class Row:
    """One claim in the words of the gold, with where its trigger and its sentence stand."""

    told: GoldClaim
    trigger: Span
    sentence: Span


def row_of(claim: Claim) -> Row:
    """Put a claim of the program in the words of the gold."""
    place, time, said, patrol = claim.place, claim.time, claim.attribution, claim.patrol
    told = GoldClaim(
        sentence="",
        act=claim.act,
        modality=claim.modality,
        form=said.form,
        source=said.source_text or "",
        place=place.text if place else "",
        relation=place.relation if place else None,
        start=(time.start or "") if time else "",
        perpetrators=tuple(one.text for one in claim.perpetrators),
        targets=tuple(one.text for one in claim.targets),
        participants=tuple(one.text for one in claim.participants),
        weapons=tuple(GoldWeapon(text=one.text, class_=one.class_) for one in claim.weapons),
        figures=tuple(_figure(one) for one in claim.figures),
        patrol=GoldPatrol(outcome=patrol.outcome or "", cause=patrol.cause_text or "")
        if patrol
        else None,
    )
    return Row(told, claim.trigger, claim.sentence)


def _figure(one: Figure) -> GoldFigure:
    return GoldFigure(
        text=one.text,
        kind=one.kind,
        group=one.group.text if one.group else "",
        low=one.low,
        best=one.best,
        high=one.high,
        part_of=one.part_of,
    )


def match(found: Sequence[Row], wanted: Sequence[Row]) -> dict[int, int]:
    """Return index in `wanted` -> index in `found`, for what was found."""
    pairs = sorted(
        (
            abs(one.trigger.start - gold.trigger.start),
            one.told.modality != gold.told.modality,
            number,
            index,
        )
        for number, gold in enumerate(wanted)
        for index, one in enumerate(found)
        if one.told.act == gold.told.act and one.sentence.overlaps(gold.trigger)
    )
    stands: dict[int, int] = {}
    used: set[int] = set()
    for _, _, number, index in pairs:
        if number not in stands and index not in used:
            stands[number] = index
            used.add(index)
    return stands


FIELDS = (
    "claims",
    "modality",
    "attribution_form",
    "attribution_source",
    "place",
    "relation",
    "time",
    "perpetrators",
    "targets",
    "participants",
    "weapons",
    "figures",
    "patrol_outcome",
    "patrol_cause",
)


def score(texts: Iterable[tuple[Sequence[Row], Sequence[Row]]]) -> dict[str, Tally]:
    """Score the claims of several texts (found, wanted), field by field."""
    tallies = {name: Tally() for name in FIELDS}
    for found, wanted in texts:
        stands = match(found, wanted)
        tallies["claims"].add(right=len(stands), found=len(found), wanted=len(wanted))
        for number, index in stands.items():
            _fields(tallies, found[index].told, wanted[number].told)
    return tallies


def _fields(tallies: dict[str, Tally], found: GoldClaim, gold: GoldClaim) -> None:
    tallies["modality"].share(ok=found.modality == gold.modality)
    tallies["attribution_form"].share(ok=found.form == gold.form)
    _words(tallies["attribution_source"], _one(found.source), _one(gold.source))
    _words(tallies["place"], _one(found.place), _one(gold.place))
    if gold.relation and found.place:
        tallies["relation"].share(ok=found.relation == gold.relation)
    tallies["time"].add(
        right=int(bool(found.start) and found.start[:10] == gold.start[:10]),
        found=int(bool(found.start)),
        wanted=int(bool(gold.start)),
    )
    for name in ("perpetrators", "targets", "participants"):
        _words(tallies[name], getattr(found, name), getattr(gold, name))
    _words(tallies["weapons"], _weapons(found), _weapons(gold))
    tallies["figures"].add(
        right=agreeing(found.figures, gold.figures, _same_figure),
        found=len(found.figures),
        wanted=len(gold.figures),
    )
    if gold.patrol and gold.act == "patrol":
        told = found.patrol or GoldPatrol()
        _words(tallies["patrol_outcome"], _one(told.outcome), _one(gold.patrol.outcome))
        _words(tallies["patrol_cause"], _one(told.cause), _one(gold.patrol.cause))


def _weapons(row: GoldClaim) -> list[str]:
    return [f"{one.class_} {one.text}" for one in row.weapons]


def _one(words: str) -> list[str]:
    return [words] if words else []


def _words(tally: Tally, found: Sequence[str], wanted: Sequence[str]) -> None:
    """Two phrases agree when one's words contain the other's and they share the last word."""
    right = agreeing(found, wanted, same_words)
    tally.add(right=right, found=len(found), wanted=len(wanted))


def agreeing(found: Sequence[One], wanted: Sequence[One], same: Callable[[One, One], bool]) -> int:
    """Count what was found that is the `same` as something wanted, each used once."""
    left = list(wanted)
    for one in found:
        hit = next((other for other in left if same(one, other)), None)
        if hit is not None:
            left.remove(hit)
    return len(wanted) - len(left)


def same_words(one: str, other: str) -> bool:
    """Say whether two phrases name the same thing up to articles and outer modifiers."""
    a, b = (_bare(text).split() for text in (one, other))
    if not a or not b:
        return a == b
    overlap = set(a) <= set(b) or set(b) <= set(a)
    return overlap and (a[-1] == b[-1] or a[0] == b[0])


def _bare(text: str) -> str:
    text = " ".join(text.casefold().split()).strip(QUOTES)
    for article in ARTICLES:
        text = text.removeprefix(article)
    return text


def _same_figure(figure: GoldFigure, gold: GoldFigure) -> bool:
    return (
        figure.kind == gold.kind
        and (figure.low, figure.best, figure.high) == (gold.low, gold.best, gold.high)
        and same_words(figure.text, gold.text)
        and (figure.part_of is None) == (gold.part_of is None)
    )
