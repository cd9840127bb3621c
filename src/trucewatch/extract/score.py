"""How sure a claim is: the chance that an annotator of the same text would have written it.

A logistic model over what the claim itself shows, so that one extractor's claims can be held
against another's. Its weights (`data/score.toml`) are fitted to the development halves of our gold
by `scripts/fit_score.py`; how far it is off on the test halves is in docs/accuracy.md.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from trucewatch.extract.tables import load_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trucewatch.model import Claim

_LONG, _SHORT = 180, 50
"""Code points from which a sentence is long, and below which it is short."""


def scored(claims: Sequence[Claim], text: str) -> tuple[Claim, ...]:
    """Return the claims of one text with `score` set: 0 to 1, two decimals."""
    rows = load_data("score.toml")
    weights: dict[str, float] = rows["weights"]
    return tuple(
        replace(claim, score=_chance(rows["bias"] + sum(weights.get(one, 0.0) for one in told)))
        for claim, told in zip(claims, signs(claims, text), strict=True)
    )


def _chance(odds: float) -> float:
    return round(1.0 / (1.0 + math.exp(-odds)), 2)


def signs(claims: Sequence[Claim], text: str) -> list[frozenset[str]]:
    """Return what speaks for or against each of the claims of one text, by name."""
    together = Counter(claim.sentence for claim in claims)
    return [frozenset(_signs(claim, text, together[claim.sentence])) for claim in claims]


def _signs(claim: Claim, text: str, together: int) -> Iterator[str]:
    sentence, trigger = claim.sentence, claim.trigger
    length, before = sentence.end - sentence.start, trigger.start - sentence.start
    words = trigger.of(text)
    roles = (claim.perpetrators, claim.targets, claim.participants)
    yield f"act.{claim.act}"
    yield f"modality.{claim.modality}"
    yield f"form.{claim.attribution.form}"
    held = {
        "place": claim.place is not None,
        "place_resolved": claim.place is not None and claim.place.chosen is not None,
        "time": claim.time is not None,
        "perpetrators": bool(claim.perpetrators),
        "targets": bool(claim.targets),
        "participants": bool(claim.participants),
        "two_roles": sum(map(bool, roles)) > 1,
        "figures": bool(claim.figures),
        "weapons": bool(claim.weapons),
        "hedged": bool(claim.attribution.hedges),
        "denial_word": claim.rule.startswith("denial."),
        "phrase": " " in words,
        "participle": words.endswith("ing"),
        "past": words.endswith("ed"),
        "first_third": before * 3 < length,
        "last_third": before * 3 > length * 2,
        "long_sentence": length > _LONG,
        "short_sentence": length < _SHORT,
        "two_of_one_sentence": together == 2,
        "more_of_one_sentence": together > 2,
    }
    yield from (name for name, holds in held.items() if holds)
