"""Turns of mission reports, ministry bulletins and access notes."""

import pytest
from extract.reading import claims, only, words

WAR = "The war in the country is in its second month.\n\n"


def told(text, names=()):
    found = claims(WAR + text, names)
    assert len(found) == 1, [(c.act, c.modality, c.rule) for c in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Soldiers at the gate refused the team entry to the barracks.", ["team"]),
        ("Two armed men denied the mission passage.", ["mission"]),
        ("The team was told to turn back at a checkpoint near Gori.", ["team"]),
        ("A patrol was delayed by 30 minutes at the crossing.", None),
        ("Movement of the mission's patrols was restricted on eight occasions.", []),
        ("Armed men prevented the families from leaving.", ["families"]),
    ],
)
def test_access_denied_names_whom(text, target):
    found = [c for c in claims(WAR + text, ["Gori"]) if c.act == "access_restriction"]
    assert [c.modality for c in found] == ["asserted"]
    if target is not None:
        assert words(found[0].targets) == target


@pytest.mark.parametrize(
    "text",
    [
        "The centre held a humanitarian action with the local council.",
        "The enemy did not abandon its intention to take Lyman.",
        "The repair crew withdrew.",
    ],
)
def test_words_that_only_look_like_acts(text):
    acts = {claim.act for claim in claims(WAR + text)}
    assert not acts & {"access_restriction", "withdrawal"}


def test_a_battle_tank_is_no_battle():
    assert told("The mission saw three main battle tanks near Gori.", ["Gori"]).act == "sighting"


def test_what_watched_is_not_counted_with_what_was_seen():
    seen = told("A mission drone spotted two howitzers near Gori.", ["Gori"])
    assert [(f.best, f.group.text) for f in seen.figures] == [(2, "howitzers")]


def test_a_bearing_in_brackets_tells_where_the_place_lies():
    text = "The mission saw two mortars in Gori (government-controlled, 16km east of Tskhinvali)."
    assert told(text, ["Gori"]).place.text == "Gori"


def test_explosions_assessed_as_fire_are_that_fire():
    text = "The mission heard 14 explosions assessed as impacts of 82mm mortar rounds 3 km west."
    shelling = told(text)
    assert shelling.act == "shelling"
    assert shelling.place.text == "3 km west"
    assert [f.best for f in shelling.figures] == [14]


def test_each_sound_keeps_its_own_bearing():
    text = "From Gori the team heard 12 explosions 3 km north and 40 shots 2 km west."
    blast, shots = claims(text, ["Gori"])
    assert (blast.place.text, shots.place.text) == ("3 km north", "2 km west")


def test_a_bearing_behind_several_sounds_is_that_of_all():
    text = "In Gori the team heard nine explosions and 40 bursts, all 4 km north."
    assert {claim.place.text for claim in claims(text, ["Gori"])} == {"4 km north"}


def test_losses_of_a_period_are_no_harm_of_the_fire_before():
    text = "Gunners shelled a depot near Gori. Over the past day the enemy lost 90 soldiers."
    shelling, toll = claims(WAR + text, ["Gori"])
    assert not shelling.figures
    assert (toll.act, [f.best for f in toll.figures]) == ("toll", [90])


def test_lost_tanks_are_destroyed_and_not_killed():
    toll = told("Over the past day the enemy lost 90 soldiers and four tanks.")
    assert [(f.kind, f.best) for f in toll.figures] == [("killed", 90), ("destroyed", 4)]


def test_several_repelled_attacks_are_no_strike_told_before():
    text = "Drones struck a depot near Gori. Our troops repelled 16 attacks near Kaspi."
    assert [c.act for c in claims(WAR + text, ["Gori", "Kaspi"])] == ["drone_strike", "attack"]


def test_those_admitted_with_wounds_were_wounded():
    toll = told("Doctors said that a man had been admitted with shrapnel wounds to his leg.")
    assert words(toll.targets) == ["man"]
    assert toll.attribution.source_text == "Doctors"


def test_shelling_that_hits_is_the_subject_whatever_the_tree():
    found = only("In El Fasher, shelling hit the South Hospital on 8 February.", ["El Fasher"])
    assert (found.act, words(found.targets)) == ("shelling", ["South Hospital"])


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("The army violated the truce about 270 times.", (None, 270, None, "about")),
        ("The army broke the truce more than 40 times.", (40, 40, None, "more_than")),
        ("The army broke the truce 40 times.", (40, 40, 40, "exact")),
    ],
)
def test_times_counted_keep_their_qualifier(text, bounds):
    figure = only(text).figures[0]
    assert (figure.low, figure.best, figure.high, figure.qualifier) == bounds


def test_who_denies_and_accuses_states_the_charge():
    text = "The commander denied that his forces began it and accused the rebels of shelling Gori."
    denied, charged = claims(WAR + text, ["Gori"])
    assert (denied.modality, charged.modality) == ("denied", "asserted")
    assert charged.attribution.source_text == "commander"
    assert not charged.attribution.chain


def test_a_patrol_that_was_held_at_a_checkpoint_was_blocked():
    text = (
        "A patrol was held for two hours at a checkpoint near Gori by soldiers of the 4th Division."
    )
    patrol, denial = claims(WAR + text, ["Gori"])
    assert (patrol.patrol.outcome, patrol.participants) == ("blocked", ())
    assert words(denial.perpetrators) == ["soldiers of the 4th Division"]


def test_a_patrol_told_to_go_back_took_place():
    text = "The patrol was stopped at an army checkpoint and ordered to return to base."
    assert [c.modality for c in claims(WAR + text) if c.act == "patrol"] == ["asserted"]


def test_patrols_at_different_places_are_different_patrols():
    text = "Military police patrolled in Manbij. A joint patrol took place near Kobani."
    patrols = [c for c in claims(WAR + text, ["Manbij", "Kobani"]) if c.act == "patrol"]
    assert [c.place.text for c in patrols] == ["Manbij", "near Kobani"]


def test_the_patrol_told_on_is_one_patrol():
    text = "A joint patrol was held in Manbij. The patrol drove to Kobani."
    assert len([c for c in claims(WAR + text, ["Manbij", "Kobani"]) if c.act == "patrol"]) == 1


def test_a_source_before_a_colon_does_nothing_itself():
    text = "The Ministry of Defence: over the past day the rebels violated the truce 28 times."
    tally = told(text)
    assert tally.attribution.source_text == "Ministry of Defence"
    assert words(tally.perpetrators) == ["rebels"]


def test_arms_named_beside_a_count_are_no_attack_of_their_own():
    tally = told("The rebels violated the truce 28 times, using mortars and sniper rifles.")
    assert [w.text for w in tally.weapons] == ["mortars", "sniper rifles"]


def test_those_stationed_somewhere_fire_from_there():
    text = "Units located in the villages of Goris fired at army positions in Agdam."
    fire = told(text, ["Goris", "Agdam"])
    assert fire.place.text == "Agdam"
    assert [(o.role, o.place.text) for o in fire.other_places] == [("origin", "Goris")]


def test_what_was_also_fired_on_is_something_else():
    text = "Gunners shelled posts in Agdam. Posts of the army were also fired on from Goris."
    first, second = claims(WAR + text, ["Agdam", "Goris"])
    assert first.place.text == "Agdam"
    assert not first.other_places
    assert [o.role for o in second.other_places] == ["origin"]


def test_a_place_that_opens_a_sentence_holds_for_all_of_it():
    text = (
        "In Lyman, the enemy gave up its intention to dislodge our units and made three assaults."
    )
    assault = next(c for c in claims(WAR + text, ["Lyman"]) if c.modality == "asserted")
    assert assault.place.text == "Lyman"


def test_drones_shot_down_are_not_those_who_sent_them():
    text = "The rebels struck Gori with 22 Shahed drones. Air defence units destroyed 17 of them."
    found = claims(text, ["Gori"])
    assert words(found[0].perpetrators) == ["rebels"]
    assert not any(claim.targets for claim in found)


def test_people_returned_with_parts_in_brackets():
    text = "Over the day, 1,023 people (307 women and 522 children) returned to the country."
    assert told(text).act == "displacement"


def test_surface_to_air_missiles_fired_at_a_town_are_a_missile_strike():
    assert (
        told("The enemy fired five S-300 missiles at Kharkiv.", ["Kharkiv"]).act == "missile_strike"
    )


def test_settlements_that_came_under_artillery_and_mortar_fire_were_shelled():
    assert told("About 20 settlements came under artillery and mortar fire.").act == "shelling"


def test_a_complaint_is_that_of_whom_makes_it():
    text = "The team looked into a complaint by the rebels that army units had entered Karkar."
    told_ = [c for c in claims(WAR + text, ["Karkar"]) if c.act == "ground_advance"]
    assert [c.attribution.source_text for c in told_] == ["rebels"]


def test_an_allegation_that_is_only_looked_into_is_hearsay():
    text = "The team went to verify the allegation that rebels attacked army posts at Kodok."
    assert told(text, ["Kodok"]).attribution.form == "reportedly"


def test_those_detained_and_taken_somewhere_were_not_displaced():
    text = "Three residents were detained by border guards in Khurcha and taken to Gali."
    arrest = told(text, ["Khurcha", "Gali"])
    assert (arrest.act, arrest.place.text) == ("arrest", "Khurcha")
    assert [(o.role, o.place.text) for o in arrest.other_places] == [("destination", "Gali")]


def test_another_source_tells_of_another_day_and_place():
    text = (
        "The army said that a soldier was killed by a sniper in Durayhimi on 3 February. "
        "The rebels said that warplanes had struck their posts."
    )
    strike = next(c for c in claims(WAR + text, ["Durayhimi"]) if c.act == "air_strike")
    assert (strike.place, strike.time) == (None, None)


def test_where_fighting_broke_out_is_its_place():
    text = "On 6 February, fighting between both brigades broke out in Kajo, displacing 400 people."
    clash, flight = claims(WAR + text, ["Kajo"])
    assert (clash.act, clash.place.text) == ("armed_clash", "Kajo")
    assert [f.best for f in flight.figures] == [400]


def test_a_number_of_a_house_counts_nothing():
    text = "A house in Holubivske (Pershotravneva Street 14) was damaged by shells."
    figures = [f for c in claims(WAR + text, ["Holubivske"]) for f in c.figures]
    assert 14 not in {figure.best for figure in figures}


def test_a_charge_against_us_is_no_admission_of_ours():
    text = "The ministry's claim that we shelled the village is a lie, Captain Orlov said."
    charge, denial = claims(WAR + text)
    assert (charge.modality, charge.attribution.form) == ("asserted", "said")
    assert (denial.modality, denial.attribution.source_text) == ("denied", "Captain Orlov")


def test_mines_cleared_and_found_by_one_team_are_one_clearing():
    text = (
        "Near Zolote, teams cleared 3 hectares and found 14 mines. Later, shelling closed a road."
    )
    assert [c.act for c in claims(WAR + text, ["Zolote"])].count("ied") == 1


def test_the_group_is_those_who_did_it():
    text = (
        "A patrol was stopped by 20 individuals in Gori. The group took a camera from the patrol."
    )
    denied = [c for c in claims(WAR + text, ["Gori"]) if c.act == "access_restriction"]
    assert denied
    assert {name for claim in denied for name in words(claim.perpetrators)} == {"individuals"}


def test_the_name_of_an_agreement_is_no_happening():
    text = "Two tanks were seen near Gori, in violation of the Disengagement of Forces Agreement."
    assert "withdrawal" not in {c.act for c in claims(WAR + text, ["Gori"])}


def test_blasts_heard_are_no_shots_told_next():
    text = "The team heard explosions 2 km east. Soldiers fired warning shots at a shepherd."
    blast, shots = claims(WAR + text)
    assert (blast.act, shots.act) == ("explosion", "small_arms_fire")
    assert not blast.perpetrators


def test_a_count_behind_a_count_names_no_more_what_it_counts():
    text = (
        "During the past day the Russian party registered 14 violations in Idlib. "
        "The Turkish party registered two."
    )
    first, second, _ = claims(text + " Militants shelled a post.", ["Idlib"])
    assert (first.act, second.act) == ("tally", "tally")
    assert [(f.kind, f.best) for f in second.figures] == [("violations", 2)]


def test_brackets_with_times_are_no_comparison():
    text = "Ceasefire violations were recorded in Latakia (5 times: near Ikko) and Aleppo (twice)."
    told = claims(text, ["Latakia", "Ikko", "Aleppo"])
    assert len(told) == 1


def test_what_was_shot_down_is_only_described_by_where_it_came_from():
    text = "The army shot down two drones launched from the Idlib zone near Jableh."
    (claim,) = claims(text, ["Idlib zone", "Jableh"])
    assert claim.act == "attack"


def test_an_attempt_that_was_beaten_off_is_an_advance_by_those_who_tried():
    text = "Our forces repelled an attempt by Haftar's militias to advance on the axis of Ain Zara."
    (claim,) = claims(text)
    assert (claim.act, claim.modality) == ("ground_advance", "asserted")
    assert [one.text for one in claim.perpetrators] == ["Haftar's militias"]


def test_more_or_fewer_of_a_kind_and_own_men_in_place_are_no_happenings():
    text = (
        "Rebels shelled a post. Compared with the previous week, the number of explosions rose. "
        "Our forces are still in their positions."
    )
    assert [one.act for one in claims(text)] == ["shelling"]


def test_him_is_no_girl():
    text = (
        "A girl of six was wounded. A mine exploded under a shepherd's car near Zabid, killing him "
        "and his two sons."
    )
    mine = claims(text, ["Zabid"])[-1]
    assert "girl" not in " ".join(one.text for one in mine.targets)


def test_a_threat_to_widen_attacks_is_one_claim_of_who_threatens():
    (claim,) = claims("The rebel leader threatened to widen attacks on shipping.")
    assert (claim.act, claim.modality) == ("attack", "threatened")
    assert claim.attribution.source_text == "rebel leader"


def test_who_commits_violations_is_not_who_counts_them():
    text = "The enemy committed 87 violations in Hodeidah during the past 24 hours."
    (tally,) = claims(text, ["Hodeidah"])
    assert (tally.act, tally.attribution.form) == ("tally", "outlet")
    assert [one.text for one in tally.perpetrators] == ["enemy"]


def test_a_spying_device_is_no_bomb():
    assert not claims("The army said it had dismantled a spying device in Yaroun.", ["Yaroun"])
