"""Arguments of triggers, on trees written by hand."""

import pytest
from extract.reading import claims

from trucewatch.extract.arguments import arguments, is_passive
from trucewatch.extract.scene import Scene
from trucewatch.extract.tree import build


def scene(text, rows):
    sentence = build(text, rows)
    return Scene(
        text=text, passage=0, paragraph=0, order=0, headline=False, sentence=sentence, places=(),
        actors=(), weapons=(), times=(), figures=(), classes=(frozenset(),) * len(rows),
    )  # fmt: skip


def texts(found):
    return {key: [token.text for token in tokens] for key, tokens in found.items()}


ACTIVE = scene(
    "Rebels and militiamen shelled a depot with mortars",
    [
        ("Rebels", "rebel", "NOUN", "nsubj", 3), ("and", "and", "CCONJ", "cc", 2),
        ("militiamen", "militiaman", "NOUN", "conj", 0), ("shelled", "shell", "VERB", "root", 3),
        ("a", "a", "DET", "det", 5), ("depot", "depot", "NOUN", "obj", 3),
        ("with", "with", "ADP", "case", 7), ("mortars", "mortar", "NOUN", "obl", 3),
    ],
)  # fmt: skip
PASSIVE = scene(
    "A depot was shelled by rebels",
    [
        ("A", "a", "DET", "det", 1), ("depot", "depot", "NOUN", "nsubj:pass", 3),
        ("was", "be", "AUX", "aux:pass", 3), ("shelled", "shell", "VERB", "root", 3),
        ("by", "by", "ADP", "case", 5), ("rebels", "rebel", "NOUN", "obl:agent", 3),
    ],
)  # fmt: skip
LIGHT = scene(
    "Gunmen launched an attack on a post",
    [
        ("Gunmen", "gunman", "NOUN", "nsubj", 1), ("launched", "launch", "VERB", "root", 1),
        ("an", "a", "DET", "det", 3), ("attack", "attack", "NOUN", "obj", 1),
        ("on", "on", "ADP", "case", 6), ("a", "a", "DET", "det", 6),
        ("post", "post", "NOUN", "nmod", 3),
    ],
)  # fmt: skip
RELATIVE = scene(
    "gunmen who attacked a post",
    [
        ("gunmen", "gunman", "NOUN", "root", 0), ("who", "who", "PRON", "nsubj", 2),
        ("attacked", "attack", "VERB", "acl:relcl", 0), ("a", "a", "DET", "det", 4),
        ("post", "post", "NOUN", "obj", 2),
    ],
)  # fmt: skip


def test_active_and_passive_give_the_same_keys():
    assert texts(arguments(ACTIVE, ACTIVE.tokens[3], "verb")) == {
        "subj": ["Rebels", "militiamen"], "obj": ["depot"], "with": ["mortars"],
    }  # fmt: skip
    assert texts(arguments(PASSIVE, PASSIVE.tokens[3], "verb")) == {
        "subj": ["rebels"], "obj": ["depot"],
    }  # fmt: skip
    assert is_passive(PASSIVE, PASSIVE.tokens[3])
    assert not is_passive(ACTIVE, ACTIVE.tokens[3])


def test_an_event_noun_takes_its_doer_from_the_light_verb():
    found = texts(arguments(LIGHT, LIGHT.tokens[3], "noun"))
    assert found["subj"] == ["Gunmen"]
    assert found["on"] == ["post"]


def test_a_relative_pronoun_is_the_noun_behind_it():
    assert texts(arguments(RELATIVE, RELATIVE.tokens[2], "verb"))["subj"] == ["gunmen"]


@pytest.mark.parametrize(
    ("text", "act", "who"),
    [
        (
            "The 24th brigade, with the support of two tanks, attempted to improve its position.",
            "ground_advance", "24th brigade",
        ),
        (
            "Four lorries with medical supplies, he added, were waiting in Dagal for clearance.",
            "access_restriction", "lorries",
        ),
        (
            "Since the morning 640 families have passed through our corridors towards Tawila.",
            "displacement", "families",
        ),
    ],
)  # fmt: skip
def test_an_aside_or_a_time_before_the_verb_does_not_hide_its_subject(text, act, who):
    (claim, *_) = claims(f"{text} Rebels laid mines.", ["Dagal", "Tawila"])
    said = (*claim.perpetrators, *claim.targets, *claim.participants)
    assert (claim.act, [m.text for m in said]) == (act, [who])


def test_an_object_may_stand_behind_a_phrase():
    (claim, *_) = claims("Monitors observed at the Chilak junction one T-72 tank.", ["Chilak"])
    assert (claim.act, [f.text for f in claim.figures]) == ("sighting", ["one"])


def test_what_somebody_carries_is_not_what_was_stopped():
    (claim, *_) = claims("Trucks carrying aid from Kary were stopped at a checkpoint by gunmen.")
    assert (claim.act, [m.text for m in claim.targets]) == ("access_restriction", ["Trucks"])
