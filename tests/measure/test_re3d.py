"""The re3d measure on documents of our own."""

import json

import pytest

from trucewatch.errors import TrucewatchError
from trucewatch.measure import re3d
from trucewatch.model import Span

TEXT = "Rebel fighters fired mortars at a base near Aleppo. They left."


def entity(kind, words):
    begin = TEXT.index(words)
    return {
        "begin": begin, "end": begin + len(words), "type": kind, "value": words, "documentId": "d",
    }  # fmt: skip


def folder(tmp_path, *entities):
    inner = tmp_path / "re3d" / "somebody"
    inner.mkdir(parents=True)
    rows = "\n".join(json.dumps(row) for row in entities)
    (inner / "documents.json").write_text(json.dumps({"_id": "d", "text": TEXT}) + "\n", "utf-8")
    (inner / "entities.json").write_text(rows + "\n\n", "utf-8")
    return tmp_path


def test_each_kind_is_measured_and_pronouns_are_not(tmp_path):
    scored = re3d.score(
        folder(
            tmp_path, entity("Organisation", "Rebel fighters"), entity("Weapon", "mortars"),
            entity("Location", "Aleppo"), entity("Organisation", "They"), entity("Person", "left"),
        )
    )  # fmt: skip
    assert scored["weapons"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 1}
    assert scored["actors"]["n"] == 1
    assert scored["actors"]["recall"] == 1
    assert scored["weapons named"] == {"recall": 1.0, "n": 0}


def test_what_is_not_found_counts_as_missed(tmp_path):
    scored = re3d.score(folder(tmp_path, entity("MilitaryPlatform", "base")))
    assert scored["weapons"]["recall"] == 0
    assert scored["weapons"]["precision"] == 0


def test_one_span_stands_for_one_entity():
    assert re3d.matched([Span(0, 9)], [Span(5, 9), Span(0, 4)]) == {1}


def test_a_folder_without_documents_is_named(tmp_path):
    with pytest.raises(TrucewatchError, match="documents"):
        re3d.score(tmp_path)
