"""What the rules and the weights make of an incident."""

from __future__ import annotations

from trucewatch.measure.muc import fit, relevance
from trucewatch.measure.muc.dispatches import Desk, Dispatch
from trucewatch.measure.muc.evaluation import unpacked
from trucewatch.measure.muc.incidents import incidents_of
from trucewatch.measure.muc.templates import read_templates
from trucewatch.measure.muc.writer import templates_of


def test_what_weighs_too_little_is_left_out(desk: Desk, dispatches: dict[str, Dispatch]) -> None:
    raid = dispatches["T-1"]
    assert len(templates_of(raid, desk.gazetteer)) == 1
    assert templates_of(raid, desk.gazetteer, {"bias": 1.0, "time fresh": -5.0}) == ()


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
