"""Triggers: which words say that something happened, and which only look like it."""

import re
from collections import Counter

import pytest
from extract.reading import claims

from trucewatch.extract.bearing import BEARINGS
from trucewatch.extract.forms import lemmas
from trucewatch.extract.frames import USUAL_TURN, load_frames
from trucewatch.extract.tables import data_files, load_data
from trucewatch.model.vocabulary import ACTS


def test_every_row_names_a_known_act_and_has_words():
    frames = load_frames()
    assert {row.act for row in frames.rows} == set(ACTS) | set()
    assert all(row.verbs or row.nouns for row in frames.rows)
    assert len({row.id for row in frames.rows}) == len(frames.rows)


def test_every_class_that_a_row_asks_for_exists():
    frames = load_frames()
    known = {name for names in frames.classes.values() for name in names}
    known |= {"any", "none", "any_actor", "weapon", "place", "violations_counted", "named"}
    known |= {"full_name"}
    known |= {"pronoun"}
    asked = {
        name.removeprefix("of:")
        for row in frames.rows
        for condition in (*row.when, *row.unless)
        for key, names in condition.items()
        if key != "self"
        for name in names
        if not name.removeprefix("of:").startswith("weapon:")
    }
    assert asked <= known


def test_a_class_of_nouns_has_one_meaning():
    names = [name for file in data_files("nouns") for name in load_data(file)]
    assert [name for name, n in Counter(names).items() if n > 1] == []


def test_a_row_stands_in_the_file_of_its_act():
    for file in data_files("acts"):
        act = load_data(file)["act"]
        assert file.removeprefix("acts/").startswith((act, "charges")), file


def test_rows_of_an_earlier_turn_are_asked_first():
    turns = {
        row["id"]: row.get("turn", USUAL_TURN)
        for file in data_files("acts")
        for row in load_data(file)["frame"]
    }
    asked = [turns[row.id] for row in load_frames().rows]
    assert asked == sorted(asked)
    assert set(asked) == set(range(1, 8))


def test_what_a_row_asks_of_the_trigger_itself_can_be_told():
    asked = {
        name
        for row in load_frames().rows
        for condition in (*row.when, *row.unless)
        for name in condition.get("self", ())
    }
    assert asked <= BEARINGS.keys() | {"verb", "noun", "phrase"}
    assert asked >= BEARINGS.keys()


def test_every_role_is_one_that_the_reader_fills():
    roles = {"perpetrator", "target", "participant", "weapon", "seen", "moved", "none"}
    roles |= {"target_or_weapon", "perpetrator_or_weapon", "participant_if_actor"}
    frames = load_frames()
    used = {role for row in frames.rows for role in row.roles.values()}
    used |= {role for table in frames.roles.values() for role in table.values()}
    assert used <= roles


def test_weapon_classes_lead_to_acts():
    frames = load_frames()
    from trucewatch.extract.weapons import WEAPON_CLASSES

    assert set(frames.act_of_weapon) <= WEAPON_CLASSES
    asked = {
        name.removeprefix("weapon:")
        for row in frames.rows
        for condition in (*row.when, *row.unless)
        for names in condition.values()
        for name in names
        if name.startswith("weapon:")
    }
    assert asked <= WEAPON_CLASSES


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("shelled", "shell"), ("shelling", "shell"), ("fired", "fire"), ("struck", "strike"),
        ("carried", "carry"), ("hitting", "hit"), ("clashes", "clash"), ("armies", "army"),
        ("blew", "blow"), ("withdrew", "withdraw"), ("seizing", "seize"),
    ],
)  # fmt: skip
def test_lemmas(word, lemma):
    assert lemma in lemmas(word)


@pytest.mark.parametrize(("word", "other"), [("sites", "sit"), ("mines", "min"), ("axes", "a")])
def test_no_lemma_is_cut_too_short(word, other):
    assert other not in lemmas(word)


def test_a_site_is_no_sit_in():
    text = "Aircraft struck military sites in the south of Hadr."
    assert [claim.act for claim in claims(text, ["Hadr"])] == ["air_strike"]


MEANS = [
    ("Rebels attacked the base with mortars.", "shelling"),
    ("Rebels attacked the base.", "attack"),
    ("A helicopter attacked the column.", "air_strike"),
    ("A mine exploded under a bus.", "ied"),
    ("A blast shook the city.", "explosion"),
    ("A car bomb went off near the market.", "ied"),
]


@pytest.mark.parametrize(("text", "act"), MEANS)
def test_the_named_means_decides_the_act(text, act):
    assert [claim.act for claim in claims(text)] == [act]


def test_rules_are_named_after_their_rows():
    frames = load_frames()
    (claim,) = claims("Rebels shelled the village on Monday.")
    assert claim.rule in {row.id for row in frames.rows}
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", claim.rule)


def test_a_set_phrase_with_an_article_is_a_noun_whatever_the_tree():
    told = claims("The Observatory documented the first ground advance since the truce.")
    assert [one.act for one in told] == ["ground_advance"]


def test_a_noun_that_ranks_what_was_told_is_no_happening_of_its_own():
    told = "Two jets bombed Kafr Nabl on Monday in the first raid since the truce took hold."
    assert [claim.time.text for claim in claims(told)] == ["Monday"]
    assert claims("Residents reported the first air raid since the truce near Kafr Nabl.")
