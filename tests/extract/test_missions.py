"""What missions, ministries and wires write: clauses of one sentence told apart."""

import pytest
from extract.reading import claims, only, words


def test_what_a_denier_goes_on_to_say_is_asserted():
    text = "Ankara denied bombing the village, adding that two of its soldiers had been wounded."
    denied, told = claims(text)
    assert (denied.act, denied.modality, denied.figures) == ("air_strike", "denied", ())
    assert (told.act, told.modality, told.attribution.source_text) == ("toll", "asserted", "Ankara")


def test_wounded_are_not_laid_to_whom_the_same_sentence_accuses():
    text = (
        "The rebels' press office said nine people had been admitted to hospital with shrapnel "
        "wounds and accused the army of opening fire first."
    )
    toll, fire = claims(text)
    assert (toll.act, [f.best for f in toll.figures]) == ("toll", [9])
    assert (words(fire.perpetrators), fire.figures) == (["army"], ())


def test_dead_and_wounded_of_one_ambush_are_one_happening():
    claim = only(
        "A soldier was shot dead and two others were injured in an ambush near Taiz.", ["Taiz"]
    )
    assert [(f.kind, f.best) for f in claim.figures] == [("killed", 1), ("wounded", 2)]


@pytest.mark.parametrize("adjective", ["due", "scheduled", "expected"])
def test_what_is_due_to_happen_is_planned(adjective):
    (claim,) = claims(
        f"War news.\n\nTalks between the rebels and the army are {adjective} to resume in Geneva."
    )
    assert (claim.act, claim.modality) == ("talks", "planned")


def test_an_official_there_is_the_official():
    claim = only("Shells struck the port on Tuesday, a health official there said.")
    assert claim.attribution.source_text == "health official"


def test_what_observers_recorded_between_two_hours_is_of_those_hours():
    claim = only(
        "Between 1015 and 1140 hours observers recorded 22 artillery rounds impacting near Arnoun."
    )
    assert (claim.time.start, claim.time.end) == ("2015-02-10T10:15", "2015-02-10T11:40")


@pytest.mark.parametrize(
    ("words_", "day"),
    [("on Wednesday last week", "2015-02-04"), ("on Monday this week", "2015-02-09")],
)
def test_a_weekday_of_last_or_this_week(words_, day):
    claim = only(f"A driver was killed by shelling in Homs {words_}.", ["Homs"])
    assert (claim.time.text, claim.time.start[:10]) == (words_.removeprefix("on "), day)
    assert words(claim.targets) == ["driver"]


def test_the_number_to_have_died_is_of_those_who_did():
    claim = only("The killings bring to 52 the number of rebels to have died in Yemen this year.")
    assert (claim.act, claim.modality) == ("toll", "asserted")


def test_a_patrol_beside_a_count_of_patrols_is_another_one():
    counted, off = claims("Nine patrols were conducted on 3 May. A patrol to Junik was called off.")
    assert (counted.patrol.outcome, off.patrol.outcome) == ("held", "cancelled")


@pytest.mark.parametrize(
    "what", ["was unable to reach Lasu", "could not enter Lasu", "failed to reach Lasu"]
)
def test_a_patrol_that_could_not_go_on_was_blocked(what):
    claim = only(f"On 7 June a patrol {what}.", ["Lasu"])
    assert (claim.act, claim.modality, claim.patrol.outcome) == ("patrol", "asserted", "blocked")


WAR = "The ceasefire was broken on both sides of the front.\n\n"

TOLD = {
    ("ied", "asserted"): (
        "In Tarna an unexploded shell went off and killed a boy.",
        "The Mission observed for the first time eight anti-tank mines on the road.",
        "A claymore mine was recovered at Kiran.",
    ),
    ("withdrawal", "asserted"): (
        "The UN mission closed its camp at Kidal on 31 October.",
        "Peacekeepers shut down their base at Tessalit.",
    ),
    ("troop_movement", "asserted"): (
        "The Lebanese army moved into the positions with a company in the evening.",
    ),
    ("ground_advance", "asserted"): (
        "Rebel forces made marginal gains south of the town.",
        "The troops made no confirmed advances, but rebels captured the slag heap.",
    ),
    ("ground_advance", "absent"): ("Rebel forces did not make confirmed advances near Robotyne.",),
    ("attack", "hypothetical"): ("We expect no offensive against Sirte before July.",),
    ("damage", "asserted"): (
        "The army lost 36 tanks and 91 armoured personnel carriers over the past 24 hours.",
        "Satellite imagery shows at least 44 destroyed vehicles along the highway.",
    ),
    ("attack", "asserted"): (
        "Navy gunboats sank four rebel boats off the coast.",
        "Rebels attacked the base with mortars and machine guns.",
    ),
    ("access_restriction", "asserted"): (
        "A patrol of the battalion was stopped at a rebel checkpoint and returned to Makeni.",
    ),
    ("abduction", "asserted"): (
        "An armed group took three military observers, a driver and an interpreter hostage.",
    ),
    ("sighting", "absent"): ("In one storage area three anti-tank guns were again missing.",),
}


@pytest.mark.parametrize(("told", "text"), [(told, text) for told in TOLD for text in TOLD[told]])
def test_what_missions_and_institutes_tell(told, text):
    assert told in [(claim.act, claim.modality) for claim in claims(WAR + text)]


@pytest.mark.parametrize(
    "text",
    [
        "Rockfall stops lorries on the road.",
        "The company made gains in the quarter and lost 36 shops.",
        "The bank closed its office in the town.",
        "Rebels made no progress in the talks.",
    ],
)
def test_gains_and_losses_of_others_are_no_advance(text):
    acts = {claim.act for claim in claims(WAR + text)}
    assert acts.isdisjoint({"ground_advance", "damage", "withdrawal", "access_restriction"})


def test_it_accuses():
    text = (
        "The defence ministry said two of its soldiers were killed. "
        "It accused the rebels of shelling positions near Kreminna."
    )
    charge = claims(text, ["Kreminna"])[-1]
    assert (charge.act, charge.attribution.source_text) == ("shelling", "defence ministry")


TOLD_AHEAD = {
    "Egypt's president said that Egypt would intervene militarily if rebels crossed the line.": (
        "attack", "threatened",
    ),
    "Turkey's minister said Turkey would launch a military operation if talks failed.": (
        "attack", "threatened",
    ),
    "The institute assesses that a large operation is unlikely before May.": (
        "attack", "hypothetical",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", TOLD_AHEAD)
def test_operations_held_out_or_foreseen(text):
    assert TOLD_AHEAD[text] in [(claim.act, claim.modality) for claim in claims(WAR + text)]


@pytest.mark.parametrize(
    "text",
    [
        "Sappers blew up a bridge in order to stop trains that bring ammunition to the rebels.",
        "Rebels will sign nothing as long as the offensive goes on.",
    ],
)
def test_what_happens_at_any_time_or_sets_a_term_is_no_claim(text):
    acts = {claim.act for claim in claims(WAR + text)}
    assert acts.isdisjoint({"troop_movement", "ground_advance"})


def test_fire_of_tanks_is_an_attack_and_their_entry_an_advance():
    text = "Two army tanks destroyed the gate of a post and entered the post."
    assert [claim.act for claim in claims(WAR + text)] == ["attack", "ground_advance"]


@pytest.mark.parametrize("what", ["sign", "evidence", "indication"])
def test_no_sign_that_it_has_begun(what):
    (claim,) = claims(WAR + f"There was no {what} on Tuesday that the withdrawal had begun.")
    assert (claim.act, claim.modality) == ("withdrawal", "absent")


def test_a_likely_advance_is_hedged_and_no_forecast():
    (claim,) = claims("Rebel forces likely captured Robotyne on Monday.", ["Robotyne"])
    assert (claim.act, claim.modality) == ("ground_advance", "asserted")


def test_an_attack_in_an_offensive_is_the_attack():
    text = "Guerrillas attacked the barracks over the weekend in their biggest offensive."
    assert [claim.act for claim in claims(text)] == ["attack"]


def test_harm_so_far_is_not_of_the_day_of_the_accord():
    text = (
        "The two sides on Tuesday signed a ceasefire in the Dniester war, in which more than 600 "
        "people have been killed."
    )
    times = {claim.act: claim.time for claim in claims(text)}
    assert times["ceasefire_act"] is not None
    assert times["toll"] is None


def test_a_new_bomb_of_another_day_is_a_happening_of_its_own():
    text = (
        "A bomb went off outside a substation in Derin. Talks between the rebels and the army "
        "broke off two weeks ago after a bomb killed ten miners."
    )
    here, then = (claim for claim in claims(text, ["Derin"]) if claim.act == "ied")
    assert here.figures == ()
    assert (then.place, [f.best for f in then.figures]) == (None, [10])


def test_what_monitors_were_told_was_not_done_to_them():
    claim = claims(
        "Villagers told the monitors that navy men had fired into a church, and that a woman died."
    )[0]
    assert "monitors" not in words(claim.targets)


def test_soldiers_who_prevented_it_stand_behind_what_was_prevented():
    claim = only("Monitors were prevented from entering the post by soldiers of the brigade.")
    assert words(claim.perpetrators) == ["soldiers of the brigade"]


def test_a_name_in_scare_quotes_belongs_to_the_phrase():
    text = 'At a checkpoint near Tarna, two armed "DPR" members denied the SMM passage.'
    claim = only(WAR + text, ["Tarna"])
    assert words(claim.perpetrators) == ['armed "DPR" members']
