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
        ("attack", "Pirates boarded a tanker."),
        ("attack", "A tank round hit a house."),
        ("attack", "Troops foiled an infiltration attempt by the militia."),
        ("small_arms_fire", "Bullets flew over the market for an hour."),
        ("small_arms_fire", "The car took nine bullets on the bridge."),
        ("small_arms_fire", "The adversary discharged firearms in the direction of the village."),
        ("small_arms_fire", "Riflemen on the ridge kept the ford under fire."),
        ("small_arms_fire", "Gunmen machine-gunned a bus."),
        ("armed_clash", "Soldiers of the two countries traded shots on the border."),
        ("armed_clash", "Rival factions shot at each other."),
        ("armed_clash", "The garrison put up a fight for two days."),
        ("toll", "Hospitals received 14 bodies on Sunday."),
        ("toll", "Surgeons operated on 12 people."),
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
