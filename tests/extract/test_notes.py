"""Notes without a verb, read by the order of their words."""

import pytest
from extract.reading import claims, words

FILLER = """bread at the corner shop again, my aunt went twice and came home with nothing
no light since noon
queues everywhere today"""


def told(line, names=("Orlivka",), **options):
    """Return the claims of a post that has this line."""
    return claims(f"{line}\n{FILLER}", names, **options)


LINES = (
    ("ground_advance", "Orlivka - rebels inside since sunday night"),
    ("ground_advance", "7 posts taken near Orlivka"),
    ("control", "Orlivka bridge: army flag up"),
    ("control", "Orlivka encircled, 3rd day"),
    ("control", "rebels in Orlivka since dawn"),
    ("withdrawal", "joint forces GONE from Orlivka"),
    ("troop_movement", "convoys of armour southbound thru Orlivka"),
    ("displacement", "Families leaving Orlivka camp again"),
    ("displacement", "~700 families in Orlivka by tonight"),
    ("fortification", "checkpoints on the Orlivka road"),
    ("sighting", "Orlivka: 2 T-72 abandoned"),
    ("access_restriction", "RCC team turned back at Orlivka checkpoint"),
    ("access_restriction", "aid trucks stuck at the border, day 3"),
    ("road_block", "road to Orlivka cut"),
    ("aid_delivery", "Orlivka: 3 aid trucks let in"),
    ("ceasefire_act", "truce no. 2 in force since 06:00"),
    ("talks", "Talks tomorrow in Orlivka"),
    ("armed_clash", "Orlivka: fighting again"),
    ("shelling", "Orlivka: mortar 20 min ago"),
    ("small_arms_fire", "dushka on the Orlivka side all night"),
    ("small_arms_fire", "minibus shot up on the Orlivka road"),
    ("air_strike", "coalition jets 6x on Orlivka"),
    ("air_strike", "twenty raids on Orlivka"),
    ("attack", "looting in Orlivka"),
    ("explosion", "Orlivka bridge blown 5 am"),
    ("damage", "Orlivka market = gone"),
)


@pytest.mark.parametrize(("act", "line"), LINES)
def test_the_words_of_a_note_tell_its_act(act, line):
    assert [claim.act for claim in told(line)] == [act]


@pytest.mark.parametrize(
    "line",
    [
        "1 soldier gone from our street :(",
        "rumour has it the flags are cheap",
        "roof of the barn gone in the storm",
        "4 howitzers of the museum, polished",
        "out of bread",
        "out of tea, out of luck",
        "families in the park, kites",
        "the road is long",
    ],
)
def test_everyday_notes_tell_nothing(line):
    assert told(line, ()) == ()


def test_who_did_it_stands_before_the_words():
    (claim,) = told("Orlivka - rebels inside since sunday night")
    assert words(claim.perpetrators) == ["rebels"]
    (claim,) = told("columns of volunteers southbound thru Orlivka")
    assert words(claim.participants) == ["volunteers"]


@pytest.mark.parametrize(
    "line", ["POW swap at Orlivka not started", "no fighting in Orlivka", "talks off in Orlivka"]
)
def test_what_did_not_come_about_is_absent(line):
    assert [claim.modality for claim in told(line)] == ["absent"]


def test_an_attack_beaten_off_took_place():
    (claim,) = told("Orlivka: 4th attack beaten off")
    assert (claim.act, claim.modality) == ("attack", "asserted")


def test_two_weapons_joined_are_two_kinds_of_fire():
    acts = {claim.act for claim in told("dushka and shelling near Orlivka")}
    assert acts == {"shelling", "small_arms_fire"}


def test_notes_are_read_in_posts_only():
    assert claims("Rebels inside the parliament since Sunday want a vote.") == ()
