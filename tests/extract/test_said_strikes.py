"""Shelling, drones, raids, bombs laid, blasts, flights, damage: many ways to say them."""

from __future__ import annotations

import pytest
from extract.reading import claims

WAR = "Soldiers of both sides were still in their trenches along the front line. "


def told(sentence: str) -> list[tuple[str, str]]:
    """Return act and modality of what a sentence says beside one of war."""
    return [(c.act, c.modality) for c in claims(WAR + sentence) if c.sentence.start >= len(WAR) - 1]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("shelling", "The base at Bamir received eight mortar rounds."),
        ("shelling", "Artillery units plastered the slopes above Agdam."),
        ("shelling", "Our mortar crews hit a gathering of mercenaries in Sirwah."),
        ("shelling", "Howitzers of the brigade answered with twenty rounds."),
        ("shelling", "Both batteries traded salvoes across the river."),
        ("shelling", "Katyusha fire hit the suburb of Kiryat Ata."),
        ("shelling", "The south of the town was under artillery for most of the night."),
        ("shelling", "Two mortar rounds ended up in the garden of the embassy."),
        ("air_strike", "Apache helicopters fired missiles at a car in Khan Younis."),
        ("air_strike", "Army aviation turned a workshop in Tel Keif into rubble."),
        ("air_strike", "The pilots hit two command posts near the lake."),
        ("air_strike", "The Russians used aviation against Urozhaine."),
        ("air_strike", "Jets roared in and bombed the market."),
        ("drone_strike", "A Predator put two missiles into a compound in Datta Khel."),
        ("drone_strike", "Six attack drones were sent against Dnipro."),
        ("drone_strike", "A drone let fall a shell on a queue for water."),
        ("drone_strike", "Four people fell victim to a drone in Mykolaiv region."),
        ("drone_strike", "The house was struck by an unmanned aerial vehicle."),
        ("missile_strike", "The missile force put a Scud into the barracks in Najran."),
        ("missile_strike", "Missile debris fell on a park in Kyiv."),
        ("ied", "A shepherd lost a foot to a mine near Horadiz."),
        ("ied", "A bomber on foot blew himself up in a crowd at Nangarhar."),
        ("ied", "Two women detonated their vests at a mosque."),
        ("ied", "Fighters touched off a charge of thirty kilos under an armoured carrier."),
        ("ied", "Sappers dealt with 61 booby traps in the quarter."),
        ("ied", "The enemy sent three car bombs against the lines."),
        ("explosion", "The army demolished two bridges near Snihurivka."),
        ("overflight", "Two UAVs penetrated three kilometres into the northern district."),
        ("overflight", "The observers recorded four overflights by Turkish aircraft."),
        ("overflight", "A quadcopter strayed over the fence in Akhnoor."),
        ("damage", "The mission documented damage to six flats."),
        ("damage", "The team noted a fresh hole in one silo."),
        ("damage", "The windows of 30 houses were smashed."),
        ("damage", "A patrol found 19 houses beyond repair."),
    ],
)
def test_a_thing_is_read_whatever_the_verb(act: str, sentence: str) -> None:
    assert told(sentence) == [(act, "asserted")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Shares of the drone maker fell sharply.",
        "The minister launched a campaign against mines in the gold sector.",
        "An earthquake flattened the old town in 1963.",
        "The company delivered 20 drones to farmers to spray crops.",
        "A new missile was shown at the parade.",
        "The barrage of criticism went on.",
        "Storm winds tore roofs off houses in the coastal villages.",
    ],
)
def test_the_same_words_of_other_things_say_nothing(sentence: str) -> None:
    assert told(sentence) == []


def test_munitions_that_flew_and_struck_did_so_once() -> None:
    assert told("Three shells flew across the mountain and struck a barn in Padesh.") == [
        ("shelling", "asserted")
    ]


def test_aircraft_that_passed_and_dropped_nothing_made_no_strike() -> None:
    assert ("air_strike", "absent") in told("Two jets passed low over Daraa but dropped nothing.")
