"""Everyday ways to say that people were attacked, taken, detained, killed or counted dead."""

import pytest
from extract.reading import claims

WAR = "The war is in its third year and soldiers of both sides man the front line. "


def acts(text):
    return [one.act for one in claims(WAR + text) if one.sentence.start >= len(WAR) - 1]


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("abduction", "Pupils were herded into the bush by gunmen."),
        ("abduction", "Six herders were marched away at gunpoint."),
        ("abduction", "The rebels hold four miners."),
        ("abduction", "Two drivers are in the hands of kidnappers."),
        ("abduction", "The kidnappers of the two nuns demanded a ransom."),
        ("abduction", "Two herdsmen were taken away by Ruritanian rebels."),
        ("arrest", "Soldiers hauled off 20 youths."),
        ("arrest", "Authorities locked up three editors."),
        ("arrest", "Security forces nabbed a courier of the group."),
        ("arrest", "Police collared a smuggler."),
        ("killing", "An informer was hanged from a bridge."),
        ("killing", "Militiamen shot prisoners in a ditch."),
        ("killing", "Fighters lined up the villagers and shot them."),
        ("killing", "Seven farmhands were found with their throats slit."),
    ],
)
def test_people_are_taken_detained_or_put_to_death(act, text):
    assert acts(text) == [act]


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("attack", "A convoy drove into an ambush."),
        ("attack", "Protesters pelted the convoy of the peacekeepers with stones."),
        ("attack", "The brigade inflicted heavy losses on the enemy."),
        ("attack", "Looters broke into a warehouse."),
        ("attack", "The port was struck again during the night."),
        ("attack", "A strike levelled a clinic."),
        ("attack", "Saboteurs derailed a goods train."),
        ("attack", "A jet was brought down by a missile."),
        ("attack", "Detainees said that they had been beaten with rifle butts."),
        ("attack", "Pirates boarded a tanker."),
        ("attack", "A tank round hit a house."),
        ("attack", "Troops foiled an infiltration attempt by the militia."),
        ("small_arms_fire", "Bullets flew over the market for an hour."),
        ("small_arms_fire", "The car took nine bullets on the bridge."),
        ("small_arms_fire", "The adversary discharged firearms in the direction of the village."),
        ("small_arms_fire", "Riflemen on the ridge kept the ford under fire."),
        ("small_arms_fire", "Gunmen machine-gunned a bus."),
        ("small_arms_fire", "On the way in they shot up the police station."),
        ("armed_clash", "Soldiers of the two countries traded shots on the border."),
        ("armed_clash", "Rival factions shot at each other."),
        ("armed_clash", "The garrison put up a fight for two days."),
        ("toll", "Hospitals received 14 bodies on Sunday."),
        ("toll", "Surgeons operated on 12 people."),
        ("toll", "The war has taken the lives of 180 journalists."),
        ("toll", "The party put its losses at 15."),
        ("toll", "The mission's staff lost two colleagues this week."),
    ],
)
def test_forces_meet_and_people_come_to_harm(act, text):
    assert acts(text) == [act]


@pytest.mark.parametrize(
    "text",
    [
        "The film captured the mood of the town.",
        "The hospital took in new staff.",
        "The doctors are fighting malaria.",
        "A storm battered the coast and brought down pylons.",
        "The striker took a shot at goal from thirty metres.",
        "The clubs traded places in the table.",
    ],
)
def test_everyday_matters_stay_silent(text):
    assert not acts(text)


def test_bodies_found_bound_and_shot_are_one_killing():
    text = "The team counted 13 bodies; all had their hands tied, most were shot at close range."
    assert acts(text) == ["killing"]


def test_a_count_since_a_day_in_a_clause_of_its_own_is_a_toll_beside_the_happening():
    text = "Mortar bombs burst in the suburb, and doctors counted 17 dead since Monday."
    assert acts(text) == ["shelling", "toll"]
