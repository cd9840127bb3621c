"""Figures of speech of partisans, clipped posts and analyses, in texts about war."""

import pytest
from extract.reading import claims

WAR = "The war in the country is in its second month.\n\n"

TOLD = {
    ("abduction", "asserted"): (
        "Gunmen carted off two elders from the market.",
        "Three brothers were plucked from their car by masked raiders.",
        "Thirty soldiers threw down their rifles and surrendered.",
        "The militia took my uncle at the roadblock.",
    ),
    ("access_restriction", "asserted"): (
        "A vehicle of the Mission was stopped by a dozen masked men.",
        "Repair crews sent to the pylon had to turn back.",
        "The soldiers kept the aid trucks rotting at the crossing.",
    ),
    ("aid_delivery", "asserted"): (
        "Our lads bring bread to the quarter twice a day.",
        "Forty tons of flour trickled in through the gorge.",
    ),
    ("air_strike", "asserted"): ("The regime's bombers emptied their bomb bays over the city.",),
    ("armed_clash", "asserted"): (
        "Fighting flared up in the suburbs.",
        "A brush with rebel scouts was reported from the ridge.",
    ),
    ("attack", "asserted"): (
        "The rebels hurled themselves at the town.",
        "A march was broken up with tear gas.",
        "Firing across the line has been reported by both parties.",
    ),
    ("ceasefire_act", "asserted"): (
        "A truce was penned on Wednesday.",
        "A lull brokered by the elders took hold at noon.",
        "The rebels no longer consider themselves bound by the truce.",
        "Both sides undertook to keep their hands off the corridor.",
    ),
    ("control", "asserted"): (
        "Our forces are masters of the eastern bank.",
        "The rebels bottled up a garrison in the old fort.",
        "The pennant of the rebels was flying over the hospital.",
    ),
    ("damage", "asserted"): ("The market of the old town is no more.",),
    ("displacement", "asserted"): (
        "The raids put 300,000 people to flight.",
        "Peasants trekked over the bridge with their cattle.",
    ),
    ("fortification", "asserted"): (
        "Bulldozers of the army were throwing up a sand wall.",
        "Work on a communication trench was in progress.",
    ),
    ("ground_advance", "asserted"): (
        "The counter-offensive swept the insurgents out of four towns.",
        "They rode into the city on Tuesday.",
    ),
    ("ied", "asserted"): (
        "In the village the very wells are mined.",
        "A mine had carried off one of the piers of the bridge.",
        "An ox cart ran over a device in the lane.",
    ),
    ("killing", "asserted"): ("The hirelings finished off the wounded in the clinic.",),
    ("overflight", "asserted"): ("The enemy's drones violated the skies of the district.",),
    ("protest", "asserted"): ("Thousands filled the square and chanted against the governor.",),
    ("recruitment", "asserted"): ("The regime is dragooning schoolboys into its ranks.",),
    ("road_block", "asserted"): (
        "Tribesmen threw up earth mounds across the road.",
        "The demonstrators had kept the road shut since Friday.",
    ),
    ("shelling", "asserted"): (
        "Both armies traded artillery across the line.",
        "Rockets carved up the main street.",
    ),
    ("shelling", "absent"): ("Not one shell has come across since noon.",),
    ("talks", "planned"): ("Delegates of four countries will assemble in the capital tomorrow.",),
    ("tally", "asserted"): ("The other party has broken the truce on 63 occasions.",),
    ("threat", "asserted"): (
        "Any misadventure will meet with a befitting reply.",
        "The front stands ready to answer any provocation with fire and iron.",
    ),
    ("troop_movement", "asserted"): (
        "The army has been pouring tanks and ammunition into the heights.",
    ),
    ("withdrawal", "asserted"): (
        "We shipped our howitzers off on barges.",
        "The garrison abandoned its outposts along the river.",
    ),
    ("withdrawal", "absent"): ("The brigades on the ridge have not budged.",),
}


@pytest.mark.parametrize(("told", "text"), [(told, text) for told in TOLD for text in TOLD[told]])
def test_figures_of_speech_tell_of_a_conflict_in_a_text_about_one(told, text):
    assert told in [(claim.act, claim.modality) for claim in claims(WAR + text)]


@pytest.mark.parametrize(
    "text",
    [
        "The war of words between the two capitals has grown louder.",
        "The spokesman was bombarded with questions.",
        "Women hang washing in the yard.",
        "The delegates sat at the table by the window.",
        "The film fills the skies with drones.",
        "The company swept its rivals out of four markets.",
        "Snow has kept the road shut since Friday.",
        "He met the bus at the roadblock.",
    ],
)
def test_figures_of_speech_of_something_else_tell_of_nothing(text):
    assert claims(WAR + text) == ()


def test_what_a_condition_fears_is_hypothetical():
    told = claims(WAR + "If a fifth bomb goes off on the beach, tourists will stay away.")
    assert [(claim.act, claim.modality) for claim in told] == [("ied", "hypothetical")]


def test_a_condition_of_a_patrol_is_no_claim():
    assert claims(WAR + "If the patrol is blocked, the command may ask for advice.") == ()


def test_a_second_deed_at_the_same_place_is_told_apart():
    text = "Looters ransacked shops in Tarna on Friday. A police post was burned down."
    assert [claim.act for claim in claims(WAR + text, ("Tarna",))] == ["attack", "attack"]


def test_a_post_of_one_paragraph_is_read_as_notes():
    told = claims("village road blocked since dawn, rockets on the mill at 06:10!!")
    assert [claim.act for claim in told] == ["road_block", "shelling"]


def test_a_verdict_by_itself_denies_what_was_told_before():
    text = "The rebels' radio says that the army shelled the market of Tarna. A barefaced lie."
    told = claims(WAR + text, ("Tarna",))
    assert [(claim.act, claim.modality) for claim in told] == [
        ("shelling", "asserted"), ("shelling", "denied"),
    ]  # fmt: skip


def test_there_is_no_truth_in_a_story():
    told = claims(WAR + "There was no truth in the story that soldiers had shelled a school.")
    assert {claim.modality for claim in told if claim.act == "shelling"} >= {"denied"}


def test_none_of_theirs_is_a_denial_of_their_own():
    (told,) = claims(WAR + "The generals said that no jet of theirs had bombed the bridge.")
    assert told.modality == "denied"


def test_what_a_count_of_breaches_lists_is_no_happening_of_its_own():
    text = "The militia broke the truce 38 times on Friday: mortars 22, rockets four, sniping 12."
    assert [claim.act for claim in claims(text)] == ["tally"]


@pytest.mark.parametrize(
    "text",
    [
        "Pilots saw secondary explosions.",
        "Gas went off again on Monday night.",
        "An ambush party lay behind the wall.",
    ],
)
def test_what_only_sounds_like_a_blast_or_an_attack(text):
    acts = {claim.act for claim in claims(WAR + text)}
    assert not acts & {"explosion", "attack"}
