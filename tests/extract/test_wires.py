"""What agencies write: several happenings and voices in a sentence, each with what is its own."""

import pytest
from extract.reading import claims


def test_what_an_attack_did_is_its_own_beside_the_next_one():
    text = (
        "A drone attack on a parade ground in Dhale wounded six soldiers, and artillery hit a farm "
        "in Durayhimi, killing a shepherd, residents said."
    )
    drone, shells = claims(text, ["Dhale", "Durayhimi"])
    assert [f.best for f in drone.figures] == [6]
    assert (shells.place.text, [f.text for f in shells.figures]) == ("Durayhimi", ["a shepherd"])


def test_both_clauses_of_what_was_said_are_the_words_of_the_source():
    text = (
        "The ministry said the army had begun withdrawing from the road, but that rebels had "
        "failed to pull back."
    )
    assert {(one.modality, one.attribution.source_text) for one in claims(text)} == {
        ("asserted", "ministry"), ("absent", "ministry"),
    }  # fmt: skip


def test_places_of_one_verb_are_joined_over_the_word_for_a_settlement():
    (claim,) = claims("Rebels shelled Pisky and the village of Spartak.", ["Pisky", "Spartak"])
    assert claim.place.text == "Pisky and the village of Spartak"


def test_among_them_is_nobody_in_a_role():
    text = "The ministry said snipers opened fire on a bus, killing six people, among them a guard."
    (claim,) = claims(text)
    assert "ministry" not in [one.text for one in claim.targets]


@pytest.mark.parametrize(
    "text", ["The mines had yet to be cleared.", "The mines are still to be cleared."]
)
def test_what_is_yet_to_be_done_is_not_done(text):
    assert [one.modality for one in claims(f"Rebels shelled a farm. {text}")][1:] == ["absent"]


def test_a_denial_does_not_answer_what_somebody_else_is_charged_with():
    text = (
        "Kiev said that rebels shelled the airport. It also accused Moscow of arming them. Troops "
        "held a parade. Russia denies its forces are involved."
    )
    assert not [one for one in claims(text) if one.modality == "denied" and one.act == "shelling"]


def test_both_sides_that_used_mortars_shelled():
    found = claims("Fighting went on. Monitors said both sides used mortars in the town.")
    assert "shelling" in [one.act for one in found]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Guerrillas attacked a post at dawn, said Lt. Col. Rey Ando, spokesman of the division.",
         "Lt. Col. Rey Ando"),
        ('"Rebels shelled the bridge," said Adel Marwan, a civil society leader.', "Adel Marwan"),
    ],
)  # fmt: skip
def test_who_is_described_behind_said_is_the_source(text, source):
    assert [one.attribution.source_text for one in claims(text)] == [source]


def test_a_source_behind_according_to_speaks_for_its_part_of_the_sentence():
    text = (
        "The truce has been violated 633 times this year, according to New Delhi; Islamabad counts "
        "415 Indian violations."
    )
    assert [one.attribution.source_text for one in claims(text)] == ["New Delhi", "Islamabad"]


def test_those_killed_in_the_fighting_this_year_are_a_toll():
    (claim,) = claims(
        "At least 7,000 people have been killed in the fighting this year, the U.N. says."
    )
    assert (claim.act, claim.figures[0].low) == ("toll", 7000)


def test_border_guards_are_no_border():
    (claim,) = claims("Gunmen shot at its border guards.")
    assert claim.place is None


def test_the_means_of_what_somebody_initiated_is_one_happening():
    (claim,) = claims("The army said rebels initiated firing in the Poonch sector using mortars.")
    assert (claim.act, [one.text for one in claim.weapons]) == ("shelling", ["mortars"])


def test_fighting_that_broke_out_killing_people_is_a_clash_with_its_source():
    text = (
        "Heavy fighting broke out in the capital on Saturday, killing at least 56 civilians and "
        "wounding 595 people, according to a doctors' union. Rebels shelled a bridge."
    )
    clash = claims(text)[0]
    assert (clash.act, [f.low for f in clash.figures]) == ("armed_clash", [56, 595])
    assert clash.attribution.source_text == "doctors' union"


def test_what_a_station_serves_and_a_division_is_called_are_no_figures_or_weapons():
    text = (
        "A truce was announced. The water station, which serves 400,000 people, was damaged on "
        "Monday."
    )
    damage = claims(text)[-1]
    assert (damage.act, damage.figures) == ("damage", ())
    (advance,) = claims("Elements of the 47th Tank Division advanced near Pisky.", ["Pisky"])
    assert advance.weapons == ()


def test_residents_who_cannot_leave_their_houses_withdraw_nothing():
    text = 'Shells fell on the town. "We can\'t leave our houses," a resident said.'
    assert [one.act for one in claims(text)] == ["shelling"]


def test_the_sides_of_a_clash_stand_behind_its_place_with_the_numbers_of_their_names():
    text = (
        "Heavy clashes broke out on Friday in the southern suburb of Harat between the 12 Brigade "
        "and the Border Force, leaving nine people dead."
    )
    (clash,) = claims(text)
    assert [one.text for one in clash.perpetrators] == ["12 Brigade", "Border Force"]


def test_what_a_verb_has_before_it_was_not_hit_by_the_verb_before():
    text = "Tanks shelled the suburbs and warplanes bombed a mosque, residents said."
    shelling, strike = claims(text)
    assert (shelling.act, shelling.targets) == ("shelling", ())
    assert [one.text for one in shelling.weapons] == ["Tanks"]
    assert strike.act == "air_strike"
    assert [one.text for one in strike.weapons] == ["warplanes"]


def test_who_goes_on_behind_a_source_is_not_the_source():
    text = (
        "The militia abducted eleven civilians, the Prisoners' Association said, and prevents "
        "trucks from reaching the villages."
    )
    told = claims(text)
    assert [[one.text for one in claim.perpetrators] for claim in told] == [["militia"]] * 2
    assert {claim.attribution.source_text for claim in told} == {"Prisoners' Association"}


def test_ages_and_families_are_no_figures():
    (claim,) = claims("A girl of six was killed when a missile hit a house in Marib.", ["Marib"])
    assert [(f.kind, f.best) for f in claim.figures if f.kind == "killed"] == [("killed", 1)]
    text = "Eleven members of one family were killed when their house in Homs was bombed."
    (claim,) = claims(text, ["Homs"])
    assert [f.best for f in claim.figures] == [11]


def test_strikes_that_killed_on_a_day_after_a_truce_are_no_sum_and_no_doer():
    text = (
        "Israeli air strikes killed at least 32 Palestinians on Saturday, medics said, a day "
        "after a truce collapsed."
    )
    (strike,) = claims(text)
    assert strike.act == "air_strike"
    (summed,) = claims("At least 32 people were killed by shelling since the truce began.")
    assert summed.act == "toll"


def test_what_could_be_heard_was_heard():
    told = claims("Residents said gunfire could be heard in the port until Saturday.")
    assert [one.modality for one in told] == ["asserted"]


def test_who_beat_an_attack_off_is_not_its_doer():
    text = (
        "Units of the division repelled an attack by militants near Sarmin, destroying two cars "
        "and killing up to 15 militants."
    )
    (attack,) = claims(text, ["Sarmin"])
    assert [one.text for one in attack.perpetrators] == ["militants"]
    assert {f.kind for f in attack.figures} == {"destroyed", "killed"}


def test_ways_between_places_that_no_gazetteer_holds():
    (moved,) = claims("The army has moved 100 vehicles from Jufra towards Abu Grein.", ["Jufra"])
    ends = [(one.role, one.place.text) for one in moved.other_places]
    assert ends == [("origin", "Jufra"), ("destination", "Abu Grein")]


def test_a_clause_that_hides_in_an_object_has_its_source():
    text = "The military said about 25 projectiles crossed from the south on Monday."
    (claim,) = claims(text)
    assert claim.attribution.source_text == "military"


def test_numbers_behind_a_semicolon_are_of_what_is_told_there():
    text = (
        "No aid trucks entered the enclave on Friday; on Thursday 200 trucks had crossed. "
        "Rebels shelled a village."
    )
    absent = claims(text)[0]
    assert (absent.act, absent.modality, absent.figures) == ("aid_delivery", "absent", ())


def test_fighting_in_which_somebody_was_killed_is_a_clash():
    text = "It said two soldiers were killed in fighting in Zabid in the south of the province."
    (claim,) = claims(text, ["Zabid"])
    assert (claim.act, claim.place.text) == ("armed_clash", "Zabid")


def test_known_clashes_began_where_they_were_told_and_not_where_what_came_before_was():
    text = (
        "The clashes erupted after guards detained a colonel at the airport on Friday. The army "
        "deployed 50 tanks on Monday and will move troops to Harat."
    )
    clash = claims(text)[0]
    assert (clash.act, clash.place) == ("armed_clash", None)


def test_arms_that_are_destroyed_are_targets():
    text = "The military said it had destroyed three missiles that rebels were about to launch."
    claim = claims(text)[0]
    assert (claim.act, claim.weapons) == ("attack", ())
    assert [one.text for one in claim.targets] == ["missiles"]


def test_strikes_that_a_station_reports_are_strikes_and_no_count():
    text = "The television reported four air strikes on the Ras Issa district on Monday."
    claim = claims(text, ["Ras Issa district"])[0]
    assert (claim.act, claim.attribution.source_text) == ("air_strike", "television")


def test_speaking_by_telephone_is_no_talks():
    text = "An official, speaking by telephone, said rebels had shelled the town of Zabid."
    assert [one.act for one in claims(text, ["Zabid"])] == ["shelling"]


def test_what_we_deny_is_denied_by_the_publisher():
    told = claims("We deny the enemy's claims to have taken control of the Hamza camp.")
    assert [(one.modality, one.attribution.form) for one in told] == [
        ("asserted", "said"), ("denied", "outlet"),
    ]  # fmt: skip


def test_charges_and_ends_are_no_targets():
    (claim,) = claims("The police arrested three men in Homs on charges of spying.", ["Homs"])
    assert [one.text for one in claim.targets] == ["men"]
    text = 'The chief of staff told troops: "We will return to attack at the end of the pause".'
    (claim,) = claims(text)
    assert (claim.modality, claim.targets) == ("threatened", ())


def test_a_minister_speaks_for_the_army():
    (claim,) = claims('The defence minister warned that the army would "hit Hamas everywhere".')
    assert claim.modality == "threatened"


def test_arms_that_doers_use_and_fire_that_backs_them_are_no_happenings_of_their_own():
    text = "Two policemen were shot dead by gunmen using silenced pistols in the Doura district."
    (claim,) = claims(text, ["Doura district"])
    assert [one.text for one in claim.weapons] == ["silenced pistols"]
    text = "Iraqi forces backed by air strikes have captured the town of Bartella."
    assert [one.act for one in claims(text, ["Bartella"])] == ["ground_advance"]


def test_offices_are_called_by_what_they_deal_with():
    text = "Rebels shelled Tarna. The Ministry of Displacement moved to a new house."
    assert [one.act for one in claims(text, ["Tarna"])] == ["shelling"]


def test_numbers_that_add_up_to_one_are_its_parts():
    text = "Israel freed 39 prisoners, six women and 33 teenagers, from two jails."
    (claim,) = claims(text)
    assert [(f.best, f.part_of) for f in claim.figures] == [(39, None), (6, 0), (33, 0)]


def test_groves_are_damaged():
    told = claims("Rebels shelled a post. Settlers burned olive groves near Huwara.", ["Huwara"])
    assert [one.act for one in told] == ["shelling", "damage"]


def test_the_country_that_opens_a_headline_is_no_source():
    text = "Gunmen killed six people in Ancuabe on Friday."
    head = "Mozambique: gunmen kill six people in Ancuabe"
    assert all(claim.attribution.source_text is None for claim in claims(text, headline=head))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Rebels bombed an oil pipeline near Saravena.", "ied"),
        ("A suicide bomber hit a cafe in Baidoa.", "ied"),
        ("Warplanes bombed a police station in Kabkabiya.", "air_strike"),
        ("The army bombed a camp near Kabkabiya.", "air_strike"),
    ],
)
def test_who_has_no_aircraft_bombs_from_the_ground(text, act):
    (claim,) = claims(text, ["Saravena", "Baidoa", "Kabkabiya"])
    assert claim.act == act
