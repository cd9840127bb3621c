"""What the rules and the weights make of an incident."""

from __future__ import annotations

import json
from importlib.resources import files

from trucewatch.measure.muc import fit, relevance
from trucewatch.measure.muc.dispatches import Desk, Dispatch
from trucewatch.measure.muc.evaluation import unpacked
from trucewatch.measure.muc.incidents import incidents_of
from trucewatch.measure.muc.templates import read_templates


def test_weights_are_those_of_known_features() -> None:
    source = files("trucewatch.measure.muc").joinpath("data", "relevance.json")
    weights = json.loads(source.read_text("utf-8"))
    assert "bias" in weights
    assert weights["time fresh"] > weights["time old"]
    assert weights["named hit"] > weights.get("generic hit", 0)


def test_features_are_names_of_what_is_known(dispatches: dict[str, Dispatch]) -> None:
    raid = dispatches["T-1"]
    (incident,) = incidents_of(raid)
    found = relevance.features(raid, incident, 0, 1)
    assert {"kind ATTACK", "time fresh", "placed", "named hit", "effect DEATH"} <= set(found)
    assert relevance.wanted(raid, incident)


def test_a_separable_set_is_learned() -> None:
    rows = [({"good": 1.0}, True), ({"bad": 1.0}, False)] * 20 + [({"rare": 1.0}, True)]
    weights = fit.fitted(rows)
    assert weights["good"] > 0 > weights["bad"]
    assert "rare" not in weights


def test_rows_are_labelled_by_the_key(data, desk: Desk, dispatches: dict[str, Dispatch]) -> None:
    keys = read_templates(unpacked(data / "official" / "key-dev.gz"))
    rows = fit.rows_of(dispatches.values(), keys, desk.gazetteer)
    assert [right for _, right in rows] == [True, False]
