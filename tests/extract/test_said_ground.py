"""Ground, movements, works, people on the road, in the many ways in which people say them."""

import pytest
from extract.reading import claims

WAR = "Rebel artillery shelled army trenches near Kosti on Sunday. "


def told(text):
    return [(c.act, c.modality) for c in claims(WAR + text) if c.sentence.start >= len(WAR) - 2]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Tigrayan forces marched into Mekelle without firing a shot.", "ground_advance"),
        ("UNITA retook Huambo, state radio said.", "ground_advance"),
        ("The two sides disengaged at Petrivske, the mission confirmed.", "withdrawal"),
        ("Guerrilla fighters infiltrated across the Blue Line near Aita.", "ground_advance"),
        ("The enemy was forced to retreat with losses.", "withdrawal"),
        ("1,500 people have newly arrived in Maiduguri.", "displacement"),
    ],
)
def test_a_slip_of_the_tree_hides_no_movement(text, act):
    assert (act, "asserted") in told(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Government troops edged two kilometres closer to Marib on Friday.", "ground_advance"),
        ("Wagner fighters wormed their way into the eastern blocks of Bakhmut.", "ground_advance"),
        ("Government soldiers were forced out of Bambari by the coalition.", "ground_advance"),
        ("Kharkiv's northern suburbs have been cleared of Russian troops.", "ground_advance"),
        ("Zepa fell to the Bosnian Serbs on 25 July.", "ground_advance"),
        ("The battalion has been recalled to Addis Ababa.", "withdrawal"),
        ("The soldiers were confined to barracks as of Monday.", "withdrawal"),
        ("Ex-combatants laid aside their rifles at Santa Marta.", "withdrawal"),
        ("The rebels quietly abandoned the hill during the night.", "withdrawal"),
        ("UNITA's grip on the diamond fields of Lunda Norte is unbroken.", "control"),
        ("The garrison of Cazin is still holding out.", "control"),
        ("Bosnian Serbs control some 70 per cent of the country.", "control"),
    ],
)
def test_ground_won_left_and_held_is_said_in_many_ways(text, act):
    assert (act, "asserted") in told(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("300 gendarmes have been posted to Mitrovica.", "troop_movement"),
        ("The army has beefed up its garrison at Uvira.", "troop_movement"),
        ("There were ten armed men at the bridge.", "sighting"),
        ("About 30 militiamen hung around the market.", "sighting"),
        ("The army displayed rifles and mortars that it had seized in Kumba.", "sighting"),
        ("The rebels have turned the ridge into a stronghold.", "fortification"),
        ("The bridge was fortified with concrete and steel.", "fortification"),
        ("Pillboxes have been set into the hillside.", "fortification"),
        ("The people of Kibumba have deserted their village.", "displacement"),
        ("The fighting has sent 40,000 people running.", "displacement"),
        ("Hundreds have gone back to their homes in Marib.", "displacement"),
    ],
)
def test_movements_works_and_people_on_the_road_are_said_in_many_ways(text, act):
    assert (act, "asserted") in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The shop moved to a new building on Main Street.",
        "The party took three more seats in the city council.",
        "The two sides moved closer to an agreement.",
        "The army was founded in 1947.",
        "Students returned to school in Kosti.",
        "The president said the talks were in good hands.",
    ],
)
def test_everyday_moves_are_none_of_war(text):
    assert told(text) == []
