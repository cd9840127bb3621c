"""What access notes tell of aid: looting, journeys that could not be made, who fled where."""

import pytest
from extract.reading import claims


@pytest.mark.parametrize(
    ("text", "act", "doer"),
    [
        ("Gunmen looted 60 tonnes of maize from a warehouse in Ulang.", "attack", "Gunmen"),
        ("Armed men made off with 30 cartons of medicine in Ulang.", "attack", "Armed men"),
        ("Militiamen plundered the stocks of an agency in Ulang.", "attack", "Militiamen"),
        ("Militiamen robbed three aid workers in Ulang.", "attack", "Militiamen"),
        ("Gunmen broke into the compound of an agency in Ulang.", "attack", "gunmen"),
        ("Soldiers in Ulang confiscated a truck of a UN agency.", "access_restriction", "Soldiers"),
        ("Rebels block deliveries to Ulang.", "access_restriction", "Rebels"),
        ("The UN has suspended its flights to Ulang after shelling.", "access_restriction", "UN"),
    ],
)
def test_who_did_what_to_aid(text, act, doer):
    told = claims(text, ["Ulang"])[0]
    assert told.act == act
    assert told.place.text == "Ulang"
    assert [one.text.lower() for one in told.perpetrators] == [doer.lower()]


@pytest.mark.parametrize(
    "text",
    [
        "The agency has suspended its activities in the town since the shelling.",
        "Thieves stole laptops from an office in the capital.",
        "Soldiers emptied the bins behind the barracks.",
        "The company suspended flights to the island over a pay dispute.",
    ],
)
def test_work_put_off_and_plain_theft_are_no_claims(text):
    assert [c.act for c in claims(text) if c.act in ("access_restriction", "attack")] == []


def test_partners_who_could_not_go_are_kept_from_it():
    text = "Because of the shelling, humanitarian partners were unable to reach Masisi."
    kept = [c for c in claims(text, ["Masisi"]) if c.act == "access_restriction"]
    assert [c.modality for c in kept] == ["asserted"]


def test_what_follows_after_is_a_reason_and_happened():
    text = "The mission cancelled a patrol to Belo after shelling near the bridge."
    fire = [c for c in claims(text, ["Belo"]) if c.act == "shelling"]
    assert [c.modality for c in fire] == ["asserted"]


def test_flight_from_one_place_to_another_is_at_neither():
    text = "Some 2,300 people fled from Ulang to Ethiopia's Gambella region in April."
    (claim,) = claims(text, ["Ulang", "Ethiopia", "Gambella region"], published="2025-05-06")
    assert claim.place is None
    assert [(p.role, p.place.text) for p in claim.other_places] == [
        ("origin", "Ulang"), ("destination", "Gambella region"),
    ]  # fmt: skip


def test_forced_to_flee_is_one_displacement():
    text = "Fighting in Kashebere forced about 320 households to flee towards Ntoto."
    found = [c for c in claims(text, ["Kashebere", "Ntoto"]) if c.act == "displacement"]
    assert len(found) == 1
    assert [(f.kind, f.best) for f in found[0].figures] == [("displaced", 320)]


def test_the_town_of_a_quarter_is_no_place_of_its_own():
    text = "Clashes displaced 240 families from Khor Omer neighbourhood of En Nahud."
    (claim,) = [c for c in claims(text, ["Khor Omer", "En Nahud"]) if c.act == "displacement"]
    assert claim.place.text == "Khor Omer neighbourhood"


def test_attacked_and_looted_is_one_attack():
    text = "A convoy of nine trucks was attacked and looted near Al Koma on 2 June."
    assert [c.act for c in claims(text, ["Al Koma"])] == ["attack"]


def test_those_kept_from_going_on_are_not_those_of_the_sentence_before():
    text = (
        "A relief boat was stopped by soldiers at Malakal after the shelling. "
        "Humanitarian partners were unable to reach Masisi."
    )
    kept = [c for c in claims(text, ["Malakal", "Masisi"]) if c.act == "access_restriction"]
    assert len(kept) == 2


def test_a_patrol_that_stops_others_is_who_does_it():
    text = "A rebel patrol stopped three trucks of flour near Kutum."
    found = claims(text, ["Kutum"])
    assert [c.act for c in found] == ["access_restriction"]
    assert [one.text for one in found[0].perpetrators] == ["rebel patrol"]


def test_who_burns_houses_and_takes_rice_brings_no_aid():
    text = "The gunmen burned the houses of the village and took rice and goats."
    assert "aid_delivery" not in [c.act for c in claims(text)]


def test_a_finite_verb_is_no_weapon():
    text = "The army fired on a village in Nasir on Monday, killing five people."
    (claim,) = claims(text, ["Nasir"], headline="Army shells village in Nasir, kills five")
    assert "shells" not in [one.text for one in claim.weapons]
