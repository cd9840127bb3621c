"""Candidates for a whole record: none that scores as one happening may be missed."""

from __future__ import annotations

import random
from itertools import combinations

import msgspec
import numpy as np
import pytest

from trucewatch import config
from trucewatch.measure.merging import invented
from trucewatch.merge.candidates import candidates, likely
from trucewatch.merge.columns import Columns
from trucewatch.merge.facts import facts_of
from trucewatch.merge.index import Index
from trucewatch.merge.score import THRESHOLD, pair

WATCH = config.load_watch(config.example("idlib-2020"))
ROAD = {"type": "LineString", "coordinates": [[36.85, 35.86], [36.60, 35.81], [36.16, 35.78]]}


def world(seed, size=300):
    """Return the facts of claims of a few days, on few places, some along a road."""
    draw = random.Random(seed)
    told = []
    for row in invented(size, WATCH, days=4, seed=seed):
        place = row.place
        if place is not None and draw.random() < 0.1:
            place = msgspec.structs.replace(
                place, text="M4", chosen="line:m4", geometry=ROAD, uncertainty_m=30_000.0
            )
        elif place is not None and draw.random() < 0.1:
            place = msgspec.structs.replace(place, chosen=None, geometry=None)
        told.append(
            facts_of(msgspec.structs.replace(row, place=place), WATCH, row.published_by, None)
        )
    return told


def kinds_of(rows):
    return [
        "plan" if row.claim.modality == "planned" else str(row.claim.act == "tally") for row in rows
    ]


def alike(rows, one, other):
    scored = pair(rows[one], rows[other])
    return not scored.barred and scored.value >= THRESHOLD


@pytest.mark.parametrize("seed", range(4))
def test_no_pair_of_places_is_missed_and_few_are_looked_at_in_vain(seed):
    rows = world(seed)
    kinds = kinds_of(rows)
    index = Index()
    index.fill(rows, kinds)
    spotted = [n for n, row in enumerate(rows) if row.spots]
    wanted = {
        (b, a)
        for a, b in combinations(spotted, 2)
        if index.family(rows[a], kinds[a]) == index.family(rows[b], kinds[b]) and alike(rows, a, b)
    }
    found = set(likely(index, rows, kinds))
    assert wanted <= found
    assert len(wanted) > 50
    vain = [pair for pair in found if not alike(rows, *pair)]
    assert len(vain) < len(found) / 3


@pytest.mark.parametrize("seed", range(4))
def test_all_at_once_finds_what_claim_by_claim_finds(seed):
    rows = world(seed)
    kinds = kinds_of(rows)
    index = Index()
    index.fill(rows, kinds)
    single = {
        (max(one, other), min(one, other))
        for one, facts in enumerate(rows)
        for other in index.near(facts, kinds[one])
        if one != other
    }
    together = {
        (max(pair), min(pair))
        for met in candidates(index, rows, kinds)
        for pair in zip(*(side.tolist() for side in met), strict=True)
    }
    assert {row for row in single if alike(rows, *row)} == {
        row for row in together if alike(rows, *row)
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_bound_never_leaves_out_what_scores(seed):
    rows = world(seed, 150)
    columns = Columns(rows)
    ones, others = np.triu_indices(len(rows), 1)
    kept = {tuple(row) for row in np.stack(columns.likely(ones, others)).T.tolist()}
    scored = {row for row in combinations(range(len(rows)), 2) if alike(rows, *row)}
    assert scored <= kept
    assert len(kept) < len(ones) / 4


def test_nothing_gives_nothing():
    index = Index()
    index.fill([], [])
    assert list(likely(index, [], [])) == []
