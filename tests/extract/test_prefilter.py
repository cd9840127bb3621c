"""The prefilter: it holds back nothing that the rules would find, and most of everything else."""

from __future__ import annotations

import pytest
from extract.reading import document
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch import config
from trucewatch.extract import lexicon_for, read
from trucewatch.extract.frames import load_frames
from trucewatch.extract.triggers import find
from trucewatch.model import Span

LEXICON = lexicon_for(None)


def promising(text, lexicon=LEXICON):
    (look,) = lexicon.prefilter.looks(text, [Span(0, len(text))])
    return look.promising


def test_words_that_trigger_by_themselves_always_pass():
    for row in load_frames().rows:
        if row.when:
            continue
        for words in (*row.verbs, *row.nouns):
            assert promising(" ".join(words) + " of war" * row.war), words


@pytest.mark.parametrize(
    "text",
    [
        "Rebels fired mortars.",
        "Troops took the hill.",
        "They took the village.",  # a pronoun may be anybody
        "troops entered saraqib",  # a post without capitals
        "REBELS OPENED FIRE ON THE POST.",
        "Mortar-fire was heard.",
        "The bodies of two women were found.",
        "The army’s shelling went on.",
    ],
)
def test_what_may_tell_of_something_passes(text):
    assert promising(text)


@pytest.mark.parametrize(
    "text",
    [
        "The weather was mild and the harvest good.",
        "The singer released a ballad.",
        "The potter fired the clay.",
        "The pupils opened the window.",
        "",
        "💥",
    ],
)
def test_a_trigger_whose_conditions_no_word_can_meet_is_held_back(text):
    assert not promising(text)


def test_a_peaceful_text_needs_a_word_that_means_war():
    text = "The goalkeeper saved the penalty. The visitors attacked. An air strike hit the stadium."
    spans = [Span(0, 33), Span(34, 56), Span(57, len(text))]
    looks = LEXICON.prefilter.looks(text, spans)
    assert [look.promising for look in looks] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "timed"),
    [("On Tuesday it rained.", True), ("At 14:30 it rained.", True), ("It rained.", False)],
)
def test_sentences_that_may_name_a_time_are_told_apart(text, timed):
    (look,) = LEXICON.prefilter.looks(text, [Span(0, len(text))])
    assert look.timed is timed


def test_nothing_that_the_rules_find_is_held_back(monkeypatch):
    watch = config.load_watch(config.example("idlib-2020"))
    lexicon, frames = lexicon_for(watch), load_frames()
    monkeypatch.setattr(
        read, "_worth_parsing", lambda _text, spans, _looks, _quoted: range(len(spans))
    )
    found = 0
    for path in sorted((config.example("idlib-2020") / config.REPORTS).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        given = document(text)
        spans, _ = read._units(given, (), lexicon)
        looks = lexicon.prefilter.looks(text, [unit.span for unit in spans])
        for scene in read._scenes(given, spans, (), lexicon, {}):
            if find(scene, frames):
                found += 1
                assert looks[scene.order].promising, scene.words(scene.sentence.span)
                assert read.may_claim(given, lexicon)
    assert found > 200


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The weather was mild. Rebels shelled Goma.", True),
        ("The weather was mild. The harvest was good.", False),
        ("", False),
    ],
)
def test_a_text_may_claim_if_one_of_its_sentences_may(text, told):
    assert read.may_claim(document(text), LEXICON) is told


def test_a_text_in_another_language_claims_nothing():
    text = "Rebels shelled Goma on Tuesday, the army said."
    assert not read.may_claim(document(text, language="fr"), LEXICON)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text):
    looks = LEXICON.prefilter.looks(text, [Span(0, len(text)), Span(0, 0)])
    assert len(looks) == 2
    assert looks[1] == (False, False)


def test_what_stands_far_from_any_word_of_war_is_of_other_things():
    war = "Rebel fighters shelled the town on Monday."
    filler = "The council spoke about the roads and schools of the valley. " * 20
    told = "The column left the station and returned to the coast."
    near, far = f"{war} {told}", f"{war} {filler}{told}"
    for text, wanted in ((near, True), (far, False)):
        span = Span(text.index(told), len(text))
        assert LEXICON.prefilter.looks(text, [span])[0].promising is wanted
    span = Span(len(filler), len(filler + told))
    assert not LEXICON.prefilter.any_promising(filler + told, [span])


@pytest.mark.parametrize("who", ["He", "She", "I"])
def test_one_person_who_travels_moves_no_troops(who):
    text = f"{who} returned to Bamako. They returned to Gao. Soldiers watched."
    one, many = (Span(0, text.index(".")), Span(text.index("They"), text.index(" Soldiers")))
    promising = [look.promising for look in LEXICON.prefilter.looks(text, [one, many])]
    assert promising == [False, True]


@pytest.mark.parametrize(
    ("text", "concerned"),
    [
        ("The council spoke about the roads and schools of the valley. " * 20, False),
        ("The council spoke about the roads and schools of the valley.", True),  # too short to tell
        ("The council spoke about the roads and schools of the valley. " * 20 + "Two shells fell.",
         True),
        ("The council spoke about the roads of the valley. " * 20 + "An air strike hit it.", True),
    ],
)  # fmt: skip
def test_a_text_of_other_things_from_end_to_end_concerns_nobody(text, concerned):
    assert LEXICON.prefilter.concerns(text) is concerned
