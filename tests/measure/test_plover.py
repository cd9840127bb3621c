"""The PLOVER measure on records of our own."""

import json

import pytest

from trucewatch.errors import TrucewatchError
from trucewatch.measure import plover


def record(event, text, source=(), target=()):
    actors = [[{"actorText": words, "code": "X"} for words in side] for side in (source, target)]
    return {"id": "1", "event": event, "text": text, "source": actors[0], "target": actors[1] or ""}


def folder(tmp_path, *rows):
    note = {"id": "0", "event": "DOCUMENT", "eventText": "what this file is"}
    (tmp_path / plover.FILE).write_text(json.dumps([note, *rows]), encoding="utf-8")
    return tmp_path


def figures(tmp_path, row):
    scored = plover.score(folder(tmp_path, row))
    return scored[plover.load(tmp_path / plover.FILE)[0].half]


def test_an_act_counts_by_its_event_and_the_older_name_of_force_too(tmp_path):
    row = record("FIGHT", "Rebels shelled the army base on Monday.", ["Rebels"], ["army .. base"])
    scored = figures(tmp_path, row)
    assert scored["act all"]["recall"] == 1
    assert scored["source_act_target core"]["recall"] == 1


def test_the_wrong_doer_spoils_the_triple_and_not_the_act(tmp_path):
    row = record("ASSAULT", "Rebels shelled the army base on Monday.", ["Monday"], ["army"])
    scored = figures(tmp_path, row)
    assert scored["act coded"]["recall"] == 1
    assert scored["source_act_target coded"]["recall"] == 0


def test_an_event_that_no_act_codes_counts_among_all_alone(tmp_path):
    scored = figures(tmp_path, record("SANCTION", "The minister imposed a duty on steel."))
    assert scored["act all"] == {"precision": 1.0, "recall": 0.0, "f1": 0.0, "n": 1}
    assert scored["act coded"]["n"] == scored["act core"]["n"] == 0


def test_what_is_threatened_is_a_threat(tmp_path):
    row = record("THREATEN", "The rebels threatened to shell the capital.", ["rebels"], ["capital"])
    assert figures(tmp_path, row)["act core"]["recall"] == 1


@pytest.mark.parametrize(
    ("event", "text", "source", "target"),
    [
        ("AGREE", "Northland will provide 500 tons of food to refugees.", "Northland", ""),
        ("THREATEN", "The rebels said they would blockade the port.", "rebels", ""),
        ("RETREAT", "Two hundred rebels surrendered to the army on Monday.", "rebels", ""),
        ("ASSAULT", "The army forced out 300 refugees from the camp.", "army", "refugees"),
        ("ASSAULT", "A car bomb killed a judge on Monday.", "car bomb", "judge"),
    ],
)
def test_what_a_claim_announces_or_means_is_the_event_of_the_later_plover(
    tmp_path, event, text, source, target
):
    row = record(event, text, [source], [target] if target else [])
    assert figures(tmp_path, row)["source_act_target coded"]["recall"] == 1


def test_property_destroyed_is_force_in_the_later_plover(tmp_path):
    row = record("COERCE", "Rebels demolished a church on Monday.", ["Rebels"], ["church"])
    assert figures(tmp_path, row | {"mode": "destroy"})["source_act_target core"]["recall"] == 1
    assert figures(tmp_path, row)["act all"]["recall"] == 0


def test_a_folder_without_the_file_is_named(tmp_path):
    with pytest.raises(TrucewatchError, match=r"plover_gsr\.json"):
        plover.score(tmp_path)
