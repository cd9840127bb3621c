import pytest

from trucewatch.publish.edits import Edited
from trucewatch.publish.persons import mask_edits, names_in

PRIVATE = [
    ("A man named Khaled Omar was shot at the gate.", "Khaled Omar"),
    ("The body was identified as Omar bin Said.", "Omar bin Said"),
    ("Ahmad al-Hassan, a 34-year-old farmer, died.", "Ahmad al-Hassan"),
    ("Fatima Saleh, 12, was wounded.", "Fatima Saleh"),
    ("Samer Haddad (9) was pulled out.", "Samer Haddad"),
    ("Among them was the driver Mustafa Darwish.", "Mustafa Darwish"),
    ("A shepherd, Salim Darwish, was killed.", "Salim Darwish"),
    ("Olena Kovalenko, a nurse, was hit.", "Olena Kovalenko"),
    ("İbrahim Çelik, aged 40, drove the lorry.", "İbrahim Çelik"),
]
PUBLIC = [
    "President Recep Tayyip Erdogan said that the truce holds.",
    "The spokesman, General Igor Ivanov, denied it.",
    "Igor Ivanov, the spokesman of the ministry, denied it.",
    "The council head Samir Aziz, 40, said so.",
    "The village called Kafr Nabl was hit.",
    "The group identified as Hurras al-Din fired.",
    "A shepherd in Maarrat Misrin was killed.",
    "On Monday 12 people were killed in Kafr Nabl.",
]


@pytest.mark.parametrize(("text", "name"), PRIVATE)
def test_a_private_person_is_found(text, name):
    assert set(names_in(text, frozenset())) == {name}


@pytest.mark.parametrize("text", PUBLIC)
def test_offices_and_places_stay(text):
    assert list(names_in(text, frozenset())) == []


def test_a_known_place_or_actor_is_no_person():
    text = "The man called Jisr Shughur home. A road called Kafr Nabl, 12, was hit."
    assert list(names_in(text, frozenset({"jisr shughur", "kafr nabl"}))) == []


def masked_text(text, *names):
    return Edited(text, mask_edits(text, names)).text


def test_the_last_name_alone_is_masked_later_in_the_text():
    text = "Ahmad al-Hassan, a farmer, fled. Al-Hassan left with Hassan's cart."
    masked = masked_text(text, "Ahmad al-Hassan")
    assert "assan" not in masked
    assert masked.count("[name withheld]") == 3


def test_a_place_that_carries_the_same_word_keeps_its_name():
    text = "Ahmad Hassan, a farmer, fled from Hassan to Tell Hassan and Hassan Hill."
    assert masked_text(text, "Ahmad Hassan") == (
        "[name withheld], a farmer, fled from Hassan to Tell Hassan and Hassan Hill."
    )
