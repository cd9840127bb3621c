from typing import get_args

from trucewatch.extract.tables import load_data, plural_of
from trucewatch.extract.units import harm_nouns, units
from trucewatch.extract.words import split_words
from trucewatch.model.vocabulary import FigureKind, Qualifier


def look_up(text):
    return units().at(split_words(text), 0)[1]


def test_plurals():
    irregular = load_data("groups.toml")["irregular"]
    for noun, plural in (("woman", "women"), ("passer-by", "passers-by"), ("bus", "buses"),
                         ("family", "families"), ("boy", "boys"), ("police officer",
                         "police officers"), ("aircraft", "aircraft")):  # fmt: skip
        assert plural_of(noun, irregular) == plural


def test_singular_and_plural_are_told_apart():
    assert (look_up("soldier").singular, look_up("soldier").plural) == (True, False)
    assert (look_up("soldiers").singular, look_up("soldiers").plural) == (False, True)
    assert look_up("mortar rounds").unit_class == "munition"
    assert look_up("people").basis == "person"


def test_every_class_has_a_figure_kind():
    data = load_data("figures.toml")
    known = {*data["units"], *data["measures"], "person", "money", "other", "none"}
    assert known <= data["kinds"].keys()
    assert set(data["kinds"].values()) <= set(get_args(FigureKind))
    assert set(data["harm"]) <= set(get_args(FigureKind))
    assert set(harm_nouns().values()) <= set(get_args(FigureKind))
    assert {*data["before"], *data["after"]} <= set(get_args(Qualifier))
    for rows in data["harm"].values():
        assert set(rows["takes"]) <= data["kinds"].keys()
