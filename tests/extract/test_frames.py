"""The frame tables: which act a sentence tells, and which words of daily life tell none."""

import pytest
from extract.reading import claims, only, words

TELLING = [
    # Fire of a kind that nobody names is an attack; a named means narrows it.
    ("Four soldiers were wounded by fire from rebel positions near Pisky.", "attack"),
    ("The column came under fire near Bunia.", "attack"),
    ("Gunmen on the ridge were taken under fire by the garrison.", "attack"),
    ("Both sides opened fire with mortars.", "shelling"),
    ("An exchange of small arms fire continued at the bridge until noon.", "small_arms_fire"),
    ("Snipers killed two policemen in Sidon.", "small_arms_fire"),
    ("The militia responded in kind.", "attack"),
    ("The army continued its operation against the rebel groups in the valley.", "attack"),
    # A blast of unknown means is an explosion.
    ("Unknown men blew up a pylon near Marib.", "explosion"),
    ("Rebels blew up an army vehicle with a mine.", "ied"),
    ("Sappers defused 14 mines on the road to Marib.", "ied"),
    ("An unexploded bomb was found near the school in Agdam.", "ied"),
    ("Soldiers used prisoners as human shields in Kousseri.", "abduction"),
    ("Army warplanes carried out 20 strikes on Sunday.", "air_strike"),
    ("The rebels reserve the right to respond to any attack.", "threat"),
    ("Militiamen have cut off the water supply of Taiz.", "access_restriction"),
    ("Villagers stopped a column of Ethiopian troops near Adigrat.", "road_block"),
    ("Local commanders spoke with elders of the Dinka on Tuesday.", "talks"),
    ("The two armies will set up a ceasefire coordination centre.", "ceasefire_act"),
    ("Soldiers had come from the port of Assab.", "troop_movement"),
    ("Three howitzers remain in the yard.", "sighting"),
    ("Workers of the charity handed out 900 masks.", "aid_delivery"),
    ("Militants prevented civilians from leaving through the corridor.", "access_restriction"),
    ("The army has sent 1,500 vehicles into Taiz.", "troop_movement"),
    ("Rescuers pulled three bodies from the rubble.", "toll"),
    ("Soldiers set up an observation post on the hill.", "fortification"),
    ("Drone in the sky of Assab, take care", "overflight"),
    ("We counted 17 shells before noon.", "shelling"),
    ("The defence army says it lost 16 men in three days.", "toll"),
    ("At least 400 people have been killed since fighting began in April.", "toll"),
    ("Gunmen burned 20 shops in Omdurman.", "damage"),
    ("Three times the rebels used mortars near Aden.", "shelling"),
    ("Artillery exchanges shook Omdurman.", "shelling"),
    ("Israel responded with strikes on Khiam.", "attack"),
    ("Troops of the brigade are massing near the border.", "troop_movement"),
    ("The army overran Srebrenica in July.", "ground_advance"),
    ("Rebels responded to the shelling with rockets on the camp.", "shelling"),
    ("The front still keeps fighters in Assab.", "control"),
    ("Two recon drones since morning.", "overflight"),
    ("Convoy on the coast road, 30 trucks", "troop_movement"),
    ("The crossing was closed for traders on Sunday.", "road_block"),
    ("Some 2,300 people moved from the camps to the villages.", "displacement"),
    ("A photographer was beaten by gunmen.", "attack"),
    ("Three shells hit the road to the port.", "shelling"),
    ("The council said that two shells had hit the market.", "shelling"),
    ("The fighting that began in May cost at least 900 civilian lives.", "toll"),
]


@pytest.mark.parametrize(("text", "act"), TELLING)
def test_a_sentence_tells_its_act(text, act):
    assert act in [claim.act for claim in claims(text, ["Assab", "Taiz"])]


DAILY = [
    "A fire broke out in the kitchen on Monday.",
    "The chef killed the heat and covered the pan.",
    "Two companies set up a monitoring centre for prices.",
    "The bank signed a document on a loan.",
    "The company cut power prices by 3 percent.",
    "The minister spoke with reporters.",
    "The workers left the talks on Monday.",
    "The talks with the unions broke down.",
    "Photographs show masked dancers.",
    "The bus fell into a ravine and twelve people died.",
    "They came, they looked, they left.",
    "Miners found gold in the mine.",
    "Residents stopped a tanker with milk.",
    "The shell did not explode.",
    "The ministry said nothing about losses.",
    "The home side launched attack after attack.",
    "A delegation of teachers arrived in Aden for a course.",
    "Doctors fired the first shots of the vaccine on Monday.",
    "The vaccine campaign reached 400 families.",
    "The strike will cost the economy two billion.",
]


@pytest.mark.parametrize("text", DAILY)
def test_daily_life_tells_nothing(text):
    assert [(claim.act, claim.rule) for claim in claims(text)] == []


def test_nothing_seen_in_a_post_without_a_verb():
    told = only("No planes tonight, the kids slept.")
    assert (told.act, told.modality) == ("overflight", "absent")


def test_those_who_clear_mines_are_no_perpetrators():
    told = only("Engineers of the army cleared the road of mines.")
    assert (told.act, told.perpetrators) == ("ied", ())
    assert words(told.participants) == ["Engineers of the army"]


def test_a_condition_is_no_claim_of_its_own():
    told = claims("If the patrols are blocked, the army will shell the road.")
    assert [(c.act, c.condition is not None) for c in told] == [("shelling", True)]


def test_a_charge_of_a_plan_is_no_claim():
    told = only("The police arrested a cell of four that had planned to blow up a bridge.")
    assert told.act == "arrest"


def test_a_drone_shot_down_is_not_seen_besides():
    assert only("Air defences shot down a drone over the port.").act == "attack"


def test_a_stray_bullet_belongs_to_the_fire():
    told = only("The gangs exchanged fire in Aden; a boy was killed by a stray bullet.")
    assert (told.act, [f.best for f in told.figures]) == ("armed_clash", [1])


@pytest.mark.parametrize(
    "text", ["The envoys want to resume talks.", "The generals agreed to continue joint patrols."]
)
def test_what_somebody_wants_is_planned(text):
    assert claims(text)[-1].modality == "planned"


def test_to_want_no_patrol_is_no_patrol():
    assert claims("Radical groups want to prevent the second patrol.") == ()


def test_responsibility_for_an_attack_tells_no_second_attack():
    told = only("A car bomb killed two in Aden. No group claimed responsibility for the attack.")
    assert told.act == "ied"


def test_a_counter_attack_is_not_the_attack():
    told = claims("Rebels attacked Assab. The army counter-attacked at Assab.", ["Assab"])
    assert [c.act for c in told] == ["attack", "attack"]


def test_harm_since_fighting_began_is_no_clash():
    assert only("At least 400 people have been killed since fighting began.").act == "toll"


def test_by_shelling_makes_no_shellers_of_the_wounded():
    told = only("Two women wounded in Aden by shelling.")
    assert (told.perpetrators, words(told.targets)) == ((), ["women"])


def test_most_of_the_breaches_counted_are_no_happening_besides():
    assert only("The UN verified 23 violations of the truce, most of them shelling.").act == "tally"


def test_a_truce_and_its_start_are_one():
    assert only("The two armies agreed to a truce starting at midnight.").act == "ceasefire_act"


def test_shelling_is_read_in_a_stadium_too():
    told = only("Shelling of the stadium killed 12 fans during the match.")
    assert (told.act, [f.best for f in told.figures]) == ("shelling", [12])


def test_nothing_that_suggests_a_move_tells_none():
    told = only("Nothing suggests that the heavy weapons were moved out of the zone.")
    assert (told.act, told.modality) == ("troop_movement", "absent")


def test_what_the_parties_undertake_to_set_up_is_planned():
    told = only("The parties undertake to establish a corridor six kilometres deep.")
    assert (told.act, told.modality) == ("ceasefire_act", "planned")


def test_a_bomb_left_behind_is_no_departure():
    assert only("An engineering unit detonated a bomb left behind by terrorists.").act == "ied"


def test_a_suspended_distribution_did_not_take_place():
    told = only("Partners suspended the distribution of food in the camp.")
    assert (told.act, told.modality) == ("aid_delivery", "absent")


def test_a_bullet_after_the_fire_is_part_of_it():
    told = only(
        "Exchange of small arms fire continued in Assab until noon. A farmer was wounded by a "
        "stray bullet between the villages.",
        ["Assab"],
    )
    assert [f.best for f in told.figures] == [1]


def test_where_the_column_hit_had_come_from_is_background():
    told = only("Artillery shelled two tanks that had come from Assab.", ["Assab"])
    assert told.act == "shelling"


def test_engineers_clear_land_and_what_they_find_is_theirs():
    told = only("Units of the engineering troops cleared 9 hectares. Six mines were found.")
    assert (told.act, told.perpetrators) == ("ied", ())
