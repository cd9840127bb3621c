"""Claims against gold: which were found, and how many of their fields are right.

A predicted claim matches a gold claim when the act is the same and both triggers lie in one
sentence; closest triggers first, each used once. Field figures are over matched claims only, so
they say how good a claim is once it was found; the claim F1 says how many were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trucewatch.measure.gold import GoldClaim, GoldFigure
from trucewatch.measure.scores import Tally
from trucewatch.model import Claim, Figure, PatrolReport, Span

QUOTES = "\"'.,;: \u201c\u201d\u2018\u2019"
ARTICLES = ("the ", "a ", "an ", "its ", "their ", "his ", "her ")


def match(claims: Sequence[Claim], gold: Sequence[tuple[GoldClaim, Span]]) -> dict[int, Claim]:
    """Return gold index -> the predicted claim that stands for it."""
    pairs = sorted(
        (
            abs(claim.trigger.start - span.start),
            claim.modality != row.modality,
            number,
            claim.id,
            claim,
        )
        for number, (row, span) in enumerate(gold)
        for claim in claims
        if claim.act == row.act and claim.sentence.overlaps(span)
    )
    found: dict[int, Claim] = {}
    used: set[str] = set()
    for _, _, number, ident, claim in pairs:
        if number not in found and ident not in used:
            found[number] = claim
            used.add(ident)
    return found


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


def score(
    rows: Iterable[tuple[Sequence[Claim], Sequence[tuple[GoldClaim, Span]]]],
) -> dict[str, Tally]:
    """Score the claims of several texts, field by field."""
    tallies = {name: Tally() for name in FIELDS}
    for claims, gold in rows:
        found = match(claims, gold)
        tallies["claims"].add(right=len(found), found=len(claims), wanted=len(gold))
        for number, claim in found.items():
            _fields(tallies, claim, gold[number][0])
    return tallies


def _fields(tallies: dict[str, Tally], claim: Claim, gold: GoldClaim) -> None:
    tallies["modality"].share(ok=claim.modality == gold.modality)
    said = claim.attribution
    tallies["attribution_form"].share(ok=said.form == gold.form)
    _words(tallies["attribution_source"], _one(said.source_text), _one(gold.source))
    place = claim.place
    _words(tallies["place"], _one(place.text if place else ""), _one(gold.place))
    if gold.relation and place:
        tallies["relation"].share(ok=place.relation == gold.relation)
    start = claim.time.start[:10] if claim.time and claim.time.start else ""
    tallies["time"].add(
        right=int(bool(start) and start == gold.start[:10]),
        found=int(bool(start)),
        wanted=int(bool(gold.start)),
    )
    for name in ("perpetrators", "targets", "participants"):
        _words(tallies[name], [one.text for one in getattr(claim, name)], getattr(gold, name))
    _words(
        tallies["weapons"],
        [f"{one.class_} {one.text}" for one in claim.weapons],
        [f"{one.class_} {one.text}" for one in gold.weapons],
    )
    right = _right_figures(claim.figures, gold.figures)
    tallies["figures"].add(right=right, found=len(claim.figures), wanted=len(gold.figures))
    if gold.patrol and gold.act == "patrol":
        told = claim.patrol or PatrolReport()
        _words(tallies["patrol_outcome"], _one(told.outcome), _one(gold.patrol.outcome))
        _words(tallies["patrol_cause"], _one(told.cause_text), _one(gold.patrol.cause))


def _one(words: str | None) -> list[str]:
    return [words] if words else []


def _words(tally: Tally, found: Sequence[str], wanted: Sequence[str]) -> None:
    """Two phrases agree when one's words contain the other's and they share the last word."""
    left = list(wanted)
    right = 0
    for text in found:
        hit = next((other for other in left if same_words(text, other)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    tally.add(right=right, found=len(found), wanted=len(wanted))


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


def _right_figures(found: Sequence[Figure], wanted: Sequence[GoldFigure]) -> int:
    left = list(wanted)
    right = 0
    for figure in found:
        hit = next((row for row in left if _same_figure(figure, row)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right


def _same_figure(figure: Figure, gold: GoldFigure) -> bool:
    return (
        figure.kind == gold.kind
        and (figure.low, figure.best, figure.high) == (gold.low, gold.best, gold.high)
        and same_words(figure.text, gold.text)
        and (figure.part_of is None) == (gold.part_of is None)
    )
