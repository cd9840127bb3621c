"""Fit the weights of `relevance.py` on the development set.

An incident is wanted where the scorer maps its template to one of the key. Weights are those of a
logistic regression with a quadratic penalty; names seen less than `LEAST` times get none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from trucewatch.measure.muc import relevance, scorer, writer
from trucewatch.measure.muc.dispatches import Dispatch
from trucewatch.measure.muc.gazetteer import Gazetteer
from trucewatch.measure.muc.incidents import incidents_of
from trucewatch.measure.muc.templates import Template

LEAST = 8
PENALTY = 10.0
ROUNDS = 40
Row = tuple[dict[str, float], bool]


def rows_of(
    dispatches: Iterable[Dispatch], keys: Mapping[str, Sequence[Template]], lists: Gazetteer
) -> list[Row]:
    """Return features and verdict of every incident that the rules leave in."""
    rows: list[Row] = []
    for dispatch in dispatches:
        found = [one for one in incidents_of(dispatch) if relevance.wanted(dispatch, one)]
        said = [writer.template(dispatch, lists, one, n) for n, one in enumerate(found, 1)]
        pairs = scorer.mapping(keys.get(dispatch.message, ()), said)
        right = {response.number for _, response in pairs}
        rows += [
            (relevance.features(dispatch, one, n, len(found)), str(n + 1) in right)
            for n, one in enumerate(found)
        ]
    return rows


def fitted(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights by feature name, "bias" among them (Newton's method)."""
    seen = Counter(name for found, _ in rows for name in found)
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    column = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(rows), len(names) + 1))
    table[:, -1] = 1.0
    for n, (found, _) in enumerate(rows):
        for name, value in found.items():
            if name in column:
                table[n, column[name]] = value
    verdicts = np.array([float(right) for _, right in rows])
    weights = np.zeros(len(names) + 1)
    penalty = np.full(len(names) + 1, PENALTY)
    penalty[-1] = 0.01
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - verdicts) + penalty * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    return {name: round(float(weights[n]), 3) for name, n in (*column.items(), ("bias", -1))}
